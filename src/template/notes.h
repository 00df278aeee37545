/* What CDK noted of its constructs beside the templates: the metadata of each stack (inline in the manifest, since about 2.26x in a
 * `*.metadata.json` that it names) and tree.json. Read only when asked for, and once; what cannot be read is as if it were not there. */
#ifndef IL_NOTES_H
#define IL_NOTES_H

#include "document.h"
#include "model.h"

/* The frames (strings, the innermost first) of the code that made the construct at PATH of STACK, a stack of an assembly; NULL when there
 * are none. */
const il_node *il_notes_creation_stack(const il_app *app, const il_stack *stack, il_str path);

/* All constructs of STACK's artifact that have notes: path → a list node of { type, data }. NULL for none. */
const il_map *il_notes_of(const il_app *app, const il_stack *stack);

/* The class that tree.json has for the construct at PATH: "aws-cdk-lib.aws_s3.Bucket", for a class of the program its nearest ancestor in the
 * library. Empty when unknown. */
il_str il_notes_class(const il_app *app, il_str path);

/* How many manifests were read: the assembly's and those of the assemblies in it. */
size_t il_notes_assemblies(const il_app *app);

/* The folder of the assembly that STACK is from; empty for a lone template. */
il_str il_notes_folder(const il_app *app, const il_stack *stack);

#endif
