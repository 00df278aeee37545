/* What the files of this layer share while a page is compiled. */
#ifndef IL_COMPILER_H
#define IL_COMPILER_H

#include "code.h"
#include "compile.h"
#include "node.h"

/* A word that `$name` may begin with. */
typedef struct {
    il_str name;
    int slot;
    bool resource; /* bound to a resource; else to a value */
    bool let;
} il_scope_name;

typedef struct {
    il_arena *arena;
    const il_source *source;
    il_sink *sink;
    const il_tables *tables;
    size_t errors;
    il_scope_name names[IL_SLOTS_MAX];
    size_t n_names;
    int n_slots; /* slot 0 is `each` */
    bool has_each;
    const il_rule_param *params;
    size_t n_params;
    unsigned lets_used; /* bits of the let slots that were read since it was last cleared */
} il_compiler;

/* Reports at NODE (or, when it is NULL, at the start of the page). */
void il_compile__error(il_compiler *c, const il_node *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Reports that the key NODE is none of WORDS, with the nearest of them. WHAT: "word", "key of a fix" … */
void il_compile__unknown(il_compiler *c, const il_node *node, const char *what, const char *const *words, size_t n);

#define IL_COMPILE_ARRAY(c, vec, type) ((type *)il_compile__copy((c)->arena, (vec)->items, (vec)->n * sizeof(type)))
void *il_compile__copy(il_arena *arena, const void *items, size_t size);

/* The NUL-terminated text of a string NODE; NULL, reported, when it is none. WHAT names it in the message. */
const char *il_compile__string(il_compiler *c, const il_node *node, const char *what);
/* One string or a list of strings. */
const char *const *il_compile__strings(il_compiler *c, const il_node *node, const char *what, size_t *n);
bool il_compile__bool(il_compiler *c, const il_node *node, const char *what);
bool il_compile__severity(il_compiler *c, const il_node *node, il_severity *out);

/* compile_value.c: YAML → constant value; short tags (!Ref, !GetAtt) become maps. */
const il_value *il_compile__value(il_compiler *c, const il_node *node);
bool il_compile__is_type(il_str text);

/* compile_path.c */
const il_path *il_compile__path(il_compiler *c, const il_node *node);
const il_path *il_compile__path_text(il_compiler *c, const il_node *at, il_str text);
/* A path of a fix, as text; types are allowed too if TYPES. NULL when wrong. */
const char *il_compile__leaf(il_compiler *c, const il_node *node, bool types);
int il_compile__bind(il_compiler *c, const il_node *name, bool resource, bool let);

/* compile_operand.c */
il_operand il_compile__operand(il_compiler *c, const il_node *node);
il_operand il_compile__number(il_compiler *c, const il_node *node);
il_operand il_compile__list(il_compiler *c, const il_node *node);
/* A resource ($name, $self) or a TYPE; with TEXT any other text as well. */
il_operand il_compile__meant(il_compiler *c, const il_node *node, bool text);
/* The entries of the table that `data:` names in NODE, NULL when wrong. */
const il_value *il_compile__table(il_compiler *c, const il_node *node);

/* compile_cond.c: a COND, or a TEST when NODE may be a scalar. NULL when wrong. */
const il_cond *il_compile__cond(il_compiler *c, const il_node *node);

/* compile_text.c */
il_text il_compile__text(il_compiler *c, const il_node *node);

/* compile_fix.c */
void il_compile__fixes(il_compiler *c, const il_node *node, il_rule *rule);

#endif
