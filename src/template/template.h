/* CloudFormation templates → model. Never fails: what is wrong with a template is a finding at its place. */
#ifndef IL_TEMPLATE_H
#define IL_TEMPLATE_H

#include "document.h"
#include "model.h"

/* Whether ROOT is a template by its content: Resources with a Type of AWS::/Custom::/Alexa::, AWSTemplateFormatVersion, or Transform. */
bool il_template_recognize(const il_node *root);

/* Whether TEXT looks like a template although it does not parse: for files that deserve a finding rather than a silent skip. */
bool il_template_resembles(il_str text);

/* A parameter's value from outside of all templates: given on the command line or in a file. */
typedef struct {
    il_str
        stack; /* only for the stack of this name; empty = for every template that was not given its parameters by another */
    il_str name;           /* a parameter or a pseudo parameter (AWS::Region) */
    const il_value *value; /* a string, number or bool with the origin `environment`, without place */
    bool used;             /* set where a template has such a parameter */
} il_given;

typedef struct {
    il_given *items;
    size_t n;
} il_givens;

typedef struct {
    const il_document *document;
    size_t root;             /* which document of a YAML stream */
    const il_loader *loader; /* for nested stacks by local path; NULL: they are not read */
    il_givens *givens;       /* NULL for none */
} il_template_input;

/* Reads one template, and the templates of its nested stacks that are local files, as an app of its own (`lone`). Findings about the templates
 * go to SINK. */
il_app *il_template_read(il_arena *arena, const il_template_input *input, il_sink *sink);

typedef IL_VEC(il_str) il_template_paths;

/* The local files that the template at root ROOT of DOCUMENT names as templates of nested stacks, in ARENA, whether they are there or not. */
il_template_paths il_template_nested(il_arena *arena, const il_document *document, size_t root);

/* Reads a cloud assembly (cdk.out): FOLDER holds manifest.json; nested assemblies and nested stacks are followed. All stacks become one
 * app. Returns NULL when there is no manifest to read (reported to SINK). */
typedef struct {
    const il_loader *loader;
    il_givens *givens; /* NULL for none */
} il_assembly_input;

il_app *il_assembly_read(il_arena *arena, il_str folder, const il_assembly_input *input, il_sink *sink);

/* The node that RESOURCE's value (`il_resource.handle`) or a value (`il_value.handle`) was read from. */
const il_node *il_template_node(const void *handle);

#endif
