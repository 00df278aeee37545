/* logs: patterns of filters, and what subscriptions deliver to. */
#include "buf.h"
#include "lower_models.h"
#include "lower_policy.h"

/* "A" "B" of FilterPattern.allTerms, ?"A" ?"B" of anyTerm; the text of any other that the catalogue knows. */
il_low_node *il_low__filter_pattern(il_low_unit *unit, const il_ev *value)
{
    il_low *low = unit->low;
    const il_ev *ev = il_low__reduce(low, value), *text = il_low__field(low, ev, "text");
    const il_ev *any = il_low__field(low, ev, "any"), *all = il_low__field(low, ev, "all");
    const il_ev *terms = any->kind == IL_EV_ARRAY ? any : all;
    if (ev->kind == IL_EV_OBJECT && il_low__given(text) != IL_NO)
        return il_low__plain(low, text);
    il_buf out = {0};
    bool known = ev->kind == IL_EV_OBJECT && terms->kind == IL_EV_ARRAY;
    for (size_t i = 0; known && i < terms->list.n; i++) {
        const il_ev *term = il_low__reduce(low, terms->list.items[i]);
        known = term->kind == IL_EV_STRING;
        il_buf_puts(&out, i ? " " : "");
        il_buf_puts(&out, terms == any ? "?\"" : "\"");
        il_buf_add(&out, il_low__string(term));
        il_buf_putc(&out, '"');
    }
    il_str pattern = il_arena_str(low->arena, il_buf_str(&out));
    il_buf_free(&out);
    if (!known)
        return il_low__unknown(low, value->loc, "pattern of a filter", (il_str){NULL, 0});
    return il_low__leaf(low, il_value_string(low->arena, value->loc, pattern));
}

il_low_node *il_low__comma_list(il_low_unit *unit, const il_ev *value)
{
    il_low *low = unit->low;
    const il_ev *ev = il_low__reduce(low, value);
    if (ev->kind != IL_EV_ARRAY || ev->open)
        return il_low__unknown(low, value->loc, "list that cannot be known", (il_str){NULL, 0});
    const il_value **parts = IL_NEW_ARRAY(low->arena, ev->list.n * 2 + 1, const il_value *);
    size_t n = 0;
    for (size_t i = 0; i < ev->list.n; i++) {
        il_low_node *item = il_low__plain(low, ev->list.items[i]);
        if (i)
            parts[n++] = il_value_string(low->arena, ev->loc, IL_STR(","));
        if (item)
            parts[n++] = il_low__as_text(low, il_low__freeze(low, unit, item));
    }
    return il_low__leaf(low, il_value_join(low->arena, ev->loc, parts, n));
}

static void grant(il_low_unit *of, const char *method, const il_ev *grantee, il_loc loc)
{
    const il_ev *args[] = {grantee};
    il_method_call call = {.method = method, .args = args, .n_args = 1, .loc = loc};
    il_low__grant(of, &call);
}

static void to_function(il_low_unit *filter, il_low_part *part, const il_ev *to, il_loc loc)
{
    il_low *low = filter->low;
    const il_ev *group = il_low__prop(filter, "logGroup");
    il_low_unit *behind = il_low__unit_behind(low, to);
    if (!behind || !il_low__is_import(behind)) {
        il_low_part *permission =
            il_low__permission(filter, IL_STR("CanInvokeLambda"), to, IL_STR("logs.amazonaws.com"), loc);
        il_low__put(low, permission->properties, IL_STR("SourceArn"), (il_loc){0},
                    il_low__plain(low, il_low__ev_member(low, group, IL_STR("logGroupArn"), loc)));
    }
    il_low__put(low, part->properties, IL_STR("DestinationArn"), loc,
                il_low__plain(low, il_low__ev_member(low, to, IL_STR("functionArn"), loc)));
}

static void to_stream(il_low_unit *filter, il_low_part *part, il_low_unit *stream, il_loc loc)
{
    il_low *low = filter->low;
    il_low_scope scope = {low, filter, NULL, NULL, 0, loc, IL_FROM_DEFAULT};
    il_cat props = il_cat_call(IL_STR("aws-cdk-lib.aws_logs_destinations.Role"));
    il_low_unit *role = il_low__child(filter, IL_STR("CloudWatchLogsCanPutRecords"), IL_STR("aws-cdk-lib.aws_iam.Role"),
                                      il_low__instantiate(&scope, props), loc);
    const il_ev *self = il_low__ev_unit(low, role);
    grant(stream, "grantWrite", self, loc);
    grant(role, "grantPassRole", self, loc);
    il_low__put(low, part->properties, IL_STR("DestinationArn"), loc,
                il_low__plain(low, il_low__ev_member(low, il_low__ev_unit(low, stream), IL_STR("streamArn"), loc)));
    il_low__put(low, part->properties, IL_STR("RoleArn"), (il_loc){0},
                il_low__plain(low, il_low__ev_member(low, self, IL_STR("roleArn"), loc)));
}

static void lower_subscription_filter(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    const il_ev *destination = il_low__prop(unit, "destination"), *to = il_low__field(low, destination, "to");
    il_str kind = il_low__string(il_low__field(low, destination, "kind"));
    il_low_unit *behind = il_low__unit_behind(low, to);
    bool plain = il_low__given(il_low__field(low, destination, "options")) == IL_NO;
    if (part && plain && behind && il_str_is(kind, "lambda")) {
        to_function(unit, part, to, destination->loc);
    } else if (part && plain && behind && il_str_is(kind, "stream")) {
        to_stream(unit, part, behind, destination->loc);
    } else if (part) {
        part->properties->open = true;
        il_low__gap(unit, destination->loc, "destination", (il_str){NULL, 0}, il_intern(IL_STR("AWS::IAM::Role")));
        il_low__gap(unit, destination->loc, "destination", (il_str){NULL, 0},
                    il_intern(IL_STR("AWS::Lambda::Permission")));
    }
}

const il_low_model il_low__subscription_filter_model = {.name = "subscription-filter",
                                                        .lower = lower_subscription_filter};
