/* `infralint suppressions`: what somebody suppressed, where it is written, why, until when, and what became of it. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "disk.h"

static bool wanted(const il_options *options, const il_accepted *line)
{
    bool unused =
        strcmp(line->state, "unused") == 0 || strcmp(line->state, "unknown") == 0 || strcmp(line->state, "wrong") == 0;
    if (!options->all && (options->expired || options->unused))
        return (options->expired && strcmp(line->state, "expired") == 0) || (options->unused && unused);
    return true;
}

static void put_field(il_buf *out, const char *name, il_str text)
{
    il_buf_printf(out, "\"%s\":", name);
    if (!text.n) {
        il_buf_puts(out, "null,");
        return;
    }
    il_buf_putc(out, '"');
    il_buf_json(out, text);
    il_buf_puts(out, "\",");
}

static void put_json(il_buf *out, const il_accepted *line, bool first)
{
    il_pos pos = il_source_pos(line->loc.source, line->loc.span.start);
    il_buf_puts(out, first ? "\n{" : ",\n{");
    put_field(out, "file", il_source_path(line->loc.source));
    il_buf_printf(out, "\"line\":%u,\"column\":%u,", pos.line, pos.column);
    put_field(out, "id", line->id);
    put_field(out, "tool", il_str_of(line->tool));
    put_field(out, "how", il_str_of(line->how));
    put_field(out, "reason", line->reason);
    put_field(out, "expires", line->expires);
    put_field(out, "state", il_str_of(line->state));
    il_buf_printf(out, "\"findings\":%zu}", line->findings);
}

static void put_text(il_buf *out, const il_accepted *line)
{
    il_pos pos = il_source_pos(line->loc.source, line->loc.span.start);
    il_buf_printf(out, "%.*s:%u:%u  %.*s  %s", IL_FMT(il_source_path(line->loc.source)), pos.line, pos.column,
                  line->id.n ? (int)line->id.n : 1, line->id.n ? line->id.p : "-", line->state);
    if (line->findings)
        il_buf_printf(out, " (%zu)", line->findings);
    il_buf_printf(out, "  %s %s", line->tool, line->how);
    if (line->expires.n)
        il_buf_printf(out, "  until %.*s", IL_FMT(line->expires));
    il_buf_printf(out, "  %.*s\n", line->reason.n ? (int)line->reason.n : 11,
                  line->reason.n ? line->reason.p : "(no reason)");
}

static int list(const il_options *options, const il_output *to, const il_result *result)
{
    bool json = to->format.p && il_str_is(to->format, "json");
    size_t n = 0;
    il_buf out = {0};
    if (json)
        il_buf_putc(&out, '[');
    for (size_t i = 0; i < result->n_accepted; i++) {
        if (!wanted(options, &result->accepted[i]))
            continue;
        if (json)
            put_json(&out, &result->accepted[i], n == 0);
        else
            put_text(&out, &result->accepted[i]);
        n++;
    }
    if (json)
        il_buf_puts(&out, n ? "\n]\n" : "]\n");
    else
        il_buf_printf(&out, "%zu %s\n", n, n == 1 ? "suppression" : "suppressions");
    int status = il_commands__emit(options, to, &out);
    il_buf_free(&out);
    return status;
}

int il_command_suppressions(const il_options *options)
{
    const il_output *to = il_commands__only_report(options);
    il_files disk = il_disk_files(options->arena), files;
    if (!to)
        return 2;
    if (to->format.p && !il_str_is(to->format, "json") && !il_str_is(to->format, "text"))
        return il_commands__fail("suppressions are listed as text or json, not as '%.*s'", IL_FMT(to->format));
    int status = il_commands__files(options, &disk, &files);
    if (status)
        return status;
    il_engine_options engine_options = {0};
    il_commands__discovery(options, &engine_options);
    engine_options.rules_by_config = options->select.n == 0;
    engine_options.in_turns = true;
    engine_options.list_suppressions = true;
    il_engine *engine = il_engine_new(&files, &engine_options);
    status = il_commands__add_paths(options, engine);
    if (!status)
        status = il_commands__select(options, engine);
    if (!status) {
        const il_result *result = il_engine_check(engine);
        il_commands__say_skips(options, result);
        status = list(options, to, result);
        if (!status && result->unreadable)
            status = 2;
    }
    il_engine_free(engine);
    return status;
}
