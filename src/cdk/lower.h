/* Lowering, shared between its files: from the program's constructs to resources, by the catalogue. A *unit* is one construct in the
 * making (of the program, or one that a construct or a method makes below itself), a *part* one of its resources, a *node* a value
 * that may still change. Everything lives in the app's arena. What the catalogue does not know opens what it may touch: never a guess. */
#ifndef IL_LOWER_H
#define IL_LOWER_H

#include "catalog.h"
#include "cdk.h"

typedef struct il_low il_low;
typedef struct il_low_node il_low_node;
typedef struct il_low_part il_low_part;
typedef struct il_low_unit il_low_unit;

/* ---- Nodes: values in the making (lower_tree.c) ---- */

typedef enum { IL_LOW_LEAF, IL_LOW_MAP, IL_LOW_LIST } il_low_kind;

typedef struct {
    il_str key;
    il_loc key_loc; /* the prop's name as written; no place for a default */
    il_low_node *node;
} il_low_field;

struct il_low_node {
    il_low_kind kind;
    bool open;
    il_origin origin;
    il_loc loc;
    const void *handle;   /* the il_ev it came from, or NULL */
    const il_value *leaf; /* LEAF */
    IL_VEC(il_low_field) fields;
    IL_VEC(il_low_node *) items;
};

il_low_node *il_low__leaf(il_low *low, const il_value *value);
il_low_node *il_low__map(il_low *low, il_loc loc);
il_low_node *il_low__list(il_low *low, il_loc loc);
/* A string leaf of the library's own, placed at LOC. */
il_low_node *il_low__text(il_low *low, il_loc loc, il_str text);
il_low_node *il_low__unknown(il_low *low, il_loc loc, const char *reason, il_str detail);
bool il_low__is_unknown(const il_low_node *node);
void il_low__push(il_low *low, il_low_node *list, il_low_node *item);
/* The member KEY of a map, or NULL. */
il_low_node *il_low__member(const il_low_node *map, il_str key);
/* Sets KEY of a map; a NULL or missing NODE takes it away. */
void il_low__put(il_low *low, il_low_node *map, il_str key, il_loc key_loc, il_low_node *node);
/* The node at the dotted PATH below a map, or NULL. */
il_low_node *il_low__at(const il_low_node *map, il_str path);
/* Sets PATH below a map and makes maps on the way (an unknown makes none: what is not there is unknown as a whole). What cannot be entered
 * (an unknown, a choice) becomes unknown. NULL takes away. */
void il_low__set(il_low *low, il_low_node *map, il_str path, il_loc key_loc, il_low_node *node);
/* Appends ITEM to the list at PATH, which is made if absent. */
void il_low__append(il_low *low, il_low_node *map, il_str path, il_loc key_loc, il_low_node *item);
/* Opens a map or list and everything below. */
void il_low__open(il_low_node *node);
/* The finished value. */
const il_value *il_low__freeze(il_low *low, const il_low_unit *unit, const il_low_node *node);

/* Whether a node is one of CloudFormation's functions written as a map; its value as such, else NULL (lower_intrinsic.c). */
bool il_low__is_function(const il_low_node *node);
const il_value *il_low__intrinsic(il_low *low, const il_low_unit *unit, const il_low_node *node);

/* ---- Units and parts (lower_unit.c) ---- */

struct il_low_part {
    il_resource *out;
    il_low_unit *unit;
    il_str relative;         /* below the unit's path: "Resource"; empty for an L1 */
    il_low_node *properties; /* a map */
    il_low_node *attributes; /* a map: DeletionPolicy, UpdateReplacePolicy … */
    il_low_node *tags;       /* a map of tag name → value, NULL for none */
    il_low_node *priorities; /* of tags that came with one: a map of tag name → number, NULL for none */
    il_str logical_id;       /* set by overrideLogicalId */
    bool id_unknown;         /* the logical id cannot be known */
};

