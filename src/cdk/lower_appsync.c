/* appsync: what the role of a data source may do with the table or function behind it. */
#include "lower_models.h"
#include "lower_policy.h"

static void grant(il_low_unit *unit, const il_ev *on, const char *method)
{
    il_low *low = unit->low;
    il_low_unit *resource = il_low__unit_behind(low, on);
    const il_ev *args[] = {il_low__ev_unit(low, unit)};
    il_method_call call = {
        .method = il_intern(il_str_of(method)), .args = args, .n_args = 1, .loc = unit->construct->loc};
    if (resource && il_low__grant(resource, &call))
        return;
    il_low_document *document = il_low__identity_document(low, args[0], unit->construct->loc);
    if (document)
        document->open = true;
}

static void lower_source(il_low_unit *unit)
{
    const il_ev *table = il_low__prop(unit, "table"), *function = il_low__prop(unit, "lambdaFunction"),
                *reads = il_low__prop(unit, "readOnlyAccess");
    if (il_low__given(function) != IL_NO)
        grant(unit, function, "grantInvoke");
    if (il_low__given(table) == IL_NO)
        return;
    if (reads->kind == IL_EV_BOOL || il_low__given(reads) == IL_NO)
        grant(unit, table, reads->kind == IL_EV_BOOL && reads->boolean ? "grantReadData" : "grantReadWriteData");
    else
        grant(unit, unit->low->undefined, "");
}

const il_low_model il_low__graphql_source_model = {.name = "graphql-source", .lower = lower_source};
