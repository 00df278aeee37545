/* The interpreter's own structures and what its files (eval_*.c, module.c) offer each other. It runs the program with partial values: what is
 * known is computed as JavaScript would, what is not known is carried on as unknown, and where the program's way depends on it both ways
 * are walked and what they wrote is joined (eval_fork.c). Nothing here ever fails; work is bounded, and past a bound all is unknown. */
#ifndef IL_EVAL_H
#define IL_EVAL_H

#include "ast.h"
#include "cdk.h"
#include "project.h"

/* Bounds. NESTING counts evaluations inside each other: it keeps the native stack small whatever the program looks like. */
enum {
    IL_EVAL_EXCERPT = 60, /* bytes of source text in a detail */
    IL_EVAL_NESTING = 900,
    IL_EVAL_CALLS = 64,
    IL_EVAL_ROUNDS = 1000,      /* turns of one loop */
    IL_EVAL_ITEMS = 10000,      /* items of one array, bytes x 100 of one string */
    IL_EVAL_STEPS = 200000,     /* of one app, and in addition … */
    IL_EVAL_STEPS_A_BYTE = 40,  /* … for each byte of its files */
    IL_EVAL_MEMORY = 24 << 20,  /* bytes of one app's arena, and in addition … */
    IL_EVAL_MEMORY_A_BYTE = 56, /* … for each byte of its files */
};

typedef struct il_eval il_eval;
typedef struct il_scope il_scope;
typedef struct il_frame il_frame;
typedef struct il_module il_module;
typedef struct il_region il_region;

/* ---- Values that carry more than the world outside may know. The public part comes first, so that pointers convert. ---- */

typedef struct {
    il_ev ev;
    uint8_t level; /* 0 a module, 1 what a module exports, 2 a member of that */
    bool v1;       /* of CDK v1 */
    bool library;  /* of the construct library: its functions do nothing that lowering could not judge */
    bool builtin;  /* of JavaScript or node */
} il_symbol;

typedef struct {
    il_ev ev;
    size_t capacity;
    uint32_t born;
    enum { IL_SHAPE_LIST, IL_SHAPE_SET, IL_SHAPE_MAP } shape; /* a Map is a list of pairs */
    bool ragged;             /* some items may not be there (a CHOICE with UNDEFINED): the length is not known */
    struct il_object *named; /* what it has beside its items: the result of a regular expression; else NULL */
} il_array;

/* What is read from an unknown is the same unknown each time, so that two looks at `props.x` are known to be equal. */
typedef struct il_derived {
    struct il_derived *next;
    il_name name;
    const il_ev *value;
} il_derived;

typedef struct {
    il_ev ev;
    il_derived *derived;
} il_unknown;

/* Where a `new` stands. */
typedef struct {
    const il_document *document;
    il_loc head, whole;
    il_name variable;
    bool consumed; /* it is part of a larger expression: what it makes is used */
} il_site;

typedef struct {
    il_ev ev;
    il_site site;
} il_instance;

typedef struct il_conditions {
    struct il_conditions *up;
    il_condition condition;
    const il_ev *value; /* the unknown that was tested */
    bool holds;
} il_conditions;

/* CALL and NEW. */
typedef struct {
    il_ev ev;
    il_conditions *conditions; /* active when it was made */
} il_symbolic;

typedef struct {
    il_construct construct;
    il_ev value;
    const il_ev *self;         /* INSTANCE or CONSTRUCT */
    il_conditions *conditions; /* active when it was made */
    const il_visited *visited; /* while an aspect visits it; else NULL */
} il_made;

struct il_closure {
    il_ast *node; /* FUNCTION */
    il_module *module;
    il_scope *scope;
    const il_ev *this_value; /* of arrows, and of methods read off their object; NULL: given by the call */
    il_class *home;          /* the class whose method it is, for `super` */
    bool is_static, is_getter;
};

struct il_class {
    il_ast *node;
    il_ast *constructor;      /* FUNCTION, or NULL */
    IL_VEC(il_ast *) fields;  /* FIELDs of instances */
    IL_VEC(il_ast *) methods; /* METHODs, static ones too */
    il_name name;
    il_module *module;
    il_scope *scope;
    const il_ev *base; /* CLASS, SYMBOL, UNKNOWN …; NULL for none */
    struct il_object statics;
    bool instantiated;
};

