/* s3-deployment.BucketDeployment: one function for a stack, memory size and network; what it may read and write; the custom resource. */
#include "lower_build.h"
#include "lower_models.h"
#include "lower_policy.h"

static const char UUID[] = "8693BB64968944B69AAFB0CC9EB8756C";

/* What tells deployments of different functions apart, as it stands in ids: "-512MiB". False when it cannot be known. */
static bool variant_of(il_low_unit *unit, il_str *out)
{
    il_low *low = unit->low;
    const il_ev *memory = il_low__prop(unit, "memoryLimit"), *storage = il_low__prop(unit, "ephemeralStorageSize");
    const il_ev *vpc = il_low__prop(unit, "vpc");
    il_str text = {"", 0};
    double bytes;
    if (memory->kind == IL_EV_NUMBER)
        text = il_arena_printf(low->arena, "-%.0fMiB", memory->number);
    else if (il_low__given(memory) != IL_NO)
        return false;
    if (il_low__given(storage) != IL_NO) {
        if (!il_low__amount(low, storage, &bytes))
            return false;
        text = il_arena_printf(low->arena, "%.*s-%.0fMiB", IL_FMT(text), bytes / 1048576);
    }
    if (il_low__given(vpc) != IL_NO) {
        il_low_unit *behind = il_low__unit_behind(low, vpc);
        if (!behind || behind->path.n == 0)
            return false;
        text =
            il_arena_printf(low->arena, "%.*s-%.*s", IL_FMT(text), IL_FMT(il_low__address(low->arena, behind->path)));
    }
    *out = text;
    return il_low__given(il_low__prop(unit, "securityGroups")) == IL_NO &&
           il_low__given(il_low__prop(unit, "useEfs")) == IL_NO;
}

static il_str without_dashes(il_low *low, il_str text)
{
    char *out = il_arena_alloc(low->arena, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != '-')
            out[n++] = text.p[i];
    return (il_str){out, n};
}

/* The function, made by the first deployment that needs one like it. */
static il_low_unit *handler_of(il_low_unit *unit, il_str variant)
{
    il_low *low = unit->low;
    il_str id =
        il_arena_printf(low->arena, "Custom::CDKBucketDeployment%s%.*s", UUID, IL_FMT(without_dashes(low, variant)));
    il_low_unit *handler = il_low__child_of(unit->stack_unit, id);
    if (handler)
        return handler;
    il_low_scope scope = {low, unit, NULL, NULL, 0, unit->construct->loc, IL_FROM_DEFAULT};
    il_cat props = il_cat_call(IL_STR("aws-cdk-lib.aws_s3_deployment.Handler"));
    handler = il_low__child(unit->stack_unit, id, IL_STR("aws-cdk-lib.aws_lambda.Function"),
                            il_low__instantiate(&scope, props), unit->construct->loc);
    il_low__generated(handler);
    return handler;
}

static void grant(il_low_unit *of, const char *method, const il_ev *grantee, il_loc loc)
{
    const il_ev *args[] = {grantee};
    il_method_call call = {.method = method, .args = args, .n_args = 1, .loc = loc};
    il_low__grant(of, &call);
}

/* Files staged for the stack may be read. */
static void allow_assets(il_low_unit *unit, const il_ev *handler, il_loc loc)
{
    il_low *low = unit->low;
    il_low_scope scope = {low, unit, NULL, NULL, 0, loc, IL_FROM_DEFAULT};
    il_low_document *document = il_low__identity_document(low, handler, loc);
    il_low_allowance read = {
        .actions = {"s3:GetObject*", "s3:GetBucket*", "s3:List*"},
        .resource = il_low__template(&scope, il_cat_call(IL_STR("aws-cdk-lib.aws_s3_deployment.AssetArns"))),
        .loc = loc};
    il_low__allow(document, &read);
}

static void add_source(il_low_unit *unit, il_low_part *part, const il_ev *handler, const il_ev *given)
{
    il_low *low = unit->low;
    const il_ev *source = il_low__reduce(low, given), *bucket = il_low__field(low, source, "bucket");
    il_low_unit *behind = il_low__unit_behind(low, bucket);
    il_low_node *name = NULL, *key = NULL;
    if (il_low__given(il_low__field(low, source, "asset")) == IL_YES) {
        name = il_low__asset_bucket(unit, given->loc);
        key = il_low__unknown(low, given->loc, "hash of an asset", (il_str){NULL, 0});
        allow_assets(unit, handler, given->loc);
        part->properties->open =
            part->properties->open || il_low__given(il_low__field(low, source, "markers")) != IL_NO;
    } else if (behind) {
        name = il_low__plain(low, il_low__ev_member(low, bucket, IL_STR("bucketName"), given->loc));
        key = il_low__plain(low, il_low__field(low, source, "key"));
        grant(behind, "grantRead", handler, given->loc);
    } else {
        il_low_document *document = il_low__identity_document(low, handler, given->loc);
        if (document)
            document->open = true;
        part->properties->open = true;
        return;
    }
    il_low__append(low, part->properties, IL_STR("SourceBucketNames"), (il_loc){0}, name);
    il_low__append(low, part->properties, IL_STR("SourceObjectKeys"), (il_loc){0}, key);
}

