/* `infralint trace`: for each resource of a cdk.out the `new` of the program that made it, one line of JSON each. */
#include "commands.h"
#include "disk.h"
#include "engine.h"

int il_command_trace(const il_options *options)
{
    const il_output *to = il_commands__only_report(options);
    if (!to)
        return 2;
    if (to->format.p && !il_str_is(to->format, "jsonl"))
        return il_commands__fail("unknown format '%.*s'; trace has jsonl", IL_FMT(to->format));
    il_files files = il_disk_files(options->arena);
    il_engine_options engine_options = {0};
    il_commands__discovery(options, &engine_options);
    il_engine *engine = il_engine_new(&files, &engine_options);
    int status = il_commands__add_paths(options, engine);
    if (!status) {
        bool unreadable = il_engine_check(engine)->unreadable;
        il_buf out = {0};
        il_engine_trace(engine, &out);
        status = il_commands__emit(options, to, &out);
        il_buf_free(&out);
        if (unreadable)
            status = 2;
    }
    il_engine_free(engine);
    return status;
}
