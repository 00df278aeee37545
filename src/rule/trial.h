/* What the files of this layer share while a rule is tried on a resource.
 *
 * Truth is worked out first, without allocating; only when there is something to report is the trial run again with `explain` set, which
 * records where each answer was decided. */
#ifndef IL_TRIAL_H
#define IL_TRIAL_H

#include "code.h"
#include "pattern.h"

/* A value and how it was reached. Lives on the C stack, linked to what it was reached from. */
typedef struct il_spot il_spot;
struct il_spot {
    const il_value *value;
    const il_spot *up;           /* NULL at the root: Properties, a body, what a slot holds */
    const il_resource *resource; /* whose value it is; NULL for none (a stack) */
    il_str key;                  /* in a map; empty at the root and for elements */
    il_loc key_loc;
    size_t index; /* in a list */
    bool element;
    bool found;   /* something stands there, whatever its value: an unknown one is present */
    bool body;    /* the root is the resource's body, not its Properties */
    il_view view; /* the root is a view: its elements say where they come from (`Path`) */
};

/* Where an answer was decided. */
typedef struct {
    il_loc loc;
    il_str path; /* relative to Properties; empty when it is not of $self */
    unsigned depth;
    bool absent, own; /* own: of $self */
    const il_value *value;
    il_str arm; /* "IsProd = false"; empty for none */
} il_witness;

typedef struct {
    il_truth truth;
    bool lone;             /* rests on something that was not found in the app: weaker on a lone template */
    const il_witness *why; /* NULL unless explaining */
} il_answer;

typedef enum {
    IL_BOUND_NONE,
    IL_BOUND_VALUE,
    IL_BOUND_RESOURCE,
    IL_BOUND_OUTSIDE, /* leads where we cannot see: maybe */
    IL_BOUND_ABSENT   /* the property is not there: the case does not apply */
} il_bound;

typedef struct {
    il_bound kind;
    il_spot spot;                /* VALUE */
    const il_resource *resource; /* RESOURCE */
} il_binding;

typedef IL_VEC(const il_resource *) il_candidates;

/* A pointer as the key of an il_map; for il_map_put the pointer must stand where it lives on. */
#define IL_POINTER_KEY(variable) ((il_str){(const char *)&(variable), sizeof(variable)})

struct il_judge {
    il_arena *arena;
    const il_app *app;
    il_rule_options options;
    il_map relations; /* relation → il_recall */
    il_map places;    /* type → where its resources stand in the model; empty until asked for */
    il_map likes;     /* table of patterns → a map of text → il_truth */
    il_map unseen;    /* relation → a resource that stands for those we do not see */
    il_map views[IL_VIEW_CONSTRUCT_PATH + 1]; /* resource → value */
    il_map exempt;                            /* stack → verdict on it */
    il_map *covered;                          /* places of literals that stand in a resource; NULL until asked for */
};

typedef struct {
    il_judge *judge;
    const il_rule *rule;
    const il_resource *self;
    il_binding slots[IL_SLOTS_MAX];
    bool explain;
    bool stranger;              /* a resource is looked at that cannot name $self */
    struct il_memory *listener; /* hears what a bound resource is compared with; NULL when nobody listens */
} il_trial;

/* cond.c: the answer of COND on SPOT. */
il_answer il_trial__eval(il_trial *trial, const il_cond *cond, const il_spot *spot);
/* A leaf's answer, with its witness when explaining. */
il_answer il_trial__leaf(il_trial *trial, il_truth truth, const il_spot *spot);
/* What CHOICE's arms say together. */
il_answer il_trial__agree(il_trial *trial, const il_value *choice, const il_answer *answers);
/* What N answers say together: the least of them (`and`) or the greatest (`or`). */
il_answer il_trial__fold(const il_answer *answers, size_t n, bool least);

/* path.c */
il_spot il_spot__root(const il_resource *resource);
/* The Properties of the resource that SPOT is of: where the paths of operands start. */
il_spot il_spot__properties(const il_trial *trial, const il_spot *spot);
il_spot il_spot__step(il_arena *arena, const il_spot *from, il_str key);
il_spot il_spot__element(const il_spot *list, size_t index);
/* The root that PATH starts from, and what its keys lead to. A choice on the way gives a choice. False when PATH begins at a slot that leads
 * outside: nothing can be said. */
bool il_spot__start(il_trial *trial, const il_path *path, const il_spot *subject, il_spot *root);
bool il_spot__resolve(il_trial *trial, const il_path *path, const il_spot *subject, il_spot *out);
/* Absent, null and AWS::NoValue are the same. */
bool il_value_absent(const il_value *value);
/* Where to point for SPOT, and how it is called. */
const il_witness *il_spot__witness(il_trial *trial, const il_spot *spot);
il_str il_spot__text(il_arena *arena, const il_spot *spot);

/* The keys that led to where a view is, for its `Path`. */
typedef struct il_trail {
    const struct il_trail *up;
    il_str key;
} il_trail;
/* "A.0.B", in ARENA. */
il_str il_trail__text(il_arena *arena, const il_trail *trail);
/* The step to item N of a list, written into BUFFER. */
enum { IL_TRAIL_INDEX = 24 };
il_str il_trail__index(char *buffer, size_t n);

