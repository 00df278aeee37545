/* Compiled rules as C: constant data that needs no work at start-up. */
#ifndef IL_EMIT_H
#define IL_EMIT_H

#include "buf.h"
#include "rule.h"

/* Adds to OUT the translation unit that defines il_rules_builtin and il_rules_builtin_count as RULES, which are sorted by id. */
void il_emit_rules(il_buf *out, il_arena *arena, const il_rule *const *rules, size_t n);

#endif
