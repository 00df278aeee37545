#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "document.h"
#include "source_map.h"

static il_arena *arena;
static il_document *document;

static int setup(void **state)
{
    (void)state;
    arena = il_arena_new();
    document = NULL;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    if (document)
        il_document_free(document);
    il_arena_free(arena);
    return 0;
}

static il_source_map *read(const char *json)
{
    document = il_document_parse(IL_DOCUMENT_JSON, IL_STR("a.js.map"), il_str_of(json));
    return il_source_map_new(arena, document->n_roots ? document->roots[0] : NULL);
}

/* "source:line:column" of the place, "" where the map does not say. */
static const char *find(const il_source_map *map, uint32_t line, uint32_t column)
{
    il_mapped mapped;
    if (!il_source_map_find(map, line, column, &mapped))
        return "";
    return il_arena_printf(arena, "%.*s:%u:%u", IL_FMT(mapped.source), mapped.line, mapped.column).p;
}

static void mappings_are_differences_to_the_one_before(void **state)
{
    (void)state;
    /* Columns 0, 8 and 16 of line 1; 4 of line 3; of two sources. Q = 8, I = 4, C = 1, D = -1. */
    const il_source_map *map =
        read("{\"version\":3,\"sources\":[\"a.ts\",\"b.ts\"],\"mappings\":\"AAAA,QAAQ,QACR;;ICDA\"}");
    assert_string_equal(find(map, 1, 1), "a.ts:1:1");
    assert_string_equal(find(map, 1, 8), "a.ts:1:1");
    assert_string_equal(find(map, 1, 9), "a.ts:1:9");
    assert_string_equal(find(map, 1, 900), "a.ts:2:1");
    assert_string_equal(find(map, 2, 1), "");
    assert_string_equal(find(map, 3, 1), "");
    assert_string_equal(find(map, 3, 5), "b.ts:1:1");
    assert_string_equal(find(map, 4, 1), "");
}

static void what_the_compiler_made_comes_from_nowhere(void **state)
{
    (void)state;
    const il_source_map *map =
        read("{\"version\":3,\"sourceRoot\":\"..\",\"sources\":[\"src/a.ts\"],\"mappings\":\"AAAA,Q,QAAA\"}");
    assert_string_equal(find(map, 1, 2), "../src/a.ts:1:1");
    assert_string_equal(find(map, 1, 10), "");
    assert_string_equal(find(map, 1, 17), "../src/a.ts:1:1");
}

static void numbers_have_many_digits(void **state)
{
    (void)state;
    /* gC = 32, oB = 20: bit 5 of a digit says that another follows. */
    const il_source_map *map = read("{\"version\":3,\"sources\":[\"a.ts\"],\"mappings\":\"AAgCoB\"}");
    assert_string_equal(find(map, 1, 1), "a.ts:33:21");
}

static void a_malformed_mapping_ends_the_map(void **state)
{
    (void)state;
    static const char *const endings[] = {"AA", "A", "!AAA", "AAAAAA", "ADAA", "gggggggggggg", "AAAD"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const char *json =
            il_arena_printf(arena, "{\"version\":3,\"sources\":[\"a.ts\"],\"mappings\":\"AAAA;%s;AAAA\"}", endings[i])
                .p;
        const il_source_map *map = read(json);
        assert_string_equal(find(map, 1, 1), "a.ts:1:1");
        if (i != 1)
            assert_string_equal(find(map, 3, 1), "");
        il_document_free(document);
        document = NULL;
    }
}

static void what_is_no_map_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"7",
                                        "{}",
                                        "{\"version\":2,\"sources\":[],\"mappings\":\"\"}",
                                        "{\"version\":3,\"sources\":{},\"mappings\":\"\"}",
                                        "{\"version\":3,\"sections\":[]}",
                                        "{\"version\":3,\"sources\":[],\"mappings\":[]}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_null(read(texts[i]));
        il_document_free(document);
        document = NULL;
    }
    const il_source_map *map = read("{\"version\":3,\"sources\":[],\"mappings\":\"AAAA\"}");
    assert_string_equal(find(map, 1, 1), "");
}

static void the_last_url_counts(void **state)
{
    (void)state;
    il_str text = IL_STR("x\n//# sourceMappingURL=a.map\ny\n//# sourceMappingURL=b.map \r\n\n");
    assert_true(il_str_is(il_source_map_url(text), "b.map"));
    assert_int_equal(il_source_map_url(IL_STR("x")).n, 0);
}

static void data_is_decoded(void **state)
{
    (void)state;
    il_str text = il_source_map_inline(arena, IL_STR("data:application/json;charset=utf-8;base64,eyJhIjoxfQ=="));
    assert_true(il_str_is(text, "{\"a\":1}"));
    assert_null(il_source_map_inline(arena, IL_STR("data:application/json;base64,ey*J")).p);
    assert_null(il_source_map_inline(arena, IL_STR("data:application/json,{}")).p);
    assert_null(il_source_map_inline(arena, IL_STR("app.js.map")).p);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(mappings_are_differences_to_the_one_before),
        TEST(what_the_compiler_made_comes_from_nowhere),
        TEST(numbers_have_many_digits),
        TEST(a_malformed_mapping_ends_the_map),
        TEST(what_is_no_map_is_refused),
        TEST(the_last_url_counts),
        TEST(data_is_decoded),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    il_intern_free();
    return failed;
}
