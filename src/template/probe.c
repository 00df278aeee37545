#include "probe.h"

#include "buf.h"
#include "model_dump.h"

il_probe *il_probe_read(const char *text)
{
    il_arena *arena = il_arena_new();
    il_probe *probe = IL_NEW(arena, il_probe);
    bool json = text[0] == '{';
    probe->arena = arena;
    probe->sink.arena = arena;
    probe->document = il_document_parse(json ? IL_DOCUMENT_JSON : IL_DOCUMENT_YAML, IL_STR("t"), il_str_of(text));
    if (probe->document->n_roots)
        probe->app = il_template_read(arena, &(il_template_input){.document = probe->document}, &probe->sink);
    return probe;
}

void il_probe_free(il_probe *probe)
{
    il_document_free(probe->document);
    il_arena_free(probe->arena);
}

static const il_resource *find(const il_probe *probe, il_str logical_id)
{
    for (size_t i = 0; i < probe->app->resources.n; i++)
        if (il_str_eq(probe->app->resources.items[i]->logical_id, logical_id))
            return probe->app->resources.items[i];
    return NULL;
}

const il_resource *il_probe_resource(const il_probe *probe, const char *logical_id)
{
    return find(probe, il_str_of(logical_id));
}

const il_value *il_probe_at(const il_probe *probe, const char *path)
{
    il_str rest = il_str_of(path);
    const il_resource *resource = find(probe, il_str_cut(&rest, '.'));
    const il_value *value = resource ? resource->body : &il_missing;
    while (rest.p) {
        il_str key = il_str_cut(&rest, '.');
        double index;
        bool item = value->kind == IL_LIST && il_str_number(key, &index) && index < (double)value->list.n;
        value = item ? value->list.items[(size_t)index] : il_value_get(value, key);
    }
    return value;
}

const char *il_probe_line(il_arena *arena, const il_value *value)
{
    il_buf json = {0}, line = {0};
    il_model_dump_value(&json, value, NULL);
    for (size_t i = 0; i < json.n; i++) {
        if (json.p[i] != '\n') {
            il_buf_putc(&line, json.p[i]);
            continue;
        }
        while (i + 1 < json.n && json.p[i + 1] == ' ')
            i++;
        if (line.n && line.p[line.n - 1] == ',')
            il_buf_putc(&line, ' ');
    }
    const char *text = il_arena_str(arena, il_buf_str(&line)).p;
    il_buf_free(&json);
    il_buf_free(&line);
    return text;
}

const char *il_probe_json(const il_probe *probe, const char *path)
{
    return il_probe_line(probe->arena, il_probe_at(probe, path));
}

const char *il_probe_place(const il_probe *probe, const char *path)
{
    return il_arena_str(probe->arena, il_loc_text(il_probe_at(probe, path)->loc)).p;
}

const char *il_probe_findings(const il_probe *probe)
{
    il_buf buf = {0};
    for (size_t i = 0; i < probe->sink.findings.n; i++) {
        const il_finding *finding = &probe->sink.findings.items[i];
        il_pos at = il_source_pos(finding->loc.source, finding->loc.span.start);
        il_buf_printf(&buf, "%u:%u %.*s\n", at.line, at.column, IL_FMT(finding->message));
    }
    const char *text = il_arena_str(probe->arena, il_buf_str(&buf)).p;
    il_buf_free(&buf);
    return text;
}
