/* Configuration: infralint.jsonc, infralint.json, infralint.yaml or the key `infralint` of package.json. The nearest one above a file is
 * its configuration; others are merged only through `extends`. What a file may hold is one table (config_keys.c), which reads it, checks it and
 * writes the JSON Schema. */
#ifndef IL_CONFIG_H
#define IL_CONFIG_H

#include "files.h"
#include "rule.h"
#include "workspace.h"

typedef IL_VEC(il_str) il_config_words;

/* What a configuration says of the rules that a word names. */
typedef struct {
    il_str word; /* id, `prefix-*`, another tool's name, pack or category */
    bool off;
    bool severe; /* `severity` is given */
    il_severity severity;
    const il_node *params; /* a map of parameters, or NULL; borrowed from the document */
    il_loc loc;
} il_config_rule;

typedef IL_VEC(il_config_rule) il_config_rules;

/* Rules for some files, stacks, environments or constructs: every list that is not empty must match. */
typedef struct {
    il_config_words files, stacks, environments, constructs;
    il_config_rules rules;
    il_str reason;
} il_config_override;

/* Other tools whose suppressions count. */
enum { IL_HONORED_TOOLS = 6 };
extern const char *const il_honored_tools[IL_HONORED_TOOLS];

typedef struct il_config {
    il_str path;   /* the file, or "" for the defaults */
    il_str folder; /* what its patterns are relative to */
    bool root;     /* nothing above it is looked for */
    il_config_words extends, include, exclude, packs;
    il_config_words rules_dirs;   /* as written */
    il_config_words rule_folders; /* the same and the options', as the engine has paths */
    il_config_rules rules;
    IL_VEC(il_config_override) overrides;
    il_severity fail_on;
    bool fails_never, unsafe_fixes;
    il_config_words exempt, production;
    il_config_words non_suppressible; /* rules whose findings nobody can accept */
    bool require_reason;
    unsigned min_reason, max_days; /* 0 for none */
    unsigned honored;              /* bits of il_honored_tools */
    il_str baseline;               /* p == NULL: not said */
    const il_value *params;        /* rule id → parameter → value; NULL for none */
} il_config;

/* The configurations of a run, read when first asked for. */
typedef struct il_configs il_configs;

/* The configuration of FOLDER in ENGINE: see il_configs_of. */
const il_config *il_engine_config(il_engine *engine, il_str folder);

/* Files come through ENGINE's workspace (borrowed). NONE: there are only defaults. FILE: the one for everything, instead of a search; p == NULL for
 * none. Lives in ENGINE's arena. */
il_configs *il_configs_new(il_engine *engine, bool none, il_str file);

/* The configuration of the files in FOLDER. Never NULL: what cannot be read is a problem and counts as the defaults. */
const il_config *il_configs_of(il_configs *configs, il_str folder);

/* What is wrong with the files that were read so far, sorted. */
const il_sink *il_configs_problems(il_configs *configs);

/* Whether RULE is on somewhere in CONFIG: then it must be judged. */
bool il_config_uses(const il_config *config, const il_rule *rule);

/* What a finding is about, as far as overrides can speak of it; empty = unknown. */
typedef struct {
    il_str path, stack, construct_path;
    il_str environment; /* "aws://123456789012/eu-west-1" */
} il_config_subject;

/* Whether what RULE finds there is to be reported; *SEVERITY is then what CONFIG wants it to be, if it says so. */
bool il_config_admits(const il_config *config, const il_rule *rule, const il_config_subject *subject,
                      il_severity *severity);

/* Whether CONFIG leaves PATH (below its folder) out, by `include` or `exclude`. */
bool il_config_excludes(const il_config *config, il_str path, bool is_folder);

/* CONFIG as JSON, every key, and what it makes of RULES. */
void il_config_show(il_buf *out, const il_config *config, const il_rules *rules);

/* The JSON Schema (draft-07) of a configuration file; editors complete the ids of RULES. */
void il_config_schema(il_buf *out, const il_rules *rules);

#endif