/* ---- Scopes, modules, activations ---- */

typedef struct {
    il_name name;
    const il_ev *value; /* NULL: declared, not set yet */
    il_ast *import;     /* IMPORT_NAME: looked up at its first use … */
    il_name module;     /* … in this module */
} il_variable;

struct il_scope {
    il_scope *up;
    IL_VEC(il_variable) variables;
    bool function; /* where `var` goes */
    uint32_t born;
    il_module *module; /* of a module's own scope; else NULL */
};

typedef struct {
    il_name name;
    il_name local;      /* a variable of the module's scope … */
    il_name from;       /* … or an export (`local`) of this module … */
    const il_ev *value; /* … or a value: export default expression */
} il_export;

struct il_module {
    il_str path, directory;
    const il_document *document;
    il_ast_file *file; /* NULL for JSON */
    il_scope *scope;
    enum { IL_MODULE_NEW, IL_MODULE_RUNNING, IL_MODULE_DONE } state;
    IL_VEC(il_export) exports;
    IL_VEC(il_name) all;   /* `export * from` */
    const il_ev *whole;    /* `export =`, or a JSON file's value */
    const il_ev *commonjs; /* `module`: an object with `exports`; NULL when the file does not use it */
    const il_ev *namespace;
    bool searching; /* against circles of `export *` */
};

typedef enum { IL_DONE, IL_RETURN, IL_BREAK, IL_CONTINUE, IL_THROW } il_completion;

struct il_frame {
    il_frame *up;
    il_module *module;
    il_scope *scope;
    const il_ev *this_value; /* NULL: none */
    il_class *home;
    bool is_static;
    const il_ev *result; /* of RETURN */
    const il_ev *yields; /* of a generator: the list of what it gives; else NULL */
    il_name label;       /* of BREAK and CONTINUE, or NULL */
    il_region *region;
    struct il_waitings *pending; /* innermost last; NULL until there is one */
};

typedef struct {
    const il_ev **items;
    size_t n;
    bool open;       /* an unknown spread: later arguments are not known */
    const char *why; /* … for this reason; NULL: nobody calls */
} il_args;

/* A write that a fork may have to take back. */
typedef struct {
    enum { IL_WRITE_VARIABLE, IL_WRITE_FIELD, IL_WRITE_OPEN, IL_WRITE_ARRAY } kind;
    uint32_t born; /* of what was written to */
    bool open, ragged;
    union {
        struct {
            il_scope *scope;
            size_t index;
        };
        struct {
            struct il_object *object;
            il_name name;
        };
        il_array *array;
    };
    union {
        const il_ev *value; /* NULL = absent */
        struct {
            const il_ev **items;
            size_t n;
        };
    };
} il_write;

typedef IL_VEC(il_write) il_writes;

typedef struct {
    size_t mark;
    uint32_t id, outer;
} il_fork;

/* What a test of the program says, and how it is spoken of. */
typedef struct {
    il_truth truth;
    il_condition condition; /* `holds` when the test is true */
    const il_ev *value;
} il_test;

struct il_eval {
    il_arena *arena;
    const il_cdk_input *input;
    il_program *program;
    il_project project;
    il_map modules;             /* path → il_module */
    il_map symbols;             /* module name → il_symbol */
    il_map conjunctions, tests; /* eval_condition.c's own */
    il_frame *frame;
    size_t steps, limit, memory; /* memory: the bytes that the arena may hold */
    size_t order;                /* constructs made, calls and writes recorded so far */
    unsigned nesting, calls, many;
    bool exhausted;
    const il_ev *throwing; /* the value that was thrown and not yet caught; nothing is evaluated then. NULL: none */
    size_t doubts;         /* calls so far of what is not followed and may throw */
    IL_VEC(const il_document *) texts; /* JSON files that the program read as texts */
    struct {
        const il_ev *text, *value;
        size_t steps;
    } stringified; /* what JSON.stringify made last, and of what */
    il_conditions *conditions;
    il_writes journal;
    uint32_t serial, fork;                             /* of the last fork made; of the innermost open one, 0 = none */
    const il_ev *undefined, *environment, *no_context; /* process.env; a context key that nobody gave */
    const il_ev *thrown, *exit;                        /* the value of what throws; what process.exit throws */
    const il_ast *bound;                               /* the `new` that stands alone or is bound to … */
    il_name variable;                                  /* … this, or NULL */
    IL_VEC(il_class *) classes;                        /* in the order of definition */
};

