#include "map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void puts_and_gets(void **state)
{
    (void)state;
    il_arena *arena = il_arena_new();
    il_map map = il_map_in(arena);
    int one = 1, two = 2;
    assert_null(il_map_get(&map, IL_STR("a")));
    assert_null(il_map_put(&map, IL_STR("a"), &one));
    assert_null(il_map_put(&map, IL_STR(""), &two));
    assert_null(il_map_put(&map, IL_STR("a\0b"), &two));
    assert_ptr_equal(il_map_get(&map, IL_STR("a")), &one);
    assert_ptr_equal(il_map_get(&map, (il_str){NULL, 0}), &two);
    assert_ptr_equal(il_map_get(&map, IL_STR("a\0b")), &two);
    assert_null(il_map_get(&map, IL_STR("a\0c")));
    assert_ptr_equal(il_map_put(&map, IL_STR("a"), &two), &one);
    assert_ptr_equal(il_map_get(&map, IL_STR("a")), &two);
    assert_int_equal(map.n, 3);
    il_arena_free(arena);
}

static void many_keep_their_order(void **state)
{
    (void)state;
    enum { MANY = 20000 };
    il_arena *arena = il_arena_new();
    il_map map = il_map_in(arena);
    il_str *keys = IL_NEW_ARRAY(arena, MANY, il_str);
    for (size_t i = 0; i < MANY; i++) {
        keys[i] = il_arena_printf(arena, "key%zu", i * 7919 % MANY);
        il_map_put(&map, keys[i], &keys[i]);
    }
    for (size_t i = 0; i < MANY; i += 3)
        assert_ptr_equal(il_map_put(&map, keys[i], &keys[0]), &keys[i]);
    assert_int_equal(map.n, MANY);
    for (size_t i = 0; i < MANY; i++) {
        assert_true(il_str_eq(map.entries[i].key, keys[i]));
        assert_ptr_equal(il_map_get(&map, keys[i]), i % 3 ? &keys[i] : &keys[0]);
    }
    assert_null(il_map_get(&map, IL_STR("key20000")));
    il_arena_free(arena);
}

/* FNV-1a's published values: tables in files may rely on them. */
static void hash(void **state)
{
    (void)state;
    assert_true(il_hash(IL_STR("")) == 0xcbf29ce484222325u);
    assert_true(il_hash(IL_STR("a")) == 0xaf63dc4c8601ec8cu);
    assert_true(il_hash(IL_STR("foobar")) == 0x85944171f73967e8u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(puts_and_gets), cmocka_unit_test(many_keep_their_order),
                                       cmocka_unit_test(hash)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