/* Lines that were added to the user data of an instance. */
typedef struct il_low_lines {
    IL_VEC(const il_ev *) list;
    bool unsure; /* there may be others, or some may not be there */
} il_low_lines;

struct il_low_unit {
    il_low *low;
    il_construct *construct; /* the program's, or one of lowering's own for what a construct or a method makes */
    il_low_unit *parent;     /* the unit of the scope, or that made this one; NULL for none */
    il_stack *stack;
    il_low_unit *stack_unit;
    il_str class;
    il_cat data;        /* the class in the catalogue, or IL_CAT_NONE */
    il_cat l1;          /* the same for an L1 class */
    il_str path;        /* construct path; empty when unknown */
    const il_ev *props; /* reduced; never NULL */
    IL_VEC(il_low_part *) parts;
    IL_VEC(il_low_unit *) children; /* made by this one, or with it as scope */
    bool own;                       /* of lowering's own making */
    bool called;         /* made by a method: its props take effect after those of what the program has before */
    bool applied;        /* its props have taken effect */
    bool import;         /* stands for something outside the program */
    bool granted;        /* policies below may have got statements that are not seen */
    bool generated;      /* what it makes is the framework's, not the program's */
    bool renames;        /* a stack that gives logical ids its own way */
    void *state;         /* of the class's structural model */
    il_low_lines *lines; /* of user data */
    IL_VEC(il_low_unit *) groups; /* security groups that its connections were given besides those of its props */
};

/* Units are made first (base trees), then what methods create, then props take effect, then methods: so that a prop may speak of what a
 * method made, wherever the program has it. */
typedef enum { IL_LOW_MAKING, IL_LOW_CREATING, IL_LOW_APPLYING, IL_LOW_CALLING } il_low_stage;

/* An addOverride or its like, which takes effect when all else is done. */
typedef struct {
    il_low_unit *unit;
    const il_method_call *call;
} il_low_override;

/* What was given to code that is not followed, and the gap that it is. */
typedef struct {
    const il_ev *value;
    size_t gap;   /* SIZE_MAX: what it makes is known */
    bool foreign; /* the code is another package's */
} il_low_handed;

struct il_low {
    il_arena *arena;
    il_low_stage stage;
    il_app *app;
    const il_program *program;
    IL_VEC(il_low_unit *) units;       /* in the order of creation */
    il_map by_path;                    /* construct path → unit */
    il_map by_logical_id;              /* stack's path, line break, logical id → il_resource *, once ids are given */
    il_map results;                    /* address of a CALL → the il_ev that it gave */
    IL_VEC(il_low_override) overrides; /* in program order */
    IL_VEC(struct il_low_document *) documents; /* policy documents in the making (lower_policy.h) */
    il_low_unit *here;                          /* whose environment names of the catalogue mean that say none */
    bool granted;                               /* any identity's policy may have got statements that are not seen */
    size_t order;                               /* when in the program what is lowered now happens */
    const il_ev *undefined;
    IL_VEC(il_low_handed) handed; /* what was given to classes and methods that the catalogue does not know */
};

/* A flag of the app's context; when absent, what the library takes it for. */
bool il_low__flag(const il_low *low, const char *name);
/* The unit of a construct; NULL when it has none. */
il_low_unit *il_low__unit_of(const il_construct *construct);
/* Makes the unit of CONSTRUCT with its base tree. */
il_low_unit *il_low__make(il_low *low, il_construct *construct);
/* The base tree: resources whose guards hold and constructs below; then, once all exist, their default properties (lower_base.c). */
void il_low__make_base(il_low_unit *unit);
void il_low__fill_base(il_low_unit *unit);
/* Lets the props take effect, once; then the structural model. */
void il_low__apply(il_low_unit *unit);
/* Makes a construct below PARENT that the program does not write itself, and applies it if props are being applied already. PROPS may be
 * NULL. LOC is where it comes from. */
