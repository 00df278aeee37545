/* Completions for three shells, from the same tables as the help. Rules are written into them: completing starts no process. */
#include <string.h>

#include "manual.h"
#include "options.h"
#include "rule.h"

typedef enum { NO_ARGUMENT, WORDS, RULES, FILES, FOLDERS, ANYTHING } completes;

static completes kind_of(const il_option_about *o)
{
    if (!o->shown)
        return NO_ARGUMENT;
    if (o->words)
        return WORDS;
    if (strcmp(o->shown, "LIST") == 0)
        return RULES;
    if (strcmp(o->shown, "FILE") == 0)
        return FILES;
    return strcmp(o->shown, "DIR") == 0 ? FOLDERS : ANYTHING;
}

/* The words of O, with blanks between. */
static void put_words(il_buf *out, const char *words)
{
    bool first = true;
    for (il_str rest = il_str_of(words); rest.p;) {
        il_str word = il_str_cut(&rest, ' ');
        if (word.n && word.p[word.n - 1] == ',')
            word.n--;
        if (!first)
            il_buf_putc(out, ' ');
        il_buf_add(out, word);
        first = false;
    }
}

static void put_rules(il_buf *out)
{
    for (size_t i = 0; i < il_rules_builtin_count; i++)
        il_buf_printf(out, "%s%s", i ? " " : "", il_rules_builtin[i].id);
}

/* Whether the words after command NAME are rules. */
static bool takes_rules(const char *name)
{
    return strcmp(name, "explain") == 0 || strcmp(name, "rules") == 0;
}

/* TEXT inside single quotes of a shell; with BRACKETS as zsh wants it inside [...]. */
static void quoted(il_buf *out, const char *text, bool brackets, const char *quote)
{
    for (; *text; text++) {
        if (*text == '\'') {
            il_buf_puts(out, quote);
        } else {
            if (brackets && (*text == '[' || *text == ']'))
                il_buf_putc(out, '\\');
            il_buf_putc(out, *text);
        }
    }
}

static void put_commands(il_buf *out)
{
    for (size_t i = 0; il_options_command(i).name; i++)
        il_buf_printf(out, "%s%s", i ? " " : "", il_options_command(i).name);
}

/* What follows an option, as one arm of bash's case. */
static void bash_option(il_buf *out, const il_option_about *o)
{
    completes kind = kind_of(o);
    if (kind == NO_ARGUMENT)
        return;
    il_buf_printf(out, "    --%s", o->name);
    if (o->letter)
        il_buf_printf(out, " | -%s", o->letter);
    il_buf_puts(out, ") ");
    if (kind == WORDS) {
        il_buf_puts(out, "words='");
        put_words(out, o->words);
        il_buf_puts(out, "' ;;\n");
    } else if (kind == RULES) {
        il_buf_puts(out, "words=$rules ;;\n");
    } else {
        il_buf_puts(out, kind == FOLDERS ? "compopt -o dirnames 2>/dev/null; return ;;\n" : "return ;;\n");
    }
}

static void bash_commands(il_buf *out)
{
    for (size_t i = 0; il_options_command(i).name; i++) {
        il_option_about c = il_options_command(i);
        if (takes_rules(c.name))
            il_buf_printf(out, "        %s) words=$rules ;;\n", c.name);
        else if (c.words)
            il_buf_printf(out, "        %s) [ \"$COMP_CWORD\" -ne 2 ] || words='%s' ;;\n", c.name, c.words);
    }
}

static void bash(il_buf *out)
{
    il_buf_puts(out, "# Completions of infralint " IL_VERSION " for bash: `infralint completions bash`.\n"
                     "_infralint() {\n"
                     "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} words= prefix=\n"
                     "    local rules='");
    put_rules(out);
    il_buf_puts(out, "'\n    COMPREPLY=()\n"
                     "    # bash takes --name=value for three words\n"
                     "    if [ \"$word\" = = ]; then\n        word=\n"
                     "    elif [ \"$before\" = = ]; then\n        before=${COMP_WORDS[COMP_CWORD - 2]}\n    fi\n"
                     "    case $before in\n");
    for (size_t i = 0; il_options_about(i).name; i++) {
        il_option_about o = il_options_about(i);
        bash_option(out, &o);
    }
    il_buf_puts(out, "    esac\n    if [ -n \"$words\" ]; then\n"
                     "        # a list: what stands before the last comma stays\n"
                     "        case $word in *,*) prefix=${word%,*}, ;; esac\n"
                     "    elif [[ $word == -* ]]; then\n        words='--help --version");
    for (size_t i = 0; il_options_about(i).name; i++)
        il_buf_printf(out, " --%s", il_options_about(i).name);
    il_buf_puts(out, "'\n    else\n        case ${COMP_WORDS[1]} in\n");
    bash_commands(out);
    il_buf_puts(out, "        esac\n        [ \"$COMP_CWORD\" -ne 1 ] || words='");
    put_commands(out);
    il_buf_puts(out, "'\n    fi\n"
                     "    COMPREPLY=($(compgen -W \"$words\" -P \"$prefix\" -- \"${word#\"$prefix\"}\"))\n"
                     "}\n"
                     "complete -o bashdefault -o default -F _infralint infralint\n");
}

