#include "source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "utf8.h"

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

static const il_source *of(const char *text)
{
    return il_source_new(arena, IL_STR("dir/x.ts"), il_str_of(text));
}

static void assert_pos(const il_source *s, uint32_t offset, uint32_t line, uint32_t column, uint32_t byte_column)
{
    il_pos pos = il_source_pos(s, offset);
    if (pos.line != line || pos.column != column || pos.byte_column != byte_column)
        fail_msg("offset %u is at %u:%u (byte %u)", offset, pos.line, pos.column, pos.byte_column);
}

static void path_is_copied_and_text_borrowed(void **state)
{
    (void)state;
    char path[] = "a.ts", text[] = "x";
    const il_source *s = il_source_new(arena, il_str_of(path), il_str_of(text));
    path[0] = 'b';
    assert_true(il_str_is(il_source_path(s), "a.ts"));
    assert_ptr_equal(il_source_text(s).p, text);
}

static void lines_end_in_three_ways(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t lines;
    } cases[] = {{"", 1},     {"a", 1},        {"a\n", 1}, {"a\r\n", 1}, {"a\r", 1},      {"a\nb", 2},
                 {"a\rb", 2}, {"a\r\nb\n", 2}, {"\n", 1},  {"\n\n", 2},  {"\r\r\n\n", 3}, {"\n\r", 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (il_source_line_count(of(cases[i].text)) != cases[i].lines)
            fail_msg("case %zu", i);
    assert_int_equal(il_source_line_count(il_source_new(arena, IL_STR("x"), (il_str){NULL, 0})), 1);
}

static void a_line_is_without_its_break(void **state)
{
    (void)state;
    static const char *const lines[] = {"one", "", "three", "four", "é"};
    const il_source *s = of("one\n\r\nthree\rfour\r\né");
    for (uint32_t i = 0; i < 5; i++)
        assert_true(il_str_is(il_source_slice(s, il_source_line(s, i + 1)), lines[i]));
    assert_int_equal(il_source_line(s, 6).start, il_source_text(s).n);
    assert_int_equal(il_source_line(s, 6).end, il_source_text(s).n);
    assert_int_equal(il_source_line(s, 0).start, il_source_text(s).n);
}

static void positions_count_in_units_and_bytes(void **state)
{
    (void)state;
    /*                      0 1  3   6   10 */
    const il_source *s = of("aé€😀b\nc");
    assert_pos(s, 0, 1, 1, 1);
    assert_pos(s, 1, 1, 2, 2);
    assert_pos(s, 3, 1, 3, 4);
    assert_pos(s, 6, 1, 4, 7);
    assert_pos(s, 10, 1, 6, 11);
    assert_pos(s, 11, 1, 7, 12);
    assert_pos(s, 12, 2, 1, 1);
    assert_pos(s, 13, 2, 2, 2);
    assert_pos(s, 999, 2, 2, 2);
}

static void positions_at_breaks(void **state)
{
    (void)state;
    const il_source *s = of("a\r\nb\rc\n");
    assert_pos(s, 1, 1, 2, 2);
    assert_pos(s, 2, 1, 3, 3);
    assert_pos(s, 3, 2, 1, 1);
    assert_pos(s, 5, 3, 1, 1);
    assert_pos(s, 6, 3, 2, 2);
    assert_pos(s, 7, 4, 1, 1);
    assert_pos(of(""), 0, 1, 1, 1);
    assert_pos(of("\n"), 1, 2, 1, 1);
}

/* Against counting from the start of the file. */
static void positions_agree_with_counting(void **state)
{
    (void)state;
    const il_source *s = of("x\ny\r\n\r\rz\n\nlong line\r\n  \nlast");
    uint32_t line = 1, start = 0;
    il_str text = il_source_text(s);
    for (uint32_t i = 0; i < text.n; i++) {
        assert_pos(s, i, line, i - start + 1, i - start + 1);
        if (text.p[i] == '\n' || (text.p[i] == '\r' && text.p[i + 1] != '\n')) {
            line++;
            start = i + 1;
        }
    }
    assert_int_equal(il_source_line_count(s), line);
}

static void slices_are_clipped(void **state)
{
    (void)state;
    const il_source *s = of("abc");
    assert_true(il_str_is(il_source_slice(s, (il_span){1, 2}), "b"));
    assert_true(il_str_is(il_source_slice(s, (il_span){1, 9}), "bc"));
    assert_true(il_str_is(il_source_slice(s, (il_span){9, 9}), ""));
}

static void newline_of_the_majority(void **state)
{
    (void)state;
    static const struct {
        const char *text, *newline;
    } cases[] = {{"", "\n"},      {"a", "\n"},        {"a\r\n", "\r\n"},
                 {"a\n", "\n"},   {"a\r\nb\n", "\n"}, {"a\r\nb\r\nc\n", "\r\n"},
                 {"a\rb\r", "\n"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (!il_str_is(il_source_newline(of(cases[i].text)), cases[i].newline))
            fail_msg("case %zu", i);
}

static void places(void **state)
{
    (void)state;
    const il_source *s = of("abcdef"), *other = of("abcdef");
    il_loc outer = {s, {1, 5}}, inner = {s, {2, 3}}, foreign = {other, {2, 3}}, none = {0};
    assert_true(il_str_is(il_loc_text(outer), "bcde"));
    assert_int_equal(il_loc_text(none).n, 0);
    assert_true(il_loc_eq(outer, outer));
    assert_false(il_loc_eq(outer, inner));
    assert_false(il_loc_eq(inner, foreign));
    assert_true(il_loc_contains(outer, inner));
    assert_true(il_loc_contains(outer, outer));
    assert_false(il_loc_contains(inner, outer));
    assert_false(il_loc_contains(outer, foreign));
    assert_false(il_loc_contains(none, none));
}

static void columns_of_long_lines_agree_with_counting(void **state)
{
    (void)state;
    static const char piece[] = "\"n\xC3\xA9\xE2\x82\xAC\": \xF0\x9F\x98\x80, ";
    enum { PIECES = 3000, BYTES = sizeof piece - 1 };
    char *text = il_arena_alloc(arena, PIECES * BYTES + 3);
    text[0] = '[';
    text[1] = '\n';
    for (size_t i = 0; i < PIECES; i++)
        memcpy(text + 2 + i * BYTES, piece, BYTES);
    const il_source *s = of(text);
    size_t units = il_utf8_utf16_units(il_str_of(piece));
    for (uint32_t i = 0; i < PIECES; i++)
        assert_pos(s, 2 + i * BYTES, 2, (uint32_t)(i * units) + 1, i * BYTES + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(path_is_copied_and_text_borrowed),
        cmocka_unit_test(lines_end_in_three_ways),
        cmocka_unit_test(a_line_is_without_its_break),
        cmocka_unit_test(positions_count_in_units_and_bytes),
        cmocka_unit_test(positions_at_breaks),
        cmocka_unit_test(positions_agree_with_counting),
        cmocka_unit_test(columns_of_long_lines_agree_with_counting),
        cmocka_unit_test(slices_are_clipped),
        cmocka_unit_test(newline_of_the_majority),
        cmocka_unit_test(places),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