il_low_unit *il_low__child(il_low_unit *parent, il_str id, il_str class, const il_ev *props, il_loc loc);
/* Says that UNIT and what it makes is the framework's own. */
void il_low__generated(il_low_unit *unit);
/* The same for one that a method makes. */
il_low_unit *il_low__child_by(il_low_unit *parent, il_str id, il_str class, const il_ev *props,
                              const il_method_call *call);
/* The same for one whose resources are made one by one: only its class's members and methods count. */
il_low_unit *il_low__bare_child(il_low_unit *parent, il_str id, il_str class);
il_low_unit *il_low__child_of(const il_low_unit *parent, il_str relative);
il_low_part *il_low__part(il_low_unit *unit, il_str relative, il_str type);
/* The part at RELATIVE, or NULL. */
il_low_part *il_low__part_at(const il_low_unit *unit, il_str relative);
/* The part that the class is about: the L1's own, `primary` of the data, else Resource or Default. NULL when it has none. */
il_low_part *il_low__primary(const il_low_unit *unit);
/* A resource of an L2 as the L1 construct that it is, for those who reach for that: calls on it and reads from it; no unit of the app's own.
 * NULL when its type has no L1 class. */
il_low_unit *il_low__view(il_low_part *part);
/* A reference to PART's attribute (empty = Ref), written at LOC. */
il_low_node *il_low__ref(il_low *low, il_loc loc, const il_low_part *part, il_str attribute);
/* Opens every resource of UNIT and below, and says that something unseen may have been made (TYPE, or NULL for any). */
void il_low__open_unit(il_low_unit *unit);
/* Says that the library adds something to the constructs that a value speaks of: what it does as a rule (lower_hand_over.c). */
void il_low__open_others(il_low *low, const il_ev *value);
/* Opens what those may have done to the constructs that they were given (lower_hand_over.c). */
void il_low__handed_over(il_low *low);
/* A gap of UNIT's class, or of a method of it, that was given the N values GIVEN. */
void il_low__unfollowed(il_low_unit *unit, const il_gap *gap, const il_ev *const *given, size_t n);
/* Whether a class is the construct library's own, that of its packages in preparation included. */
bool il_low__of_library(il_str class);
void il_low__gap(il_low_unit *unit, il_loc loc, const char *reason, il_str detail, il_name type);
/* What UNIT's class, or a method of it, may make of TYPES besides, of what it was given (N values GIVEN): it names these and UNIT and nothing else, or adds
 * to what they have. */
void il_low__made_of(il_low_unit *unit, const il_gap *gap, il_cat types, const il_ev *const *given, size_t n);
/* Adds a gap for each type of a list of the catalogue; for any type when the list is IL_CAT_NONE. */
void il_low__gaps(il_low_unit *unit, il_loc loc, const char *reason, il_str detail, il_cat types);

/* ---- Program values, reduced by the catalogue (lower_ev.c) ---- */

/* EV with what the catalogue knows put in: an enum member by its value, Port.tcp(5432) by its data. Symbolic when it knows nothing. */
const il_ev *il_low__reduce(il_low *low, const il_ev *ev);
/* The reduced field NAME of an object, of each arm of a choice; undefined when absent, unknown when it cannot be known. Never NULL. */
const il_ev *il_low__field(il_low *low, const il_ev *object, const char *name);
/* The field as written, with its name's place; NULL when absent. */
const il_field *il_low__field_entry(const il_ev *object, il_str name);
/* The reduced prop of a unit. */
const il_ev *il_low__prop(const il_low_unit *unit, const char *name);
const il_ev *il_low__arg(il_low *low, const il_method_call *call, size_t i);
bool il_low__is(const il_ev *ev, il_ev_kind kind);
/* Neither undefined nor null; IL_MAYBE when it cannot be known. */
il_truth il_low__given(const il_ev *ev);
/* The string of a STRING, else the empty view. */
il_str il_low__string(const il_ev *ev);
const il_ev *il_low__ev_text(il_low *low, il_loc loc, il_str text);
const il_ev *il_low__ev_unknown(il_low *low, il_loc loc, const char *reason, il_str detail);
const il_ev *il_low__ev_unit(il_low *low, il_low_unit *unit);
/* A library name, as the program would write it. */
const il_ev *il_low__symbol(il_low *low, const char *name, il_loc loc);
/* OBJECT (or nothing) with one field more. */
const il_ev *il_low__ev_with(il_low *low, const il_ev *object, const char *name, const il_ev *value);
const il_ev *il_low__ev_member(il_low *low, const il_ev *receiver, il_str name, il_loc loc);
/* What a class of the catalogue is built on (`extends`), or IL_CAT_NONE. */
il_cat il_low__parent(il_cat data);
/* The unit that a value stands for (a construct, or a child such as `api.deploymentStage`); NULL for anything else. */
il_low_unit *il_low__unit_behind(il_low *low, const il_ev *ev);
/* Seconds of a Duration, bytes of a Size; false when EV is none or its amount cannot be known. */
bool il_low__amount(il_low *low, const il_ev *ev, double *out);

