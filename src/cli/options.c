#include "options.h"

#include <stdio.h>
#include <string.h>

#include "select.h"

typedef enum { FLAG, WORDS, TEXT, SEVERITY, FAIL_ON, COLOR, NUMBER, REPORT, EACH } argument;

typedef struct {
    const char *name, *letter; /* letter: "f" for -f, or NULL */
    argument argument;
    size_t offset;
    const char *shown; /* the argument's name in the help */
    const char *help;
} option;

#define AT(field) offsetof(il_options, field)

static const option table[] = {
    {"select", NULL, WORDS, AT(select), "LIST",
     "judge by these: rule ids (s3-*), other tools' ids, packs, categories, all"},
    {"ignore", NULL, WORDS, AT(ignore), "LIST", "and not by these"},
    {"rules", NULL, EACH, AT(rules_dirs), "DIR", "judge by your own rule pages below DIR too"},
    {"severity-min", NULL, SEVERITY, AT(severity_min), "LEVEL", "show note|warning|error and above (default warning)"},
    {"fail-on", NULL, FAIL_ON, AT(fail_on), "LEVEL",
     "exit 1 at note|warning|error and above, or never (default error)"},
    {"exit-zero", NULL, FLAG, AT(exit_zero), NULL, "exit 0 whatever is found"},
    {"format", "f", REPORT, offsetof(il_output, format), "NAME",
     "human (default), concise, json, jsonl, sarif, github, gitlab, rdjson, junit, checkstyle or markdown; with --output again "
     "for one more report"},
    {"output", "o", REPORT, offsetof(il_output, file), "FILE", "write the report to FILE"},
    {"fix", NULL, FLAG, AT(fix), NULL, "apply the safe fixes"},
    {"unsafe-fixes", NULL, FLAG, AT(unsafe_fixes), NULL, "with --fix, --diff, --patch: unsafe fixes too"},
    {"diff", NULL, FLAG, AT(diff), NULL, "print what --fix would change and change nothing; exit 1 if anything"},
    {"patch", NULL, TEXT, AT(patch), "FILE", "write what --fix would change to FILE, for `git apply`"},
    {"fix-only", NULL, FLAG, AT(fix_only), NULL,
     "--fix, and say only what was fixed: what is left neither shows nor counts"},
    {"fixable", NULL, WORDS, AT(fixable), "LIST",
     "look for fixes of these rules only (as --select takes them); rules: only those of these that have a fix"},
    {"unfixable", NULL, WORDS, AT(unfixable), "LIST", "and for none of these"},
    {"show-fixes", NULL, FLAG, AT(show_fixes), NULL, "with --fix, --diff, --patch: list what is fixed"},
    {"exit-non-zero-on-fix", NULL, FLAG, AT(exit_non_zero_on_fix), NULL, "exit 1 when --fix changed a file"},
    {"no-fixes", NULL, FLAG, AT(no_fixes), NULL, "do not look for fixes: faster on large inputs"},
    {"fix-suppressed", NULL, FLAG, AT(fix_suppressed), NULL, "fix what is suppressed or in the baseline as well"},
    {"staged", NULL, FLAG, AT(staged), NULL, "check what is staged in git, as it is staged"},
    {"changed", NULL, FLAG, AT(changed), NULL, "check the files that differ from the last commit"},
    {"since", NULL, TEXT, AT(since), "REF", "check the files that changed since HEAD and REF parted"},
    {"baseline", NULL, TEXT, AT(baseline), "FILE",
     "findings in FILE do not count (default: the nearest .infralint-baseline.json)"},
    {"no-baseline", NULL, FLAG, AT(no_baseline), NULL, "use no baseline"},
    {"no-inline-config", NULL, FLAG, AT(no_inline_config), NULL, "let no suppression count"},
    {"report-unused-suppressions", NULL, FLAG, AT(report_unused), NULL,
     "say which suppressions suppress nothing, whatever --select says"},
    {"all", NULL, FLAG, AT(all), NULL, "suppressions: all of them (the default)"},
    {"expired", NULL, FLAG, AT(expired), NULL, "suppressions: those that have expired"},
    {"unused", NULL, FLAG, AT(unused), NULL, "suppressions: those that suppress nothing"},
    {"source-only", NULL, FLAG, AT(source_only), NULL, "check TypeScript alone"},
    {"template-only", NULL, FLAG, AT(template_only), NULL, "check templates and cdk.out alone"},
    {"src-root", NULL, TEXT, AT(src_root), "DIR", "where the sources of a cdk.out lie (default: its app's folder)"},
    {"import-cdk-report", NULL, FLAG, AT(import_cdk_report), NULL,
     "report what CDK's own validation found in a cdk.out"},
    {"force-exclude", NULL, FLAG, AT(force_exclude), NULL, "pass over node_modules and the like even when named"},
    {"no-respect-gitignore", NULL, FLAG, AT(no_respect_gitignore), NULL, "look at what git ignores too"},
    {"explain-skips", NULL, FLAG, AT(explain_skips), NULL, "say of everything that was passed over why"},
    {"stdin-filename", NULL, TEXT, AT(stdin_filename), "FILE",
     "what `-` reads is FILE's text; --fix then prints it fixed"},
    {"report-unknown", NULL, FLAG, AT(report_unknown), NULL, "say as a note what could not be decided"},
    {"param", NULL, EACH, AT(params), "KEY=VALUE", "what a template's parameter is; STACK:KEY=VALUE for one stack"},
    {"parameters", NULL, EACH, AT(parameter_files), "FILE",
     "the same from a file, as CloudFormation and CodePipeline have them"},
    {"config", NULL, TEXT, AT(config), "FILE", "the configuration of everything, instead of the nearest ones"},
    {"no-config", NULL, FLAG, AT(no_config), NULL, "read no configuration file"},
    {"color", NULL, COLOR, AT(color), "WHEN", "auto, always or never"},
    {"context", NULL, NUMBER, AT(context), "N", "lines of code around a finding (default 2)"},
    {"no-code-frame", NULL, FLAG, AT(no_code_frame), NULL, "show no code"},
    {"quiet", "q", FLAG, AT(quiet), NULL, "say nothing on stderr but errors"},
    {"explain", NULL, FLAG, AT(explain), NULL, "model: list what is unknown, and why"},
};

