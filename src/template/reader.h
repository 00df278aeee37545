/* What the files of this layer share: the state of reading one template into the model. No other layer includes it.
 *
 * template.c reads the sections, convert.c turns nodes into values, intrinsic.c says which function a node calls; each function is one
 * handler of its table (intrinsic.c, text.c, sub.c, lookup.c, condition.c). A function of CloudFormation that is folded tomorrow
 * is one more handler; a value that comes from outside (a parameter given on the command line, a nested stack's) goes into `given`. */
#ifndef IL_READER_H
#define IL_READER_H

#include "template.h"

/* A parameter of the template. */
typedef struct {
    il_resource *fact;
    const il_value *value; /* what a Ref to it gives; NULL = a ref with the parameter's name */
    bool settled;          /* nobody can give another value than its default */
} il_parameter;

/* A condition of the template; `truth` counts while `epoch` is the reader's. */
typedef struct {
    il_str name;
    il_loc loc; /* its key */
    const il_node *node;
    il_truth truth;
    size_t epoch;
    bool busy;     /* being judged: what leads here again leads back to itself */
    bool circular; /* it does, and has been reported */
} il_template_condition;

/* What holds where we read: the condition of the resource, those of the Fn::If around, and what follows from them: that a condition
 * holds or not, or that a parameter has a value or not. */
typedef struct il_assumption {
    il_str name; /* of the condition; empty when it is about a parameter */
    const il_resource *parameter;
    const il_node *constant; /* what the parameter equals, or does not */
    bool holds;
    size_t n; /* with those before */
    const struct il_assumption *before;
} il_assumption;

/* A value that can be known only when all templates are read. It stays a call or ref until then. */
typedef struct {
    il_value *value;
    const il_stack *stack;     /* where it stands */
    il_str name;               /* of the export, or of the output */
    const il_resource *nested; /* the AWS::CloudFormation::Stack whose output it is; NULL for none */
    il_str from;               /* the name of the stack whose output it is; empty for none */
} il_pending;

typedef IL_VEC(il_pending) il_pendings;

/* A template of an assembly that has been read. */
typedef struct {
    il_stack *stack;
    const il_resource *nested; /* the resource whose template it is; NULL for a stack of the manifest */
    il_map outputs;            /* logical id of an output → const il_value * */
} il_read_stack;

typedef IL_VEC(il_read_stack) il_read_stacks;

/* Fills in the values that crossed from one of STACKS to another; those that lead elsewhere stay as they are. */
void il_template__resolve(il_arena *arena, const il_pendings *pending, const il_read_stacks *stacks);

typedef struct il_sam il_sam; /* sam.h */

/* Fills in the body of one resource that SAM's transform makes. */
typedef const il_value *il_sam_filler(il_sam *s, il_resource *resource, const il_member *event);

/* A resource of the template to which the transform adds a property. */
typedef struct {
    il_str name;
    const char *property;
} il_altered;

/* A resource of that transform still to be filled in. */
typedef struct {
    il_resource *resource;
    const il_resource *main;
    const il_member *event; /* the event that asks for it, or NULL */
    il_sam_filler *fill;
} il_sam_made;

typedef struct {
    il_arena *arena;
    il_app *app;
    il_stack *stack;
    const il_document *document;
    il_sink *sink;
    const il_node *root;
    const il_value *given; /* parameter values from the parent stack, a map by name; &il_missing for none */
    il_givens *givens;     /* parameter values from the command line; NULL for none */
    bool nested;           /* some stack is the parent */
    il_pendings *pending;  /* what other templates know */
    size_t first;          /* index of the template's first fact or resource in the app */
    il_map outputs;        /* logical id of an output → const il_value * */

    il_map parameters; /* name → il_parameter * */
    il_map conditions; /* name → il_template_condition * */
    il_map resources;  /* logical id → il_resource * */
    const il_node *mappings;
    const il_node *globals;         /* SAM's, as the next four */
    IL_VEC(il_sam_made) made;       /* beside the template's own resources, those of one behind the other */
    size_t filled;                  /* how many of them have their body */
    IL_VEC(il_resource *) implicit; /* APIs that events ask for */
    IL_VEC(il_altered) altered;     /* resources of the template that events change */

    const il_assumption *assumed;
    size_t epoch, last_epoch; /* one number for each set of assumptions */
    il_map compared;          /* an Fn::Equals node → its il_truth * */
    size_t judged;            /* expressions of conditions so far */
    il_map memo;   /* contents of a shared node under the assumptions of an epoch → converted value; see convert.c */
    bool naming;   /* the name of an export is read: the stack's own name, if it is known, is part of it */
    bool extended; /* the template declares the language extensions */
    bool shares;   /* the text has anchors */
    bool duplicates; /* some map has a key twice */
    bool broken;     /* the text has syntax errors */
    size_t depth;    /* of the condition that is being judged */
} il_reader;

/* Reads the template at ROOT of DOCUMENT into a new stack of R->app; the caller has set app, document, root, sink, stack, given and
 * pending. */
void il_reader__read(il_reader *r);

