/* What is production and what is not, by the words in names: "DevDataStack" says dev, "Device" does not. Only evidence exempts: a stack whose
 * name says nothing is production. */
#include <string.h>

#include "trial.h"

/* Since 2025-11; as in docs/rules.md. A trailing `*` stands for any ending. Users set their own with `exempt` and `production`. Staging is
 * left out on purpose: it commonly holds data that somebody would miss. */
static const char *const exempt_words[] = {"dev",     "devel",   "develop", "development", "developer", "test", "tests",
                                           "testing", "sandbox", "preview", "ephemeral",   "integ",     "local"};
static const char *const production_words[] = {"prod", "production", "prd", "live"};

typedef struct {
    const char *const *words;
    size_t n;
} word_list;

static word_list exempt_list(const il_judge *judge)
{
    if (judge->options.exempt)
        return (word_list){judge->options.exempt, judge->options.n_exempt};
    return (word_list){exempt_words, sizeof exempt_words / sizeof *exempt_words};
}

static word_list production_list(const il_judge *judge)
{
    if (judge->options.production)
        return (word_list){judge->options.production, judge->options.n_production};
    return (word_list){production_words, sizeof production_words / sizeof *production_words};
}

static bool lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* Cuts the next word off *REST: a run of one case, with a capital before it; "DBDevStack2" gives DB, Dev, Stack. Empty at the end. */
static il_str next_word(il_str *rest)
{
    size_t i = 0, n = rest->n;
    const char *p = rest->p;
    while (i < n && !lower(p[i]) && !upper(p[i]))
        i++;
    size_t begin = i;
    while (i < n && upper(p[i]))
        i++;
    if (i - begin > 1 && i < n && lower(p[i]))
        i--; /* the last capital begins the next word */
    else
        while (i < n && lower(p[i]))
            i++;
    il_str word = il_str_slice(*rest, begin, i);
    *rest = il_str_slice(*rest, i, n);
    return word;
}

static bool is_word(il_str word, const char *pattern)
{
    size_t n = strlen(pattern);
    if (n && pattern[n - 1] == '*')
        return word.n >= n - 1 && il_str_eq_nocase(il_str_slice(word, 0, n - 1), (il_str){pattern, n - 1});
    return il_str_eq_nocase(word, (il_str){pattern, n});
}

static bool says(il_str text, word_list list)
{
    for (il_str word = next_word(&text); word.n; word = next_word(&text))
        for (size_t i = 0; i < list.n; i++)
            if (is_word(word, list.words[i]))
                return true;
    return false;
}

/* Cuts TEXT at the first OPERATOR outside of parentheses and quotes. */
static bool cut_at(il_str text, const char *operator, il_str * before, il_str *after)
{
    int depth = 0;
    char quote = 0;
    for (size_t i = 0; i + 1 < text.n; i++) {
        char c = text.p[i];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '\'' || c == '"' || c == '`')
            quote = c;
        else if (c == '(')
            depth++;
        else if (c == ')')
            depth--;
        else if (depth == 0 && c == operator[0] && text.p[i + 1] == operator[1]) {
            *before = il_str_slice(text, 0, i);
            *after = il_str_slice(text, i + 2, text.n);
            return true;
        }
    }
    return false;
}

/* Parentheses around the whole of TEXT, taken off. */
static il_str bare(il_str text)
{
    text = il_str_trim(text);
    il_str a, b;
    while (text.n > 1 && text.p[0] == '(' && text.p[text.n - 1] == ')' && !cut_at(text, ")(", &a, &b)) {
        int depth = 0;
        for (size_t i = 0; i + 1 < text.n; i++) {
            depth += text.p[i] == '(' ? 1 : text.p[i] == ')' ? -1 : 0;
            if (depth == 0)
                return text; /* "(a) … (b)" */
        }
        text = il_str_trim(il_str_slice(text, 1, text.n - 1));
    }
    return text;
}

/* "NotProd", "isNonProduction", `env !== 'prod'` say the opposite of the word in them. */
static bool negated(il_str text)
{
    static const char *const words[] = {"not", "non", "no", "isnt", "without", "except", "un"};
    return il_str_contains(text, IL_STR("!=")) || says(text, (word_list){words, sizeof words / sizeof *words});
}

/* Whether EXPRESSION having the truth HOLDS means that this is no production. */
static bool not_production(const il_judge *judge, il_str expression, bool holds, unsigned depth)
{
    il_str text = bare(expression), a, b;
    if (depth == 0)
        return false;
    for (int either = 1; either >= 0; either--) {
        if (!cut_at(text, either ? "||" : "&&", &a, &b))
            continue;
        bool x = not_production(judge, a, holds, depth - 1), y = not_production(judge, b, holds, depth - 1);
        return (either != 0) == holds ? x && y : x || y;
    }
    if (text.n && text.p[0] == '!')
        return not_production(judge, il_str_slice(text, 1, text.n), !holds, depth - 1);
    bool production = says(text, production_list(judge)), exempt = says(text, exempt_list(judge));
    if (production == exempt)
        return false; /* neither, or both */
    return exempt ? holds != negated(text) : holds == negated(text);
}

bool il_judge__arm_exempt(const il_judge *judge, const il_condition *condition)
{
    enum { DEPTH = 16 };
    return condition->text.n && not_production(judge, condition->text, condition->holds, DEPTH);
}

/* The file's path below the app; of one template alone its name: a test suite's folder says nothing about the stack. */
static il_str own_path(const il_resource *resource)
{
    if (!resource->loc.source)
        return (il_str){NULL, 0};
    il_str path = il_source_path(resource->loc.source), root = resource->app->root;
    if (resource->app->lone || !il_str_starts(path, root)) {
        size_t slash = path.n;
        while (slash && path.p[slash - 1] != '/')
            slash--;
        return il_str_slice(path, slash, path.n);
    }
    return il_str_slice(path, root.n, path.n);
}

static bool stack_exempt(const il_judge *judge, const il_stack *stack)
{
    const il_str evidence[] = {stack->name, stack->construct_path, stack->environment};
    bool exempt = false, production = false;
    for (size_t i = 0; i < sizeof evidence / sizeof *evidence; i++) {
        exempt = exempt || says(evidence[i], exempt_list(judge));
        production = production || says(evidence[i], production_list(judge));
    }
    return exempt && !production;
}

bool il_judge__exempt(il_judge *judge, const il_resource *resource)
{
    const il_stack *stack = resource->stack;
    if (stack) {
        const il_stack **key = IL_NEW(judge->arena, const il_stack *);
        *key = stack;
        const void *known = il_map_get(&judge->exempt, IL_POINTER_KEY(stack));
        if (!known) {
            known = stack_exempt(judge, stack) ? "yes" : "no";
            il_map_put(&judge->exempt, IL_POINTER_KEY(*key), (void *)known);
        }
        if (*(const char *)known == 'y')
            return true;
    }
    return il_judge__arm_exempt(judge, &resource->condition) || says(own_path(resource), exempt_list(judge));
}
