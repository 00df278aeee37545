/* What the files of JavaScript's and node's own functions (eval_builtin.c, eval_number.c, eval_file.c, eval_error.c) share. */
#ifndef IL_EVAL_BUILTIN_H
#define IL_EVAL_BUILTIN_H

#include "eval.h"

/* One call of a function of JavaScript's. */
typedef struct {
    il_eval *e;
    const il_args *args;
    il_loc loc;
    il_name name; /* "globalThis.Number.isInteger", "node.path.join" */
} il_builtin;

/* The result of the call; NULL when NAME is none of this file's. */
typedef const il_ev *il_builtin_function(const il_builtin *c);

static inline const il_ev *il_builtin_first(const il_builtin *c)
{
    return il_ev__argument(c->e, c->args, 0);
}

/* An unknown result; functions among the arguments are run an unknown number of times. */
const il_ev *il_ev__give_up(const il_builtin *c);

il_builtin_function il_ev__number_function; /* Number, Math, parseInt …, String.fromCharCode, encodeURIComponent */
il_builtin_function il_ev__file_function;   /* node:fs, node:path, node:url, process */
/* NAME of Math or Number that is a number; NULL when it is none. */
const il_ev *il_ev__number_member(il_eval *e, il_str name, il_loc loc);

const il_ev *il_ev__new_regex(const il_builtin *c);
const il_ev *il_ev__new_url(const il_builtin *c);

const il_ev *il_ev__new_error(il_eval *e, const il_symbol *class, const il_args *args, il_loc loc);

#endif