/* Reports what is wrong with the template at LOC; not in a file with syntax errors, where what is missed may stand unread. */
void il_reader__complain(il_reader *r, il_loc loc, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Adds the Stack fact of R->stack; PROPERTIES (kept) are what the caller knows of it. */
il_resource *il_reader__stack_fact(il_reader *r, il_entry *properties, size_t n);
/* The template's Description as an entry for that: known to be absent where there is none. */
il_entry il_reader__description(il_reader *r);
/* Adds the App fact. */
void il_template__app_fact(il_app *app, il_loc loc);

il_loc il_reader__loc(const il_reader *r, const il_node *node);

/* NODE as a value; never NULL. A function is evaluated as far as it can be known. */
const il_value *il_reader__value(il_reader *r, const il_node *node);
/* The contents of NODE: its tag has been read already. */
const il_value *il_reader__contents(il_reader *r, const il_node *node);
/* VALUE, made for NODE just now, with NODE as its handle. */
const il_value *il_reader__own(const il_value *value, const il_node *node);
/* VALUE computed from FROM: takes over its origin. VALUE was made just now. */
const il_value *il_reader__derived(const il_value *value, const il_value *from);

/* The members of the map NODE that count, by key: the last one among equals. Empty when no key of the document stands twice. */
il_map il_reader__last_members(il_reader *r, const il_node *node);

/* A call of an intrinsic function, long or short. */
typedef struct {
    il_name name;        /* "Fn::Join", "Ref", also for a short tag */
    const il_node *node; /* the whole: the map with the one key, or the tagged node */
    const il_node *args; /* what the function is given: the key's value, or the tagged node itself */
} il_site;

/* Whether NODE calls a function (any `Fn::X`, known or not). */
bool il_reader__site_of(const il_node *node, il_site *out);
const il_value *il_reader__call(il_reader *r, const il_site *site);

/* The handlers of intrinsic.c's table that stand in other files. */
const il_value *il_reader__sub(il_reader *r, const il_site *site);
const il_value *il_reader__join(il_reader *r, const il_site *site);
const il_value *il_reader__split(il_reader *r, const il_site *site);
const il_value *il_reader__if(il_reader *r, const il_site *site);
const il_value *il_reader__select(il_reader *r, const il_site *site);
const il_value *il_reader__find_in_map(il_reader *r, const il_site *site);
const il_value *il_reader__cidr(il_reader *r, const il_site *site);
const il_value *il_reader__length(il_reader *r, const il_site *site);
const il_value *il_reader__to_json_string(il_reader *r, const il_site *site);

/* The argument of SITE as a value, whatever its shape. */
const il_value *il_reader__argument(il_reader *r, const il_site *site);
/* What a function gives for known arguments; NULL when it cannot be folded. */
typedef const il_value *il_folder(il_reader *r, const il_site *site, const il_value *const *args, size_t n);
/* FOLD of the N ARGS; where one is a choice, of each arm, with the arms of the same conditions in the others. NULL when some arm cannot be
 * folded, or the choices are of different conditions: arms are never multiplied. */
const il_value *il_reader__over_arms(il_reader *r, const il_site *site, const il_value *const *args, size_t n,
                                     il_folder *fold);
/* The plain text of a known scalar, for keys, indexes and comparisons; a Ref to the region or account that the stack is known to be in counts
 * as known. Empty for anything else. */
il_str il_reader__key(il_reader *r, const il_value *value);
/* Whether VALUE may turn out to be AWS::NoValue. */
bool il_reader__optional(const il_value *value);

/* The Nth argument, or NULL when SITE has no list of arguments that long. */
const il_node *il_reader__nth(const il_site *site, size_t n);
size_t il_reader__n_args(const il_site *site);
/* The call as it stands, with its arguments ITEMS (copied). */
const il_value *il_reader__kept(il_reader *r, const il_site *site, const il_value *const *items, size_t n);
/* An unknown value: SITE's arguments are not what the function takes. */
const il_value *il_reader__malformed(il_reader *r, const il_site *site);
/* A Ref (ATTRIBUTE empty) or Fn::GetAtt of NAME; NODE is the handle, LOC the place. */
const il_value *il_reader__reference(il_reader *r, il_loc loc, const il_node *node, il_str name, il_str attribute);
/* "A.B.C" → name "A", attribute "B.C". */
const il_value *il_reader__dotted(il_reader *r, il_loc loc, const il_node *node, il_str dotted);

/* VALUE as it reads inside a text: numbers and booleans become strings, everything else stays. */
const il_value *il_reader__text_of(il_reader *r, const il_value *value);

/* Whether the condition NAME holds under what is assumed. */
il_truth il_reader__condition(il_reader *r, il_str name);
/* Adds that NAME holds (or not) and what follows from it to what is assumed; returns what was assumed before, for il_reader__restore. */
typedef struct {
    const il_assumption *assumed;
    size_t epoch;
} il_assumptions;
il_assumptions il_reader__assume(il_reader *r, il_str name, bool holds);
void il_reader__restore(il_reader *r, il_assumptions before);
/* What a Ref to PARAMETER gives under what is assumed: its value, NULL when it stays a ref. */
const il_value *il_reader__parameter_value(il_reader *r, const il_parameter *parameter);

/* What the command line gives for the parameter or pseudo parameter NAME, or NULL. */
const il_value *il_reader__given(il_reader *r, il_str name);
/* The template with its loops (Fn::ForEach) written out, as far as they run over something known. */
const il_node *il_reader__expanded(il_reader *r);

/* Fills R->parameters from the Parameters section. */
void il_reader__parameters(il_reader *r);

/* Whether the framework made RESOURCE rather than the author; its type, path and logical id are set. */
bool il_template__generated(const il_resource *resource);

/* SAM. The type that a resource of TYPE has behind the transform: TYPE itself when it is not followed. */
il_name il_reader__serverless_type(il_str type);
/* Declares what comes with RESOURCE, written as DEFINITION. */
void il_reader__declare_serverless(il_reader *r, il_resource *resource, const il_node *definition);
/* Makes RESOURCE, whose body has been read as it is written, what the transform makes of it, and fills in what comes with it. */
void il_reader__serverless(il_reader *r, il_resource *resource);
/* Adds the APIs that were asked for and nobody wrote, and what the transform adds to others: last of all. */
void il_reader__implicit_apis(il_reader *r);
void il_reader__alter(il_reader *r);

#endif
