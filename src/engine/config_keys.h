/* What a configuration file may hold: private to the configuration. */
#ifndef IL_CONFIG_KEYS_H
#define IL_CONFIG_KEYS_H

#include "config.h"

typedef enum {
    IL_KEY_BOOL,      /* bool */
    IL_KEY_TEXT,      /* il_str */
    IL_KEY_WORDS,     /* il_config_words */
    IL_KEY_COUNT,     /* unsigned */
    IL_KEY_HONOR,     /* unsigned: bits of il_honored_tools */
    IL_KEY_FAIL_ON,   /* il_severity, and fails_never */
    IL_KEY_RULES,     /* il_config_rules */
    IL_KEY_LEVELS,    /* il_config_rules without parameters */
    IL_KEY_OVERRIDES, /* the overrides */
    IL_KEY_OBJECT,    /* a map of `inner` keys, in the same struct */
    IL_KEY_IGNORED    /* for other programs: any text */
} il_key_kind;

typedef struct il_config_key {
    const char *name;
    il_key_kind kind;
    size_t offset; /* of the field in il_config, in an override's keys in il_config_override */
    const char *help;
    const struct il_config_table *inner; /* of an object */
} il_config_key;

/* The keys of one map. */
typedef struct il_config_table {
    const char *name; /* of the map, for messages */
    const il_config_key *keys;
    size_t n;
} il_config_table;

extern const il_config_table il_config_keys, il_override_keys;

typedef struct {
    il_arena *arena;
    const il_document *document;
    const il_rules *rules; /* what may be named */
    bool partial;          /* and pages that are wrong: a word that names nothing may mean one of these */
    il_sink *problems;
} il_config_reading;

/* Reads NODE (a map of the document) over OUT, whose lists it replaces. */
void il_config__read(const il_config_reading *reading, const il_node *node, il_config *out);

/* Reports a problem at LOC. */
void il_config__problem(il_sink *problems, il_loc loc, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Whether WORD names RULE: its id, `prefix-*`, another tool's name, a pack, a category, "all". */
bool il_select__matches(const il_rule *rule, il_str word);
/* Whether WORD names any of RULES; else *MEANT is the nearest name that does, or NULL. */
bool il_select__names(il_arena *arena, const il_rules *rules, il_str word, const char **meant);

#endif
