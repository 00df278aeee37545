/* A program written as JSON, for tests of lowering and for the catalogue's generator, which needs no TypeScript to ask what we would make of
 * a construct:
 *     {"context": {flag: value}, "constructs": [{"class", "path", "props", "calls": [call], "condition", "many", "escaped"}]}
 *     call: {"method" or "property", "path": [members], "args": [values], "value", "result": name, "condition", "calls": [call]}
 * A construct's scope is the one whose path is before the last slash. Values are JSON, but for
 *     {"$sym": name}  {"$call": name, "args"}  {"$new": name, "args"}  {"$construct": path}  {"$member": [value, name]}
 *     {"$method": [value, name, args…]}  {"$result": name}  {"$choice": [[condition, holds, value]…]}  {"$unknown": reason}
 *     {"$undefined": true}  {"$concat": [values]}  {"$open": object or list} */
#ifndef IL_LOWER_JSON_H
#define IL_LOWER_JSON_H

#include "cdk.h"

/* Returns the program in ARENA, or NULL when TEXT is none. */
const il_program *il_low__program_of_json(il_arena *arena, il_str text);

#endif
