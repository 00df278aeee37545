/* The Project fact stands at the package.json of the app, else at its cdk.json. Looked at are the app's folder and those above it up to the root of
 * the repository, else of the workspace; where there is neither, the app's folder alone. Its properties:
 *
 *     Dependencies[]   names, of every package.json on the way
 *     Scripts          name → command, the nearest one's
 *     Files[]          names of what stands in these folders themselves
 *     Tests[]          Path, Integration, Library (looks at synthesized templates), Cases (has test cases), Asserts; at its first case
 *     Pipelines[]      Path, Text
 *     Documents[]      paths
 *     Tagged           whether cdk.json has tags for all stacks
 *
 * Texts of tests are looked at without their comments. */
#include "repository.h"

#include <string.h>

#include "workspace.h"

enum { MOST_PARENTS = 8, MOST_NOTES = 2000, MOST_DEPTH = 3 };

typedef struct {
    il_engine *engine;
    const il_unit *unit;
    il_arena *arena;
    il_loc loc;
    IL_VEC(il_str) folders; /* from the app's up */
    IL_VEC(const il_value *) dependencies, files, tests, pipelines, documents;
    IL_VEC(il_entry) scripts;
} survey;

static bool is_code(il_str path)
{
    static const char *const endings[] = {".ts", ".tsx", ".mts", ".js", ".mjs", ".cjs", ".py"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (il_str_ends(path, il_str_of(endings[i])))
            return !il_str_ends(path, IL_STR(".d.ts"));
    return false;
}

static bool is_document(il_str path)
{
    static const char *const endings[] = {".md", ".mdx", ".adoc", ".rst", ".txt", ".pdf", ".docx"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (il_str_ends(path, il_str_of(endings[i])))
            return true;
    return false;
}

static bool has_folder(il_str path, const char *const *names, size_t n)
{
    while (path.p) {
        il_str part = il_str_cut(&path, '/');
        for (size_t i = 0; path.p && i < n; i++)
            if (il_str_is(part, names[i]))
                return true;
    }
    return false;
}

static il_str name_of(il_str path)
{
    size_t slash = path.n;
    while (slash && path.p[slash - 1] != '/')
        slash--;
    return il_str_slice(path, slash, path.n);
}

static bool is_integration(il_str path)
{
    static const char *const folders[] = {"integ", "integration", "integration-tests", "e2e", "acceptance"};
    il_str name = name_of(path);
    return il_str_starts(name, IL_STR("integ.")) || il_str_contains(name, IL_STR(".integ.")) ||
           il_str_contains(name, IL_STR(".e2e.")) || il_str_contains(name, IL_STR(".integration.")) ||
           has_folder(path, folders, sizeof folders / sizeof *folders);
}

static bool is_test(il_str path)
{
    static const char *const folders[] = {"test", "tests", "__tests__"};
    il_str name = name_of(path);
    return il_str_contains(name, IL_STR(".test.")) || il_str_contains(name, IL_STR(".spec.")) ||
           has_folder(path, folders, sizeof folders / sizeof *folders);
}

bool il_repository_notes(il_str path)
{
    return is_document(path) || (is_code(path) && (is_test(path) || is_integration(path)));
}

/* Copied: documents and files are given back before what is said of them. */
static const il_value *text_value(const survey *s, il_str text)
{
    return il_value_string(s->arena, s->loc, il_arena_str(s->arena, text));
}

/* TEXT without its comments; what texts in quotes hold stays. */
static il_str without_comments(il_arena *arena, il_str text)
{
    char *out = il_arena_alloc(arena, text.n + 1);
    size_t n = 0;
    char quote = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i], next = i + 1 < text.n ? text.p[i + 1] : 0;
        if (!quote && c == '/' && next == '/') {
            while (i < text.n && text.p[i] != '\n')
                i++;
        } else if (!quote && c == '/' && next == '*') {
            size_t end = il_str_find(text, IL_STR("*/"), i + 2);
            i = end == SIZE_MAX ? text.n : end + 1;
        } else {
            if (quote ? c == quote : c == '\'' || c == '"' || c == '`')
                quote = quote ? 0 : c;
            else if (quote && (c == '\\' || (c == '\n' && quote != '`')))
                quote = c == '\n' ? 0 : quote;
            out[n++] = c;
            if (quote && c == '\\' && i + 1 < text.n)
                out[n++] = text.p[++i];
        }
    }
    return (il_str){out, n};
}

