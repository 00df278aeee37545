/* For tests only: reads a template from text and looks into the model. */
#ifndef IL_PROBE_H
#define IL_PROBE_H

#include "template.h"

typedef struct {
    il_arena *arena;
    il_document *document;
    il_sink sink;
    il_app *app;
} il_probe;

/* Returns owned: TEXT (JSON if it begins with `{`, else YAML) read as a template. Free with il_probe_free. */
il_probe *il_probe_read(const char *text);
void il_probe_free(il_probe *probe);

/* The resource or fact with this logical id, or NULL. */
const il_resource *il_probe_resource(const il_probe *probe, const char *logical_id);
/* The value at "Id.Properties.Tags.0.Key": a resource, then keys and indexes. &il_missing where there is none. */
const il_value *il_probe_at(const il_probe *probe, const char *path);
/* The same as one line of the model's JSON. Borrowed from the probe. */
const char *il_probe_json(const il_probe *probe, const char *path);
/* The text at the place of the value at PATH. Borrowed from the probe. */
const char *il_probe_place(const il_probe *probe, const char *path);
/* The messages of all findings, "line:column message" each with a line break. Borrowed from the probe. */
const char *il_probe_findings(const il_probe *probe);
/* VALUE as one line of the model's JSON, in ARENA. */
const char *il_probe_line(il_arena *arena, const il_value *value);

#endif