/* Reasons that the evaluator itself looks at; compared by address. */
extern const char il_why_environment[]; /* process.env; with detail: one of its variables */
extern const char il_why_path[];        /* detail = a path, relative to the working directory */
extern const char il_why_limit[];
extern const char il_why_thrown[]; /* the value of a call that never returns: no value at all */
extern const char il_why_regex[];  /* detail = the regular expression as written */

/* ---- eval_value.c: making values ---- */
/* KIND is none of SYMBOL, ARRAY, UNKNOWN, INSTANCE, which carry more and have makers of their own. */
il_ev *il_ev__new(il_eval *e, il_ev_kind kind, il_loc loc);
const il_ev *il_ev__string(il_eval *e, il_loc loc, il_str text);
const il_ev *il_ev__number(il_eval *e, il_loc loc, double number);
const il_ev *il_ev__bool(il_eval *e, il_loc loc, bool boolean);
const il_ev *il_ev__truth_value(il_eval *e, il_loc loc, il_truth truth); /* MAYBE gives unknown */
/* a OP b where that is not known: of one unknown and one known value the same unknown each time. */
const il_ev *il_ev__comparison(il_eval *e, il_operator op, const il_ev *a, const il_ev *b, il_loc loc);
const il_ev *il_ev__unknown(il_eval *e, il_loc loc, const char *reason, il_str detail);
/* The same with the text at LOC as its detail. */
const il_ev *il_ev__unknown_here(il_eval *e, il_loc loc, const char *reason);
/* The text at LOC on one line, cut to about MAX bytes. */
il_str il_ev__excerpt(il_eval *e, il_loc loc, size_t max);
/* The unknown that NAME of UNKNOWN is: the same at each call. */
const il_ev *il_ev__derived(il_eval *e, const il_ev *unknown, il_name name, il_loc loc);
/* process.env.NAME = VALUE. */
void il_ev__set_environment(il_eval *e, il_name name, const il_ev *value);
/* An empty OBJECT or ARRAY. */
const il_ev *il_ev__object(il_eval *e, il_loc loc);
const il_ev *il_ev__array(il_eval *e, il_loc loc);
const il_ev *il_ev__function(il_eval *e, il_loc loc, il_closure closure);
/* Text of PARTS: a string when all are known, else CONCAT. */
const il_ev *il_ev__concat(il_eval *e, il_loc loc, const il_ev **parts, size_t n);
/* JavaScript's String(value) for known primitives; false for all else. */
bool il_ev__text(il_eval *e, const il_ev *value, il_str *out);
/* A property name of VALUE; NULL when it is not known. */
il_name il_ev__key(il_eval *e, const il_ev *value);
bool il_ev__is_text(const il_ev *value); /* may be a string: STRING, CONCAT, or symbolic or unknown */

/* ---- eval_truth.c: asking values ---- */
il_truth il_ev__truthy(il_eval *e, const il_ev *value);
il_truth il_ev__nullish(const il_ev *value);
il_truth il_ev__equal(const il_ev *a, const il_ev *b, bool strict);
bool il_ev__same(const il_ev *a, const il_ev *b); /* known and equal, or the very same */
il_test il_ev__test(il_eval *e, il_ast *node);

