/* The commands. Each returns the exit status: 0, 1 (findings) or 2 (the job could not be done). */
#ifndef IL_COMMANDS_H
#define IL_COMMANDS_H

#include "options.h"

int il_command_check(const il_options *options);
int il_command_rules(const il_options *options);
int il_command_explain(const il_options *options);
int il_command_model(const il_options *options);

/* What reports say of the rules; sorted by id, in ARENA. */
const il_report_rule *il_commands__report_rules(il_arena *arena, size_t *n);

/* Writes OUT to --output or stdout. A reader that went away (SIGPIPE) is no error. Returns 0 or 2. */
int il_commands__emit(const il_options *options, const il_buf *out);

/* Prints "infralint: …" to stderr and returns 2. */
int il_commands__fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