static const size_t n_table = sizeof table / sizeof *table;

static const struct {
    const char *name;
    il_command command;
    const char *shown, *help;
    const char *verbs; /* what may follow, with blanks between; NULL: paths, or nothing */
} commands[] = {
    {"check", IL_COMMAND_CHECK, "[check] [PATH...]", "find problems (the default; PATH defaults to .)", NULL},
    {"fix", IL_COMMAND_CHECK, "fix [PATH...]", "the same as check --fix", NULL},
    {"init", IL_COMMAND_INIT, "init", "set a project up: configuration, hook and CI, as far as it has none", NULL},
    {"rules", IL_COMMAND_RULES, "rules [WORD...]",
     "list the rules; WORD: id (s3-*), pack, category, other tool's id, resource type", NULL},
    {"explain", IL_COMMAND_EXPLAIN, "explain RULE", "print a rule's page; RULE may be another tool's id", NULL},
    {"model", IL_COMMAND_MODEL, "model [PATH...]", "print what was understood, as JSON; --explain says what was not",
     NULL},
    {"trace", IL_COMMAND_TRACE, "trace [PATH...]",
     "print where the program makes each resource of a cdk.out, as JSON lines", NULL},
    {"suppressions", IL_COMMAND_SUPPRESSIONS, "suppressions [PATH...]",
     "list what somebody suppressed, why and until when (--format text|json)", NULL},
    {"baseline", IL_COMMAND_BASELINE, "baseline VERB [FILE] [PATH...]",
     "create, update, prune or show the findings that are known already", "create update prune show"},
    {"test", IL_COMMAND_TEST, "test [DIR...]", "run the examples of your own rule pages (default: rulesDirs)", NULL},
    {"config", IL_COMMAND_CONFIG, "config [VERB] [PATH]", "show (what holds for PATH), path, schema, validate, init",
     "show path schema validate init"},
    {"doctor", IL_COMMAND_DOCTOR, "doctor", "say what infralint sees here, and what stands in its way", NULL},
    {"completions", IL_COMMAND_COMPLETIONS, "completions SHELL", "print the completions for bash, zsh or fish",
     "bash zsh fish"},
    {"man", IL_COMMAND_MAN, "man", "print the manual page, for `man -l -`", NULL},
    {"version", IL_COMMAND_VERSION, "--version", "print the version", NULL},
    {"help", IL_COMMAND_HELP, "--help", "print this", NULL},
};

