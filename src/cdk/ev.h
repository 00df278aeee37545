/* What the evaluator of TypeScript computes with, and what it hands to lowering: the tree of constructs, each with the props and
 * the method calls that the program gave it. The evaluator (eval_*.c) knows JavaScript and nothing of AWS; lowering (lower_*.c) knows
 * the construct catalogue and nothing of JavaScript. What the library would compute stays symbolic here: `Duration.days(7)` is a call of
 * the library function "aws-cdk-lib.Duration.days", `bucket.bucketArn` a member of a construct.
 *
 * Library names are written as jsii does, whatever the import style or alias: "aws-cdk-lib.aws_s3.Bucket", "aws-cdk-lib.Duration",
 * "constructs.Construct", "@aws-cdk/aws-glue-alpha.Job". CDK v1 names (@aws-cdk/aws-s3, @aws-cdk/core) are mapped to the v2 ones. */
#ifndef IL_EV_H
#define IL_EV_H

#include "document.h"
#include "model.h"

typedef enum {
    IL_EV_UNDEFINED,
    IL_EV_NULL,
    IL_EV_BOOL,
    IL_EV_NUMBER,
    IL_EV_STRING,
    IL_EV_CONCAT,    /* text with parts that are not known strings: template strings and `+` */
    IL_EV_ARRAY,     /* may be open */
    IL_EV_OBJECT,    /* object literal; may be open; spread applied */
    IL_EV_FUNCTION,  /* closure of the program */
    IL_EV_CLASS,     /* class of the program */
    IL_EV_INSTANCE,  /* instance of a program's class; `construct` set when its root base is a library construct */
    IL_EV_CONSTRUCT, /* instance of a library construct class */
    IL_EV_SYMBOL, /* a library name: module, class, enum, enum member, static member: "aws-cdk-lib.aws_s3.BucketEncryption.S3_MANAGED" */
    IL_EV_CALL, /* library function or static called: Duration.days(7); or a method of a symbolic receiver or construct */
    IL_EV_NEW,    /* library value class instantiated: new iam.PolicyStatement({…}), new targets.LambdaFunction(fn) */
    IL_EV_MEMBER, /* member read of a symbolic receiver or construct: bucket.bucketArn, api.deploymentStage.stageArn */
    IL_EV_CHOICE, /* one of several, each under a condition */
    IL_EV_UNKNOWN
} il_ev_kind;

typedef struct il_ev il_ev;
typedef struct il_construct il_construct;
typedef struct il_closure il_closure; /* private to the evaluator */
typedef struct il_class il_class;     /* private to the evaluator */

typedef struct {
    il_name name;
    il_loc name_loc;
    const il_ev *value;
} il_field;

struct il_ev {
    il_ev_kind kind;
    il_origin origin;
    bool open;  /* ARRAY, OBJECT: may hold more than is seen (unknown spread, unknown push) */
    il_loc loc; /* the expression that produced the value: for a constant the literal itself, wherever it was written */
    union {
        bool boolean;
        double number;
        il_str string;
        struct {
            const il_ev **items;
            size_t n;
        } list;                   /* ARRAY and CONCAT */
        struct il_object *object; /* OBJECT: mutable while evaluation runs, frozen afterwards */
        struct {
            il_name
                symbol; /* SYMBOL, NEW: the library name. CALL: the function's library name when there is no receiver */
            const il_ev *receiver; /* CALL, MEMBER: what it was called on or read from; NULL for statics */
            il_name member;        /* CALL with receiver: the method; MEMBER: the name */
            const il_ev **args;    /* CALL, NEW */
            size_t n_args;
            struct il_calls *
                calls; /* NEW, CALL: methods called on the value later (statement.addActions(…)); shared, may be NULL */
        } lib;
        struct {
            il_condition *conditions;
            const il_ev **arms;
            size_t n;
        } choice;
        il_construct *construct; /* CONSTRUCT */
        struct {
            il_class *class;
            struct il_object *fields;
            il_construct *construct; /* NULL when the class has no library construct at its root */
        } instance;
        il_closure *closure;
        il_class *class;
        struct {
            const char *
                reason; /* static: "environment variable", "function of another package", "parameter without caller" … */
            il_str detail;
            il_name type; /* the library type that its annotation names ("aws-cdk-lib.aws_ec2.IVpc"), or NULL */
        } unknown;
    };
};

/* Fields in the order of writing. A field set twice keeps its place and has the last value. */
struct il_object {
    IL_VEC(il_field) fields;
    bool open;
    il_loc literal;           /* the `{…}` that began it; no place if none */
    uint32_t born;            /* private to the evaluator */
    struct il_module *module; /* private to the evaluator: the object is this module's namespace */
};

/* A method call on a construct or a symbolic value, in the order of the program. Also property writes: `method` is NULL then, `property` set. */
typedef struct {
    il_name method;
    il_name property;
    IL_VEC(il_name)
    path; /* members between the construct and the method or property: `bucket.node.addDependency` → ["node"] */
    const il_ev **args;
    size_t n_args;
    const il_ev *value;     /* what was assigned, for a property write */
    const il_ev *result;    /* the IL_EV_CALL that stands for the result, for a method */
    il_condition condition; /* called only then; text empty = always */
    bool many;              /* in a loop that could not be unrolled */
    size_t order;           /* when it happened, counted over all calls, writes and constructs of the program from 1 */
    il_loc loc;             /* the call expression */
} il_method_call;

