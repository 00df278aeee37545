/* The program as the evaluator walks it: one compact tree a file, made from tree-sitter's in a single pass that also collects the
 * literals. Types, comments, parentheses and casts are gone, names are interned, literals are decoded. Nesting beyond IL_DEPTH_MAX and
 * what did not parse are IL_AST_ERROR, which evaluates to unknown. */
#ifndef IL_AST_H
#define IL_AST_H

#include "ev.h"

typedef enum {
    IL_AST_ERROR,
    /* Expressions */
    IL_AST_IDENT,    /* name */
    IL_AST_THIS,     /* */
    IL_AST_SUPER,    /* */
    IL_AST_LITERAL,  /* value: string, number, boolean, null, undefined */
    IL_AST_TEMPLATE, /* kids: LITERALs and expressions in turn */
    IL_AST_REGEX,    /* */
    IL_AST_ARRAY,    /* kids; a hole is NULL */
    IL_AST_OBJECT,   /* kids: PAIR, METHOD, SPREAD */
    IL_AST_PAIR,     /* name or a (computed key); b value; key = span of the key */
    IL_AST_SPREAD,   /* a */
    IL_AST_MEMBER,   /* a.name; flags OPTIONAL, CHAIN */
    IL_AST_INDEX,    /* a[b]; flags OPTIONAL, CHAIN */
    IL_AST_CALL,     /* a(kids); flags OPTIONAL, CHAIN */
    IL_AST_NEW,      /* new a(kids) */
    IL_AST_UNARY,    /* op a */
    IL_AST_UPDATE,   /* op (PLUS or MINUS) a; flags PREFIX */
    IL_AST_BINARY,   /* a op b */
    IL_AST_TERNARY,  /* a ? b : c */
    IL_AST_ASSIGN,   /* a op= b; op NONE for plain */
    IL_AST_FUNCTION, /* name or NULL; kids PARAMs; a body (BLOCK, or an expression for arrows); flags ARROW */
    IL_AST_CLASS,    /* name or NULL; a = what it extends or NULL; kids METHOD, FIELD, BLOCK (static) */
    IL_AST_SEQUENCE, /* kids */
    IL_AST_IMPORT,   /* import(a) */
    IL_AST_YIELD,    /* a or NULL */
    /* Parts of classes, functions and patterns */
    IL_AST_METHOD,           /* name or a (computed); b FUNCTION; flags STATIC, GETTER, SETTER */
    IL_AST_FIELD,            /* name or a (computed); b initializer or NULL; flags STATIC */
    IL_AST_PARAM,            /* a pattern; b default or NULL; c type as an expression or NULL; flags REST, PROPERTY */
    IL_AST_PATTERN_OBJECT,   /* kids PATTERN_PROPERTY, SPREAD (rest) */
    IL_AST_PATTERN_PROPERTY, /* name or c (computed); a target; b default or NULL */
    IL_AST_PATTERN_ARRAY,    /* kids: patterns, PATTERN_DEFAULT, SPREAD (rest); a hole is NULL */
    IL_AST_PATTERN_DEFAULT,  /* a target, b default */
    /* Statements */
    IL_AST_EMPTY,
    IL_AST_BLOCK,       /* kids; flags STATIC for a class's static block */
    IL_AST_EXPRESSION,  /* a */
    IL_AST_VAR,         /* kids DECLARATOR; flags VAR for `var` */
    IL_AST_DECLARATOR,  /* a pattern, b initializer or NULL, c type or NULL */
    IL_AST_IF,          /* a condition, b, c or NULL */
    IL_AST_FOR,         /* a initializer, b condition, c increment (each may be NULL); kids[0] body */
    IL_AST_FOR_IN,      /* a pattern, b what is walked, c body; flags OF; DECLARES */
    IL_AST_WHILE,       /* a condition, b body */
    IL_AST_DO,          /* a condition, b body */
    IL_AST_SWITCH,      /* a value; kids CASE */
    IL_AST_CASE,        /* a value or NULL for default; kids statements */
    IL_AST_RETURN,      /* a or NULL */
    IL_AST_THROW,       /* a */
    IL_AST_BREAK,       /* name = label or NULL */
    IL_AST_CONTINUE,    /* name = label or NULL */
    IL_AST_LABELED,     /* name, a */
    IL_AST_TRY,         /* a block, b handler block or NULL, c finalizer or NULL; kids[0] = the handler's pattern */
    IL_AST_ENUM,        /* name; kids PAIR (b NULL: counted) */
    IL_AST_NAMESPACE,   /* name; a BLOCK */
    IL_AST_IMPORTS,     /* name = module; kids IMPORT_NAME; flags TYPE */
    IL_AST_IMPORT_NAME, /* name = local; a IDENT imported: "default", "*", "=" (require) or the name */
    IL_AST_EXPORT,      /* a declaration or expression; flags DEFAULT, ASSIGN (export =) */
    IL_AST_EXPORT_LIST, /* module = name or NULL; kids IMPORT_NAME: name = exported, a = local */
    IL_AST_EXPORT_ALL,  /* name = module; a IDENT for `* as ns` or NULL */
} il_ast_kind;

