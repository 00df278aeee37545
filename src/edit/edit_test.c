/* Runs the cases of testdata/edit: text, operation, result. Each result must parse no worse than the text, and the same operation
 * once more must change nothing or be refused. IL_UPDATE=1 writes the results anew.
 *
 *     === a title
 *     FILE NAME [crlf] [no-final-newline]
 *     --- before / --- operation / --- after, or --- refused
 *
 * An operation on data is a patch in JSON: `{"$append": […]}`, `{"$remove": true}` and, behind a key, `key$after:sibling`, `key$before:sibling`
 * and then `$slotN`.
 * One on TypeScript has a line for each step; NEEDLE is where the expression begins; `$1`, `$2` … are the results of the steps before:
 *     set NEEDLE ## PATCH         patch of the props (third argument); `{"$code": "…"}`
 *     argument N NEEDLE ## PATCH  … of argument N
 *     replace NEEDLE ## PATCH
 *     symbol NAME  |  bind NEEDLE ## HINT  |  after NEEDLE ## TEXT  |  before NEEDLE ## TEXT (`\n` for a line break) */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "edit_data.h"
#include "edit_ts.h"
#include "panic.h"

typedef struct {
    il_str title, head, before, operation, after;
    bool refused;
} edit_case;

typedef struct {
    il_arena *arena;
    il_document *document;
    il_ts_editor *editor;
    IL_VEC(il_str) results;
} step_runner;

/* Patches borrow from the documents that they were read from: all live until the end. */
static il_document *documents[4096];
static size_t n_documents;

static il_document *parse(il_document_kind kind, il_str path, il_str text)
{
    IL_ASSERT(n_documents < sizeof documents / sizeof *documents);
    return documents[n_documents++] = il_document_parse(kind, path, text);
}

static il_str read_file(il_arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    il_buf buf = {0};
    char chunk[4096];
    if (!file)
        fail_msg("%s cannot be read", path);
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, file)) > 0;)
        il_buf_add(&buf, (il_str){chunk, n});
    fclose(file);
    return il_buf_take(arena, &buf);
}

/* The part between the line HEAD and the next marker line; *FOUND tells whether it is there. */
static il_str part(il_str body, const char *head, bool *found)
{
    size_t at = il_str_find(body, il_str_of(head), 0);
    *found = at != SIZE_MAX;
    if (!*found)
        return (il_str){0};
    size_t start = il_str_find(body, IL_STR("\n"), at) + 1, end = il_str_find(body, IL_STR("\n--- "), start - 1);
    return il_str_slice(body, start, end == SIZE_MAX ? body.n : end + 1);
}

static edit_case parse_case(il_str body)
{
    edit_case c = {0};
    bool found, after;
    il_str rest = body;
    c.title = il_str_cut(&rest, '\n');
    c.head = il_str_cut(&rest, '\n');
    c.before = part(body, "--- before\n", &found);
    c.operation = part(body, "--- operation\n", &found);
    c.after = part(body, "--- after\n", &after);
    if (!after)
        c.after = il_str_trim(part(body, "--- refused\n", &c.refused));
    return c;
}

static il_str put_style(il_arena *arena, il_str text, il_str head)
{
    bool crlf = il_str_contains(head, IL_STR(" crlf")), open = il_str_contains(head, IL_STR(" no-final-newline"));
    il_buf out = {0};
    if (open && il_str_ends(text, IL_STR("\n")))
        text.n--;
    for (size_t i = 0; i < text.n; i++) {
        if (crlf && text.p[i] == '\n')
            il_buf_putc(&out, '\r');
        il_buf_putc(&out, text.p[i]);
    }
    return il_buf_take(arena, &out);
}

/* Back to what the case file holds. */
static il_str take_style(il_arena *arena, il_str text, il_str head)
{
    bool crlf = il_str_contains(head, IL_STR(" crlf")), open = il_str_contains(head, IL_STR(" no-final-newline"));
    il_buf out = {0};
    for (size_t i = 0; i < text.n; i++) {
        if (!crlf || text.p[i] != '\r' || i + 1 == text.n || text.p[i + 1] != '\n')
            il_buf_putc(&out, text.p[i]);
    }
    if (open)
        il_buf_putc(&out, '\n');
    return il_buf_take(arena, &out);
}

static il_edit_value *value_of(il_arena *arena, const il_node *node);

static void put_member(il_arena *arena, il_edit_value *map, const il_member *member)
{
    il_str key = member->key->text;
    size_t after = il_str_find(key, IL_STR("$after:"), 0), before = il_str_find(key, IL_STR("$before:"), 0);
    size_t end = after < before ? after : before, slot = il_str_find(key, IL_STR("$slot"), 0);
    if (slot != SIZE_MAX)
        key.n = slot;
    il_edit_member *put =
        il_edit_put(arena, map, il_str_slice(key, 0, end == SIZE_MAX ? key.n : end), value_of(arena, member->value));
    if (after != SIZE_MAX)
        put->after = il_str_slice(key, after + 7, key.n);
    if (before != SIZE_MAX)
        put->before = il_str_slice(key, before + 8, key.n);
    put->slot = slot != SIZE_MAX ? (size_t)(key.p[slot + 5] - '0') : 0;
}

