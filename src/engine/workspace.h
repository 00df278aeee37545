/* The engine's own: documents as they were read or overlaid, and the units that the given paths led to. */
#ifndef IL_WORKSPACE_H
#define IL_WORKSPACE_H

#include "document.h"
#include "engine.h"
#include "map.h"

/* What is known of one path. */
typedef struct {
    il_str path;
    il_str disk; /* the bytes as read, in `own` */
    il_arena *own;
    bool read, missing;    /* read was tried; there is no such file or it cannot be read */
    bool kept;             /* what was read points into it for as long as the engine lives */
    il_document *document; /* of the current text (overlay or disk); NULL until asked for */
    bool overlaid;
    il_str overlay; /* in `laid` */
    il_arena *laid;
} il_slot;

/* One app: a CDK program with its cdk.out, an assembly alone, or one template alone. */
typedef struct {
    il_str root;
    il_str entry;    /* cdk.json's entry file; empty for none */
    il_str *sources; /* sorted */
    size_t n_sources;
    const il_str *notes; /* files that say something of the project: tests, documents */
    size_t n_notes;
    il_str assembly;      /* folder of the cdk.out; p == NULL for none */
    il_str template_path; /* a lone template; p == NULL for none */
    size_t template_root; /* which YAML document of it */
    bool may_nest;        /* the template may name those of nested stacks */
    bool late;            /* read so late that it is let go again: see turns.h */
    bool nested;          /* the template is that of a nested stack of another unit: judged there */
    bool aged, stale;     /* whether the assembly is older than the program was asked, and the answer */
} il_unit;

struct il_engine {
    il_arena *arena; /* paths, bytes, units: lives as long as the engine */
    const il_files *files;
    il_engine_options options;
    il_map slots; /* path → il_slot * */
    il_loader loader;
    IL_VEC(il_document *)
    documents;                /* every one that was parsed: findings may point into documents of texts long replaced */
    IL_VEC(il_slot *) opened; /* slots that got a document since somebody cleared the list: see turns.c */
    IL_VEC(il_unit *) units;
    il_map unit_by_root;
    il_map seen_folders; /* folder → non-NULL: walked already */
    il_map templates;    /* path → non-NULL: has a unit */
    il_map skipped;
    il_map assemblies;    /* folder → il_unit * */
    IL_VEC(il_str) scope; /* what was named: findings elsewhere are not shown */
    IL_VEC(il_skip) skips;
    il_sink io;      /* what could not be read, found out while discovering */
    il_sink notices; /* what is to be said of whole assemblies */
    bool unreadable;
    bool listed;             /* what is added now was not named by anybody */
    IL_VEC(il_arena *) kept; /* of overlays that others were laid over for good */
    size_t template_bytes;   /* of lone templates found so far */
    size_t tree_bytes;       /* of text whose trees are there */
    il_map projects;         /* root → what the Project fact of its app says */
    struct il_configs *configs;
    struct il_own *own;     /* users' own pages; NULL without */
    il_rules rules;         /* all that there are */
    bool rules_missing;     /* but for pages that are wrong */
    struct il_round *round; /* the newest evaluation */
    il_arena *result_arena;
    IL_VEC(il_accepted) accepted; /* of the turns; in result_arena */
    il_result result;
};

/* PATH, which may lead up and down again ("../lib/a.ts" in lib), as files below the working directory are called ("a.ts"). In the engine's arena, or PATH
 * itself. */
il_str il_workspace_path(const il_engine *engine, il_str path);
/* The slot of PATH; made when new. Never NULL. */
il_slot *il_workspace_slot(il_engine *engine, il_str path);
/* The current text of PATH; false when it cannot be read (reported once). */
bool il_workspace_text(il_engine *engine, il_str path, il_str *text);
/* The document of PATH, or NULL when it cannot be read. Borrowed until il_engine_free. */
il_document *il_workspace_document(il_engine *engine, il_str path);
/* The same for what holds configuration, which is never given back. */
il_document *il_workspace_kept_document(il_engine *engine, il_str path);
/* DOCUMENT's tree may be dropped, and is when many are there; il_workspace_document grows it again. */
void il_workspace_release(il_engine *engine, il_document *document);
/* Gives back the bytes and the document of PATH, which is read again when it is asked for; not those that are kept. Nothing may point into them
 * any more. */
void il_workspace_forget(il_engine *engine, il_str path);
/* Replaces the text of PATH (copied) for all that follows. Returns what stood there, for
 * il_workspace_restore. The documents of the old text stay valid. */
il_slot il_workspace_overlay(il_engine *engine, il_str path, il_str text);
/* Brings back what il_workspace_overlay returned. Documents of the overlay are freed: nothing may point into them any more. */
void il_workspace_restore(il_engine *engine, const il_slot *before);
il_loader il_workspace_loader(il_engine *engine);
/* Reports IL_RULE_IO for PATH. */
void il_workspace_io_error(il_engine *engine, il_str path, const char *why);

/* Whether PATH lies within what was named on the command line. */
bool il_in_scope(const il_engine *engine, il_str path);

/* nested.c: marks the units whose templates are those of nested stacks of others. */
void il_nested_mark(il_engine *engine);

#endif