static bool has_any(il_str text, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (il_str_contains(text, il_str_of(words[i])))
            return true;
    return false;
}

#define HAS_ANY(text, words) has_any(text, words, sizeof words / sizeof *words)

/* Where the first test case of SOURCE stands; without one, its beginning. */
static il_loc first_case(const il_source *source, const char *const *words, size_t n)
{
    il_str text = il_source_text(source);
    size_t first = SIZE_MAX, length = 0;
    for (size_t i = 0; i < n; i++) {
        size_t at = il_str_find(text, il_str_of(words[i]), 0);
        if (at >= first)
            continue;
        first = at;
        length = strcspn(words[i], "(");
    }
    return (il_loc){source,
                    {first == SIZE_MAX ? 0 : (uint32_t)first, first == SIZE_MAX ? 0 : (uint32_t)(first + length)}};
}

static void add_test(survey *s, il_str path)
{
    static const char *const library[] = {"assertions",  "@aws-cdk/assert", "toMatchSnapshot",   "SynthUtils",
                                          ".synth(",     "Template.from",   "integ-tests-alpha", "toMatchTemplate",
                                          "getTemplate", "cdk-nag"};
    static const char *const cases[] = {"test(",         "it(",        "test.each", "it.each",
                                        "testProperty(", "IntegTest(", "def test"};
    static const char *const asserts[] = {"expect", "assert",    "Template.", ".should",          "toMatch",
                                          "hasRes", "IntegTest", "template.", ".resourceCountIs", "Annotations."};
    il_str text;
    if (!il_workspace_text(s->engine, path, &text))
        return;
    il_arena *scratch = il_arena_new();
    il_str code = without_comments(scratch, text);
    bool empty = HAS_ANY(code, cases) && !HAS_ANY(code, asserts);
    il_loc loc = empty ? first_case(il_source_new(s->arena, il_arena_str(s->arena, path), il_arena_str(s->arena, text)),
                                    cases, sizeof cases / sizeof *cases)
                       : s->loc;
    il_entry *entries = IL_NEW_ARRAY(s->arena, 5, il_entry);
    const struct {
        const char *key;
        bool holds;
    } flags[] = {{"Integration", is_integration(path)},
                 {"Library", HAS_ANY(code, library)},
                 {"Cases", HAS_ANY(code, cases)},
                 {"Asserts", HAS_ANY(code, asserts)}};
    il_arena_free(scratch);
    entries[0].key = IL_STR("Path");
    entries[0].value = il_value_string(s->arena, loc, il_arena_str(s->arena, path));
    for (size_t i = 0; i < 4; i++) {
        entries[i + 1].key = il_str_of(flags[i].key);
        entries[i + 1].value = il_value_bool(s->arena, loc, flags[i].holds);
    }
    IL_PUSH(s->arena, &s->tests, il_value_map(s->arena, loc, entries, 5));
}

static void take_note(survey *s, il_str path)
{
    if (s->tests.n + s->documents.n >= MOST_NOTES)
        return;
    if (is_document(path))
        IL_PUSH(s->arena, &s->documents, text_value(s, path));
    else
        add_test(s, path);
}

static il_file_kind kind_of(const survey *s, il_str path)
{
    return s->engine->files->kind(s->engine->files->context, path);
}

static bool has(const survey *s, il_str folder, const char *name)
{
    return kind_of(s, il_path_join(s->arena, folder, il_str_of(name))) != IL_FILE_NONE;
}