/* ---- eval_choice.c ---- */
/* A when CONDITION has its truth, else B. Flattens, folds equal arms, and is unknown past IL_ARMS_MAX. */
const il_ev *il_ev__choice(il_eval *e, il_loc loc, il_condition condition, const il_ev *a, const il_ev *b);
const il_ev *il_ev__choice_of(il_eval *e, il_loc loc, const il_condition *conditions, const il_ev **arms, size_t n);
typedef const il_ev *il_ev_map(il_eval *e, const il_ev *arm, void *context);
/* MAP over the arms of a CHOICE. An arm for which it gives NULL is left out. */
const il_ev *il_ev__each_arm(il_eval *e, const il_ev *choice, il_ev_map *map, void *context);
/* The same where MAP does something: each arm under its condition, what the arms write is joined. */
const il_ev *il_ev__each_arm_apart(il_eval *e, const il_ev *choice, il_ev_map *map, void *context);

/* ---- eval_condition.c ---- */
/* The text at LOC as a condition: that VALUE is true. The same value has the text of its first test; NULL is a condition of its own. */
il_condition il_ev__condition(il_eval *e, il_loc loc, bool holds, const il_ev *value);
/* The same in other words; LIKE gives the rest. */
il_condition il_ev__condition_in(il_eval *e, il_str words, il_condition like, const il_ev *value);
il_condition il_ev__both(il_eval *e, il_condition a, il_condition b);
/* False when the words would be too many. */
bool il_ev__either(il_eval *e, il_condition a, il_condition b, il_condition *out);
il_condition il_ev__negated(il_condition condition);
/* Whether a condition is made of what cannot hold together. */
bool il_ev__is_never(il_condition condition);
/* All active conditions that are not among BASE's as one; text empty when there are none. */
il_condition il_ev__active(il_eval *e, const il_conditions *base);
/* What the active conditions say of CONDITION. */
il_truth il_ev__given(const il_eval *e, il_condition condition);
void il_ev__assume(il_eval *e, const il_test *test, bool holds);
void il_ev__forget(il_eval *e);

/* ---- eval_fork.c: two ways and their join ---- */
il_fork il_ev__fork(il_eval *e);
/* Takes back what was written since the fork and returns it. Forks of waiting ways (eval_region.c) inside of it are taken out: what
 * those ways wrote is then against what held at this fork. */
il_writes il_ev__take(il_eval *e, il_fork *fork);
void il_ev__redo(il_eval *e, const il_writes *branch);
/* Closes FORK, when its writes are taken. */
void il_ev__close(il_eval *e, il_fork *fork);
/* Opens the forks again that FORK's il_ev__take took out. */
void il_ev__reopen(il_eval *e, const il_fork *fork);
/* Writes what holds after one of two branches was walked; to be called after il_ev__close. */
void il_ev__join(il_eval *e, il_condition condition, const il_writes *a, const il_writes *b);
/* What holds after BRANCH was walked an unknown number of times. */
void il_ev__blur(il_eval *e, const il_writes *branch);
void il_ev__journal(il_eval *e, il_write write);

/* ---- eval_scope.c ---- */
il_scope *il_ev__scope(il_eval *e, il_scope *up);
void il_ev__declare(il_eval *e, il_scope *scope, il_name name, const il_ev *value);
il_variable *il_ev__lookup(il_scope *scope, il_name name, il_scope **where);
void il_ev__assign(il_eval *e, il_name name, const il_ev *value, il_loc loc);
/* Sets every variable outside of NODE that NODE assigns to unknown: before a body that runs an unknown number of times. */
void il_ev__widen(il_eval *e, il_ast *node);

/* ---- eval_object.c ---- */
il_field *il_ev__field(const struct il_object *object, il_name name);
/* The indices of OBJECT's fields in the order that JavaScript lists them: whole numbers first. */
size_t *il_ev__key_order(il_eval *e, const struct il_object *object);
/* What reading FIELD, a field's value, of OWNER gives: a getter is run. */
const il_ev *il_ev__read(il_eval *e, const il_ev *field, const il_ev *owner, il_loc loc);
void il_ev__set(il_eval *e, struct il_object *object, il_name name, il_loc name_loc, const il_ev *value);
void il_ev__remove(il_eval *e, struct il_object *object, il_name name);
void il_ev__open(il_eval *e, struct il_object *object);
void il_ev__push(il_eval *e, const il_ev *array, const il_ev *item);
/* Before a change of ARRAY other than a push. */
void il_ev__touch(il_eval *e, il_array *array);
void il_ev__spread(il_eval *e, struct il_object *into, const il_ev *value, il_loc loc);
const il_ev *il_ev__object_literal(il_eval *e, il_ast *node);
const il_ev *il_ev__array_literal(il_eval *e, il_ast *node);
/* The items of VALUE where it can be walked; false (items are those known) when it cannot or when there may be more. */
bool il_ev__items(il_eval *e, const il_ev *value, const il_ev ***items, size_t *n);
/* A CHOICE of lists as one list whose items are choices; NULL when an arm is no list. */
const il_ev *il_ev__overlay(il_eval *e, const il_ev *choice);

