/* `infralint model`: what was understood of the apps, as JSON; with --explain what was not, and why. */
#include <stdio.h>

#include "commands.h"
#include "disk.h"
#include "engine.h"
#include "model_dump.h"

int il_command_model(const il_options *options)
{
    const il_output *to = il_commands__only_report(options);
    if (!to)
        return 2;
    if (to->format.p && !il_str_is(to->format, "json"))
        return il_commands__fail("unknown format '%.*s'; model has json", IL_FMT(to->format));
    il_files files = il_disk_files(options->arena);
    il_engine_options engine_options = {0};
    il_commands__discovery(options, &engine_options);
    il_engine *engine = il_engine_new(&files, &engine_options);
    int input = il_commands__add_paths(options, engine);
    if (input) {
        il_engine_free(engine);
        return input;
    }
    const il_result *result = il_engine_check(engine);
    for (size_t i = 0; i < result->findings.findings.n; i++) {
        const il_finding *f = &result->findings.findings.items[i];
        il_pos pos = il_source_pos(f->loc.source, f->loc.span.start);
        fprintf(stderr, "%.*s:%u:%u: %.*s\n", IL_FMT(il_source_path(f->loc.source)), pos.line, pos.column,
                IL_FMT(f->message));
    }
    il_commands__say_strays(options, result);
    const il_app *const *apps;
    size_t n = il_engine_models(engine, &apps);
    il_buf out = {0};
    if (!options->explain)
        il_buf_putc(&out, '[');
    for (size_t i = 0; i < n; i++) {
        if (options->explain) {
            il_model_explain(&out, apps[i]);
        } else {
            il_buf_puts(&out, i ? ",\n" : "\n");
            il_model_dump(&out, apps[i]);
        }
    }
    if (!options->explain)
        il_buf_puts(&out, "]\n");
    int status = il_commands__emit(options, to, &out);
    if (result->unreadable)
        status = 2;
    il_buf_free(&out);
    il_engine_free(engine);
    return status;
}
