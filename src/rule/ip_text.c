#include "ip_text.h"

#include <string.h>

static bool letter(char c)
{
    char low = (char)(c | 32);
    return low >= 'a' && low <= 'z';
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void add(il_arena *arena, il_ip_list *out, size_t from, size_t to, il_ip ip)
{
    il_ip_found found = {from, to, ip};
    IL_PUSH(arena, out, found);
}

/* Digits, or something unknown. */
static bool is_port(il_str text)
{
    if (text.n == 1 && text.p[0] == '\x01')
        return true;
    for (size_t i = 0; i < text.n; i++)
        if (!digit(text.p[i]))
            return false;
    return text.n > 0 && text.n <= 5;
}

/* `1.2.3.4`, `1.2.3.4:80`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:80`; a prefix where a URL allows none only if PREFIX. */
static bool parse_host(il_str text, bool prefix, size_t *from, size_t *to, il_ip *ip)
{
    *from = 0;
    *to = text.n;
    if (text.n && text.p[0] == '[') {
        size_t close = il_str_find(text, IL_STR("]"), 0);
        if (close == SIZE_MAX ||
            (close + 1 < text.n && (text.p[close + 1] != ':' || !is_port(il_str_slice(text, close + 2, text.n)))))
            return false;
        *from = 1;
        *to = close;
        return il_ip_parse(il_str_slice(text, 1, close), ip) && ip->v6 && ip->prefix < 0;
    }
    size_t colon = il_str_find(text, IL_STR(":"), 0);
    bool one_colon = colon != SIZE_MAX && il_str_find(text, IL_STR(":"), colon + 1) == SIZE_MAX;
    if (one_colon) {
        *to = colon;
        return is_port(il_str_slice(text, colon + 1, text.n)) && il_ip_parse(il_str_slice(text, 0, colon), ip) &&
               ip->prefix < 0;
    }
    return il_ip_parse(text, ip) && (prefix || ip->prefix < 0);
}

/* The hosts of the authority that begins at AT of TEXT, which itself begins at BASE of the whole. */
static void read_authority(il_arena *arena, il_str text, size_t at, size_t base, il_ip_list *out)
{
    size_t end = at, host = at;
    while (end < text.n && !strchr("/?#\"'\\ \t\r\n", text.p[end])) {
        if (text.p[end] == '@')
            host = end + 1;
        end++;
    }
    while (host <= end && host < text.n) {
        size_t comma = host, from, to;
        il_ip ip;
        while (comma < end && text.p[comma] != ',')
            comma++;
        if (parse_host(il_str_slice(text, host, comma), false, &from, &to, &ip))
            add(arena, out, base + host + from, base + host + to, ip);
        host = comma + 1;
    }
}

/* One word of a list of URLs and addresses. False when it is neither. */
static bool read_word(il_arena *arena, il_str text, size_t begin, size_t end, il_ip_list *out)
{
    size_t from, to;
    il_ip ip;
    il_str word = il_str_slice(text, begin, end);
    size_t scheme = il_str_find(word, IL_STR("://"), 0);
    if (scheme != SIZE_MAX) {
        for (size_t at = scheme; at != SIZE_MAX; at = il_str_find(word, IL_STR("://"), at + 3))
            read_authority(arena, word, at + 3, begin, out);
        return true;
    }
    if (!parse_host(word, true, &from, &to, &ip))
        return false;
    add(arena, out, begin + from, begin + to, ip);
    return true;
}

/* One URL: without blanks, something and `://` before the rest. Commas may stand in its authority. */
static bool is_url(il_str text)
{
    size_t scheme = il_str_find(text, IL_STR("://"), 0);
    for (size_t i = 0; i < text.n; i++)
        if (blank(text.p[i]))
            return false;
    return scheme != SIZE_MAX && scheme > 0 && il_str_find(text, IL_STR(","), 0) > scheme;
}

void il_ip_whole(il_arena *arena, il_str text, il_ip_list *out)
{
    size_t begin = 0, kept = out->n;
    enum { LONGEST = 4096 };
    if (text.n > LONGEST)
        return;
    if (is_url(text)) {
        read_word(arena, text, 0, text.n, out);
        return;
    }
    while (begin < text.n) {
        size_t end = begin;
        while (end < text.n && !blank(text.p[end]) && text.p[end] != ',' && text.p[end] != ';')
            end++;
        if (end > begin && !read_word(arena, text, begin, end, out)) {
            out->n = kept; /* a word that is no address: prose */
            return;
        }
        begin = end + 1;
    }
}

/* Words whose values look like addresses and are none. */
static const char *const version_words[] = {
    "version", "versions", "release", "releases", "tag",   "tags",   "build", "builds", "engine", "engines",
    "ami",     "amis",     "runtime", "runtimes", "layer", "layers", "oid",   "oids",   "semver", "revision"};

static bool is_version_word(il_str word)
{
    for (size_t i = 0; i < sizeof version_words / sizeof *version_words; i++)
        if (il_str_eq_nocase(word, il_str_of(version_words[i])))
            return true;
    return false;
}

bool il_ip_version_name(il_str name)
{
    size_t begin = 0;
    while (begin < name.n) {
        size_t end = begin + 1;
        bool upper = name.p[begin] >= 'A' && name.p[begin] <= 'Z';
        while (upper && end < name.n && name.p[end] >= 'A' && name.p[end] <= 'Z')
            end++;
        if (end == begin + 1)
            while (end < name.n && name.p[end] >= 'a' && name.p[end] <= 'z')
                end++;
        if (is_version_word(il_str_slice(name, begin, end)))
            return true;
        begin = end;
    }
    return false;
}

static bool address_character(char c)
{
    char low = (char)(c | 32);
    return digit(c) || (low >= 'a' && low <= 'f') || c == ':' || c == '.';
}

static bool joins_word(char c)
{
    return letter(c) || digit(c) || c == '_' || c == '.' || c == '-';
}

/* What a package manager is told to fetch has versions in it. */
static bool package_command(il_str line)
{
    static const char *const commands[] = {
        "apt-get install", "apt install",   "yum install", "dnf install",  "rpm ",        "pip install", "pip3 install",
        "npm i",           "npm install",   "gem install", "brew install", "docker pull", "apk add",     "go get",
        "go install",      "cargo install", "nuget ",      "dotnet add",   "helm "};
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (il_str_contains(line, il_str_of(commands[i])))
            return true;
    return false;
}

/* The command that AT stands in: up to a line's end, or what shells put between commands. */
static il_str command_around(il_str text, size_t at)
{
    static const char ends[] = "\n;&|";
    size_t begin = at, end = at;
    while (begin && !strchr(ends, text.p[begin - 1]))
        begin--;
    while (end < text.n && !strchr(ends, text.p[end]))
        end++;
    return il_str_slice(text, begin, end);
}

/* The word right before AT, past `=`, `:`, quotes and blanks: APP_VERSION="1.2.3.4". */
static il_str word_before(il_str text, size_t at)
{
    while (at && strchr("=:\"' \t", text.p[at - 1]))
        at--;
    size_t end = at;
    while (at && (letter(text.p[at - 1]) || digit(text.p[at - 1]) || text.p[at - 1] == '_'))
        at--;
    return il_str_slice(text, at, end);
}

static bool looks_like_version(il_str text, size_t at)
{
    char before = at ? text.p[at - 1] : '\0';
    bool twice = at > 1 && before == '=' && text.p[at - 2] == '=';
    return (before && strchr("@^~", before)) || twice || package_command(command_around(text, at)) ||
           il_ip_version_name(word_before(text, at));
}

void il_ip_inside(il_arena *arena, il_str text, il_ip_list *out)
{
    size_t i = 0;
    while (i < text.n) {
        if (!address_character(text.p[i])) {
            i++;
            continue;
        }
        size_t begin = i, end = i, from, to;
        il_ip ip;
        while (end < text.n && address_character(text.p[end]))
            end++;
        i = end;
        if (end < text.n && text.p[end] == '/' && end + 1 < text.n && digit(text.p[end + 1]))
            for (end++; end < text.n && digit(text.p[end]);)
                end++;
        while (end > begin && (text.p[end - 1] == '.' || text.p[end - 1] == ':'))
            end--; /* the end of a sentence, a port that is not known */
        bool apart = (begin == 0 || !joins_word(text.p[begin - 1])) &&
                     (end == text.n || !joins_word(text.p[end]) || text.p[end] == '.');
        if (!apart || !parse_host(il_str_slice(text, begin, end), true, &from, &to, &ip) ||
            looks_like_version(text, begin))
            continue;
        add(arena, out, begin + from, begin + to, ip);
    }
}