/* ---- eval_pattern.c ---- */
typedef enum { IL_BIND_DECLARE, IL_BIND_VAR, IL_BIND_ASSIGN } il_bind;
void il_ev__bind(il_eval *e, il_ast *pattern, const il_ev *value, il_bind how);
/* VALUE, or the default where it is undefined. */
const il_ev *il_ev__defaulted(il_eval *e, const il_ev *value, il_ast *fallback);

/* ---- eval_expression.c, eval_operator.c ---- */
il_loc il_ev__loc(const il_eval *e, il_span span);
const il_ev *il_ev__eval(il_eval *e, il_ast *node);
const il_ev *il_ev__operator(il_eval *e, il_operator op, const il_ev *a, const il_ev *b, il_loc loc);
const il_ev *il_ev__unary(il_eval *e, il_ast *node);
const il_ev *il_ev__binary(il_eval *e, il_ast *node);
const il_ev *il_ev__ternary(il_eval *e, il_ast *node);
const il_ev *il_ev__assignment(il_eval *e, il_ast *node);
const il_ev *il_ev__update(il_eval *e, il_ast *node);
/* A `new` at NODE that is bound to what TARGET says (NULL: to nothing) is known as such; gives the value of NODE. */
const il_ev *il_ev__bound(il_eval *e, il_ast *node, const il_ast *target);
/* a || b, a && b, a ?? b with A evaluated already; NODE_A gives the condition its words. */
const il_ev *il_ev__logical(il_eval *e, il_operator op, const il_ev *a, const il_ast *node_a, il_ast *node_b);
/* One more step of work; false when there is no more work to be done. */
bool il_ev__step(il_eval *e);
/* Counts WORK items copied or looked at, which are less than a step each. */
void il_ev__charge(il_eval *e, size_t work);

/* ---- eval_member.c ---- */
const il_ev *il_ev__member(il_eval *e, const il_ev *object, il_name name, il_loc loc);
const il_ev *il_ev__index(il_eval *e, const il_ev *object, const il_ev *index, const il_ast *node);
typedef struct {
    il_loc name, whole;
} il_written; /* where a member's name and the whole assignment stand */
void il_ev__write_member(il_eval *e, const il_ev *object, il_name name, const il_ev *value, il_written at);
void il_ev__write_index(il_eval *e, const il_ev *object, const il_ev *index, const il_ev *value, il_loc loc);

/* ---- eval_symbol.c: names of the library and values made of them ---- */
const il_ev *il_ev__module_symbol(il_eval *e, il_str specifier);
const il_ev *il_ev__symbol_member(il_eval *e, const il_symbol *symbol, il_name name, il_loc loc);
const il_ev *il_ev__builtin(il_eval *e,
                            il_name name);  /* a global of JavaScript; NULL when there is none of that name */
bool il_ev__is_library(const il_ev *value); /* made by the construct library, not by another package */
bool il_ev__is_library_name(il_name name);
/* A member of a construct or of something symbolic. */
const il_ev *il_ev__library_member(il_eval *e, const il_ev *receiver, il_name name, il_loc loc);
const il_ev *il_ev__library_call(il_eval *e, const il_ev *receiver, il_name method, const il_args *args, il_loc loc);
const il_ev *il_ev__static_call(il_eval *e, const il_symbol *function, const il_args *args, il_loc loc);
/* The class part of a library name: "Duration" of "aws-cdk-lib.Duration". */
il_str il_ev__last_name(il_name symbol);
/* What the tree says of CONSTRUCT's member NAME: its stack, a stack's region, account and name; NULL when it does not. */
const il_ev *il_ev__tree_member(il_eval *e, il_construct *construct, il_name name);
/* Duration and Size arithmetic; NULL when VALUE.METHOD() is not that or is not known. */
const il_ev *il_ev__quantity(il_eval *e, const il_ev *receiver, il_name method, const il_args *args, il_loc loc);