static const size_t n_commands = sizeof commands / sizeof *commands;

static const char *argument_words(argument kind, size_t offset)
{
    static const char severities[] = "note warning error";
    switch (kind) {
    case SEVERITY:
        return severities;
    case FAIL_ON:
        return "note warning error never";
    case COLOR:
        return "auto always never";
    case REPORT:
        return offset == offsetof(il_output, format) ? il_report_names() : NULL;
    default:
        return NULL;
    }
}

il_option_about il_options_about(size_t i)
{
    if (i >= n_table)
        return (il_option_about){0};
    const option *o = &table[i];
    return (il_option_about){o->name, o->letter, o->shown, o->help, argument_words(o->argument, o->offset)};
}

il_option_about il_options_command(size_t i)
{
    if (i >= n_commands)
        return (il_option_about){0};
    return (il_option_about){commands[i].name, NULL, commands[i].shown, commands[i].help, commands[i].verbs};
}

static bool complain(const char *what, il_str word, const char *meant)
{
    fprintf(stderr, "infralint: %s '%.*s'", what, IL_FMT(word));
    if (meant)
        fprintf(stderr, "; did you mean '%s'?", meant);
    fprintf(stderr, "\n");
    return false;
}

static const option *find_option(il_str name, bool letter)
{
    for (size_t i = 0; i < n_table; i++) {
        const char *text = letter ? table[i].letter : table[i].name;
        if (text && il_str_is(name, text))
            return &table[i];
    }
    return NULL;
}

static bool unknown_option(il_str name)
{
    const char *names[sizeof table / sizeof *table];
    for (size_t i = 0; i < n_table; i++)
        names[i] = table[i].name;
    const char *near = il_nearest(name, names, n_table);
    fprintf(stderr, "infralint: unknown option '--%.*s'", IL_FMT(name));
    if (near)
        fprintf(stderr, "; did you mean '--%s'?", near);
    fprintf(stderr, "\n");
    return false;
}

static void add_words(il_options *options, il_words *words, il_str list)
{
    while (list.p) {
        il_str word = il_str_trim(il_str_cut(&list, ','));
        if (word.n)
            IL_PUSH(options->arena, words, word);
    }
}

static bool set_fail_on(il_options *options, il_str value)
{
    options->fail_never = il_str_is(value, "never");
    options->fail_given = true;
    if (options->fail_never || il_severity_parse(value, &options->fail_on))
        return true;
    return complain("--fail-on takes note, warning, error or never, not", value, NULL);
}

static bool set_color(il_options *options, il_str value)
{
    static const char *const names[] = {"auto", "always", "never"};
    for (int i = 0; i < 3; i++) {
        if (!il_str_is(value, names[i]))
            continue;
        options->color = (il_color)i;
        return true;
    }
    return complain("--color takes auto, always or never, not", value, NULL);
}

static bool set_number(unsigned *field, il_str value)
{
    double number;
    if (!il_str_number(value, &number) || number < 0 || number > 1000 || number != (unsigned)number)
        return complain("not a whole number from 0 to 1000:", value, NULL);
    *field = (unsigned)number;
    return true;
}