typedef struct il_calls {
    IL_VEC(il_method_call) list;
} il_calls;

/* One construct of the program: a `new` with a scope and an id, of a library class or of a program's class derived from one. */
struct il_construct {
    il_name class;      /* the library class: its own or its nearest library ancestor, "aws-cdk-lib.aws_s3.Bucket" */
    il_name user_class; /* the program's class, or NULL */
    il_name
        props_type; /* the library type that its class takes as props, or extends; NULL for a library class, and where that is not known */
    bool v1;                /* imported from CDK v1 */
    il_construct *scope;    /* NULL for an App (or when the scope is unknown, see `adrift`) */
    bool adrift;            /* its scope could not be known */
    bool names_logical_ids; /* the program overrides allocateLogicalId: logical ids below are not the library\'s */
    const il_ev *id;        /* a string, or what could not be known */
    il_str path;            /* "Data/Bucket"; empty when unknown */
    const il_ev *props;     /* third argument (or first, for App): OBJECT, UNDEFINED, UNKNOWN …; never NULL */
    const il_ev **args;     /* all arguments as passed to the library constructor */
    size_t n_args;
    il_calls calls;
    bool escaped; /* handed to code that was not followed */
    const char *escape_reason;
    bool many; /* created in a loop that could not be unrolled, or by code called an unknown number of times */
    il_condition condition; /* created only then; text empty = always */
    size_t order;           /* when it was made, in the same count as il_method_call's */
    il_loc loc;             /* `new X` up to the class name */
    il_loc whole;           /* the whole expression */
    const il_document *document;
    il_name variable;   /* what it is bound to at its `new`, as an expression: "bucket", "this.bucket"; NULL for none */
    bool used;          /* read again after its creation */
    const il_ev *value; /* the value that stands for it: IL_EV_CONSTRUCT, also for an instance of a program's class */
    void *lowered;      /* lowering's own */
};

/* A string literal that stands as a value (net-hardcoded-ip and its kin look at them even where no resource was reached). */
typedef struct {
    il_loc loc;
    il_str value;
    const char *position; /* "argument", "property", "initializer", "element", "return", "other" */
    il_str key;           /* the property name, identifier or callee next to it; may be empty */
} il_literal;

typedef IL_VEC(il_literal) il_literals;

/* `Aspects.of(scope).add(visitor)` of a visitor whose `visit` is the program's own. */
typedef struct {
    il_construct *scope;
    const il_ev *visitor;
    il_loc loc;
    struct il_module *module;         /* private to the evaluator, as is … */
    struct il_conditions *conditions; /* … what it was added under */
} il_aspect;

/* What rules see of the text of the program itself, whatever its constructs are: see survey.c. */
typedef enum {
    IL_SIGHT_ENVIRONMENT, /* a read of process.env: NAME is the variable, NULL when it is not known */
    IL_SIGHT_CONTEXT,     /* a read of the context */
    IL_SIGHT_SYMBOL,      /* a name of the construct library, written out: "aws-cdk-lib.aws_ec2.SubnetType.PUBLIC" */
    IL_SIGHT_UNDECLARED,  /* `this.NAME` in a class that neither declares it nor has it from its library base */
    IL_SIGHT_SETTINGS     /* an object of settings for each environment, NAME */
} il_sight_kind;

/* What is written for one environment. */
typedef struct il_ev_settings {
    il_name name;
    il_loc loc;              /* of the name */
    const il_ev *value;      /* OBJECT of the scalars that are written out; open where there is more */
    IL_VEC(il_name) missing; /* names that other environments have and this one surely lacks */
} il_ev_settings;

typedef struct {
    il_sight_kind kind;
    il_name name;
    il_name class, base; /* around it; NULL for none. base: the last name of what the class extends */
    il_loc loc;
    const struct il_ev_settings *settings; /* SETTINGS: one for each environment … */
    size_t n_settings;
    il_truth used; /* SETTINGS */
} il_sight;

typedef IL_VEC(il_sight) il_sights;

/* The program after evaluation: what lowering turns into an il_app. */
typedef struct {
    il_arena *arena;
    IL_VEC(il_construct *) constructs; /* in the order of creation */
    IL_VEC(const il_ev *) values;      /* library functions called (no receiver) and value objects made, in order */
    const il_ev *context;              /* cdk.json's context, flags included: an OBJECT */
    IL_VEC(il_aspect) aspects;         /* in order; what they do to the program's constructs is done */
    IL_VEC(il_gap) gaps;               /* what was not followed */
    il_literals literals;
    il_sights sights;
    struct il_eval *evaluator; /* private to it */
} il_program;

/* The construct that VALUE is: CONSTRUCT, or INSTANCE of a class with a library construct at its root. NULL for all else. */
static inline il_construct *il_ev_construct(const il_ev *value)
{
    if (value->kind == IL_EV_CONSTRUCT)
        return value->construct;
    return value->kind == IL_EV_INSTANCE ? value->instance.construct : NULL;
}

#endif