/* VALUE, a list of the library's, with its items; NULL when it is none, or when they are not known (eval_library.c). */
const il_ev *il_ev__known_list(il_eval *e, const il_ev *value);

/* ---- eval_call.c ---- */
il_args il_ev__arguments(il_eval *e, const il_ast *node); /* of a CALL or NEW */
/* The library type of parameter I of CLASS's constructor ("aws-cdk-lib.StackProps"), also behind an interface of the same file that extends it; NULL
 * when it is none or not known. */
il_name il_ev__parameter_type(il_eval *e, const il_class *class, size_t i);
const il_ev *il_ev__argument(il_eval *e, const il_args *args,
                             size_t i); /* UNDEFINED beyond the end; unknown when that is not known */
const il_ev *il_ev__call(il_eval *e, il_ast *node);
const il_ev *il_ev__apply(il_eval *e, const il_ev *function, const il_ev *this_value, const il_args *args, il_loc loc);
const il_ev *il_ev__run(il_eval *e, const il_closure *closure, const il_ev *this_value, const il_args *args,
                        il_loc loc);
const il_ev *il_ev__method(il_eval *e, const il_ev *receiver, il_name method, const il_args *args, il_loc loc);
/* Runs VALUE, if it is a function, once with unknown arguments, an unknown number of times. Returns its result, or NULL. */
const il_ev *il_ev__run_many(il_eval *e, const il_ev *value, il_loc loc);

/* ---- eval_class.c, eval_construct.c ---- */
const il_ev *il_ev__class_value(il_eval *e, il_ast *node);
const il_ev *il_ev__new_expression(il_eval *e, il_ast *node);
const il_ev *il_ev__instantiate(il_eval *e, il_class *class, const il_args *args, const il_site *site);
const il_ev *il_ev__super_call(il_eval *e, il_ast *node);
/* To be called when the parameters of CLOSURE are bound: a class without a base sets its fields before its constructor's body. */
void il_ev__begin_constructor(il_eval *e, const il_closure *closure);
const il_ast *il_ev__find_member(const il_class *class, il_name name, bool is_static, uint16_t flags,
                                 const il_class **home);
bool il_ev__declares(const il_class *class, il_name name);
/* The library class at the root of CLASS: SYMBOL, UNKNOWN or NULL. */
const il_ev *il_ev__root_of(const il_class *class);
const il_ev *il_ev__new_library(il_eval *e, const il_ev *class, const il_args *args, const il_site *site);
/* Makes INSTANCE a construct of the library class BASE when ARGS are those of one. */
void il_ev__attach(il_eval *e, const il_ev *instance, const il_ev *base, const il_args *args, il_loc loc);
bool il_ev__is_scope(const il_ev *value);
/* Whether a construct of the library class CLASS is an instance of BASE. */
il_truth il_ev__derives(il_name class, il_name base);
void il_ev__record(il_eval *e, const il_ev *receiver, il_method_call call);
il_construct *il_ev__child(il_eval *e, const il_construct *scope, il_str id);
il_construct *il_ev__stack_of(il_construct *construct, const char *kind);

/* ---- eval_aspect.c ---- */
/* Keeps CALL on SCOPE for the end when it adds an aspect of the program's own; false when it is another call. */
bool il_ev__add_aspect(il_eval *e, il_construct *scope, const il_method_call *call);
void il_ev__run_aspects(il_eval *e);

/* ---- survey.c: what rules see of the text itself ---- */
void il_ev__survey(il_eval *e);
/* What is known of the member NAME of CONSTRUCT if that is an L1: its props, its type; else NULL. */
const il_ev *il_ev__l1_member(il_eval *e, const il_construct *construct, il_name name);