/* word.c: the words that look at one value. */
il_answer il_trial__word(il_trial *trial, const il_cond *cond, const il_spot *spot);
/* operand.c: the value of an operand; a choice, unknown or missing where it cannot be known. Never NULL. */
const il_value *il_operand__value(il_trial *trial, const il_operand *operand, const il_spot *subject);
/* CloudFormation's equality of scalars. */
il_truth il_scalar__equal(const il_value *a, const il_value *b);
/* The number that VALUE is, or stands for as text. */
bool il_scalar__number(const il_value *value, double *out);
/* The text of a scalar, in ARENA if it must be made; false when VALUE is none. */
bool il_scalar__text(il_arena *arena, const il_value *value, il_str *out);

/* quantifier.c: any, all, none, keys, length, includes, none-key. */
il_answer il_trial__quantifier(il_trial *trial, const il_cond *cond, const il_spot *spot);
/* relation.c: exists, count, every. */
il_answer il_trial__relation(il_trial *trial, const il_cond *cond, const il_spot *spot);
/* The app's resources of TYPES, each once, in the order of the model; OUT is empty before. */
void il_judge__candidates(il_judge *judge, const char *const *types, size_t n, il_candidates *out);
bool il_type__matches(const char *pattern, il_name type);

/* recall.c: what the parts of a `where` said of a candidate, which are the same for (nearly) every $self. */
typedef struct il_memory {
    bool known;
    bool choice; /* its properties are one: its arms are judged by all of `where` */
    il_truth truth;
    il_candidates heard;  /* the resources to which it may say something else */
    IL_VEC(il_str) texts; /* and the names … */
    bool reads;           /* … where other texts were looked at, any name */
} il_memory;
/* Some of a relation's candidates, in their order. */
typedef IL_VEC(uint32_t) il_indices;
typedef struct {
    il_candidates all;
    const il_rule *rule;   /* whose parameters are asked */
    const il_cond **parts; /* what can be remembered */
    size_t n_parts;
    bool whole;        /* which is all of `where` */
    bool asks;         /* who $self or one of SLOTS is */
    unsigned slots;    /* bits */
    il_memory *memory; /* of each of ALL */
    bool indexed;
    il_indices active;      /* those that may be what is looked for whoever $self is */
    il_indices texts;       /* those that looked at a text which might be a name … */
    il_indices reading;     /* … and in which it may be a part */
    il_map by_resource;     /* resource → il_indices: those that it was compared with */
    il_map by_text;         /* name → il_indices: those that it was compared with */
    const il_cond *pointer; /* the part that says who is named by somebody else's value; NULL for none */
    il_map by_candidate;    /* resource → il_indices: its own */
    il_indices named;       /* those that a text may mean */
} il_recall;
/* Fills what depends on RELATION alone; ALL is there. */
void il_recall__prepare(il_arena *arena, il_recall *recall, const il_relation *relation);
/* Whether RESOURCE is the one that stands for $self meanwhile. */
bool il_recall__is_nobody(const il_resource *resource);
/* Whether what is remembered may hold for the resources of TRIAL. */
bool il_recall__begin(il_trial *trial, const il_recall *recall);
/* Those of the candidates for which `where` may hold; for all others it does not. Asked only after il_recall__begin said yes; good until it is
 * asked again. */
const il_indices *il_recall__some(il_trial *trial, const il_relation *relation, il_recall *recall);
/* What `where` says of candidate I, when that is remembered; asked only after il_recall__begin said yes. */
bool il_recall__truth(il_trial *trial, const il_relation *relation, il_recall *recall, size_t i, il_truth *truth);

/* names.c: which resource a value means. */
/* The name that its author gave RESOURCE; &il_missing where the deployment makes one up. */
const il_value *il_resource__given_name(il_arena *arena, const il_resource *resource);
il_answer il_trial__names(il_trial *trial, const il_cond *cond, const il_spot *spot);
/* The resource of one of TYPES that VALUE leads to; NULL when there is none, with *OUTSIDE set where it may be one that we do not see. */
const il_resource *il_judge__follow(il_trial *trial, const il_value *value, const il_let *let, bool *outside);
/* Whether A and B are the same text, for what can be known. */
il_truth il_value__same(const il_value *a, const il_value *b);

/* grants.c */
/* Whether PATTERN covers TEXT for certain: see like.c. */
bool il_like__covers(il_str pattern, il_str text);
/* VALUE against PATTERNS, a list of texts or a table of such lists. */
il_truth il_like__judge(il_judge *judge, const il_value *value, const il_value *patterns);

il_answer il_trial__grants(il_trial *trial, const il_cond *cond, const il_spot *spot);

/* statements.c, addresses.c: the views of RESOURCE, lists of maps. */
const il_value *il_view__statements(il_judge *judge, const il_resource *resource);
const il_value *il_view__addresses(il_judge *judge, const il_resource *resource);
/* The value of VIEW on RESOURCE, worked out once. */
const il_value *il_judge__view(il_judge *judge, const il_resource *resource, il_view view);

/* production.c */
bool il_judge__exempt(il_judge *judge, const il_resource *resource);
/* Whether CONDITION holds only outside of production. */
bool il_judge__arm_exempt(const il_judge *judge, const il_condition *condition);

/* message.c */
il_str il_trial__text(il_trial *trial, const il_text *text, const il_spot *subject);
/* How people call RESOURCE: 'Uploads'. */
il_str il_resource__name(il_arena *arena, const il_resource *resource);
/* "bucket" of "AWS::S3::Bucket". */
il_str il_resource__noun(il_arena *arena, il_name type);

#endif