/* Who wrote into the bucket is said by a tag. */
static void tag_owner(il_low_unit *unit, il_low_unit *bucket, il_str resource_path)
{
    il_low *low = unit->low;
    const il_ev *prefix = il_low__prop(unit, "destinationKeyPrefix");
    il_low_part *part = il_low__primary(bucket);
    il_str address = il_low__address(low->arena, resource_path);
    if (!part)
        return;
    bool absent = il_low__given(prefix) == IL_NO;
    il_str below = absent ? IL_STR("") : il_low__known_text(low, prefix);
    if (!below.p) {
        il_low__tag(part, IL_STR("aws-cdk:cr-owned"), prefix->loc,
                    il_low__unknown(low, prefix->loc, "name of a tag", (il_str){NULL, 0}));
        return;
    }
    il_str name = il_arena_printf(low->arena, "aws-cdk:cr-owned%s%.*s:%.*s", below.n ? ":" : "", IL_FMT(below),
                                  IL_FMT(il_str_slice(address, address.n - 8, address.n)));
    il_low__tag(part, name, (il_loc){0}, il_low__text(low, unit->construct->loc, IL_STR("true")));
}

static void announce(il_low_unit *unit)
{
    static const char *const made[] = {"Custom::CDKBucketDeployment", "AWS::Lambda::Function", "AWS::IAM::Role",
                                       "AWS::IAM::Policy", "AWS::Logs::LogGroup"};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        il_low__gap(unit, unit->construct->loc, "deployment to a bucket", (il_str){NULL, 0},
                    il_intern(il_str_of(made[i])));
    const il_ev *bucket = il_low__prop(unit, "destinationBucket");
    il_low_unit *behind = il_low__unit_behind(unit->low, bucket);
    il_low_part *part = behind ? il_low__primary(behind) : NULL;
    il_low__open_others(unit->low, bucket);
    if (part) /* which says whose it is */
        il_low__own_tags(part,
                         il_low__unknown(unit->low, unit->construct->loc, "deployment to a bucket", (il_str){NULL, 0}),
                         (il_loc){0});
}

/* What S3 says of the files, by the names that it has for them. */
static void put_metadata(il_low_unit *unit, il_low_part *part)
{
    static const struct {
        const char *prop, *path;
    } texts[] = {{"contentType", "SystemMetadata.content-type"},
                 {"contentLanguage", "SystemMetadata.content-language"},
                 {"contentEncoding", "SystemMetadata.content-encoding"},
                 {"contentDisposition", "SystemMetadata.content-disposition"},
                 {"storageClass", "SystemMetadata.storage-class"},
                 {"serverSideEncryption", "SystemMetadata.sse"},
                 {"websiteRedirectLocation", "SystemMetadata.website-redirect"}};
    static const char *const others[] = {"cacheControl",
                                         "expires",
                                         "metadata",
                                         "serverSideEncryptionAwsKmsKeyId",
                                         "serverSideEncryptionCustomerAlgorithm",
                                         "accessControl"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const il_ev *value = il_low__prop(unit, texts[i].prop);
        if (il_low__given(value) != IL_NO)
            il_low__set(unit->low, part->properties, il_str_of(texts[i].path), value->loc,
                        il_low__plain(unit->low, value));
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (il_low__given(il_low__prop(unit, others[i])) != IL_NO)
            il_low__open(part->properties);
}

static void allow_handler(il_low_unit *unit, il_low_unit *bucket, const il_ev *handler)
{
    il_low *low = unit->low;
    il_loc loc = unit->construct->loc;
    grant(bucket, "grantReadWrite", handler, loc);
    if (il_low__given(il_low__prop(unit, "accessControl")) != IL_NO)
        grant(bucket, "grantPutAcl", handler, loc);
    il_low_allowance invalidate = {.actions = {"cloudfront:GetInvalidation", "cloudfront:CreateInvalidation"},
                                   .resource = il_low__text(low, loc, IL_STR("*")),
                                   .loc = loc};
    if (il_low__given(il_low__prop(unit, "distribution")) != IL_NO)
        il_low__allow(il_low__identity_document(low, handler, loc), &invalidate);
}

static void lower_deployment(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_str variant;
    const il_ev *sources = il_low__prop(unit, "sources"), *destination = il_low__prop(unit, "destinationBucket");
    il_low_unit *bucket = il_low__unit_behind(low, destination);
    if (!unit->stack_unit || unit->path.n == 0 || !bucket || !variant_of(unit, &variant)) {
        announce(unit);
        return;
    }
    const il_ev *handler = il_low__ev_unit(low, handler_of(unit, variant));
    il_low_scope scope = {low, unit, handler, NULL, 0, unit->construct->loc, IL_FROM_DEFAULT};
    il_cat props = il_cat_call(IL_STR("aws-cdk-lib.aws_s3_deployment.Resource"));
    const il_ev *resource = il_low__ev_with(low, il_low__instantiate(&scope, props), "serviceToken",
                                            il_low__ev_member(low, handler, IL_STR("functionArn"), scope.loc));
    il_str id = il_arena_printf(low->arena, "CustomResource%.*s", IL_FMT(variant));
    il_low_unit *custom = il_low__child(unit, id, IL_STR("aws-cdk-lib.CustomResource"), resource, scope.loc);
    il_low_part *part = il_low__primary(custom);
    for (size_t i = 0; sources->kind == IL_EV_ARRAY && i < sources->list.n; i++)
        add_source(unit, part, handler, sources->list.items[i]);
    put_metadata(unit, part);
    if (sources->kind != IL_EV_ARRAY || sources->open || unit->props->kind != IL_EV_OBJECT || unit->props->open ||
        unit->props->object->open)
        part->properties->open = true;
    allow_handler(unit, bucket, handler);
    if (!il_low__is_import(bucket))
        tag_owner(unit, bucket, custom->path);
}

const il_low_model il_low__deployment_model = {.name = "bucket-deployment", .lower = lower_deployment};