static il_edit_value *value_of(il_arena *arena, const il_node *node)
{
    const il_node *append = il_node_get(node, IL_STR("$append")), *list = append ? append : node;
    if (il_node_get(node, IL_STR("$remove")))
        return il_edit_remove(arena);
    if (il_node_get(node, IL_STR("$code")))
        return il_edit_code(arena, il_node_get(node, IL_STR("$code"))->text);
    if (list->kind == IL_NODE_LIST) {
        il_edit_value *value = append ? il_edit_append(arena) : il_edit_list(arena);
        for (size_t i = 0; i < list->list.n; i++)
            il_edit_add(arena, value, value_of(arena, list->list.items[i]));
        return value;
    }
    if (node->kind == IL_NODE_MAP) {
        il_edit_value *map = il_edit_map(arena);
        for (size_t i = 0; i < node->map.n; i++)
            put_member(arena, map, &node->map.members[i]);
        return map;
    }
    il_str text = node->kind == IL_NODE_NULL ? IL_STR("null") : node->text;
    return node->kind == IL_NODE_STRING ? il_edit_string(arena, text) : il_edit_literal(arena, text);
}

static il_edit_value *patch_of(il_arena *arena, il_str json)
{
    il_document *document = parse(IL_DOCUMENT_JSON, IL_STR("patch.json"), json);
    if (document->n_roots == 0 || document->n_errors > 0)
        fail_msg("the patch is no JSON: %.*s", IL_FMT(json));
    return value_of(arena, document->roots[0]);
}

static TSNode expression_at(const step_runner *run, il_str needle)
{
    size_t at = il_str_find(il_source_text(run->document->source), needle, 0);
    if (at == SIZE_MAX)
        fail_msg("`%.*s` does not occur", IL_FMT(needle));
    TSNode node = il_ts_at(run->document, (il_span){(uint32_t)at, (uint32_t)(at + needle.n)});
    if (!il_str_starts(needle, IL_STR("new ")))
        return node;
    return il_ts_ancestor(node, "new_expression");
}

static il_str fill_results(step_runner *run, il_str text)
{
    il_buf out = {0};
    for (size_t i = 0; i < text.n; i++) {
        char next = i + 1 < text.n ? text.p[i + 1] : 0;
        if (text.p[i] == '$' && next >= '1' && next <= '9' && (size_t)(next - '1') < run->results.n)
            il_buf_add(&out, run->results.items[text.p[++i] - '1']);
        else if (text.p[i] == '\\' && next == 'n')
            il_buf_putc(&out, '\n'), i++;
        else
            il_buf_putc(&out, text.p[i]);
    }
    return il_buf_take(run->arena, &out);
}

static const char *run_step(step_runner *run, il_str row)
{
    size_t bar = il_str_find(row, IL_STR(" ## "), 0);
    il_str right = bar == SIZE_MAX ? (il_str){0} : fill_results(run, il_str_slice(row, bar + 4, row.n));
    il_str left = il_str_slice(row, 0, bar == SIZE_MAX ? row.n : bar), result = {0};
    il_str verb = il_str_cut(&left, ' ');
    const char *refusal = NULL;
    if (il_str_is(verb, "symbol")) {
        result = il_ts_symbol(run->editor, left);
    } else if (il_str_is(verb, "bind")) {
        refusal = il_ts_bind(run->editor, expression_at(run, left), right, &result);
    } else if (il_str_is(verb, "after")) {
        return il_ts_insert_after(run->editor, expression_at(run, left), right);
    } else if (il_str_is(verb, "before")) {
        return il_ts_insert_before(run->editor, expression_at(run, left), right);
    } else if (il_str_is(verb, "remove")) {
        return il_ts_remove_statement(run->editor, expression_at(run, left));
    } else if (il_str_is(verb, "replace")) {
        return il_ts_replace(run->editor, expression_at(run, left), patch_of(run->arena, right));
    } else {
        size_t index = il_str_is(verb, "argument") ? (size_t)il_edit_index(il_str_cut(&left, ' ')) : 2;
        return il_ts_set_argument(run->editor, expression_at(run, left), index, patch_of(run->arena, right));
    }
    IL_PUSH(run->arena, &run->results, result);
    return refusal;
}

static const char *operate(il_arena *arena, il_document *document, il_str operation, il_edits *edits)
{
    if (document->kind != IL_DOCUMENT_TS)
        return il_edit_data(arena, document, 0, patch_of(arena, operation), edits);
    step_runner run = {.arena = arena, .document = document, .editor = il_ts_editor_new(arena, document)};
    while (operation.p) {
        il_str row = il_str_cut(&operation, '\n');
        const char *refusal = row.n ? run_step(&run, row) : NULL;
        if (refusal)
            return refusal;
    }
    return il_ts_finish(run.editor, edits);
}

