#include "config_keys.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define AT(field) offsetof(il_config, field)
#define IN(field) offsetof(il_config_override, field)
#define TABLE(name, keys)                                                                                              \
    {                                                                                                                  \
        name, keys, sizeof keys / sizeof *keys                                                                         \
    }

static const il_config_key production_keys[] = {
    {"exempt", IL_KEY_WORDS, AT(exempt),
     "words in names of stacks, stages and environments that are no production, instead of dev, test, sandbox …; a trailing * stands for any ending",
     NULL},
    {"words", IL_KEY_WORDS, AT(production), "words that say production, instead of prod, production, prd, live", NULL},
};

static const il_config_table production_table = TABLE("production", production_keys);

const char *const il_honored_tools[IL_HONORED_TOOLS] = {"cdk_nag", "cdk-acknowledge", "cfn_nag",
                                                        "checkov", "cfn-lint",        "guard"};

static const il_config_key suppression_keys[] = {
    {"requireReason", IL_KEY_BOOL, AT(require_reason), "a suppression must say why (default true)", NULL},
    {"minReason", IL_KEY_COUNT, AT(min_reason), "in so many characters at least", NULL},
    {"maxDays", IL_KEY_COUNT, AT(max_days), "a suppression must expire, at most so many days from today", NULL},
    {"honor", IL_KEY_HONOR, AT(honored), "other tools whose suppressions count (default all)", NULL},
};

static const il_config_table suppression_table = TABLE("suppressions", suppression_keys);

static const il_config_key fix_keys[] = {
    {"unsafe", IL_KEY_BOOL, AT(unsafe_fixes), "--fix applies unsafe fixes too", NULL},
};

static const il_config_table fix_table = TABLE("fix", fix_keys);

static const il_config_key override_keys[] = {
    {"files", IL_KEY_WORDS, IN(files), "patterns of files, as in .gitignore", NULL},
    {"stacks", IL_KEY_WORDS, IN(stacks), "patterns of stack names", NULL},
    {"environments", IL_KEY_WORDS, IN(environments), "patterns of environments: aws://ACCOUNT/REGION", NULL},
    {"constructs", IL_KEY_WORDS, IN(constructs), "patterns of construct paths", NULL},
    {"rules", IL_KEY_LEVELS, IN(rules), "severities there, or off", NULL},
    {"reason", IL_KEY_TEXT, IN(reason), "why, for people", NULL},
};
const il_config_table il_override_keys = TABLE("overrides", override_keys);

static const il_config_key config_keys[] = {
    {"$schema", IL_KEY_IGNORED, 0, "for editors", NULL},
    {"root", IL_KEY_BOOL, AT(root), "look for no configuration, and no baseline, above this folder", NULL},
    {"extends", IL_KEY_WORDS, AT(extends), "configuration files that this one builds on, or infralint:PACK", NULL},
    {"include", IL_KEY_WORDS, AT(include), "look only at files that match one of these patterns", NULL},
    {"exclude", IL_KEY_WORDS, AT(exclude), "pass over files and folders that match one of these patterns", NULL},
    {"packs", IL_KEY_WORDS, AT(packs), "the rules to judge by: packs, categories, ids (default recommended)", NULL},
    {"rulesDirs", IL_KEY_WORDS, AT(rules_dirs), "folders of your own rule pages, relative to this file; they are on",
     NULL},
    {"rules", IL_KEY_RULES, AT(rules), "rules by id, prefix-*, pack or another tool's name", NULL},
    {"overrides", IL_KEY_OVERRIDES, AT(overrides),
     "rules for some files, stacks, environments or constructs; the last that matches wins", NULL},
    {"failOn", IL_KEY_FAIL_ON, AT(fail_on), "exit 1 at this severity and above (default error)", NULL},
    {"production", IL_KEY_OBJECT, 0, "what counts as production", &production_table},
    {"fix", IL_KEY_OBJECT, 0, "fixing", &fix_table},
    {"nonSuppressible", IL_KEY_WORDS, AT(non_suppressible), "rules whose findings cannot be suppressed", NULL},
    {"suppressions", IL_KEY_OBJECT, 0, "what a suppression must have", &suppression_table},
    {"baseline", IL_KEY_TEXT, AT(baseline), "the file with the findings that are known already, relative to this one",
     NULL},
};
const il_config_table il_config_keys = TABLE("infralint", config_keys);

static void put_text(il_buf *out, const char *name, const char *text)
{
    il_buf_printf(out, "\"%s\":\"", name);
    il_buf_json(out, il_str_of(text));
    il_buf_putc(out, '"');
}

static void put_keys(il_buf *out, const il_config_table *table);

static void put_tools(il_buf *out)
{
    for (size_t i = 0; i < IL_HONORED_TOOLS; i++)
        il_buf_printf(out, "%s\"%s\"", i ? "," : "[", il_honored_tools[i]);
    il_buf_putc(out, ']');
}