/* A package.json that says which packages belong to it, or what stands for it. */
static bool is_workspace(survey *s, il_str folder)
{
    static const char *const files[] = {"pnpm-workspace.yaml", "lerna.json", "nx.json", "turbo.json", "rush.json"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (has(s, folder, files[i]))
            return true;
    if (!has(s, folder, "package.json"))
        return false;
    const il_document *document =
        il_workspace_document(s->engine, il_path_join(s->arena, folder, IL_STR("package.json")));
    return document && document->n_roots && il_node_get(document->roots[0], IL_STR("workspaces"));
}

static void find_folders(survey *s)
{
    size_t kept = 1;
    il_str folder = s->unit->root;
    for (int i = 0; i < MOST_PARENTS; i++) {
        IL_PUSH(s->arena, &s->folders, folder);
        if (is_workspace(s, folder))
            kept = s->folders.n;
        if (has(s, folder, ".git")) {
            kept = s->folders.n;
            break;
        }
        folder = il_path_join(s->arena, folder, IL_STR(".."));
        if (kind_of(s, folder.n ? folder : IL_STR(".")) != IL_FILE_FOLDER ||
            il_str_is(il_path_join(s->arena, s->engine->files->here, folder), "/"))
            break;
    }
    s->folders.n = kept;
}

static void read_package(survey *s, il_str path)
{
    static const char *const lists[] = {"dependencies", "devDependencies", "peerDependencies", "optionalDependencies"};
    const il_document *document = il_workspace_document(s->engine, path);
    const il_node *root = document && document->n_roots ? document->roots[0] : NULL;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const il_node *list = il_node_get(root, il_str_of(lists[i]));
        for (size_t j = 0; list && list->kind == IL_NODE_MAP && j < list->map.n; j++)
            IL_PUSH(s->arena, &s->dependencies, text_value(s, list->map.members[j].key->text));
    }
    const il_node *scripts = il_node_get(root, IL_STR("scripts"));
    for (size_t j = 0; scripts && scripts->kind == IL_NODE_MAP && j < scripts->map.n; j++) {
        il_entry entry = {.key = il_arena_str(s->arena, scripts->map.members[j].key->text)};
        entry.value = text_value(s, il_node_string(scripts->map.members[j].value));
        IL_PUSH(s->arena, &s->scripts, entry);
    }
}

static void add_pipeline(survey *s, il_str path)
{
    il_str text;
    if (!il_workspace_text(s->engine, path, &text))
        return;
    il_entry *entries = IL_NEW_ARRAY(s->arena, 2, il_entry);
    entries[0].key = IL_STR("Path");
    entries[0].value = text_value(s, path);
    entries[1].key = IL_STR("Text");
    entries[1].value = text_value(s, text);
    IL_PUSH(s->arena, &s->pipelines, il_value_map(s->arena, s->loc, entries, 2));
}

static bool is_yaml(il_str name)
{
    return il_str_ends(name, IL_STR(".yml")) || il_str_ends(name, IL_STR(".yaml"));
}

