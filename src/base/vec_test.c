#include "vec.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void pushes(void **state)
{
    (void)state;
    il_arena *arena = il_arena_new();
    IL_VEC(int) numbers = {0};
    for (int i = 0; i < 10000; i++)
        IL_PUSH(arena, &numbers, i * 3);
    assert_int_equal(numbers.n, 10000);
    for (int i = 0; i < 10000; i++)
        assert_int_equal(numbers.items[i], i * 3);
    il_arena_free(arena);
}

/* Old storage stays: what was borrowed from it is still there. */
static void old_storage_stays(void **state)
{
    (void)state;
    il_arena *arena = il_arena_new();
    IL_VEC(int) numbers = {0};
    IL_PUSH(arena, &numbers, 7);
    const int *first = &numbers.items[0];
    for (int i = 0; i < 1000; i++)
        IL_PUSH(arena, &numbers, i);
    assert_int_equal(*first, 7);
    assert_int_equal(numbers.items[0], 7);
    il_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(pushes), cmocka_unit_test(old_storage_stays)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