enum {
    IL_AST_OPTIONAL = 1, /* `?.` stands here */
    IL_AST_CHAIN = 2,    /* `?.` stands further left in the same chain */
    IL_AST_PREFIX = 4,   /* on a LITERAL in a TEMPLATE: text, no substitution */
    IL_AST_ARROW = 8,
    IL_AST_STATIC = 16,
    IL_AST_GETTER = 32,
    IL_AST_SETTER = 64,
    IL_AST_REST = 128,
    IL_AST_PROPERTY = 256, /* a parameter property: `private readonly x` */
    IL_AST_VARIABLE = 512, /* `var` */
    IL_AST_OF = 1024,
    IL_AST_GENERATOR = 1024, /* on a FUNCTION */
    IL_AST_TYPE = 2048,      /* import type */
    IL_AST_DEFAULT = 4096,
    IL_AST_EQUALS = 8192, /* export = */
    IL_AST_DECLARES = 16384,
    IL_AST_BROKEN =
        32768, /* OBJECT, ARRAY, NEW, CALL: some of what it lists did not parse; CLASS: some of what it declares is no kid */
};

typedef enum {
    IL_OPERATOR_NONE,
    IL_OPERATOR_ADD,
    IL_OPERATOR_SUB,
    IL_OPERATOR_MUL,
    IL_OPERATOR_DIV,
    IL_OPERATOR_MOD,
    IL_OPERATOR_POW,
    IL_OPERATOR_BIT_AND,
    IL_OPERATOR_BIT_OR,
    IL_OPERATOR_BIT_XOR,
    IL_OPERATOR_SHL,
    IL_OPERATOR_SHR,
    IL_OPERATOR_USHR,
    IL_OPERATOR_EQ,
    IL_OPERATOR_NE,
    IL_OPERATOR_EQ_STRICT,
    IL_OPERATOR_NE_STRICT,
    IL_OPERATOR_LT,
    IL_OPERATOR_LE,
    IL_OPERATOR_GT,
    IL_OPERATOR_GE,
    IL_OPERATOR_AND,
    IL_OPERATOR_OR,
    IL_OPERATOR_NULLISH,
    IL_OPERATOR_IN,
    IL_OPERATOR_INSTANCEOF,
    IL_OPERATOR_NOT,
    IL_OPERATOR_BIT_NOT,
    IL_OPERATOR_TYPEOF,
    IL_OPERATOR_VOID,
    IL_OPERATOR_DELETE,
} il_operator;

typedef struct il_ast il_ast;
struct il_ast {
    uint8_t kind; /* il_ast_kind */
    uint8_t op;   /* il_operator */
    uint16_t flags;
    uint32_t n; /* kids */
    il_span span;
    il_span key; /* of a name that stands in the node: property, key */
    il_name name;
    il_ast *a, *b, *c;
    il_ast **kids;
    const il_ev *value; /* LITERAL; elsewhere what the evaluator remembers of a constant expression */
};

/* `interface NAME extends BASE`: all that is kept of types that have no value. */
typedef struct {
    il_name name;
    il_ast *base; /* the first one, as an expression */
} il_ast_interface;

typedef struct {
    const il_document *document;
    il_ast *program; /* a BLOCK */
    bool makes_app;  /* `new App()` or `new x.App()` stands in it */
    bool broken;     /* holds text that did not parse */
    size_t n_nodes;
    IL_VEC(il_ast_interface) interfaces;
} il_ast_file;

/* Converts DOCUMENT's tree into ARENA; its literals go to LITERALS' end (see il_program). Never fails; a document without a tree has an
 * empty program. */
il_ast_file *il_ast__read(il_arena *arena, const il_document *document, il_literals *literals);

#endif
