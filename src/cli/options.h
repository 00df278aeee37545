/* The command line as a struct. One table holds every option: its names, its argument, its help and what it sets. */
#ifndef IL_OPTIONS_H
#define IL_OPTIONS_H

#include "finding.h"
#include "report.h"

typedef enum {
    IL_COMMAND_CHECK,
    IL_COMMAND_RULES,
    IL_COMMAND_EXPLAIN,
    IL_COMMAND_MODEL,
    IL_COMMAND_CONFIG,
    IL_COMMAND_TRACE,
    IL_COMMAND_INIT,
    IL_COMMAND_DOCTOR,
    IL_COMMAND_COMPLETIONS,
    IL_COMMAND_MAN,
    IL_COMMAND_TEST,
    IL_COMMAND_SUPPRESSIONS,
    IL_COMMAND_BASELINE,
    IL_COMMAND_VERSION,
    IL_COMMAND_HELP
} il_command;
typedef enum { IL_COLOR_AUTO, IL_COLOR_ALWAYS, IL_COLOR_NEVER } il_color;

typedef IL_VEC(il_str) il_words;

/* A report: p == NULL is the default format, and standard output. */
typedef struct {
    il_str format, file;
} il_output;

typedef struct {
    il_arena *arena;
    il_command command;
    il_words select, ignore, paths;
    il_words rules_dirs;              /* folders of users' own pages */
    il_words params, parameter_files; /* values for templates' parameters: KEY=VALUE, and files of such */
    il_severity severity_min, fail_on;
    bool fail_never, fail_given, severity_given;
    bool source_only, template_only, force_exclude;
    bool fix, unsafe_fixes, diff, exit_zero, exit_non_zero_on_fix;
    bool fix_only, show_fixes;   /* fix_only: `fix` is set too */
    il_words fixable, unfixable; /* rules as in `select`; empty: all, none */
    bool fix_suppressed, no_inline_config;
    bool staged, changed;
    il_str since;    /* p == NULL: not given */
    il_str baseline; /* the same */
    bool no_baseline;
    bool all, expired, unused; /* suppressions: of these only */
    bool report_unused;        /* suppression-unused is judged whatever is selected */
    bool no_respect_gitignore, explain_skips;
    bool import_cdk_report;
    il_str src_root;       /* p == NULL: not given */
    il_str stdin_filename; /* p == NULL: nothing is read from standard input */
    bool report_unknown, explain, quiet, no_code_frame, no_config, no_fixes;
    IL_VEC(il_output) reports; /* at least one; each to a place of its own */
    il_str config;             /* p == NULL: the nearest files are read */
    il_str patch;              /* p == NULL: not given */
    il_color color;
    unsigned context;
} il_options;

/* Reads the arguments (argv[0] is skipped). False when they cannot be taken: a message is on stderr. */
bool il_options_parse(il_options *out, il_arena *arena, int argc, char **argv);

/* What help, manual and completions say of an option or a command. Static texts, NULL where there is none. */
typedef struct {
    const char *name;
    const char *letter; /* "f" for -f */
    const char *shown;  /* an option's argument ("FILE"); the whole usage of a command ("explain RULE") */
    const char *help;
    const char
        *words; /* what the argument, or the first word after the command, may be; with blanks or commas between */
} il_option_about;

/* Option, command I, in the order of the help; `name` is NULL past the end. */
il_option_about il_options_about(size_t i);
il_option_about il_options_command(size_t i);

#endif