/* What a template of the catalogue stands in: its words $arg, $prop and $self. */
typedef struct {
    il_low *low;
    il_low_unit *unit; /* $prop, $self and the resources that Ref and Fn::GetAtt name; NULL for none */
    const il_ev *self; /* $self when it is no unit */
    const il_ev **args;
    size_t n_args;
    il_loc loc; /* where the result comes from */
    il_origin origin;
} il_low_scope;

/* The template as a program's value; its references to resources of the unit are MEMBERs whose name begins with `@`. */
const il_ev *il_low__instantiate(const il_low_scope *scope, il_cat template);
/* The template as a node; NULL for what is absent. */
il_low_node *il_low__template(const il_low_scope *scope, il_cat template);
/* What a function that imports (`Role.fromRoleArn(scope, id, …)`) gives: a construct of the class that TEMPLATE names, without resources,
 * whose props are what else TEMPLATE says. NULL when its scope has no unit (lower_unit.c). */
const il_ev *il_low__import(il_low *low, const il_ev *call, il_cat template);
/* Whether UNIT stands for something outside the program that it imports. */
bool il_low__is_import(const il_low_unit *unit);
/* What a method call gave, for those that read its result later. */
void il_low__result(il_low *low, const il_ev *call, const il_ev *value);

/* ---- Shapes: how a value becomes a node (lower_shape.c) ---- */

/* NULL when the value is undefined or the shape gives nothing for it. UNIT is whose prop it is. */
il_low_node *il_low__shape(il_low_unit *unit, il_cat shape, const il_ev *value);
/* A shape that C knows ("policy", "statement" …); unknown for a name that nobody knows (lower_model.c). */
il_low_node *il_low__model_shape(il_low_unit *unit, il_str name, const il_ev *value);
/* What the catalogue has of a prop of the unit's class. */
il_cat il_low__prop_entry(const il_low_unit *unit, il_str name);
/* The list of effects of a prop's or member's entry, which may be the list itself. */
il_cat il_low__effects_of(il_cat entry);
/* Numbers and booleans as JavaScript's String() has them; anything else as it is. */
const il_value *il_low__as_text(il_low *low, const il_value *value);
/* The value as it is: plain data, references, intrinsics. NULL for undefined. */
il_low_node *il_low__plain(il_low *low, const il_ev *value);
/* The member NAME of a construct or a symbolic value as a node: `bucket.bucketArn`. */
il_low_node *il_low__member_of(il_low *low, const il_ev *receiver, il_str name, il_loc loc);
/* Data as the library writes it into a JSON text, with references in place; unknown when a part is (lower_jsontext.c). */
il_low_node *il_low__json_text(il_low_unit *unit, const il_low_node *node, il_loc loc);
/* A node that is WHEN under CONDITION and OTHERWISE else; either may be NULL. */
il_low_node *il_low__either(il_low_unit *unit, il_condition condition, il_low_node *when, il_low_node *otherwise);
/* A choice of NODES under the conditions of CHOICE, one for each of its arms; NULL ones are absent. */
il_low_node *il_low__choose(il_low *low, const il_ev *choice, il_low_node **nodes);
/* The part of EV that holds under CONDITION, when EV is a choice about the same condition. */
const il_ev *il_low__assume(const il_ev *ev, il_condition condition);

