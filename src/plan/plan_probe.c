#include "plan_probe.h"

#include "buf.h"
#include "panic.h"
#include "template.h"

il_plan_probe *il_plan_probe_new(const char *path, const char *text)
{
    il_arena *arena = il_arena_new();
    il_plan_probe *probe = IL_NEW(arena, il_plan_probe);
    il_str body = il_str_of(text);
    probe->arena = arena;
    probe->sink.arena = arena;
    probe->document = il_document_parse(il_document_kind_of(il_str_of(path), body), il_str_of(path), body);
    IL_ASSERT(probe->document->n_roots > 0);
    probe->app = il_template_read(arena, &(il_template_input){.document = probe->document}, &probe->sink);
    return probe;
}

void il_plan_probe_free(il_plan_probe *probe)
{
    il_document_free(probe->document);
    il_arena_free(probe->arena);
}

const il_resource *il_plan_probe_resource(const il_plan_probe *probe, const char *logical_id)
{
    for (size_t i = 0; i < probe->app->resources.n; i++) {
        const il_resource *resource = probe->app->resources.items[i];
        if (!il_resource_is_fact(resource) && il_str_is(resource->logical_id, logical_id))
            return resource;
    }
    IL_PANIC("no such resource");
}

static const il_document *document_of(void *context, const il_source *source)
{
    il_plan_probe *probe = context;
    return source == probe->document->source ? probe->document : NULL;
}

size_t il_plan_probe_fixes(il_plan_probe *probe, const il_verdict *verdict, il_plan **plans, const char **no_fix)
{
    il_planner_input input = {.arena = probe->arena, .app = probe->app, .document_of = document_of, .context = probe};
    return il_plan_fixes(il_planner_new(&input), verdict, plans, no_fix);
}

const char *il_plan_probe_apply(il_plan_probe *probe, const il_fix *fix)
{
    il_str text = il_source_text(probe->document->source);
    il_buf out = {0};
    uint32_t from = 0;
    for (size_t i = 0; i < fix->n_edits; i++) {
        il_buf_add(&out, il_str_slice(text, from, fix->edits[i].span.start));
        il_buf_add(&out, fix->edits[i].text);
        from = fix->edits[i].span.end;
    }
    il_buf_add(&out, il_str_slice(text, from, text.n));
    il_str result = il_arena_str(probe->arena, il_buf_str(&out));
    il_buf_free(&out);
    return result.p;
}
