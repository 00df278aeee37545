/* What the files that expand SAM share (sam.c declares, sam_*.c fill in). No other layer includes it.
 *
 * SAM's transform is followed as its documentation has it: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/
 * sam-specification-generated-resources.html. The resources that it makes are declared while the template's own are, so that a Ref finds them,
 * and are filled in when values are read. */
#ifndef IL_SAM_H
#define IL_SAM_H

#include "reader.h"

typedef IL_VEC(il_entry) il_entries;

/* A resource of the template that the transform replaces, while its values are read. */
struct il_sam {
    il_reader *r;
    il_resource *main;    /* what stands under its own logical id */
    const il_node *node;  /* as written */
    const il_value *body; /* the same, read */
    const il_value *own;  /* its properties with the Globals in them; a map, unknown or &il_missing */
    il_loc loc;           /* its key: where stands what nobody wrote */
};

/* The kinds of resources. `globals` is the section of Globals, NULL for none. */
typedef struct {
    const char *type, *main, *globals;
    il_sam_filler *fill;
    void (*declare)(il_reader *r, il_resource *main, const il_node *definition);
    const il_writing *writings;
    size_t n_writings;
} il_sam_kind;

const il_sam_kind *il_sam__kind(il_str type);
extern const il_sam_kind il_sam__function, il_sam__api, il_sam__http_api, il_sam__table, il_sam__layer,
    il_sam__state_machine, il_sam__application, il_sam__graph_api;

/* The property NAME of DEFINITION as written, there or in the Globals; NULL for none. */
const il_node *il_sam__node(const il_reader *r, const il_resource *main, const il_node *definition, const char *name);
/* A resource that comes with another. */
typedef struct {
    il_str id; /* borrowed; empty = it has a hash in it */
    const char *type;
    const il_member *event; /* that asks for it, or NULL */
    il_sam_filler *fill;
} il_sam_new;

/* Declares NEW, which comes with MAIN, to be filled in later. */
il_resource *il_sam__declare(il_reader *r, il_resource *main, il_sam_new new);
il_str il_sam__id(il_reader *r, const il_resource *main, const char *suffix);
/* Notes that the transform may make resources of TYPE that are not declared. */
void il_sam__gap(il_reader *r, const il_resource *main, const char *type);

/* LOCAL with what GLOBAL has besides, as the Globals section is merged: maps key by key, lists one behind the other, else LOCAL. */
const il_value *il_sam__merged(il_reader *r, const il_value *global, const il_value *local);

/* Values that the transform brings: they stand at the resource's key. */
const il_value *il_sam__text(il_sam *s, const char *text);
const il_value *il_sam__bool(il_sam *s, bool value);
const il_value *il_sam__list(il_sam *s, const il_value *const *items, size_t n);
const il_value *il_sam__map(il_sam *s, const il_entries *entries);
const il_value *il_sam__ref(il_sam *s, const il_resource *target, const char *attribute);
const il_value *il_sam__unknown(il_sam *s, const char *detail);
void il_sam__put(il_sam *s, il_entries *entries, const char *key, const il_value *value);
/* Puts VALUE, which stands at FROM, under the key unless it is absent. FROM may be NULL. */
void il_sam__move(il_sam *s, il_entries *entries, const char *key, const il_entry *from);

/* The entry or value at a dotted path of S's properties; NULL and &il_missing when there is none. Behind something that decides what is
 * there the value is unknown. */
const il_entry *il_sam__entry(il_sam *s, const char *path);
const il_value *il_sam__get(il_sam *s, const char *path);
/* Adds to ENTRIES what WRITINGS moves; returns false when S has a property that neither they nor KNOWN (NULL at its end) name. */
bool il_sam__moved(il_sam *s, il_entries *entries, const il_writing *writings, size_t n, const char *const *known);
/* A body: PROPERTIES, and of the author's resource what stays (Metadata, DependsOn, policies) if KEEPS. Properties are open when CLOSED is
 * false or the author's are. */
const il_value *il_sam__body(il_sam *s, const il_entries *properties, bool closed, bool keeps);
/* A map of tags as a list of Key and Value, with SAM's own. */
const il_value *il_sam__tags(il_sam *s, const il_value *map, const char *own);

/* Declares the API that EVENT of MAIN needs when it names none. */
void il_sam__implicit_api(il_reader *r, il_resource *main, bool http);
/* The role of MAIN for SERVICE with POLICIES and more managed ones (names behind "policy/"). */
typedef struct {
    const char *service;
    IL_VEC(const char *) managed;
} il_sam_role;
const il_value *il_sam__role(il_sam *s, const il_sam_role *role);

/* Declares what the Events of MAIN make, and adds the policies that polling them takes to ROLE. */
void il_sam__declare_events(il_reader *r, il_resource *main, const il_node *definition);
void il_sam__event_policies(il_sam *s, il_sam_role *role);

#endif