static bool is_pipeline(il_str name)
{
    static const char *const names[] = {"Jenkinsfile",  ".gitlab-ci.yml",  ".travis.yml",
                                        ".drone.yml",   "wercker.yml",     "bitbucket-pipelines.yml",
                                        "appveyor.yml", "cloudbuild.yaml", ".gitlab-ci.yaml"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (il_str_is(name, names[i]))
            return true;
    return is_yaml(name) &&
           (il_str_starts(name, IL_STR("buildspec")) || il_str_starts(name, IL_STR("azure-pipelines")) ||
            il_str_starts(name, IL_STR("Jenkinsfile")));
}

static size_t list_folder(survey *s, il_str folder, il_file_entry **entries)
{
    size_t n = 0;
    const il_files *files = s->engine->files;
    if (kind_of(s, folder.n ? folder : IL_STR(".")) != IL_FILE_FOLDER && folder.n)
        return 0;
    return files->list(files->context, s->arena, folder, entries, &n) ? 0 : n;
}

/* Notes what lies below FOLDER, which is not the app's own: tests and documents of the workspace. */
static void note_below(survey *s, il_str folder, int depth)
{
    il_file_entry *entries;
    size_t n = list_folder(s, folder, &entries);
    for (size_t i = 0; i < n; i++) {
        il_str path = il_path_join(s->arena, folder, entries[i].name);
        if (entries[i].kind == IL_FILE_FOLDER && depth && !il_str_is(entries[i].name, "node_modules"))
            note_below(s, path, depth - 1);
        else if (entries[i].kind == IL_FILE_REGULAR && il_repository_notes(path))
            take_note(s, path);
    }
}

static void look_into(survey *s, il_str folder, bool own)
{
    static const char *const workflows[] = {".github/workflows",  ".circleci",        ".buildkite", ".gitea/workflows",
                                            ".forgejo/workflows", ".azure-pipelines", ".ci"};
    static const char *const shared[] = {"test", "tests", "__tests__", "e2e", "integration", "docs", "doc"};
    il_file_entry *entries;
    size_t n = list_folder(s, folder, &entries);
    for (size_t i = 0; i < n; i++) {
        il_str path = il_path_join(s->arena, folder, entries[i].name);
        IL_PUSH(s->arena, &s->files, text_value(s, entries[i].name));
        if (entries[i].kind != IL_FILE_REGULAR)
            continue;
        if (is_pipeline(entries[i].name))
            add_pipeline(s, path);
        else if (il_str_is(entries[i].name, "package.json"))
            read_package(s, path);
        else if (!own && is_document(path))
            take_note(s, path);
    }
    for (size_t i = 0; i < sizeof workflows / sizeof *workflows; i++) {
        il_str below = il_path_join(s->arena, folder, il_str_of(workflows[i]));
        n = list_folder(s, below, &entries);
        for (size_t j = 0; j < n; j++)
            if (entries[j].kind == IL_FILE_REGULAR && is_yaml(entries[j].name))
                add_pipeline(s, il_path_join(s->arena, below, entries[j].name));
    }
    for (size_t i = 0; !own && i < sizeof shared / sizeof *shared; i++)
        note_below(s, il_path_join(s->arena, folder, il_str_of(shared[i])), MOST_DEPTH);
}

static void put(il_entry *entry, const char *key, const il_value *value)
{
    *entry = (il_entry){.key = il_str_of(key), .value = value};
}

static const il_value *properties_of(survey *s)
{
    find_folders(s);
    for (size_t i = 0; i < s->unit->n_notes; i++)
        take_note(s, s->unit->notes[i]);
    for (size_t i = 0; i < s->folders.n; i++)
        look_into(s, s->folders.items[i], i == 0);
    il_entry *entries = IL_NEW_ARRAY(s->arena, 7, il_entry);
    const il_document *settings =
        il_workspace_document(s->engine, il_path_join(s->arena, s->unit->root, IL_STR("cdk.json")));
    bool tagged = settings && settings->n_roots && il_node_get(settings->roots[0], IL_STR("tags"));
    put(&entries[6], "Tagged", il_value_bool(s->arena, s->loc, tagged));
    put(&entries[0], "Dependencies", il_value_list(s->arena, s->loc, s->dependencies.items, s->dependencies.n));
    put(&entries[1], "Scripts", il_value_map(s->arena, s->loc, s->scripts.items, s->scripts.n));
    put(&entries[2], "Files", il_value_list(s->arena, s->loc, s->files.items, s->files.n));
    put(&entries[3], "Tests", il_value_list(s->arena, s->loc, s->tests.items, s->tests.n));
    put(&entries[4], "Pipelines", il_value_list(s->arena, s->loc, s->pipelines.items, s->pipelines.n));
    put(&entries[5], "Documents", il_value_list(s->arena, s->loc, s->documents.items, s->documents.n));
    return il_value_map(s->arena, s->loc, entries, 7);
}

/* Where a person would begin: the first line of package.json, else of cdk.json. No place when there is neither. */
static il_loc place_of(il_engine *engine, il_str root)
{
    static const char *const names[] = {"package.json", "cdk.json"};
    for (size_t i = 0; i < 2; i++) {
        il_str path = il_path_join(engine->arena, root, il_str_of(names[i]));
        if (engine->files->kind(engine->files->context, path) != IL_FILE_REGULAR)
            continue;
        const il_document *document = il_workspace_document(engine, path);
        if (!document || !document->n_roots)
            continue;
        uint32_t start = document->roots[0]->span.start;
        il_str text = il_arena_str(engine->arena, il_source_text(document->source));
        return (il_loc){il_source_new(engine->arena, il_arena_str(engine->arena, path), text), {start, start + 1}};
    }
    return (il_loc){0};
}

void il_repository_add(il_round *round, il_checked *checked)
{
    il_engine *engine = round->engine;
    const il_unit *unit = checked->unit;
    il_str settings = il_path_join(engine->arena, unit->root, IL_STR("cdk.json"));
    if (!checked->source || engine->files->kind(engine->files->context, settings) != IL_FILE_REGULAR)
        return;
    il_value *body = il_map_get(&engine->projects, unit->root);
    if (!body) {
        survey s = {.engine = engine, .unit = unit, .arena = engine->arena};
        s.loc = place_of(engine, unit->root);
        il_entry *entry = IL_NEW(engine->arena, il_entry);
        put(entry, "Properties", properties_of(&s));
        body = (il_value *)il_value_map(engine->arena, s.loc, entry, 1);
        il_map_put(&engine->projects, unit->root, body);
    }
    il_resource *fact = il_app_add(checked->source, NULL, il_intern(IL_STR("Project")));
    fact->loc = fact->whole = body->loc;
    fact->body = body;
}