static void zsh_argument(il_buf *out, const il_option_about *o)
{
    completes kind = kind_of(o);
    if (kind == NO_ARGUMENT)
        return;
    il_buf_printf(out, ":%s:", o->shown);
    if (kind == WORDS) {
        il_buf_putc(out, '(');
        put_words(out, o->words);
        il_buf_putc(out, ')');
    } else {
        il_buf_puts(out, kind == RULES     ? "_infralint_rules"
                         : kind == FILES   ? "_files"
                         : kind == FOLDERS ? "_files -/"
                                           : " ");
    }
}

static void zsh_option(il_buf *out, const il_option_about *o)
{
    bool letter_too = o->letter != NULL;
    for (int i = 0; i <= letter_too; i++) {
        if (i)
            il_buf_printf(out, "        '*-%s[", o->letter);
        else
            il_buf_printf(out, "        '*--%s%s[", o->name, o->shown ? "=" : "");
        quoted(out, o->help, true, "'\\''");
        il_buf_putc(out, ']');
        zsh_argument(out, o);
        il_buf_puts(out, "' \\\n");
    }
}

static void zsh_commands(il_buf *out)
{
    for (size_t i = 0; il_options_command(i).name; i++) {
        il_option_about c = il_options_command(i);
        if (takes_rules(c.name))
            il_buf_printf(out, "            %s) _infralint_rules ;;\n", c.name);
        else if (c.words)
            il_buf_printf(out, "            %s) (( CURRENT == 3 )) && compadd -- %s || _files ;;\n", c.name, c.words);
    }
}

static void zsh(il_buf *out)
{
    il_buf_puts(out,
                "#compdef infralint\n# Completions of infralint " IL_VERSION " for zsh: `infralint completions zsh`.\n"
                "_infralint_rules() {\n    local -a rules=(");
    put_rules(out);
    il_buf_puts(out,
                ")\n    _sequence compadd - $rules\n}\n\n_infralint() {\n    local state\n    local -a commands=(\n");
    for (size_t i = 0; il_options_command(i).name; i++) {
        il_buf_printf(out, "        '%s:", il_options_command(i).name);
        quoted(out, il_options_command(i).help, false, "'\\''");
        il_buf_puts(out, "'\n");
    }
    il_buf_puts(out, "    )\n    _arguments -S \\\n");
    for (size_t i = 0; il_options_about(i).name; i++) {
        il_option_about o = il_options_about(i);
        zsh_option(out, &o);
    }
    il_buf_puts(out, "        '*--help[print the help]' \\\n        '*--version[print the version]' \\\n"
                     "        '1: :->first' \\\n        '*: :->rest'\n"
                     "    case $state in\n"
                     "    first) _describe -t commands command commands; _files ;;\n"
                     "    rest)\n        case $words[2] in\n");
    zsh_commands(out);
    il_buf_puts(out, "            *) _files ;;\n        esac\n        ;;\n    esac\n}\n\n"
                     "if [ \"$funcstack[1]\" = _infralint ]; then\n    _infralint \"$@\"\nelse\n"
                     "    compdef _infralint infralint\nfi\n");
}

static void fish_option(il_buf *out, const il_option_about *o)
{
    completes kind = kind_of(o);
    il_buf_printf(out, "complete -c infralint -l %s", o->name);
    if (o->letter)
        il_buf_printf(out, " -s %s", o->letter);
    if (kind == WORDS) {
        il_buf_puts(out, " -x -a '");
        put_words(out, o->words);
        il_buf_putc(out, '\'');
    } else if (kind != NO_ARGUMENT) {
        il_buf_puts(out, kind == RULES     ? " -x -a \"$__infralint_rules\""
                         : kind == FILES   ? " -r -F"
                         : kind == FOLDERS ? " -x -a '(__fish_complete_directories)'"
                                           : " -x");
    }
    il_buf_puts(out, " -d '");
    quoted(out, o->help, false, "\\'");
    il_buf_puts(out, "'\n");
}

static void fish(il_buf *out)
{
    il_buf_puts(out, "# Completions of infralint " IL_VERSION " for fish: `infralint completions fish`.\n"
                     "set -g __infralint_rules '");
    put_rules(out);
    il_buf_puts(out, "'\n");
    for (size_t i = 0; il_options_command(i).name; i++) {
        il_option_about c = il_options_command(i);
        il_buf_printf(out, "complete -c infralint -n __fish_use_subcommand -a %s -d '", c.name);
        quoted(out, c.help, false, "\\'");
        il_buf_puts(out, "'\n");
        if (takes_rules(c.name))
            il_buf_printf(out,
                          "complete -c infralint -n '__fish_seen_subcommand_from %s' -f -a \"$__infralint_rules\"\n",
                          c.name);
        else if (c.words)
            il_buf_printf(out, "complete -c infralint -n '__fish_seen_subcommand_from %s' -a '%s'\n", c.name, c.words);
    }
    for (size_t i = 0; il_options_about(i).name; i++) {
        il_option_about o = il_options_about(i);
        fish_option(out, &o);
    }
    il_buf_puts(out, "complete -c infralint -l help -s h -d 'print the help'\n"
                     "complete -c infralint -l version -s V -d 'print the version'\n");
}

bool il_manual_completions(il_buf *out, il_str shell)
{
    if (il_str_is(shell, "bash"))
        bash(out);
    else if (il_str_is(shell, "zsh"))
        zsh(out);
    else if (il_str_is(shell, "fish"))
        fish(out);
    else
        return false;
    return true;
}
