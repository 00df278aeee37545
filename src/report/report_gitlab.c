/* GitLab's code quality report (docs.gitlab.com, "Code Quality", report format): an array without a byte order mark. The merge request shows
 * findings with one fingerprint as one, so equal ones are numbered; no line number is in them, so that they survive edits above. */
#include <stdio.h>

#include "map.h"
#include "md5.h"
#include "report_common.h"

static il_str fingerprint_of(il_arena *arena, il_map *seen, const il_finding *f)
{
    il_str key = f->fingerprint;
    if (!key.n)
        key = il_arena_printf(arena, "%s\n%.*s\n%.*s", f->rule, IL_FMT(il_source_path(f->loc.source)),
                              IL_FMT(f->message));
    size_t *count = il_map_get(seen, key);
    if (!count) {
        count = IL_NEW(arena, size_t);
        il_map_put(seen, key, count);
    }
    return il_arena_printf(arena, "%.*s\n%zu", IL_FMT(key), (*count)++);
}

static void put_digest(il_buf *out, il_str text)
{
    char digest[33];
    il_md5_hex(text, digest);
    il_buf_printf(out, "\"fingerprint\":\"%s\",", digest);
}

static void put_finding(il_buf *out, const il_finding *f, const il_report_options *options)
{
    static const char *const severities[] = {"info", "major", "critical"};
    il_str path = il_source_path(f->loc.source), prefix = il_report__prefix(&path, options);
    il_report__field(out, "description", f->message);
    il_buf_putc(out, ',');
    il_report__field(out, "check_name", il_str_of(f->rule));
    il_buf_printf(out, ",\"severity\":\"%s\",\"location\":{\"path\":\"", severities[f->severity]);
    il_buf_json(out, prefix);
    il_buf_json(out, path);
    il_buf_printf(out, "\",\"lines\":{\"begin\":%u,\"end\":%u}}}", il_source_pos(f->loc.source, f->loc.span.start).line,
                  il_source_pos(f->loc.source, f->loc.span.end).line);
}

void il_report_gitlab(il_buf *out, const il_report *report, const il_report_options *options)
{
    il_arena *arena = il_arena_new();
    il_map seen = il_map_in(arena);
    il_buf_putc(out, '[');
    for (size_t i = 0; i < report->n_findings; i++) {
        il_buf_puts(out, i ? ",\n{" : "\n{");
        put_digest(out, fingerprint_of(arena, &seen, &report->findings[i]));
        put_finding(out, &report->findings[i], options);
    }
    il_buf_puts(out, report->n_findings ? "\n]\n" : "]\n");
    il_arena_free(arena);
}
