/* `infralint config`: which configuration holds, whether it is right, and a first one. */
#include <stdio.h>

#include "commands.h"
#include "config.h"
#include "disk.h"

il_str il_commands__first_config(il_arena *arena, const il_files *files)
{
    static const char packaged[] = "node_modules/infralint/schema.json";
    bool there = files->kind(files->context, il_str_of(packaged)) == IL_FILE_REGULAR;
    il_str schema = there ? il_arena_printf(arena, "  \"$schema\": \"./%s\",\n", packaged)
                          : IL_STR("  // infralint config schema > infralint.schema.json, for completion in editors\n");
    return il_arena_printf(arena,
                           "{\n%.*s"
                           "  \"packs\": [\"recommended\"],\n"
                           "  \"rules\": {\n"
                           "    // \"s3-bucket-lifecycle\": \"off\",\n"
                           "    // \"rds-*\": \"error\"\n"
                           "  },\n"
                           "  \"failOn\": \"error\"\n"
                           "}\n",
                           IL_FMT(schema));
}

/* One run of a verb. */
typedef struct {
    const il_options *options;
    const il_output *to;
    il_files files;
    il_engine *engine;
} run;

/* The folder that argument I (after the verb) speaks of; the working directory without one. */
static il_str folder_of(const run *r, size_t i)
{
    if (r->options->paths.n <= i)
        return IL_STR("");
    il_str path = il_disk_path(r->options->arena, r->options->paths.items[i]);
    return r->files.kind(r->files.context, path) == IL_FILE_FOLDER ? path : il_path_directory(path);
}

static int emit(const run *r, il_buf *out)
{
    int status = il_commands__emit(r->options, r->to, out);
    il_buf_free(out);
    return status;
}

static int problems(const run *r)
{
    return il_commands__say_config(il_engine_config_problems(r->engine));
}

static int show(run *r)
{
    const il_config *config = il_engine_config(r->engine, folder_of(r, 1));
    int status = problems(r);
    if (status)
        return status;
    il_buf out = {0};
    il_config_show(&out, config, il_engine_rules(r->engine));
    return emit(r, &out);
}

static int path(run *r)
{
    const il_config *config = il_engine_config(r->engine, folder_of(r, 1));
    if (!config->path.n) {
        fprintf(stderr, "infralint: there is no configuration file: the defaults hold\n");
        return 0;
    }
    il_buf out = {0};
    il_buf_printf(&out, "%.*s\n", IL_FMT(config->path));
    return emit(r, &out);
}

static int schema(run *r)
{
    il_buf out = {0};
    il_engine_config(r->engine, IL_STR(""));
    int status = problems(r);
    if (status)
        return status;
    il_config_schema(&out, il_engine_rules(r->engine));
    return emit(r, &out);
}

static int validate(run *r)
{
    const il_config *config = il_engine_config(r->engine, folder_of(r, 1));
    int status = problems(r);
    if (status)
        return status;
    if (config->path.n)
        printf("%.*s is valid\n", IL_FMT(config->path));
    else
        fprintf(stderr, "infralint: there is no configuration file: the defaults hold\n");
    return 0;
}

static int init(run *r)
{
    const il_config *config = il_engine_config(r->engine, IL_STR(""));
    il_str file = IL_STR("infralint.jsonc");
    if (config->path.n && !config->folder.n)
        return il_commands__fail("%.*s is there already", IL_FMT(config->path));
    const char *why = il_disk_write(r->options->arena, file, il_commands__first_config(r->options->arena, &r->files));
    if (why)
        return il_commands__fail("%.*s cannot be written: %s", IL_FMT(file), why);
    printf("wrote %.*s\n", IL_FMT(file));
    return 0;
}

static const struct {
    const char *verb;
    int (*run)(run *r);
} verbs[] = {{"show", show}, {"path", path}, {"schema", schema}, {"validate", validate}, {"init", init}};

int il_command_config(const il_options *options)
{
    run r = {.options = options, .to = il_commands__only_report(options), .files = il_disk_files(options->arena)};
    il_str verb = options->paths.n ? options->paths.items[0] : IL_STR("show");
    if (!r.to)
        return 2;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (!il_str_is(verb, verbs[i].verb))
            continue;
        il_engine_options engine_options = {0};
        il_commands__discovery(options, &engine_options);
        r.engine = il_engine_new(&r.files, &engine_options);
        int status = verbs[i].run(&r);
        il_engine_free(r.engine);
        return status;
    }
    return il_commands__fail("config does show, path, schema, validate or init, not '%.*s'", IL_FMT(verb));
}