/* --format and --output make a pair, in either order; what the last report has already begins the next one. */
static bool set_report(il_options *options, const option *o, il_str value)
{
    il_output *last = options->reports.n ? &options->reports.items[options->reports.n - 1] : NULL;
    if (!value.n)
        return complain("an empty argument for", il_str_of(o->name), NULL);
    if (!last || ((il_str *)(void *)((char *)last + o->offset))->p) {
        il_output next = {{NULL, 0}, {NULL, 0}};
        IL_PUSH(options->arena, &options->reports, next);
        last = &options->reports.items[options->reports.n - 1];
    }
    *(il_str *)(void *)((char *)last + o->offset) = value;
    return true;
}

static bool set(il_options *options, const option *o, il_str value)
{
    char *field = (char *)options + o->offset;
    switch (o->argument) {
    case FLAG:
        *(bool *)field = true;
        return true;
    case EACH:
        IL_PUSH(options->arena, (il_words *)field, value);
        return value.n > 0 || complain("an empty argument for", il_str_of(o->name), NULL);
    case WORDS:
        add_words(options, (il_words *)field, value);
        return true;
    case TEXT:
        *(il_str *)field = value;
        return value.n > 0 || complain("an empty argument for", il_str_of(o->name), NULL);
    case SEVERITY:
        options->severity_given = true;
        return il_severity_parse(value, (il_severity *)field) ||
               complain("--severity-min takes note, warning or error, not", value, NULL);
    case FAIL_ON:
        return set_fail_on(options, value);
    case COLOR:
        return set_color(options, value);
    case NUMBER:
        return set_number((unsigned *)field, value);
    case REPORT:
        return set_report(options, o, value);
    }
    return false;
}

/* Takes the option at argv[*I], and its argument. */
static bool take_option(il_options *options, int argc, char **argv, int *i)
{
    il_str word = il_str_of(argv[*i]);
    bool letter = !il_str_starts(word, IL_STR("--"));
    il_str name = il_str_slice(word, letter ? 1 : 2, word.n), value = name;
    name = il_str_cut(&value, '=');
    const option *o = find_option(name, letter);
    if (!o)
        return letter ? complain("unknown option", word, NULL) : unknown_option(name);
    if (o->argument == FLAG) {
        if (value.p)
            return complain("no argument is taken by", il_str_slice(word, 0, word.n - value.n - 1), NULL);
        return set(options, o, value);
    }
    if (!value.p && ++*i >= argc)
        return complain("an argument is missing after", word, NULL);
    return set(options, o, value.p ? value : il_str_of(argv[*i]));
}

static bool help_or_version(il_options *options, il_str word)
{
    bool help = il_str_is(word, "--help") || il_str_is(word, "-h");
    bool version = il_str_is(word, "--version") || il_str_is(word, "-V");
    if (help)
        options->command = IL_COMMAND_HELP;
    else if (version)
        options->command = IL_COMMAND_VERSION;
    return help || version;
}

/* The first word may be a command; anything else is a path. */
static bool take_command(il_options *options, il_str word)
{
    for (size_t i = 0; i < n_commands; i++) {
        if (!il_str_is(word, commands[i].name))
            continue;
        options->command = commands[i].command;
        options->fix = options->fix || il_str_is(word, "fix");
        return true;
    }
    return false;
}

static bool stdin_consistent(const il_options *o)
{
    bool reads = false;
    for (size_t i = 0; i < o->paths.n; i++)
        reads = reads || il_str_is(o->paths.items[i], "-");
    if (reads && o->paths.n > 1)
        return complain("no other path goes with", IL_STR("-"), NULL);
    if (reads && !o->stdin_filename.p)
        return complain("--stdin-filename FILE must say what is read from", IL_STR("-"), NULL);
    if (!reads && o->stdin_filename.p)
        return complain("--stdin-filename is for standard input, and no path is", IL_STR("-"), NULL);
    return true;
}

