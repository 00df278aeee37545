/* The line hashes against the values that codeql-action publishes for its own, and against the definition written down naively. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fingerprint.h"
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

static il_str *hashes_of(il_str text, size_t *n)
{
    return il_line_hashes(arena, il_source_new(arena, IL_STR("f"), text), n);
}

static void check_hashes(const char *text, const char *const *want, size_t n_want)
{
    size_t n;
    il_str *got = hashes_of(il_str_of(text), &n);
    assert_true(n >= n_want);
    for (size_t i = 0; i < n_want; i++)
        assert_string_equal(got[i].p, want[i]);
    for (size_t i = n_want; i < n; i++)
        assert_int_equal(got[i].n, 0);
}

static void the_published_hash_of_an_empty_file(void **state)
{
    (void)state;
    const char *const want[] = {"c129715d7a2bc9a3:1"};
    check_hashes("", want, 1);
}

static void the_published_hashes_of_four_lines(void **state)
{
    (void)state;
    const char *const want[] = {"271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"};
    check_hashes(" a\nb\n  \t\tc\n d", want, 4);
}

/* Behind a final line break stands a line of its own; it hashes as an empty file does. */
static void a_final_line_break_begins_a_line(void **state)
{
    (void)state;
    size_t n;
    il_str *got = hashes_of(IL_STR("a\nb\n"), &n);
    assert_int_equal(n, 3);
    assert_string_equal(got[2].p, "c129715d7a2bc9a3:1");
}

static void blanks_and_line_ends_do_not_count(void **state)
{
    (void)state;
    size_t n, m;
    il_str *plain = hashes_of(IL_STR("a\nb\n\nc\nd\n"), &n);
    const char *const same[] = {"a\r\nb\r\n\r\nc\r\nd\r\n", "a\rb\r\rc\rd\r", "a\nb\r\n\rc\nd\r",
                                " a\t \n\tb  \n  \nc\n\t d \n"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        il_str *other = hashes_of(il_str_of(same[i]), &m);
        assert_int_equal(n, m);
        for (size_t j = 0; j < n; j++)
            assert_string_equal(plain[j].p, other[j].p);
    }
}

/* 130 equal lines: those that see nothing but 50 more of their kind are equal, and numbered. */
static void equal_hashes_are_numbered(void **state)
{
    (void)state;
    char text[260];
    for (size_t i = 0; i < sizeof text; i += 2) {
        text[i] = 'x';
        text[i + 1] = '\n';
    }
    size_t n;
    il_str *got = hashes_of((il_str){text, sizeof text}, &n);
    il_str hash = il_str_slice(got[0], 0, il_str_find(got[0], IL_STR(":"), 0));
    for (size_t i = 0; i <= 80; i++)
        assert_string_equal(got[i].p, il_arena_printf(arena, "%.*s:%zu", IL_FMT(hash), i + 1).p);
    assert_false(il_str_starts(got[81], hash));
}

/* The UTF-16 units that count, the end of file among them, and where each line begins. */
typedef struct {
    uint32_t units[4096];
    size_t n, starts[4096], n_starts;
} counted;

static void count_units(counted *c, il_str text)
{
    bool start = true;
    size_t length;
    for (size_t i = 0; i <= text.n; i += length) {
        uint32_t code = i < text.n ? il_utf8_decode(il_str_slice(text, i, text.n), &length) : 0xFFFF;
        if (i == text.n)
            length = 1;
        bool after_cr = code == '\n' && i && text.p[i - 1] == '\r';
        if (code == ' ' || code == '\t' || after_cr)
            continue;
        if (start)
            c->starts[c->n_starts++] = c->n;
        code = code == '\r' ? '\n' : code;
        start = code == '\n';
        if (code > 0xFFFF) {
            c->units[c->n++] = 0xD800 + ((code - 0x10000) >> 10);
            code = 0xDC00 + ((code - 0x10000) & 0x3FF);
        }
        c->units[c->n++] = code;
    }
}

/* The definition: the line's 100 units, zeroes behind the end, as digits of a number to the base 37. */
static uint64_t naive_hash(const counted *c, size_t line)
{
    uint64_t hash = 0;
    for (size_t i = c->starts[line]; i < c->starts[line] + 100; i++)
        hash = hash * 37 + (i < c->n ? c->units[i] : 0);
    return hash;
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

static il_str random_text(uint32_t *seed)
{
    static const char *const pieces[] = {"a",         "bc",   " ",    "\t", "\n",
                                         "\r",        "\r\n", "é",    "漢", "😀",
                                         "e\xCC\x81", "\xFF", "\n\n", "{",  "long piece of text "};
    char text[1024];
    size_t n = 0, pieces_wanted = next_random(seed) % 200;
    for (size_t i = 0; i < pieces_wanted && n < sizeof text - 32; i++)
        for (const char *p = pieces[next_random(seed) % (sizeof pieces / sizeof *pieces)]; *p; p++)
            text[n++] = *p;
    return il_arena_str(arena, (il_str){text, n});
}

static void random_texts_hash_as_defined(void **state)
{
    (void)state;
    uint32_t seed = 7;
    for (int round = 0; round < 500; round++) {
        il_str text = random_text(&seed);
        counted *c = IL_NEW(arena, counted);
        count_units(c, text);
        size_t n;
        il_str *got = hashes_of(text, &n);
        assert_true(c->n_starts == n || c->n_starts + 1 == n);
        for (size_t i = 0; i < c->n_starts; i++) {
            il_str want = il_arena_printf(arena, "%llx:", (unsigned long long)naive_hash(c, i));
            assert_true(il_str_starts(got[i], want));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_published_hash_of_an_empty_file, setup, teardown),
        cmocka_unit_test_setup_teardown(the_published_hashes_of_four_lines, setup, teardown),
        cmocka_unit_test_setup_teardown(a_final_line_break_begins_a_line, setup, teardown),
        cmocka_unit_test_setup_teardown(blanks_and_line_ends_do_not_count, setup, teardown),
        cmocka_unit_test_setup_teardown(equal_hashes_are_numbered, setup, teardown),
        cmocka_unit_test_setup_teardown(random_texts_hash_as_defined, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
