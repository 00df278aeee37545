#include "finding.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static il_arena *arena;
static const il_source *source, *later;

static int setup(void **state)
{
    (void)state;
    arena = il_arena_new();
    source = il_source_new(arena, IL_STR("a.ts"), IL_STR("héllo wörld"));
    later = il_source_new(arena, IL_STR("b.ts"), IL_STR("0123456789"));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    il_arena_free(arena);
    return 0;
}

static il_finding at(const il_source *where, uint32_t start, uint32_t end, const char *rule, const char *message)
{
    return (il_finding){.rule = rule, .loc = {where, {start, end}}, .message = il_str_of(message), .origin = "source"};
}

static void words(void **state)
{
    (void)state;
    for (int i = IL_NOTE; i <= IL_ERROR; i++) {
        il_severity severity;
        assert_true(il_severity_parse(il_str_of(il_severity_name((il_severity)i)), &severity));
        assert_int_equal(severity, i);
    }
    il_severity untouched = IL_NOTE;
    assert_false(il_severity_parse(IL_STR("Error"), &untouched));
    assert_false(il_severity_parse(IL_STR(""), &untouched));
    assert_int_equal(untouched, IL_NOTE);
    assert_string_equal(il_severity_name(IL_WARNING), "warning");
    assert_string_equal(il_safety_name(IL_SAFE), "safe");
    assert_string_equal(il_safety_name(IL_UNSAFE), "unsafe");
}

static void syntax_findings(void **state)
{
    (void)state;
    il_sink sink = {.arena = arena};
    il_loc loc = {source, {0, 1}};
    il_sink_syntax(&sink, loc, "%1000s %s", "long", "é");
    const il_finding *f = &sink.findings.items[0];
    assert_string_equal(f->rule, IL_RULE_SYNTAX);
    assert_int_equal(f->severity, IL_ERROR);
    assert_string_equal(f->origin, "syntax");
    assert_int_equal(f->message.n, 1003);
    assert_true(il_str_ends(f->message, IL_STR("long é")));
    assert_true(il_loc_eq(f->loc, loc));
}

static void sorted_by_place_rule_and_message(void **state)
{
    (void)state;
    il_sink sink = {.arena = arena};
    const il_finding expected[] = {
        at(source, 0, 1, "r", "m"), at(source, 0, 3, "r", "m"), at(source, 3, 4, "a", "n"),
        at(source, 3, 4, "r", "m"), at(source, 3, 4, "r", "n"), at(source, 10, 11, "r", "m"),
        at(later, 0, 1, "r", "m"),
    };
    enum { N = sizeof expected / sizeof *expected };
    for (size_t i = 0; i < N; i++)
        il_sink_report(&sink, expected[i * 3 % N]);
    il_sink_sort(&sink);
    for (size_t i = 0; i < N; i++) {
        const il_finding *f = &sink.findings.items[i];
        assert_true(il_loc_eq(f->loc, expected[i].loc));
        assert_string_equal(f->rule, expected[i].rule);
        assert_true(il_str_eq(f->message, expected[i].message));
    }
}

static void sorting_is_stable(void **state)
{
    (void)state;
    il_sink sink = {.arena = arena};
    il_sink_sort(&sink);
    for (uint32_t i = 0; i < 100; i++) {
        il_finding f = at(source, i % 3, 4, "r", "same");
        f.n_subjects = i; /* to tell them apart */
        il_sink_report(&sink, f);
    }
    il_sink_sort(&sink);
    for (size_t i = 1; i < 100; i++) {
        const il_finding *a = &sink.findings.items[i - 1], *b = &sink.findings.items[i];
        assert_true(a->loc.span.start < b->loc.span.start || a->n_subjects < b->n_subjects);
    }
}

static void edits_are_applied(void **state)
{
    (void)state;
    il_edit edits[] = {
        {source, {0, 0}, IL_STR("> ")}, {source, {1, 3}, IL_STR("e")},   {later, {1, 2}, IL_STR("x")},
        {source, {6, 7}, {NULL, 0}},    {source, {13, 13}, IL_STR("!")},
    };
    assert_true(il_str_is(il_edits_apply(arena, source, edits, 5), "> hellowörld!"));
    assert_true(il_str_is(il_edits_apply(arena, later, edits, 5), "0x23456789"));
    assert_true(il_str_is(il_edits_apply(arena, later, NULL, 0), "0123456789"));
    const il_source *empty = il_source_new(arena, IL_STR("e"), (il_str){NULL, 0});
    il_edit insertion = {empty, {0, 0}, IL_STR("x")};
    assert_true(il_str_is(il_edits_apply(arena, empty, &insertion, 1), "x"));
    assert_true(il_str_is(il_edits_apply(arena, empty, NULL, 0), ""));
}

/* Whether reporting FINDING kills the process, as it must when a promise is broken. */
static bool dies(il_finding finding)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        if (!freopen("/dev/null", "w", stderr))
            _exit(3);
        il_sink sink = {.arena = arena};
        il_sink_report(&sink, finding);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}

static il_finding with_edits(il_edit *edits, size_t n)
{
    il_fix *fix = IL_NEW(arena, il_fix);
    il_edit *copies = IL_NEW_ARRAY(arena, n, il_edit);
    for (size_t i = 0; i < n; i++)
        copies[i] = edits[i];
    *fix = (il_fix){.title = IL_STR("t"), .edits = copies, .n_edits = n};
    il_finding finding = at(source, 0, 1, "r", "m");
    finding.fixes = fix;
    finding.n_fixes = 1;
    return finding;
}

static void broken_promises_kill(void **state)
{
    (void)state;
    assert_false(dies(at(source, 0, 13, "r", "m")));
    assert_true(dies(at(source, 0, 14, "r", "m")));
    assert_true(dies(at(source, 2, 1, "r", "m")));
    assert_true(dies(at(NULL, 0, 0, "r", "m")));
    assert_true(dies(with_edits(NULL, 0)));
    assert_true(dies(with_edits(&(il_edit){source, {0, 14}, {0}}, 1)));
    assert_true(dies(with_edits(&(il_edit){source, {2, 3}, {0}}, 1)));
    assert_true(dies(with_edits(&(il_edit){source, {1, 2}, {0}}, 1)));
    assert_false(dies(with_edits(&(il_edit){source, {1, 3}, {0}}, 1)));
}

static void edits_of_a_fix_are_in_order_and_apart(void **state)
{
    (void)state;
    assert_false(dies(with_edits((il_edit[]){{source, {0, 1}, {0}}, {source, {1, 3}, {0}}, {later, {0, 1}, {0}}}, 3)));
    assert_true(dies(with_edits((il_edit[]){{source, {0, 3}, {0}}, {source, {1, 3}, {0}}}, 2)));
    assert_true(dies(with_edits((il_edit[]){{source, {3, 4}, {0}}, {source, {0, 1}, {0}}}, 2)));
    assert_true(dies(with_edits((il_edit[]){{later, {0, 1}, {0}}, {source, {0, 1}, {0}}}, 2)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words),
        cmocka_unit_test(syntax_findings),
        cmocka_unit_test(sorted_by_place_rule_and_message),
        cmocka_unit_test(sorting_is_stable),
        cmocka_unit_test(edits_are_applied),
        cmocka_unit_test(broken_promises_kill),
        cmocka_unit_test(edits_of_a_fix_are_in_order_and_apart),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
