/* Runs the examples of the compiled-in rules, or of those named on the command line, and closes with `N passed, N failed`. */
#include <stdio.h>
#include <string.h>

#include "examples.h"
#include "intern.h"
#include "pattern.h"

typedef struct {
    const il_rule *rule;
    unsigned passed, failed;
} tally;

static void failed(void *context, uint32_t line, const char *what)
{
    tally *t = context;
    printf("%s:%u: %s\n", t->rule->path, line, what);
    t->failed++;
}

static void passed(void *context)
{
    ((tally *)context)->passed++;
}

static bool wanted(const il_rule *rule, int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], rule->id) == 0)
            return true;
    return argc < 2;
}

/* The page as it stands in the repository: the front matter is not kept, its lines are. */
static il_str whole_page(il_arena *arena, const il_rule *rule)
{
    static const char head[] = "---\n";
    il_str text = il_arena_printf(arena, "%s", head);
    for (unsigned i = 2; i < rule->page_line; i++)
        text = il_arena_printf(arena, "%.*s%s", IL_FMT(text), i + 1 == rule->page_line ? "---\n" : "\n");
    return il_arena_printf(arena, "%.*s%s", IL_FMT(text), rule->page);
}

int main(int argc, char **argv)
{
    tally t = {0};
    for (size_t i = 0; i < il_rules_builtin_count; i++) {
        t.rule = &il_rules_builtin[i];
        if (!wanted(t.rule, argc, argv))
            continue;
        il_arena *arena = il_arena_new();
        il_sink sink = {.arena = arena};
        il_page page;
        const il_source *source = il_source_new(arena, il_str_of(t.rule->path), whole_page(arena, t.rule));
        if (il_page_split(arena, source, &page, &sink))
            il_examples_run(t.rule, &page, &(il_example_report){&t, failed, passed});
        else
            failed(&t, 1, "the page cannot be read");
        il_arena_free(arena);
    }
    il_intern_free();
    il_pattern_free();
    printf("%u passed, %u failed\n", t.passed, t.failed);
    return t.failed || !t.passed;
}
