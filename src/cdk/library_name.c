/* From module specifiers to library names as jsii writes them, for CDK v2, v1 (also as monocdk) and alpha modules. */
#include "eval.h"

static bool cut_prefix(il_str *s, const char *prefix)
{
    il_str p = il_str_of(prefix);
    if (!il_str_starts(*s, p))
        return false;
    *s = il_str_slice(*s, p.n, s->n);
    return true;
}

/* "aws-s3" → PREFIX.aws_s3; "aws-s3/lib/bucket" alike; "", "core", "core/lib" → PREFIX. */
static il_str submodule(il_arena *arena, const char *prefix, il_str rest)
{
    il_str first = il_str_cut(&rest, '/');
    if (first.n == 0 || il_str_is(first, "core") || il_str_is(first, "lib") || il_str_is(first, "index"))
        return il_str_of(prefix);
    il_str name = il_arena_printf(arena, "%s.%.*s", prefix, IL_FMT(first));
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] == '-' && i > il_str_of(prefix).n)
            ((char *)name.p)[i] = '_';
    }
    return name;
}

/* The package of a deep import: "@scope/name" of "@scope/name/lib/x", "name" of "name/x". */
static il_str package_of(il_str specifier)
{
    size_t slash = il_str_find(specifier, IL_STR("/"), 0);
    if (specifier.n && specifier.p[0] == '@' && slash != SIZE_MAX)
        slash = il_str_find(specifier, IL_STR("/"), slash + 1);
    return slash == SIZE_MAX ? specifier : il_str_slice(specifier, 0, slash);
}

static bool is_node_module(il_str name)
{
    static const char *const modules[] = {"assert", "buffer",      "child_process", "crypto", "events",
                                          "fs",     "fs/promises", "http",          "https",  "os",
                                          "path",   "process",     "stream",        "url",    "util",
                                          "zlib",   "module",      "readline",      "timers", "path/posix"};
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++) {
        if (il_str_is(name, modules[i]))
            return true;
    }
    return false;
}

il_library il_library_of(il_arena *arena, il_str specifier)
{
    il_str rest = specifier;
    if (il_str_is(specifier, "aws-cdk-lib") || cut_prefix(&rest, "aws-cdk-lib/"))
        return (il_library){.name = submodule(arena, "aws-cdk-lib", rest.n == specifier.n ? (il_str){NULL, 0} : rest),
                            .library = true};
    if (il_str_is(specifier, "monocdk") || cut_prefix(&rest, "monocdk/"))
        return (il_library){.name = submodule(arena, "aws-cdk-lib", rest.n == specifier.n ? (il_str){NULL, 0} : rest),
                            .library = true,
                            .v1 = true};
    if (cut_prefix(&rest, "@aws-cdk/")) {
        il_str package = package_of(specifier);
        if (il_str_ends(package, IL_STR("-alpha")))
            return (il_library){.name = package, .library = true};
        return (il_library){.name = submodule(arena, "aws-cdk-lib", rest), .library = true, .v1 = true};
    }
    il_str package = package_of(specifier);
    if (il_str_is(package, "constructs") || il_str_is(package, "cdk-nag"))
        return (il_library){.name = package, .library = true};
    if (cut_prefix(&rest, "node:") || is_node_module(specifier))
        return (il_library){.name = il_arena_printf(arena, "node.%.*s", IL_FMT(rest)), .builtin = true};
    return (il_library){.name = package};
}

/* What version 2 moved to another module or calls otherwise: names of version 1 as version 2 would have them. */
static const char *renamed(il_str name)
{
    static const char *const names[][2] = {
        {"aws-cdk-lib.Construct", "constructs.Construct"},
        {"aws-cdk-lib.IConstruct", "constructs.IConstruct"},
        {"aws-cdk-lib.ConstructNode", "constructs.Node"},
        {"aws-cdk-lib.IDependable", "constructs.IDependable"},
        {"aws-cdk-lib.ConcreteDependable", "constructs.DependencyGroup"},
        {"aws-cdk-lib.DependableTrait", "constructs.Dependable"},
        {"aws-cdk-lib.aws_cloudformation.NestedStack", "aws-cdk-lib.NestedStack"},
        {"aws-cdk-lib.aws_cloudformation.CustomResource", "aws-cdk-lib.CustomResource"},
        {"aws-cdk-lib.aws_cloudformation.CloudFormationCapabilities", "aws-cdk-lib.CfnCapabilities"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (il_str_is(name, names[i][0]))
            return names[i][1];
    return NULL;
}

il_str il_library_export(il_arena *arena, const il_library *library, il_str name)
{
    il_str whole = il_arena_printf(arena, "%.*s.%.*s", IL_FMT(library->name), IL_FMT(name));
    const char *other = library->v1 ? renamed(whole) : NULL;
    return other ? il_str_of(other) : whole;
}
