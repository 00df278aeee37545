/* How templates become stacks of one app: a template and the templates of its nested stacks, read one after the other. Shared by lone templates
 * (template.c) and assemblies (assembly.c); no other layer includes it. */
#ifndef IL_STACKS_H
#define IL_STACKS_H

#include "reader.h"

/* Deepest nesting of assemblies in assemblies and of stacks in stacks. */
enum { IL_NESTED_MAX = 32 };

/* A file or folder that is being read, for those that would read themselves. */
typedef struct il_place {
    il_str path;
    size_t depth;
    const struct il_place *outer;
} il_place;

bool il_place__enters(const il_place *outer, il_str path);

typedef struct {
    il_app *app;
    const il_loader *loader; /* NULL: no other file is read */
    il_sink *sink;
    il_givens *givens; /* NULL for none */
    il_pendings pending;
    il_read_stacks read;
} il_stacks;

/* What is known of a stack before its template is read. */
typedef struct {
    il_str name, construct_path, environment;
    const il_document *document; /* NULL: what the loader has at template_path */
    size_t root;                 /* which document of a YAML stream */
    il_str template_path;
    il_loc named;              /* where the template's file is named */
    const il_value *given;     /* parameters, &il_missing for none */
    const il_resource *nested; /* the resource whose template it is; NULL for none */
    il_entry properties[4];    /* for the Stack fact */
    size_t n_properties;
} il_stack_description;

/* Reads the template of D and those of its nested stacks; FOLDER is where assets are named from. OUTER are the files that led here. */
void il_stacks__read(il_stacks *s, il_stack_description *d, il_str folder, const il_place *outer);

/* Adds what is wrong with the text of DOCUMENT to SINK: nobody else looks at the files of an assembly and of nested stacks. */
void il_stacks__say_syntax(il_sink *sink, const il_document *document);

/* The document at PATH with a tree in it, or NULL with a finding at NAMED (what is wrong with its text is reported too). */
const il_document *il_stacks__load(il_stacks *s, il_str path, il_loc named);

#endif
