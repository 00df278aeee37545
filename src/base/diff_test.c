/* Diffs as written, and what the real `git apply` makes of them. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "arena.h"
#include "diff.h"
#include "golden.h"

static il_arena *arena;

static int setup(void **state)
{
    (void)state;
    arena = il_arena_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    il_arena_free(arena);
    return 0;
}

static void check_hunks(const char *before, const char *after, unsigned context, const char *want)
{
    il_buf out = {0};
    il_diff_hunks(&out, il_str_of(before), il_str_of(after), context);
    assert_string_equal(il_arena_str(arena, il_buf_str(&out)).p, want);
    il_buf_free(&out);
}

static void equal_texts_have_no_diff(void **state)
{
    (void)state;
    check_hunks("", "", 3, "");
    check_hunks("a\nb\n", "a\nb\n", 3, "");
    il_buf out = {0};
    il_diff_file(&out, IL_STR("x"), IL_STR("a"), IL_STR("a"));
    assert_int_equal(out.n, 0);
}

static void a_changed_line_stands_in_its_context(void **state)
{
    (void)state;
    check_hunks("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n", 3,
                "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
    check_hunks("1\n2\n3\n", "1\ntwo\n3\n", 0, "@@ -2 +2 @@\n-2\n+two\n");
}

static void the_ends_of_the_file_bound_the_context(void **state)
{
    (void)state;
    check_hunks("a\nb\n", "x\na\nb\n", 3, "@@ -1,2 +1,3 @@\n+x\n a\n b\n");
    check_hunks("a\nb\n", "a\nb\nx\n", 3, "@@ -1,2 +1,3 @@\n a\n b\n+x\n");
    check_hunks("", "a\n", 3, "@@ -0,0 +1 @@\n+a\n");
    check_hunks("a\n", "", 3, "@@ -1 +0,0 @@\n-a\n");
    check_hunks("a\nb\nc\n", "a\nb\nx\nc\n", 0, "@@ -2,0 +3 @@\n+x\n");
}

static void contexts_that_touch_share_a_hunk(void **state)
{
    (void)state;
    check_hunks("a\n1\n2\nb\n", "A\n1\n2\nB\n", 1, "@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n-b\n+B\n");
    check_hunks("a\n1\n2\n3\nb\n", "A\n1\n2\n3\nB\n", 1, "@@ -1,2 +1,2 @@\n-a\n+A\n 1\n@@ -4,2 +4,2 @@\n 3\n-b\n+B\n");
}

static void a_missing_final_line_break_is_marked(void **state)
{
    (void)state;
    check_hunks("a", "a\n", 3, "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
    check_hunks("a\nb", "x\nb", 3, "@@ -1,2 +1,2 @@\n-a\n+x\n b\n\\ No newline at end of file\n");
}

static void a_carriage_return_is_part_of_its_line(void **state)
{
    (void)state;
    check_hunks("a\r\nb\r\n", "a\r\nB\r\n", 1, "@@ -1,2 +1,2 @@\n a\r\n-b\r\n+B\r\n");
    check_hunks("a\rb", "a\rc", 1,
                "@@ -1 +1 @@\n-a\rb\n\\ No newline at end of file\n+a\rc\n\\ No newline at end of file\n");
}

static void check_header(const char *path, const char *want)
{
    il_buf out = {0};
    il_diff_file(&out, il_str_of(path), IL_STR("a\n"), IL_STR("b\n"));
    il_str got = il_arena_printf(arena, "%s@@ -1 +1 @@\n-a\n+b\n", want);
    assert_string_equal(il_arena_str(arena, il_buf_str(&out)).p, got.p);
    il_buf_free(&out);
}

static void paths_are_written_as_git_reads_them(void **state)
{
    (void)state;
    check_header("lib/a.ts", "diff --git a/lib/a.ts b/lib/a.ts\n--- a/lib/a.ts\n+++ b/lib/a.ts\n");
    check_header("my stack.ts", "diff --git a/my stack.ts b/my stack.ts\n--- a/my stack.ts\t\n+++ b/my stack.ts\t\n");
    check_header("größe.ts", "diff --git a/größe.ts b/größe.ts\n--- a/größe.ts\n+++ b/größe.ts\n");
    check_header("a\"b\\c\td", "diff --git \"a/a\\\"b\\\\c\\011d\" \"b/a\\\"b\\\\c\\011d\"\n"
                               "--- \"a/a\\\"b\\\\c\\011d\"\n+++ \"b/a\\\"b\\\\c\\011d\"\n");
}

/* Beyond the bound the middle is one replacement; it must still say the same. */
static void very_different_texts_are_one_replacement(void **state)
{
    (void)state;
    il_buf before = {0}, after = {0}, out = {0};
    il_buf_puts(&before, "head\n");
    il_buf_puts(&after, "head\n");
    for (int i = 0; i < 2000; i++) {
        il_buf_printf(&before, "old %d\nsame %d\n", i, i);
        il_buf_printf(&after, "new %d\nsame %d\n", i, i);
    }
    il_diff_hunks(&out, il_buf_str(&before), il_buf_str(&after), 1);
    assert_true(il_str_starts(il_buf_str(&out), IL_STR("@@ -1,4001 +1,4001 @@\n head\n-old 0\n-same 0\n")));
    assert_true(il_str_ends(il_buf_str(&out), IL_STR("+new 1999\n same 1999\n")));
    il_buf_free(&before);
    il_buf_free(&after);
    il_buf_free(&out);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

/* Few different lines, so that equal ones can be matched in many ways. */
static void add_random_line(il_buf *buf, uint32_t *seed)
{
    static const char *const lines[] = {
        "{\n", "}\n", "a\n", "b\r\n", "\n", "\r\n", "c d\n", "\\ No newline\n", "-x\n", "+x\n", "@@ -1 +1 @@\n", " \n"};
    il_buf_puts(buf, lines[next_random(seed) % (sizeof lines / sizeof *lines)]);
}

static void end_somehow(il_buf *buf, uint32_t *seed)
{
    if (buf->n && next_random(seed) % 3 == 0)
        buf->n--;
}

/* A text and what random edits make of it. */
static void random_pair(il_buf *before, il_buf *after, uint32_t *seed)
{
    uint32_t n = next_random(seed) % 40;
    for (uint32_t i = 0; i < n; i++)
        add_random_line(before, seed);
    il_str rest = il_buf_str(before);
    while (rest.p && rest.n) {
        il_str line = il_str_cut(&rest, '\n');
        uint32_t dice = next_random(seed) % 12;
        if (dice == 0)
            add_random_line(after, seed);
        if (dice == 1)
            continue;
        il_buf_add(after, line);
        il_buf_putc(after, '\n');
    }
    end_somehow(before, seed);
    end_somehow(after, seed);
}

enum { FILES = 300 };

static const char *file_name(int i)
{
    static const char *const forms[] = {"f%d.ts", "two words %d.ts", "größe%d.ts", "q\"%d",    "b\\%d",   "t\t%d",
                                        "n\n%d",  "sub/%d",          " lead%d",    "trail%d ", "q\"s %d", "\xFF%d"};
    return il_arena_printf(arena, forms[i % (int)(sizeof forms / sizeof *forms)], i).p;
}

static void run(const char *command)
{
    int status = system(command);
    if (status != 0)
        fail_msg("`%s` gave status %d", command, status);
}

/* The texts go through the shell's git in a folder of their own, outside of any repository. */
static void git_applies_random_diffs(void **state)
{
    (void)state;
    char folder[] = "/tmp/il-diff-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char *home = getcwd(NULL, 0);
    assert_non_null(home);
    assert_int_equal(chdir(folder), 0);
    assert_int_equal(mkdir("sub", 0777), 0);
    uint32_t seed = 11;
    il_str want[FILES];
    il_buf patch = {0};
    for (int i = 0; i < FILES; i++) {
        il_buf before = {0}, after = {0};
        random_pair(&before, &after, &seed);
        il_golden_write(file_name(i), il_buf_str(&before));
        il_diff_file(&patch, il_str_of(file_name(i)), il_buf_str(&before), il_buf_str(&after));
        want[i] = il_arena_str(arena, il_buf_str(&after));
        il_buf_free(&before);
        il_buf_free(&after);
    }
    il_golden_write("all.patch", il_buf_str(&patch));
    il_buf_free(&patch);
    run("GIT_CEILING_DIRECTORIES=/tmp git apply --whitespace=nowarn all.patch");
    for (int i = 0; i < FILES; i++)
        if (!il_str_eq(il_golden_read(arena, file_name(i)), want[i]))
            fail_msg("%s is not what it should be after git apply", file_name(i));
    assert_int_equal(chdir(home), 0);
    free(home);
    run(il_arena_printf(arena, "rm -r %s", folder).p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(equal_texts_have_no_diff, setup, teardown),
        cmocka_unit_test_setup_teardown(a_changed_line_stands_in_its_context, setup, teardown),
        cmocka_unit_test_setup_teardown(the_ends_of_the_file_bound_the_context, setup, teardown),
        cmocka_unit_test_setup_teardown(contexts_that_touch_share_a_hunk, setup, teardown),
        cmocka_unit_test_setup_teardown(a_missing_final_line_break_is_marked, setup, teardown),
        cmocka_unit_test_setup_teardown(a_carriage_return_is_part_of_its_line, setup, teardown),
        cmocka_unit_test_setup_teardown(paths_are_written_as_git_reads_them, setup, teardown),
        cmocka_unit_test_setup_teardown(very_different_texts_are_one_replacement, setup, teardown),
        cmocka_unit_test_setup_teardown(git_applies_random_diffs, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
