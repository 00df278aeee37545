/* The model as text: JSON for tools and golden tests, and what could not be known, for people.
 *
 * {"version":1,"kind":"template","root":"","lone":true,
 *  "stacks":[{"name","constructPath","environment","description","outputs":{…}}],
 *  "resources":[{"type","logicalId","constructPath","writtenAs","stack","file","line","column",
 *                "generated","escaped","many","condition":{"when","holds"},"origins":{…},"body":{…}}],
 *  "facts":[the same], "gaps":[{"reason","detail","type","file","line","column"}]}
 *
 * "writtenAs" is the logical id of the author's resource that a transform made this one of. Fields that are unknown, empty or false are
 * left out. In a body CloudFormation stands as itself; what it has no word for:
 *     {"$unknown": {"reason","detail","file","line","column"}}     {"$missing": true}, as AWS::NoValue
 *     {"$choice": [{"when": "IsProd", "holds": true, "value": …}]}
 *     {"Ref": id}, {"Fn::GetAtt": [id, attribute]} by logical id, with "$stack" when it is one of another stack;
 *     {"$ref": construct path, "$attribute": …} when the target has no logical id
 *     {"Fn::Join": ["", parts]} for every text with parts, {"Fn::X": [arguments]} for other intrinsics
 *     an open map has "$open": true as its last entry, an open list {"$open": true} as its last item
 *     a key of the author's that begins with `$` is written with one more
 * "origins" names, by dotted path in the body, each value whose origin is not that of the map or list around it (of the body: "source"). */
#ifndef IL_MODEL_DUMP_H
#define IL_MODEL_DUMP_H

#include "buf.h"
#include "model.h"

/* Writes the whole model as indented JSON with a line break at its end. The same model gives the same bytes. */
void il_model_dump(il_buf *out, const il_app *app);

/* Writes one value as the dump does, without a line break at its end. STACK is that of the resource that it belongs to, or NULL. */
void il_model_dump_value(il_buf *out, const il_value *value, const il_stack *stack);

/* Writes what is not known: each reason, those that hide most values first, with its places and below each the values that it hides; then the
 * maps and lists that may hold more than is seen; then the gaps. */
void il_model_explain(il_buf *out, const il_app *app);

#endif
