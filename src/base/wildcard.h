/* File name patterns as gitignore(5) has them. */
#ifndef IL_WILDCARD_H
#define IL_WILDCARD_H

#include "str.h"

/* Whether the whole of PATH matches PATTERN, part by part between `/`: `*` and `?` stay within a part, `[a-z]` and `[!a-z]` are classes (one that is not closed matches nothing; none holds a `/`), `**` as a part
 * stands for any number of parts (at the end for at least one), `\` quotes the next byte. Takes time in proportion to |PATTERN| × |PATH|.
 * Source: gitignore(5), "PATTERN FORMAT". */
bool il_wildcard_match(il_str pattern, il_str path);

#endif