/* What a guard of the catalogue says. With a CHOICE it depends on that: TRUTHS for each of its arms, and TRUTH is maybe. */
typedef struct {
    il_truth truth;
    const il_ev *choice;
    il_truth truths[IL_ARMS_MAX];
} il_low_verdict;

il_low_verdict il_low__guard(il_low_unit *unit, il_cat guard);

/* ---- L1 classes (lower_l1.c) ---- */

void il_low__lower_l1(il_low_unit *unit);
/* A property type's value; TYPE is a name, {list} or {map}. */
il_low_node *il_low__l1_value(il_low_unit *unit, il_cat type, const il_ev *value);
/* The property type of an L1 class's props: "aws-cdk-lib.aws_s3.CfnBucket" → "aws_s3.CfnBucketProps". */
il_str il_low__l1_props_type(il_low *low, il_str class);
/* The CloudFormation name of a prop of an L1 class, in the arena; *TYPE is its property type or IL_CAT_NONE. */
il_str il_low__l1_name(il_low *low, il_str struct_name, il_str prop, il_cat *type);
il_low_node *il_low__l1_member(il_low_unit *unit, il_str name, il_loc loc);
/* Sets a prop of an L1 construct: from its props, or by a later write. */
void il_low__l1_prop(il_low_unit *unit, il_str prop, il_loc key_loc, const il_ev *value);

/* ---- Methods (lower_calls.c), escape hatches (lower_override.c) ---- */

/* The constructs that method calls make, before props take effect. */
void il_low__creations(il_low *low);
/* What one call of a method does. */
void il_low__method_call(il_low_unit *unit, const il_method_call *call);
/* What all other methods do. */
void il_low__methods(il_low *low);
/* Tags and aspects, which reach what was made after them. */
void il_low__late_calls(il_low *low);
/* The overrides among the calls, last. */
void il_low__overrides(il_low *low);
/* A call or write on the resource PART; SKIP members of the call's path lead to it. */
void il_low__part_call(il_low_part *part, const il_method_call *call, size_t skip);
/* Runs the program's own aspects over the resources of library constructs (lower_visit.c). */
void il_low__visit(il_low *low);
/* VALUE as the call gives it: only under the call's condition, if it has one. */
const il_ev *il_low__conditional(il_low *low, const il_method_call *call, const il_ev *value);
/* Applies the effects of a catalogue entry with VALUE (a prop's or an argument's), named at KEY_LOC. */
void il_low__effects(il_low_unit *unit, il_cat effects, const il_ev *value, il_loc key_loc);
void il_low__effect(il_low_unit *unit, il_cat effect, const il_ev *value, il_loc key_loc);
/* A call or write that speaks to the L1 of UNIT; false when it does not. */
bool il_low__resource_call(il_low_unit *unit, const il_method_call *call);
/* addPropertyOverride and its like: on the L1 itself, by way of node.defaultChild, or of another member that leads to a resource. */
bool il_low__is_override(const il_method_call *call);
void il_low__override_call(il_low_unit *unit, const il_method_call *call);
/* `x.connections.allowFrom(…)` and its like; false for other calls. */
bool il_low__connections(il_low_unit *unit, const il_method_call *call);
/* grantX of the catalogue; false when the class has no such method. */
bool il_low__grant(il_low_unit *unit, const il_method_call *call);
/* The same for a method of the library whose name says that it grants and of which no more is known; false when it is none. */
bool il_low__unknown_grant(il_low_unit *unit, const il_method_call *call);
void il_low__removal(il_low_unit *unit, const il_ev *policy, il_loc key_loc);

