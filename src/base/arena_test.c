#include "arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static int setup(void **state)
{
    *state = il_arena_new();
    return 0;
}

static int teardown(void **state)
{
    il_arena_free(*state);
    return 0;
}

static void memory_is_zeroed_aligned_and_apart(void **state)
{
    il_arena *arena = *state;
    unsigned char *blocks[200];
    for (size_t i = 0; i < 200; i++) {
        size_t size = i * 37;
        blocks[i] = il_arena_alloc(arena, size);
        assert_int_equal((uintptr_t)blocks[i] % 16, 0);
        for (size_t k = 0; k < size; k++)
            assert_int_equal(blocks[i][k], 0);
        memset(blocks[i], (int)i + 1, size);
    }
    for (size_t i = 0; i < 200; i++)
        for (size_t k = 0; k < i * 37; k++)
            assert_int_equal(blocks[i][k], (i + 1) & 0xFF);
}

/* A large piece gets a block of its own, and what is left of the current one is still used. */
static void large_pieces_waste_nothing(void **state)
{
    il_arena *arena = *state;
    char *small = il_arena_alloc(arena, 16);
    memset(il_arena_alloc(arena, 1 << 20), 1, 1 << 20);
    char *next = il_arena_alloc(arena, 16);
    assert_ptr_equal(next, small + 16);
    assert_true(il_arena_size(arena) < (1 << 20) + 8192);
}

static void nothing_costs_nothing(void **state)
{
    assert_int_equal(il_arena_size(*state), 0);
    assert_non_null(il_arena_alloc(*state, 0));
    assert_non_null(IL_NEW_ARRAY(*state, 0, int));
    il_arena_free(NULL);
}

static void text_is_copied_with_a_nul(void **state)
{
    char text[] = "a\0b";
    il_str copy = il_arena_str(*state, (il_str){text, 3});
    text[0] = 'x';
    assert_int_equal(copy.n, 3);
    assert_memory_equal(copy.p, "a\0b", 4);
    assert_int_equal(il_arena_str(*state, (il_str){NULL, 0}).p[0], '\0');
}

static void printf_takes_any_length(void **state)
{
    il_str s = il_arena_printf(*state, "%s-%05d", "x", 42);
    assert_int_equal(s.n, 7);
    assert_string_equal(s.p, "x-00042");
    s = il_arena_printf(*state, "%10000s", "end");
    assert_int_equal(s.n, 10000);
    assert_string_equal(s.p + 9996, " end");
    assert_int_equal(il_arena_printf(*state, "%s", "").n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(memory_is_zeroed_aligned_and_apart, setup, teardown),
        cmocka_unit_test_setup_teardown(large_pieces_waste_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_costs_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(text_is_copied_with_a_nul, setup, teardown),
        cmocka_unit_test_setup_teardown(printf_takes_any_length, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
