/* What cdk-nag's `appliesTo` limits a suppression to. cdk-nag names the findings of a rule by what is allowed too widely: "Action::s3:*",
 * "Resource::<Data.Arn>"; ours have the value that failed. A value that cannot be told is none of those that were named. */
#include <string.h>

#include "buf.h"
#include "pattern.h"
#include "waiver.h"

/* PATTERN as cdk-nag writes it: /…/ with flags, or bare. */
static bool pattern_applies(il_str pattern, il_str text)
{
    if (pattern.n > 1 && pattern.p[0] == '/') {
        size_t end = pattern.n - 1;
        while (end > 0 && pattern.p[end] != '/')
            end--;
        if (end > 0)
            pattern = il_str_slice(pattern, 1, end);
    }
    return il_pattern_matches(pattern, text) == IL_YES;
}

/* VALUE as cdk-nag writes it in the names of findings: references as `<Id.Attribute>`. False when it is no text. */
static bool flatten(il_buf *out, const il_value *value)
{
    if (value->kind == IL_STRING) {
        il_buf_add(out, value->string);
        return true;
    }
    if (value->kind == IL_REF) {
        const il_resource *target = value->ref.target;
        il_str name = target && target->logical_id.n ? target->logical_id : value->ref.name;
        bool attribute = value->ref.attribute.n > 0;
        il_buf_printf(out, "<%.*s%s%.*s>", IL_FMT(name), attribute ? "." : "", IL_FMT(value->ref.attribute));
        return name.n > 0;
    }
    bool text = value->kind == IL_CALL && strcmp(value->call.name, "Fn::Join") == 0;
    for (size_t i = 0; text && i < value->call.n; i++)
        text = flatten(out, value->call.items[i]);
    return text;
}

/* What failed, by the path that the verdict names. */
static const il_value *failed(const il_verdict *verdict)
{
    const il_value *value = il_resource_properties(verdict->resource);
    il_str path = verdict->failing;
    double index;
    while (path.p && path.n) {
        il_str part = il_str_cut(&path, '.');
        if (!il_str_number(part, &index) || value->kind == IL_MAP)
            value = il_value_get(value, part);
        else if (value->kind == IL_LIST) /* anything else counts as a list of one */
            value = index < (double)value->list.n ? value->list.items[(size_t)index] : &il_missing;
    }
    return value;
}

/* Whether W is limited to findings that have TEXT behind their kind. */
static bool names_text(const il_waiver *w, il_str text)
{
    static const char *const kinds[] = {"Action::", "Resource::", "Policy::"};
    bool found = false;
    il_buf name = {0};
    for (size_t k = 0; !found && k < sizeof kinds / sizeof *kinds; k++) {
        il_buf_clear(&name);
        il_buf_puts(&name, kinds[k]);
        il_buf_add(&name, text);
        for (size_t i = 0; i < w->applies_to.n && !found; i++) {
            const il_applies *one = &w->applies_to.items[i];
            found =
                one->pattern ? pattern_applies(one->text, il_buf_str(&name)) : il_str_eq(one->text, il_buf_str(&name));
        }
    }
    il_buf_free(&name);
    return found;
}

/* Whether W is for VALUE, which failed: of a list for all that is too wide in it. */
static bool names_value(const il_waiver *w, const il_value *value)
{
    if (value->kind == IL_LIST) {
        size_t wide = 0;
        for (size_t i = 0; i < value->list.n; i++) {
            il_buf text = {0};
            bool known = flatten(&text, value->list.items[i]),
                 counts = !known || il_str_contains(il_buf_str(&text), IL_STR("*"));
            bool named = !counts || (known && names_text(w, il_buf_str(&text)));
            il_buf_free(&text);
            if (!named)
                return false;
            wide += counts;
        }
        return wide > 0 && !value->open;
    }
    il_buf text = {0};
    bool named = flatten(&text, value) && names_text(w, il_buf_str(&text));
    il_buf_free(&text);
    return named;
}

bool il_waivers__applies(const il_waiver *w, const il_verdict *verdict)
{
    return w->applies_to.n ? names_value(w, failed(verdict)) : !w->narrowed;
}
