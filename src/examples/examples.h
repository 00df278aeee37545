/* The examples of rule pages, run through the whole engine: what a page shows is what infralint does.
 *
 * Of every example is asserted that exactly the expected findings come, that two runs say the same, that a copy with CRLF line ends
 * gives the same findings, that fixing gives the page's fixed text, that fixing again changes nothing, and that no cut of the text crashes.
 *
 * An expectation is a comment at the end of the line of the finding, `//!` in programs and JSON and `#!` in YAML, which is taken off before the
 * example is run:
 *
 *     new s3.Bucket(this, 'Data'); //! error `new s3.Bucket` keeps no old versions
 *
 * The severity and the `text at the place` may be left out; the words must occur in the message as they stand. */
#ifndef IL_EXAMPLES_H
#define IL_EXAMPLES_H

#include "page.h"
#include "rule.h"

typedef struct {
    uint32_t line; /* of the file, from 1 */
    size_t file;   /* of the example */
    bool has_severity;
    il_severity severity;
    il_str place; /* empty: any */
    il_str words;
} il_expectation;

/* One file of an example, ready to run. */
typedef struct {
    il_str path, text;
    bool snippet; /* was wrapped */
    /* Where the lines of the page went: the first `head` lines (imports) stand from line `head_at`, the others from `body_at`. */
    uint32_t head, head_at, body_at;
    uint32_t page_line; /* of the page, where the block begins */
} il_example_file;

typedef struct {
    il_arena *arena;
    il_section section;
    il_example_file *files; /* the main file first */
    size_t n_files;
    IL_VEC(il_expectation) expected;
} il_example;

/* Takes the expectations off TEXT (of a block in LANGUAGE); their lines are those of TEXT. Returns the text without them, in ARENA. False with
 * *LINE set when one cannot be understood. */
typedef IL_VEC(il_expectation) il_expectations;
bool il_example_expectations(il_arena *arena, const il_block *block, il_str *text, il_expectations *out,
                             uint32_t *line);

/* A TypeScript snippet becomes the constructor of a stack with the usual imports, in an app; a text with imports of aws-cdk-lib stays. */
void il_example_wrap(il_arena *arena, il_str text, il_example_file *file);

/* Where things went wrong: a line of the page and what. */
typedef struct {
    void *context;
    void (*fail)(void *context, uint32_t line, const char *what);
    void (*pass)(void *context);
} il_example_report;

/* Runs all examples on PAGE, of RULE. */
void il_examples_run(const il_rule *rule, const il_page *page, const il_example_report *report);

#endif
