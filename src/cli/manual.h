/* Texts about infralint itself, all made from the tables of options.c and the rules: help, manual page, completions. */
#ifndef IL_MANUAL_H
#define IL_MANUAL_H

#include "buf.h"

/* The help text: all commands, all options. */
void il_manual_help(il_buf *out);

/* The manual page, in roff's man macros. */
void il_manual_page(il_buf *out);

/* The completions for SHELL: "bash", "zsh" or "fish". False when it is another one. */
bool il_manual_completions(il_buf *out, il_str shell);

#endif
