/* The commands. Each returns the exit status: 0, 1 (findings) or 2 (the job could not be done). */
#ifndef IL_COMMANDS_H
#define IL_COMMANDS_H

#include "engine.h"
#include "options.h"

int il_command_check(const il_options *options);
int il_command_rules(const il_options *options);
int il_command_explain(const il_options *options);
int il_command_trace(const il_options *options);
int il_command_model(const il_options *options);
int il_command_config(const il_options *options);
int il_command_init(const il_options *options);
int il_command_doctor(const il_options *options);
int il_command_suppressions(const il_options *options);
int il_command_baseline(const il_options *options);
int il_command_test(const il_options *options);

/* What reports say of RULES; sorted by id, in ARENA. */
const il_report_rule *il_commands__report_rules(il_arena *arena, const il_rules *rules, size_t *n);

/* Has ENGINE judge by what --select and --ignore say, and fix what --fixable and --unfixable say, when everything is added. 0, or 2 when a word names nothing (said on stderr). */
int il_commands__select(const il_options *options, il_engine *engine);

/* What the options say of discovery. */
void il_commands__discovery(const il_options *options, il_engine_options *out);

/* The files that the options speak of: those on disk, with --staged those in the index. 0, or 2 after a complaint. OUT borrows from DISK. */
int il_commands__files(const il_options *options, const il_files *disk, il_files *out);

/* Reads the baseline that holds, if there is one, and has ENGINE use it; when everything is added. 0, or 2 when it cannot be read (said on
 * stderr). */
int il_commands__baseline(const il_options *options, const il_files *files, il_engine *engine);

/* Adds the paths of the command line, or standard input, or the working directory. 0, or 2 when standard input or the
 * configuration cannot be read (said on stderr). */
int il_commands__add_paths(const il_options *options, il_engine *engine);

/* Says on stderr what is wrong with the configuration: 2, or 0 when nothing is. */
int il_commands__say_config(const il_sink *problems);

/* Says on stderr which parameters were given and belong to no template. */
void il_commands__say_strays(const il_options *options, const il_result *result);

/* The same, and what was passed over. */
void il_commands__say_skips(const il_options *options, const il_result *result);

/* Writes TEXT to FD. A reader that went away (SIGPIPE) is no error. Returns 0 or 2. */
int il_commands__print(int fd, il_str text);

/* Writes OUT to TO's file or stdout; to stderr where stdout has the fixed text of standard input. Returns 0 or 2. */
int il_commands__emit(const il_options *options, const il_output *to, const il_buf *out);

/* The one report of a command that makes but one; NULL after a complaint when there are more. */
const il_output *il_commands__only_report(const il_options *options);

/* What `config init` and `init` write into infralint.jsonc; with the schema of the npm package where that is installed. In ARENA. */
il_str il_commands__first_config(il_arena *arena, const il_files *files);

/* Prints "infralint: …" to stderr and returns 2. */
int il_commands__fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