/* ---- eval_escape.c ---- */
/* Marks every construct in VALUE as handed to code that is not followed. True when there was one. */
bool il_ev__escape(il_eval *e, const il_ev *value, const char *reason);
/* Arguments of a function that is not followed: they escape, functions among them are run, and a gap is noted. */
void il_ev__escape_args(il_eval *e, const il_args *args, const char *reason, il_loc loc);
void il_ev__gap(il_eval *e, il_loc loc, const char *reason, il_str detail);

/* ---- eval_statement.c, eval_loop.c ---- */
il_completion il_ev__statement(il_eval *e, il_ast *node);
/* Throws VALUE; returns what stands for the value of the expression that did. */
const il_ev *il_ev__throw(il_eval *e, const il_ev *value);
/* Stops throwing, for a way that is not the only one. True when something was thrown. */
bool il_ev__drop_thrown(il_eval *e);
il_completion il_ev__block(il_eval *e, il_ast *node);      /* in a scope of its own */
il_completion il_ev__statements(il_eval *e, il_ast *node); /* in the current one */
il_completion il_ev__loop(il_eval *e, il_ast *node, il_name label);
bool il_ev__always_throws(const il_ast *node);

/* ---- eval_region.c: what return, break and continue leave ---- */
typedef enum { IL_REGION_FUNCTION, IL_REGION_LOOP, IL_REGION_TURN } il_region_kind;
struct il_region {
    il_region *up;
    il_region_kind kind;
    il_name label;
    il_conditions *conditions; /* and serial: as they were at its begin */
    uint32_t serial;
};
/* A way that left REGION while the other way went on: waits until the region's end. */
typedef struct {
    il_region *region;
    uint32_t serial; /* when it was suspended */
    il_fork fork;    /* what is written since then is the other way's; id 0: nothing is to be joined */
    bool
        open; /* the fork is in the journal; else HOLDER's il_ev__take took it out, and closing or reopening puts it back */
    uint32_t holder;        /* id of that fork */
    il_writes writes;       /* what holds on the way that left, against what held at the fork */
    il_condition condition; /* of the way that left, from the region's begin on */
    const il_ev *value;     /* that it returns, or NULL */
} il_waiting;
typedef struct il_waitings {
    IL_VEC(il_waiting) list;
} il_waitings;
void il_ev__enter_region(il_eval *e, il_region *region, il_region_kind kind, il_name label);
/* Joins what waits for REGION with what came to its end; RESULT is the value of the latter. Returns the value of all ways. */
const il_ev *il_ev__leave_region(il_eval *e, il_region *region, const il_ev *result);
/* Lets the way on which COMPLETION happened wait. FORK (id 0: none) stays open; PENDING's region is found here. */
void il_ev__suspend(il_eval *e, il_completion completion, il_waiting pending, il_name label);
/* Goes on under the condition that what was suspended with serials from AFTER (exclusive) to TO did not happen. */
void il_ev__assume_pending(il_eval *e, uint32_t after, uint32_t to);

/* ---- eval_array.c, eval_string.c, eval_builtin.c, eval_json.c: JavaScript's own. NULL when it is not one of those known. ---- */
const il_ev *il_ev__array_method(il_eval *e, const il_ev *array, il_name method, const il_args *args, il_loc loc);
/* Maps and Sets: new, and their methods; NULL when they have none of that name. */
const il_ev *il_ev__collection(il_eval *e, const il_ev *items, bool is_map, il_loc loc);
const il_ev *il_ev__collection_method(il_eval *e, const il_ev *collection, il_name method, const il_args *args,
                                      il_loc loc);
