/* Literals: strings, template strings, numbers. Here the literals that rules on addresses look at are collected. */
#include <stdlib.h>
#include <string.h>

#include "ast_build.h"
#include "ts.h"

/* Texts that credentials begin with. */
static bool is_credential(il_str text)
{
    static const char *const heads[] = {"AKIA",  "ASIA",     "ghp_",     "gho_",       "github_pat_", "glpat-", "xoxb-",
                                        "xoxp-", "sk_live_", "rk_live_", "-----BEGIN", "AIza",        "npm_"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (il_str_starts(text, il_str_of(heads[i])))
            return true;
    return false;
}

/* Whether what is called KEY holds a secret: dbPassword, API_TOKEN, unsafePlainText. */
static bool is_secret_name(il_str key)
{
    static const char *const words[] = {"password", "passwd",     "secret",    "token",
                                        "apikey",   "credential", "plaintext", "privatekey"};
    char lower[64];
    size_t n = 0;
    for (size_t i = 0; i < key.n && n + 1 < sizeof lower; i++)
        if (key.p[i] != '_' && key.p[i] != '-')
            lower[n++] = (char)(key.p[i] >= 'A' && key.p[i] <= 'Z' ? key.p[i] + ('a' - 'A') : key.p[i]);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (il_str_contains((il_str){lower, n}, il_str_of(words[i])))
            return true;
    return false;
}

/* An account (twelve digits) or a region (eu-west-1). */
static bool is_place(il_str text)
{
    size_t digits = 0, dashes = 0;
    for (size_t i = 0; i < text.n && text.n < 20; i++) {
        digits += text.p[i] >= '0' && text.p[i] <= '9';
        dashes += text.p[i] == '-';
    }
    return (digits == 12 && text.n == 12) || (digits == 1 && dashes >= 2 && text.n > 8 && text.p[2] == '-');
}

/* Kept are texts with a digit and a `.` or `:` (what an address, an ARN or a version has), accounts, regions and what may be a secret. Words are
 * of no use to any rule on literals and would be most of the facts of an app. */
static bool worth_keeping(il_str text, il_str key)
{
    bool digit = false, mark = false;
    for (size_t i = 0; i < text.n; i++) {
        digit |= text.p[i] >= '0' && text.p[i] <= '9';
        mark |= text.p[i] == '.' || text.p[i] == ':';
    }
    return (digit && (mark || is_place(text))) || is_credential(text) || (text.n > 3 && key.n && is_secret_name(key));
}

static void collect(il_ast_builder *b, il_span span, il_str text, const il_ast_place *place)
{
    if (!place->position || !b->literals || !worth_keeping(text, place->key))
        return;
    il_literal literal = {{b->document->source, span}, text, place->position, place->key};
    IL_PUSH(b->arena, b->literals, literal);
}

static il_ev *value_new(il_ast_builder *b, il_ev_kind kind, il_span span)
{
    il_ev *value = IL_NEW(b->arena, il_ev);
    value->kind = kind;
    value->loc = (il_loc){b->document->source, span};
    return value;
}

il_ast *il_ast__text_literal(il_ast_builder *b, il_span span, il_str text)
{
    il_ast *node = il_ast__new(b, IL_AST_LITERAL);
    il_ev *value = value_new(b, IL_EV_STRING, span);
    value->string = text;
    node->span = span;
    node->value = value;
    return node;
}

il_ast *il_ast__string(il_ast_builder *b, const il_ast_place *place)
{
    il_span span = il_ast__span(b);
    il_str text = il_ast__text(b), value;
    if (text.n >= 2 && !memchr(text.p, '\\', text.n))
        value = il_str_slice(text, 1, text.n - 1);
    else if (!il_ts_string(b->arena, b->document, il_ast__node(b), &value))
        value = (il_str){NULL, 0};
    collect(b, span, value, place);
    return il_ast__text_literal(b, span, value);
}

/* The text between two substitutions, escapes decoded. */
static void template_text(il_ast_builder *b, il_span span, const il_ast_place *place)
{
    if (span.start >= span.end)
        return;
    il_str text = il_str_slice(b->text, span.start, span.end);
    if (text.p && (memchr(text.p, '\\', text.n) || memchr(text.p, '\r', text.n)))
        il_ts_template_part(b->arena, text, &text);
    collect(b, span, text, place);
    il_ast *node = il_ast__text_literal(b, span, text);
    node->flags |= IL_AST_PREFIX; /* no substitution */
    il_ast__push(b, node);
}

il_ast *il_ast__template(il_ast_builder *b, const il_ast_place *place)
{
    il_str whole;
    if (il_ts_string(b->arena, b->document, il_ast__node(b), &whole)) {
        collect(b, il_ast__span(b), whole, place);
        return il_ast__text_literal(b, il_ast__span(b), whole);
    }
    il_ast *node = il_ast__new(b, IL_AST_TEMPLATE);
    size_t mark = b->stack.n;
    uint32_t from = node->span.start + 1;
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        if (il_ast__word(b) != T_template_substitution)
            continue;
        il_span span = il_ast__span(b);
        template_text(b, (il_span){from, span.start}, place);
        il_ast *part = il_ast__only(b, &il_ast__other);
        il_ast__push(b, part ? part : il_ast__new(b, IL_AST_ERROR));
        from = span.end;
    }
    if (node->span.end > from)
        template_text(b, (il_span){from, node->span.end - 1}, place);
    il_ast__kids(b, node, mark);
    return node;
}

/* The number that TEXT writes in JavaScript: decimal, 0x, 0o, 0b, `_` between digits. A BigInt counts as its number. */
static double number_of(il_str text)
{
    char digits[64];
    size_t n = 0;
    for (size_t i = 0; i < text.n && n + 1 < sizeof digits; i++) {
        if (text.p[i] != '_' && text.p[i] != 'n')
            digits[n++] = text.p[i];
    }
    digits[n] = '\0';
    char kind = n > 2 && digits[0] == '0' ? digits[1] : '0';
    if (kind == 'o' || kind == 'O')
        return (double)strtoull(digits + 2, NULL, 8);
    if (kind == 'b' || kind == 'B')
        return (double)strtoull(digits + 2, NULL, 2);
    return strtod(digits, NULL);
}

il_ast *il_ast__constant(il_ast_builder *b, il_ast_word word)
{
    il_ast *node = il_ast__new(b, IL_AST_LITERAL);
    il_ev_kind kind = word == T_number      ? IL_EV_NUMBER
                      : word == T_null      ? IL_EV_NULL
                      : word == T_undefined ? IL_EV_UNDEFINED
                                            : IL_EV_BOOL;
    il_ev *value = value_new(b, kind, node->span);
    if (kind == IL_EV_NUMBER)
        value->number = number_of(il_ast__text(b));
    else if (kind == IL_EV_BOOL)
        value->boolean = word == T_true;
    node->value = value;
    return node;
}