/* ---- Structural models: what data cannot say (lower_<x>.c) ---- */

/* The name that the library gives a policy: its unique id in the stack (lower_iam.c). */
il_low_node *il_low__resource_name(const il_low_part *part);

/* A method that C knows by a name of the catalogue: false when it is none (lower_model.c). */
bool il_low__model_method(il_low_unit *unit, il_str name, const il_method_call *call);

typedef struct {
    const char *name;
    /* Before the base tree; may be NULL. */
    void (*make)(il_low_unit *unit);
    /* After base tree and props; may be NULL. */
    void (*lower)(il_low_unit *unit);
    /* A method call; false when the model does not know it; may be NULL. */
    bool (*call)(il_low_unit *unit, const il_method_call *call);
    /* After all methods; may be NULL. */
    void (*finish)(il_low_unit *unit);
    /* A member that the data does not list; NULL when there is none; may be NULL. */
    const il_ev *(*member)(il_low_unit *unit, il_str name, il_loc loc);
} il_low_model;

/* The model that the unit's class names, or NULL. */
const il_low_model *il_low__model(const il_low_unit *unit);

/* ---- Stacks, names, ids, facts (lower_stack.c, lower_id.c, lower_facts.c) ---- */

void il_low__stack(il_low_unit *unit);
/* "path", "id" or "uniqueId" of the unit; "account", "region", "partition" or "urlSuffix" of its stack: a literal where the environment is known, else the pseudo parameter. */
/* Whether VALUE names a resource of a stack that stands in another account or region than UNIT's, for certain: the library puts a name together then. */
bool il_low__is_elsewhere(const il_low_unit *unit, const il_value *value);
il_low_node *il_low__environment(il_low_unit *unit, il_str what, il_loc loc);
/* The name of the bucket that files are staged in for the unit's stack (lower_asset.c). */
il_low_node *il_low__asset_bucket(il_low_unit *unit, il_loc loc);
/* The id that CDK makes of a path's components: a logical id of the path below the stack, Names.uniqueId of the whole. In the arena. */
il_str il_low__unique_id(il_arena *arena, il_str path);
/* The library's Names.uniqueResourceName of a path without separator, at most MAX (even, above 8) letters long. In the arena. */
il_str il_low__unique_name(il_arena *arena, il_str path, size_t max);
/* TEXT as a construct's id: a slash becomes two hyphens. In the arena. */
il_str il_low__as_id(il_arena *arena, il_str text);
/* What `node.addr` of the construct at PATH is. In the arena (lower_address.c). */
il_str il_low__address(il_arena *arena, il_str path);
/* Gives every resource its logical id, empty where it cannot be known. */
void il_low__ids(il_low *low);
/* Whether the stack, or a stage around it, was given an `env`. */
il_truth il_low__has_environment(il_low_unit *stack);
/* Whether STACK is one that another one holds, in whose environment it stands. */
bool il_low__is_inner(const il_low_unit *stack);
/* lower_source.c: Source::Input, Source::Symbol, Source::UndeclaredMember, Source::Settings and Source::Call facts. */
void il_low__source_facts(il_low *low);
/* Source::Construct, Source::Literal, Stack and App facts, and those. */
void il_low__facts(il_low *low);
/* Tags that the resource's own props give; NODE is a list of {Key, Value} or a map. */
void il_low__own_tags(il_low_part *part, il_low_node *node, il_loc key_loc);
/* A tag of a resource; the tag Name. */
void il_low__tag(il_low_part *part, il_str name, il_loc key_loc, il_low_node *value);
void il_low__name_tag(il_low_part *part, il_str name);
/* Whether PROPERTY is the one that holds the tags of PART. */
bool il_low__is_tags(const il_low_part *part, il_str property);
/* Tags.of(unit).add(…) and .remove(…). */
void il_low__tag_call(il_low_unit *unit, const il_method_call *call);
/* Writes the tags of all resources. */
void il_low__write_tags(il_low *low);

#endif
