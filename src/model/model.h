/* What rules see of an app: its stacks, resources and facts. Made by a front end (template, cdk), joined by link, read by rule.
 *
 * A fact is a resource whose type is none of CloudFormation's, filled by the front ends and matched alike:
 *     Source::Construct   Properties: Class, UserClass, Id, Variable, Bound, Used (bools), Props[] (names)   a `new` of a construct in the program
 *     Source::Call        Properties: Name, Class, Arguments[]                  a call that no resource shows: overrides, grants, tags, cdk-nag, calls on
 *                         imports; what is a `new` of a library class is { New: its name }
 *     Source::Literal     Properties: Value, Position, Key, File                a string literal used as a value
 *     Source::Symbol      Properties: Name, Class, Base                         a name of the construct library, written out
 *     Source::Input       Properties: From (environment, context), Name, Class, Base, File     what the program reads from outside
 *     Source::Settings    Properties: Name, Used, Environments[] (Name, Missing[], Values)   a table with an entry for each environment
 *     Source::UndeclaredMember   Properties: Name, Class, Base
 *     Project             Properties: see src/engine/repository.c
 *     App                 an open map: one for each app
 *     Stack               Properties: Name, Environment, Description, TerminationProtection, Tags; open
 *     Suppression         Properties: Id, Tool, Reason, …; made by the engine (waiver_facts.c) in an app of its own
 *     Stack::Output       Properties: Value                                     what a stack gives out
 *     Parameter           Properties: as written (Type, Default, NoEcho, AllowedValues …); the logical id is its name
 */
#ifndef IL_MODEL_H
#define IL_MODEL_H

#include "map.h"
#include "truth.h"
#include "value.h"
#include "vec.h"

typedef struct il_app il_app;
typedef struct il_stack il_stack;

typedef enum { IL_APP_CDK, IL_APP_TEMPLATE } il_app_kind;

/* Where a property of a resource that a transform made is written: dotted paths below Properties. */
typedef struct {
    const char *made, *written;
} il_writing;

struct il_resource {
    const il_app *app;
    const il_stack *stack; /* NULL for facts of the app or project */
    il_name type;          /* "AWS::S3::Bucket"; never NULL */
    il_str logical_id;     /* empty = unknown */
    il_str construct_path; /* "Data/Bucket/Resource"; empty = unknown. In a template from Metadata's aws:cdk:path */
    /* The whole resource as CloudFormation has it: a map with Properties, DeletionPolicy, UpdateReplacePolicy, Metadata, DependsOn,
     * Condition … Open where the program could not be followed. */
    const il_value *body;
    il_loc loc;     /* the resource's key in a template; `new X` up to the class name in a program */
    il_loc whole;   /* from key to the value's end in a template; the whole expression in a program */
    bool generated; /* made by the framework (custom resource providers, CDK metadata), not by the author */
    bool handed;    /* given to code of the construct library that was not followed: what that makes may name it */
    bool strayed;   /* handed to such code that is not the construct library's own */
    bool escaped;   /* handed to code that we could not follow: what is absent may have been added there */
    bool many;      /* one expression, an unknown number of resources */
    il_condition condition; /* exists only then (text empty = always) */
    const void *handle;     /* the front end's own; opaque here */
    /* Made by a transform: the logical id of the author's resource that it comes from (empty = its own), and which of its properties are written
     * there, NULL = all of them as they are. */
    il_str written_as;
    const il_writing *writings;
    size_t n_writings;
    const il_resource *twin; /* set by link: the same resource as the other front end saw it */
};

struct il_stack {
    const il_app *app;
    il_str name;           /* the stack's name or construct id; empty = unknown */
    il_str construct_path; /* empty = unknown */
    il_str environment;    /* "aws://account/region"; empty = unknown */
    il_str description;
    il_loc loc;
    const il_value *outputs; /* a map of export name → value, for Fn::ImportValue */
    /* The template's own Metadata, of a template only where it holds what linters read; &il_missing for none. */
    const il_value *metadata;
    bool dependent; /* the name could not be known */
};

/* Code or template parts that were not followed: rules of absence must not claim what these may have made. */
typedef struct {
    il_loc loc;
    const char *reason; /* static */
    il_str detail;
    il_name type; /* the type that it may make, or NULL for any */
    bool
        library; /* a library's code, and none that looks after what is there: makes nothing of what il_type_is_asked_for */
    bool handed; /* what it was given is known (il_resource.handed): what it makes names no other resource */
} il_gap;

struct il_app {
    il_arena *arena; /* everything of the app lives here */
    il_app_kind kind;
    il_str root; /* folder, relative to the working directory */
    bool lone;   /* one template alone: what is absent may stand in another */
    IL_VEC(il_stack *) stacks;
    IL_VEC(il_resource *) resources; /* facts too, in the order of the input */
    IL_VEC(il_gap) gaps;
    il_map by_type;     /* type → il_type_list *; filled by il_app_add */
    il_map by_path;     /* construct path → the first il_resource * that has it, resources before facts */
    const void *handle; /* the front end's own */
};

typedef IL_VEC(il_resource *) il_type_list;

/* Returns an empty app in ARENA (borrowed). */
il_app *il_app_new(il_arena *arena, il_app_kind kind, il_str root);

/* Adds a zeroed resource of TYPE and gives it back to be filled. Construct paths are indexed by il_app_index. */
il_resource *il_app_add(il_app *app, il_stack *stack, il_name type);
/* Gives RESOURCE of APP another type. */
void il_app_retype(il_app *app, il_resource *resource, il_name type);
il_stack *il_app_add_stack(il_app *app, il_str name);
void il_app_add_gap(il_app *app, il_gap gap);

/* Fills by_path; call once after all resources have their paths. */
void il_app_index(il_app *app);

/* The resources of TYPE, in order; an empty list when there are none. Never NULL. */
const il_type_list *il_app_of_type(const il_app *app, il_str type);

/* Whether resources of TYPE exist only where a program asks for them by name: no class or method of the construct library makes them along the way. */
bool il_type_is_asked_for(il_str type);

/* Whether GAP may have made a resource of TYPE. */
bool il_gap_may_make(const il_gap *gap, il_str type);

/* Whether something not followed may have made a resource of TYPE. */
bool il_app_may_make(const il_app *app, il_str type);

/* The resource's Properties (a map, &il_missing when there are none, unknown when they cannot be known). Never NULL. */
const il_value *il_resource_properties(const il_resource *resource);

/* Whether a resource is a fact (its type is not CloudFormation's). */
bool il_resource_is_fact(const il_resource *resource);

#endif