/* PATTERN.METHOD() for a regular expression, and TEXT.METHOD() with one as first argument; NULL when that is not followed. */
const il_ev *il_ev__regex_method(il_eval *e, const il_ev *pattern, il_name method, const il_args *args, il_loc loc);
const il_ev *il_ev__regex_on_text(il_eval *e, il_str text, il_name method, const il_args *args, il_loc loc);
const il_ev *il_ev__string_method(il_eval *e, const il_ev *string, il_name method, const il_args *args, il_loc loc);
const il_ev *il_ev__builtin_call(il_eval *e, const il_symbol *function, const il_args *args, il_loc loc);
const il_ev *il_ev__builtin_new(il_eval *e, const il_symbol *class, const il_args *args, il_loc loc);
const il_ev *il_ev__builtin_member(il_eval *e, const il_symbol *symbol, il_name name, il_loc loc);
void il_ev__sort(il_eval *e, il_array *array, const il_ev *compare, il_loc loc);
bool il_ev__walks(il_name method); /* forEach, map …: calls its argument for each item */
const il_ev *il_ev__stringify(il_eval *e, const il_args *args, il_loc loc); /* JSON.stringify */
const il_ev *il_ev__parse_json(il_eval *e, const il_ev *text,
                               il_loc loc); /* JSON.parse; NULL when that is not followed */
/* The path in the project that PATH, one itself, and TAIL behind it make; NULL when they make none. */
const il_ev *il_ev__path_tail(il_eval *e, il_loc loc, const il_ev *path, il_str tail);
/* JavaScript's Number(value) for known primitives; false for all else. */
bool il_ev__to_number(il_eval *e, const il_ev *value, double *out);
/* Makes INSTANCE, of a class derived from the error CLASS, what CLASS's constructor makes of ARGS. */
void il_ev__fill_error(il_eval *e, const il_ev *instance, il_name class, const il_args *args, il_loc loc);
/* Whether VALUE is an error of CLASS, one of JavaScript's; whether NAME is such a class. */
il_truth il_ev__is_error(il_eval *e, const il_ev *value, il_name class);
bool il_ev__error_class(il_eval *e, il_name name);
const il_ev *il_ev__path(il_eval *e, il_loc loc, il_str path); /* the unknown that stands for a path in the project */
/* Numbers as JavaScript writes them. */
il_str il_ev__number_text(il_eval *e, double number);

/* ---- eval_context.c: cdk.json ---- */
void il_ev__read_context(il_eval *e);
const il_ev *il_ev__context(il_eval *e, const il_ev *key, il_loc loc);
/* What the program sets itself: stays behind what cdk.json has, unless it OVERRIDES. */
void il_ev__add_context(il_eval *e, const il_ev *values, bool overrides);
const il_ev *il_ev__from_json(il_eval *e, const il_document *document, const il_node *node, il_origin origin);
/* The same of a text that the program made at LOC; keeps nothing of NODE. */
const il_ev *il_ev__from_json_at(il_eval *e, const il_node *node, il_loc loc);

/* ---- module.c ---- */
/* The module at PATH (exactly), read but not run; NULL when there is none. */
il_module *il_module__at(il_eval *e, il_str path);
/* The file that SPECIFIER names in DIRECTORY; NULL for packages and for what does not exist. */
il_module *il_module__resolve(il_eval *e, il_str directory, il_str specifier);
void il_module__run(il_eval *e, il_module *module);
/* What MODULE exports as NAME ("*" = all, "=" = what require gives); NULL when it exports no such thing. */
const il_ev *il_module__export(il_eval *e, il_module *module, il_name name);
/* What `import { NAME } from SPECIFIER` in MODULE means. */
const il_ev *il_module__import(il_eval *e, il_module *module, il_name specifier, il_name name);
/* The value of an import binding. */
const il_ev *il_module__binding(il_eval *e, il_scope *scope, il_variable *variable);

/* Runs an EXPORT: its declaration, or the value that it exports. */
void il_module__export_statement(il_eval *e, il_ast *node);

/* ---- library_name.c ---- */
typedef struct {
    il_str name; /* "aws-cdk-lib.aws_s3"; for other packages the specifier */
    bool library, v1, builtin;
} il_library;
/* What the module SPECIFIER is called in library names. In ARENA. */
il_library il_library_of(il_arena *arena, il_str specifier);
/* The library name of EXPORT of LIBRARY, v1's renames applied. */
il_str il_library_export(il_arena *arena, const il_library *library, il_str name);

#endif
