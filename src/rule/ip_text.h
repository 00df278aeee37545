/* Addresses in texts. A text counts as a whole (an address, a URL with one as its host, host:port, a list of these); only in scripts are
 * addresses looked for inside. Everything else that has an address in it is prose. */
#ifndef IL_IP_TEXT_H
#define IL_IP_TEXT_H

#include "arena.h"
#include "ip.h"
#include "vec.h"

typedef struct {
    size_t from, to; /* bytes of the text: the address with its prefix, no port */
    il_ip ip;
} il_ip_found;

typedef IL_VEC(il_ip_found) il_ip_list;

/* TEXT as a whole. A byte of 1 in it stands for what is not known. */
void il_ip_whole(il_arena *arena, il_str text, il_ip_list *out);

/* Anywhere in the script TEXT, but for versions: behind @ ^ ~ ==, in what a package manager is told, next to a word like `version`. */
void il_ip_inside(il_arena *arena, il_str text, il_ip_list *out);

/* Whether the words of NAME (camelCase, snake_case …) say that its value is a version, image or object identifier. */
bool il_ip_version_name(il_str name);

#endif
