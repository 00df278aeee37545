#include "manual.h"

#include <stdio.h>
#include <string.h>

#include "options.h"

static const char about[] =
    "infralint finds what is missing and what is dangerous in AWS CDK TypeScript and CloudFormation, and fixes it.";

/* "-f, --format NAME" */
static void option_name(char *out, size_t size, const il_option_about *o)
{
    const char *letter = o->letter ? o->letter : "";
    snprintf(out, size, "%s%s%s--%s%s%s", *letter ? "-" : "", letter, *letter ? ", " : "", o->name, o->shown ? " " : "",
             o->shown ? o->shown : "");
}

void il_manual_help(il_buf *out)
{
    il_buf_printf(out, "%s\n\nUsage: infralint [COMMAND] [OPTIONS] [PATH...]\n\n", about);
    for (size_t i = 0; il_options_command(i).name; i++)
        il_buf_printf(out, "  %-26s %s\n", il_options_command(i).shown, il_options_command(i).help);
    il_buf_puts(out, "\nOptions:\n");
    for (size_t i = 0; il_options_about(i).name; i++) {
        char name[64];
        il_option_about o = il_options_about(i);
        option_name(name, sizeof name, &o);
        il_buf_printf(out, "  %-26s %s\n", name, o.help);
    }
    il_buf_puts(out, "\nExit status: 0 nothing at or above --fail-on, 1 something, 2 the job could not be done.\n");
}

/* Text as roff shows it: no escapes, dashes that can be copied, lines of at most 78 columns, none that begins like a request. */
static void roff(il_buf *out, const char *text)
{
    size_t used = 0;
    for (il_str rest = il_str_of(text); rest.p;) {
        il_str word = il_str_cut(&rest, ' ');
        bool fits = used + 1 + word.n <= 78;
        if (used)
            il_buf_putc(out, fits ? ' ' : '\n');
        used = fits ? used + 1 + word.n : word.n;
        if (word.n && (word.p[0] == '.' || word.p[0] == '\''))
            il_buf_puts(out, "\\&");
        for (size_t i = 0; i < word.n; i++) {
            if (word.p[i] == '\\')
                il_buf_puts(out, "\\e");
            else if (word.p[i] == '-')
                il_buf_puts(out, "\\-");
            else
                il_buf_putc(out, word.p[i]);
        }
    }
}

/* A tagged paragraph: NAME in bold, then TEXT. */
static void tagged(il_buf *out, const char *name, const char *text)
{
    il_buf_puts(out, ".TP\n\\fB");
    roff(out, name);
    il_buf_puts(out, "\\fR\n");
    roff(out, text);
    il_buf_putc(out, '\n');
}

static void tables(il_buf *out)
{
    il_buf_puts(out, ".SH COMMANDS\n");
    for (size_t i = 0; il_options_command(i).name; i++)
        tagged(out, il_options_command(i).shown, il_options_command(i).help);
    il_buf_puts(out, ".SH OPTIONS\n");
    for (size_t i = 0; il_options_about(i).name; i++) {
        char name[64];
        il_option_about o = il_options_about(i);
        option_name(name, sizeof name, &o);
        tagged(out, name, o.help);
    }
}

static const struct {
    const char *section; /* NULL: goes on */
    const char *name, *text;
} closing[] = {
    {"EXIT STATUS", "0", "Nothing was found at or above --fail-on, or --exit-zero was given."},
    {NULL, "1", "Something was found, or --exit-non-zero-on-fix was given and files changed."},
    {NULL, "2", "The job could not be done: the command line, the configuration or a file is wrong."},
    {"ENVIRONMENT", "NO_COLOR", "When it is not empty, nothing is coloured."},
    {NULL, "FORCE_COLOR, CLICOLOR_FORCE", "When it is set, output is coloured although it is no terminal's."},
    {NULL, "COLUMNS", "The width of the report."},
    {NULL, "INFRALINT_BINARY", "The program that the npm package runs instead of its own."},
    {"FILES", "infralint.jsonc, infralint.json, infralint.yaml, package.json",
     "The configuration; in package.json under the key infralint. The nearest one above each file holds."},
    {NULL, "cdk.json", "Marks a CDK app: it is read whole, from the entry that is named here."},
    {NULL, "cdk.out", "What CDK synthesized, where it is there: it is held against the program."},
    {"EXAMPLES", "infralint", "Check everything below the working directory."},
    {NULL, "infralint --diff", "Show what the safe fixes would change."},
    {NULL, "infralint --fix", "Apply them."},
    {NULL, "infralint -f sarif -o infralint.sarif --exit-zero", "Write a report for GitHub's code scanning."},
    {NULL, "infralint explain s3-bucket-versioning", "Why this rule is there, what fails it and what passes."},
};

void il_manual_page(il_buf *out)
{
    il_buf_puts(out, ".TH INFRALINT 1 \"\" \"infralint " IL_VERSION "\" \"User Commands\"\n.SH NAME\n");
    il_buf_puts(out, "infralint \\- linter for AWS CDK TypeScript and CloudFormation\n.SH SYNOPSIS\n");
    il_buf_puts(out, ".B infralint\n[\\fICOMMAND\\fR] [\\fIOPTIONS\\fR] [\\fIPATH\\fR...]\n.SH DESCRIPTION\n");
    roff(out, about);
    il_buf_puts(out, "\n.PP\n");
    roff(out,
         "It reads programs before they are synthesized and templates after it, points at the property that a person "
         "would edit, and runs no code of the project: no Node, no synth, no account, no network.");
    il_buf_putc(out, '\n');
    tables(out);
    for (size_t i = 0; i < sizeof closing / sizeof *closing; i++) {
        if (closing[i].section)
            il_buf_printf(out, ".SH %s\n", closing[i].section);
        tagged(out, closing[i].name, closing[i].text);
    }
}
