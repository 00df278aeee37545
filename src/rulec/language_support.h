/* For tests of the language: apps written in YAML, and the answer of a page's front matter on one of their resources.
 *
 *     Bucket: { Type: AWS::S3::Bucket, Properties: { Name: !unknown x } }
 *
 * A property may be `!unknown why`, `!open {…}` or `!open […]`, `!choice { IsProd: a, "!IsProd": b }` (a condition and its arms),
 * `!Ref Id`, `!GetAtt Id.Attribute`, `!join [parts]`, `!import Name`, `!param Name` (the default of a Parameter of the app), `!novalue x`,
 * `!context value`, `!default value`, `!call name`. Beside Type and Properties a resource may have the model's own marks: escaped,
 * generated, many, condition, stack. The entries `$gap: TYPE`, `$lone: true` and `$exports: {…}` are of the app. */
#ifndef IL_LANGUAGE_SUPPORT_H
#define IL_LANGUAGE_SUPPORT_H

#include "compile.h"

typedef struct {
    il_arena *arena;
    il_app *app;
    il_tables tables;
    il_sink sink;
} il_bench;

il_bench il_bench_new(void);
void il_bench_free(il_bench *bench);

/* Builds the bench's app from YAML. */
void il_bench_app(il_bench *bench, const char *yaml);
const il_resource *il_bench_resource(const il_bench *bench, const char *id);

/* Compiles a page whose front matter is LANGUAGE (resource, require …) with the rest filled in; NULL when it is wrong. */
const il_rule *il_bench_rule(il_bench *bench, const char *language);

/* The verdicts of RULE over the app, each as "severity id[element] failing @place: message (label)\n"; maybe is reported too. */
il_str il_bench_verdicts(il_bench *bench, const il_rule *rule, const il_rule_options *options);

#endif
