/* Lowering of whole programs: each testdata/cdk/lower/NAME.ts against NAME.model, the resources that it makes with all that is known of them.
 * The expectations were compared with what the library synthesizes from the same programs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "buf.h"
#include "golden.h"
#include "memory_loader.h"
#include "model_dump.h"

static const char *folder;

static void write_resource(il_buf *out, const il_resource *resource)
{
    il_buf_printf(out, "%.*s %s %.*s\n    ", IL_FMT(resource->construct_path), resource->type,
                  IL_FMT(resource->logical_id));
    il_model_dump_value(out, resource->body, resource->stack);
    il_buf_putc(out, '\n');
}

static il_str model_of(il_arena *arena, const char *path)
{
    il_memory *memory = il_memory_new(arena);
    il_memory_split(memory, IL_STR("app.ts"), il_golden_read(arena, path));
    il_cdk_input input = {.entry = IL_STR("app.ts"),
                          .files = memory->sources.items,
                          .n_files = memory->sources.n,
                          .loader = &memory->loader};
    const il_app *app = il_cdk_read(arena, &input);
    il_buf out = {0};
    for (size_t i = 0; i < app->resources.n; i++)
        if (!il_resource_is_fact(app->resources.items[i]))
            write_resource(&out, app->resources.items[i]);
    il_str text = il_arena_str(arena, il_buf_str(&out));
    il_buf_free(&out);
    il_memory_free(memory);
    return text;
}

static void programs_become_what_the_library_makes(void **state)
{
    (void)state;
    il_arena *arena = il_arena_new();
    size_t n;
    const char **files = il_golden_files(arena, folder, ".ts", &n);
    assert_true(n > 0);
    for (size_t i = 0; i < n; i++) {
        il_str path = il_str_of(files[i]);
        const char *expected = il_arena_printf(arena, "%.*s.model", (int)(path.n - 3), path.p).p;
        il_str model = model_of(arena, files[i]);
        if (il_golden_updating())
            il_golden_write(expected, model);
        else if (!il_str_eq(il_golden_read(arena, expected), model))
            fail_msg("%s: the model has changed (IL_UPDATE=1 writes it anew)", expected);
    }
    il_arena_free(arena);
    il_intern_free();
}

int main(int argc, char **argv)
{
    assert_int_equal(argc, 2);
    folder = argv[1];
    const struct CMUnitTest tests[] = {cmocka_unit_test(programs_become_what_the_library_makes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