/* Two reports into one place would be neither. */
static bool reports_apart(const il_options *o)
{
    for (size_t i = 0; i < o->reports.n; i++)
        for (size_t j = 0; j < i; j++) {
            il_str a = o->reports.items[i].file, b = o->reports.items[j].file;
            if (!a.p && !b.p)
                return complain("two reports go to standard output; one of them needs", IL_STR("--output"), NULL);
            if (a.p && b.p && il_str_eq(a, b))
                return complain("two reports go to", a, NULL);
        }
    return true;
}

static bool fixes_consistent(const il_options *o)
{
    if (o->no_fixes && (o->fix || o->diff || o->patch.p))
        return complain("--no-fixes looks for no fix; it does not go with",
                        o->fix    ? IL_STR("--fix")
                        : o->diff ? IL_STR("--diff")
                                  : IL_STR("--patch"),
                        NULL);
    if (o->show_fixes && !o->fix && !o->diff && !o->patch.p)
        return complain("without --fix, --diff or --patch there is nothing to list for", IL_STR("--show-fixes"), NULL);
    if (o->no_fixes && (o->fixable.n || o->unfixable.n))
        return complain("--no-fixes looks for no fix; it does not go with",
                        o->fixable.n ? IL_STR("--fixable") : IL_STR("--unfixable"), NULL);
    if (o->fix && (o->diff || o->patch.p))
        return complain("--fix changes files; it does not go with", o->diff ? IL_STR("--diff") : IL_STR("--patch"),
                        NULL);
    return true;
}

static bool changes_consistent(const il_options *o)
{
    if (o->baseline.p && o->no_baseline)
        return complain("--no-baseline uses none; it does not go with", IL_STR("--baseline"), NULL);
    if (o->staged + o->changed + (o->since.p != NULL) > 1)
        return complain("--staged, --changed and --since do not go together; leave out",
                        o->since.p ? IL_STR("--since") : IL_STR("--changed"), NULL);
    if (o->stdin_filename.p && (o->staged || o->changed || o->since.p))
        return complain("what is read from standard input is checked whole; it does not go with",
                        o->staged    ? IL_STR("--staged")
                        : o->changed ? IL_STR("--changed")
                                     : IL_STR("--since"),
                        NULL);
    return true;
}

static bool consistent(const il_options *o)
{
    if (!stdin_consistent(o) || !reports_apart(o))
        return false;
    if (!changes_consistent(o))
        return false;
    if (o->config.p && o->no_config)
        return complain("--no-config reads none; it does not go with", IL_STR("--config"), NULL);
    if (o->source_only && o->template_only)
        return complain("nothing is left to check with --source-only and", IL_STR("--template-only"), NULL);
    return fixes_consistent(o);
}

bool il_options_parse(il_options *out, il_arena *arena, int argc, char **argv)
{
    *out = (il_options){.arena = arena, .severity_min = IL_WARNING, .fail_on = IL_ERROR, .context = 2};
    bool words_only = false, first = true;
    for (int i = 1; i < argc; i++) {
        il_str word = il_str_of(argv[i]);
        if (!words_only && il_str_is(word, "--")) {
            words_only = true;
        } else if (!words_only && help_or_version(out, word)) {
            return true;
        } else if (!words_only && word.n > 1 && word.p[0] == '-') {
            if (!take_option(out, argc, argv, &i))
                return false;
        } else {
            if (!word.n)
                return complain("a path is empty:", word, NULL);
            if (words_only || !first || !take_command(out, word))
                IL_PUSH(arena, &out->paths, word);
            first = false;
        }
    }
    if (!out->reports.n) {
        il_output standard = {{NULL, 0}, {NULL, 0}};
        IL_PUSH(arena, &out->reports, standard);
    }
    out->fix = out->fix || out->fix_only;
    return consistent(out);
}