static il_str apply(il_arena *arena, il_str text, il_edits *edits)
{
    il_buf out = {0};
    uint32_t from = 0;
    il_edits_sort(edits);
    assert_false(il_edits_clash(edits));
    for (size_t i = 0; i < edits->n; i++) {
        il_buf_add(&out, il_str_slice(text, from, edits->items[i].span.start));
        il_buf_add(&out, edits->items[i].text);
        from = edits->items[i].span.end;
    }
    il_buf_add(&out, il_str_slice(text, from, text.n));
    return il_buf_take(arena, &out);
}

/* The result must parse no worse, and once more must change nothing or be refused. */
static bool holds(il_arena *arena, const edit_case *c, il_str path, const il_document *before, il_str result)
{
    il_document *document = parse(before->kind, path, result);
    static const char *const once[] = {"after new", "before new", "replace "};
    bool repeatable = true;
    for (size_t i = 0; i < sizeof once / sizeof *once; i++)
        repeatable &= !il_str_contains(c->operation, il_str_of(once[i]));
    il_edits edits = {0};
    if (document->n_errors > before->n_errors) {
        print_error("%.*s: the result parses worse:\n%.*s\n", IL_FMT(c->title), IL_FMT(result));
        return false;
    }
    if (repeatable && !operate(arena, document, c->operation, &edits) && edits.n > 0) {
        print_error("%.*s: once more changes more:\n%.*s\n", IL_FMT(c->title), IL_FMT(apply(arena, result, &edits)));
        return false;
    }
    return true;
}

/* Returns whether the case holds; *GOT is what came out, as the case file would have it. */
static bool run_case(il_arena *arena, edit_case *c, il_str *got, bool *refused)
{
    il_str head = c->head, path = il_str_cut(&head, ' ');
    il_str text = put_style(arena, c->before, c->head);
    il_document *document = parse(il_document_kind_of(path, text), path, text);
    il_edits edits = {0};
    const char *refusal = operate(arena, document, c->operation, &edits);
    *refused = refusal != NULL;
    if (refusal) {
        *got = il_str_of(refusal);
        return true;
    }
    il_str result = apply(arena, text, &edits);
    *got = take_style(arena, result, c->head);
    return holds(arena, c, path, document, result);
}

static void write_case(il_buf *out, const edit_case *c, il_str got, bool refused)
{
    il_buf_printf(out, "=== %.*s\n%.*s\n--- before\n", IL_FMT(c->title), IL_FMT(c->head));
    il_buf_add(out, c->before);
    il_buf_puts(out, "--- operation\n");
    il_buf_add(out, c->operation);
    il_buf_puts(out, refused ? "--- refused\n" : "--- after\n");
    il_buf_add(out, got);
    il_buf_puts(out, refused ? "\n" : "");
}

static size_t run_file(const char *path, size_t *failures)
{
    il_arena *arena = il_arena_new();
    il_str text = read_file(arena, path);
    il_buf out = {0};
    size_t n = 0;
    for (size_t at = 0; at < text.n; n++) {
        size_t end = il_str_find(text, IL_STR("\n=== "), at + 1);
        edit_case c = parse_case(il_str_slice(text, at + 4, end == SIZE_MAX ? text.n : end + 1));
        il_str got;
        bool refused, ok = run_case(arena, &c, &got, &refused);
        bool same = refused == c.refused && il_str_eq(refused ? il_str_trim(c.after) : c.after, got);
        write_case(&out, &c, got, refused);
        if (!ok || (!same && !getenv("IL_UPDATE"))) {
            print_error("%s: %.*s: got %s\n%.*s\n", path, IL_FMT(c.title), refused ? "a refusal:" : "", IL_FMT(got));
            ++*failures;
        }
        at = end == SIZE_MAX ? text.n : end + 1;
    }
    if (getenv("IL_UPDATE")) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        fwrite(out.p, 1, out.n, file);
        fclose(file);
    }
    il_buf_free(&out);
    while (n_documents > 0)
        il_document_free(documents[--n_documents]);
    il_arena_free(arena);
    return n;
}

static const char *folder;

static void cases_hold(void **state)
{
    (void)state;
    DIR *dir = opendir(folder);
    size_t n = 0, failures = 0;
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (strlen(entry->d_name) > 4 && !strcmp(entry->d_name + strlen(entry->d_name) - 4, ".txt"))
            n += run_file(path, &failures);
    }
    closedir(dir);
    assert_int_equal(failures, 0);
    assert_true(n > 0);
}

int main(int argc, char **argv)
{
    IL_ASSERT(argc == 2);
    folder = argv[1];
    const struct CMUnitTest tests[] = {cmocka_unit_test(cases_hold)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
