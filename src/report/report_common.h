/* Shared between the writers of this layer. */
#ifndef IL_REPORT_COMMON_H
#define IL_REPORT_COMMON_H

#include "report.h"

/* Adds `"name":"value"`. */
void il_report__field(il_buf *out, const char *name, il_str value);
/* Adds `"name":{"text":"value"}`. */
void il_report__text(il_buf *out, const char *name, il_str value);
/* Adds `"region":{"startLine":…}` or another NAME for it; lines and columns from 1, columns in UTF-16 units, the end exclusive. */
void il_report__region(il_buf *out, const char *name, il_loc loc);
/* Adds the JSON object of other tools' names: {"checkov":["CKV_AWS_21"]}. RULE may be NULL. */
/* SARIF's word for what a baseline makes of F: "unchanged" when it has it, else "new". */
const char *il_report__baseline_state(const il_finding *f);
void il_report__also(il_buf *out, const il_report_rule *rule);
/* What stands before *PATH as seen from the repository's root; the `../` that it takes back are cut off *PATH. Empty for an absolute path. */
il_str il_report__prefix(il_str *path, const il_report_options *options);
/* Adds TEXT for XML 1.0, in text and in attributes; characters that XML cannot hold as U+FFFD. */
void il_report__xml(il_buf *out, il_str text);
/* Adds the list of TEXTS as JSON. */
void il_report__names(il_buf *out, const char *const *texts, size_t n);

/* The rules of other tools that REPORT's findings name: each once, in the order of the findings. */
typedef IL_VEC(const char *) il_report_ids;
il_report_ids il_report__foreign(il_arena *arena, const il_report *report);

/* Adds the descriptions of REPORT's rules and of the built-in ones, comma between them. */
void il_report__sarif_rules(il_buf *out, const il_report *report, const il_report_ids *foreign);
/* The place of rule ID among them. */
size_t il_report__sarif_index(const il_report *report, const il_report_ids *foreign, const char *id);

/* Terminal styles; nothing is written without colour. */
typedef enum {
    IL_INK_NONE,
    IL_INK_BOLD,
    IL_INK_DIM,
    IL_INK_RED,
    IL_INK_YELLOW,
    IL_INK_BLUE,
    IL_INK_CYAN,
    IL_INK_GREEN
} il_ink;
void il_report__styled(il_buf *out, const il_report_options *options, il_ink style, il_str text);
il_ink il_report__severity_ink(il_severity severity);

/* Whether a terminal would act on CODE instead of showing it: control characters, and those that turn the direction of text. Malformed
 * bytes decode to U+FFFD and are plain. */
bool il_report__hidden(uint32_t code);
/* How many bytes of TEXT from FROM on are letters, digits, signs and blanks of ASCII, shown as they are, a column each: nearly all of them. */
size_t il_report__plain(il_str text, size_t from);
/* Adds TEXT with hidden and malformed characters as U+FFFD: names and texts of the checked project must not steer the terminal. */
void il_report__visible(il_buf *out, il_str text);
/* Adds TEXT, whose first line begins at column INDENT, in lines of at most the width, and a line break. Its words are made visible. */
void il_report__wrapped(il_buf *out, il_str text, size_t indent, const il_report_options *options);
/* Terminal columns of TEXT, as il_report__visible writes it. */
size_t il_report__columns(il_str text);

#endif