static void put_kind(il_buf *out, const il_config_key *key)
{
    switch (key->kind) {
    case IL_KEY_BOOL:
        il_buf_puts(out, "\"type\":\"boolean\"");
        break;
    case IL_KEY_TEXT:
    case IL_KEY_IGNORED:
        il_buf_puts(out, "\"type\":\"string\"");
        break;
    case IL_KEY_WORDS:
        il_buf_puts(out, "\"anyOf\":[{\"type\":\"string\"},{\"type\":\"array\",\"items\":{\"type\":\"string\"}}]");
        break;
    case IL_KEY_COUNT:
        il_buf_puts(out, "\"type\":\"integer\",\"minimum\":0,\"maximum\":100000");
        break;
    case IL_KEY_HONOR:
        il_buf_puts(out, "\"type\":\"array\",\"items\":{\"enum\":");
        put_tools(out);
        il_buf_putc(out, '}');
        break;
    case IL_KEY_FAIL_ON:
        il_buf_puts(out, "\"enum\":[\"note\",\"warning\",\"error\",\"never\"]");
        break;
    case IL_KEY_RULES:
        il_buf_puts(out, "\"$ref\":\"#/definitions/rules\"");
        break;
    case IL_KEY_LEVELS:
        il_buf_puts(out, "\"$ref\":\"#/definitions/levels\"");
        break;
    case IL_KEY_OVERRIDES:
        il_buf_puts(out,
                    "\"type\":\"array\",\"items\":{\"anyOf\":[{\"required\":[\"files\"]},{\"required\":[\"stacks\"]},"
                    "{\"required\":[\"environments\"]},{\"required\":[\"constructs\"]}],");
        put_keys(out, &il_override_keys);
        il_buf_putc(out, '}');
        break;
    case IL_KEY_OBJECT:
        put_keys(out, key->inner);
        break;
    }
}

static void put_keys(il_buf *out, const il_config_table *table)
{
    il_buf_puts(out, "\"type\":\"object\",\"additionalProperties\":false,\"properties\":{");
    for (size_t i = 0; i < table->n; i++) {
        il_buf_printf(out, "%s\n\"%s\":{", i ? "," : "", table->keys[i].name);
        /* Draft-07 reads nothing beside a $ref. */
        if (table->keys[i].kind != IL_KEY_RULES && table->keys[i].kind != IL_KEY_LEVELS) {
            put_text(out, "description", table->keys[i].help);
            il_buf_putc(out, ',');
        }
        put_kind(out, &table->keys[i]);
        il_buf_putc(out, '}');
    }
    il_buf_putc(out, '}');
}

static void put_params(il_buf *out, const il_rule *rule)
{
    il_buf_puts(out, "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{");
    for (size_t i = 0; i < rule->n_params; i++) {
        const il_rule_param *p = &rule->params[i];
        bool list = strcmp(p->type, "list") == 0;
        il_buf_printf(out, "%s\"%s\":{\"type\":\"%s\",", i ? "," : "", p->name, list ? "array" : p->type);
        put_text(out, "description", p->description);
        il_buf_putc(out, '}');
    }
    il_buf_puts(out, "}}");
}

/* Ids are known to editors, so that they complete them; other names of rules are allowed. */
static void put_rules(il_buf *out, const il_rules *rules)
{
    il_buf_puts(
        out,
        "\"rules\":{\"type\":\"object\",\"additionalProperties\":{\"$ref\":\"#/definitions/rule\"},\"properties\":{");
    for (size_t i = 0; i < il_rules_count(rules); i++) {
        const il_rule *rule = il_rules_at(rules, i);
        il_buf_printf(out, "%s\n\"%s\":{", i ? "," : "", rule->id);
        put_text(out, "description", rule->title);
        if (rule->n_params) {
            il_buf_puts(
                out, ",\"anyOf\":[{\"$ref\":\"#/definitions/level\"},{\"type\":\"array\",\"minItems\":1,\"maxItems\":2,"
                     "\"items\":[{\"$ref\":\"#/definitions/level\"},");
            put_params(out, rule);
            il_buf_puts(out, "]}]}");
        } else {
            il_buf_puts(out, ",\"allOf\":[{\"$ref\":\"#/definitions/rule\"}]}");
        }
    }
    il_buf_puts(out, "}}");
}

void il_config_schema(il_buf *out, const il_rules *rules)
{
    il_buf_puts(out,
                "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"title\":\"infralint's configuration\",\n");
    put_keys(out, &il_config_keys);
    il_buf_puts(
        out,
        ",\n\"definitions\":{\"level\":{\"enum\":[\"off\",\"on\",\"note\",\"warning\",\"error\"]},\n"
        "\"rule\":{\"anyOf\":[{\"$ref\":\"#/definitions/level\"},{\"type\":\"array\",\"minItems\":1,\"maxItems\":2,"
        "\"items\":[{\"$ref\":\"#/definitions/level\"},{\"type\":\"object\"}]}]},\n"
        "\"levels\":{\"type\":\"object\",\"additionalProperties\":{\"anyOf\":[{\"$ref\":\"#/definitions/level\"},"
        "{\"type\":\"array\",\"minItems\":1,\"maxItems\":1,\"items\":{\"$ref\":\"#/definitions/level\"}}]}},\n");
    put_rules(out, rules);
    il_buf_puts(out, "}}\n");
}
