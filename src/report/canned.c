#include "canned.h"

#include <string.h>

#include "golden.h"
#include "panic.h"

typedef struct {
    il_arena *arena;
    const char *folder;
    il_sink sink;
} canned;

static const il_source *file(canned *c, const char *path)
{
    il_str text = il_golden_read(c->arena, il_arena_printf(c->arena, "%s/%s", c->folder, path).p);
    return il_source_new(c->arena, il_str_of(path), text);
}

/* Where TEXT stands in SOURCE for the first time. */
static il_loc at(const il_source *source, const char *text)
{
    size_t start = il_str_find(il_source_text(source), il_str_of(text), 0);
    if (start == SIZE_MAX)
        IL_PANIC("the canned files do not hold a text that they should");
    return (il_loc){source, {(uint32_t)start, (uint32_t)(start + strlen(text))}};
}

static il_edit insert_before(const il_source *source, const char *before, const char *text)
{
    uint32_t start = at(source, before).span.start;
    return (il_edit){source, {start, start}, il_str_of(text)};
}

static il_edit replace(const il_source *source, const char *old, const char *text)
{
    return (il_edit){source, at(source, old).span, il_str_of(text)};
}

static void add_fix(canned *c, il_finding *f, il_fix fix, const il_edit *edits, size_t n)
{
    il_fix *fixes = IL_NEW_ARRAY(c->arena, f->n_fixes + 1, il_fix);
    if (f->n_fixes)
        memcpy(fixes, f->fixes, f->n_fixes * sizeof *fixes);
    fix.edits = IL_NEW_ARRAY(c->arena, n, il_edit);
    memcpy(fix.edits, edits, n * sizeof *edits);
    fix.n_edits = n;
    fixes[f->n_fixes++] = fix;
    f->fixes = fixes;
}

static void relate(canned *c, il_finding *f, il_loc loc, const char *message)
{
    il_related *related = IL_NEW_ARRAY(c->arena, f->n_related + 1, il_related);
    if (f->n_related)
        memcpy(related, f->related, f->n_related * sizeof *related);
    related[f->n_related++] = (il_related){loc, il_str_of(message)};
    f->related = related;
}

static il_finding finding(const char *rule, il_loc loc, const char *message, const char *label)
{
    return (il_finding){.rule = rule, .loc = loc, .message = il_str_of(message), .label = il_str_of(label)};
}

static void hardcoded_ip(canned *c, const il_source *stack)
{
    il_finding f =
        finding("net-hardcoded-ip", at(stack, "'198.18.7.20/32'"),
                "The fixed public address 198.18.7.20 is let in by security group 'Partner'.", "a public address");
    static il_subject subject = {IL_STR_INIT("AWS::EC2::SecurityGroup"), IL_STR_INIT("Partner5A1C2B77"),
                                 IL_STR_INIT("Data/Partner/Resource"), IL_STR_INIT("Data")};
    f.subjects = &subject;
    f.n_subjects = 1;
    const il_edit edits[] = {
        insert_before(file(c, "cdk.json"), "\"stage\"", "\"partnerAddress\": \"198.18.7.20/32\",\n    "),
        replace(stack, "'198.18.7.20/32'", "this.node.getContext('partnerAddress')"),
    };
    add_fix(c, &f, (il_fix){.title = IL_STR("Read the address from the context of cdk.json"), .safety = IL_SAFE}, edits,
            2);
    f.severity = IL_ERROR;
    f.category = IL_STR("security");
    f.app = IL_STR(".");
    f.fingerprint = IL_STR("9b1d0e6a4c2f8e37");
    il_sink_report(&c->sink, f);
}

static void versioning(canned *c, const il_source *stack)
{
    il_finding f = finding("s3-bucket-versioning", at(stack, "new s3.Bucket"), "The bucket keeps no old versions.",
                           "versioned is not set");
    static il_subject subjects[] = {{IL_STR_INIT("AWS::S3::Bucket"), IL_STR_INIT("RawUploads1F2E3D4C"),
                                     IL_STR_INIT("Data/RawUploads/Resource"), IL_STR_INIT("Data")},
                                    {IL_STR_INIT("AWS::S3::Bucket"), IL_STR_INIT("CleanUploads5B6A7988"),
                                     IL_STR_INIT("Data/CleanUploads/Resource"), IL_STR_INIT("Data")}};
    f.subjects = subjects;
    f.n_subjects = 2;
    relate(c, &f, at(stack, "['Raw', 'Clean']"), "one for each element of this list");
    const il_edit edit = insert_before(stack, "removalPolicy", "versioned: true,\n          ");
    add_fix(c, &f, (il_fix){.title = IL_STR("Turn versioning on"), .safety = IL_SAFE}, &edit, 1);
    f.severity = IL_ERROR;
    f.category = IL_STR("data-protection");
    f.app = IL_STR(".");
    f.fingerprint = IL_STR("0c7d11aa53be9f02");
    il_sink_report(&c->sink, f);
}

static void removal_policy(canned *c, const il_source *stack)
{
    il_finding f = finding("stack-removal-policy-destroy", at(file(c, "lib/policy.ts"), "RemovalPolicy.DESTROY"),
                           "Deleting the stack deletes the data of 2 resources.", "DESTROY");
    static il_subject subject = {IL_STR_INIT("AWS::S3::Bucket"), {NULL, 0}, {NULL, 0}, IL_STR_INIT("Data")};
    f.subjects = &subject;
    f.n_subjects = 1;
    relate(c, &f, at(stack, "CLEAN_UP,"), "used here");
    relate(c, &f, at(stack, "import { CLEAN_UP }"), "");
    f.no_fix = "the value is also used where nothing is stored";
    f.severity = IL_ERROR;
    f.category = IL_STR("data-protection");
    il_sink_report(&c->sink, f);
}

static void flow_logs(canned *c, const il_source *stack)
{
    il_finding f = finding("ec2-vpc-flow-logs", at(stack, "new ec2.Vpc"), "Nobody records who talks to whom in 'Vpc'.",
                           "no flow log");
    static il_subject subject = {IL_STR_INIT("AWS::EC2::VPC"), IL_STR_INIT("Vpc8378EB38"),
                                 IL_STR_INIT("Data/Vpc/Resource"), IL_STR_INIT("Data")};
    f.subjects = &subject;
    f.n_subjects = 1;
    const il_edit edits[] = {
        insert_before(stack, "import * as s3", "import * as logs from 'aws-cdk-lib/aws-logs';\n"),
        insert_before(stack, "\n    const uploads",
                      "    vpc.addFlowLog('FlowLog', {\n      destination: ec2.FlowLogDestination.toCloudWatchLogs(\n"
                      "        new logs.LogGroup(this, 'VpcFlowLog', { retention: logs.RetentionDays.THREE_MONTHS }),\n"
                      "      ),\n    });\n")};
    add_fix(c, &f, (il_fix){.title = IL_STR("Add a flow log to a new log group"), .safety = IL_UNSAFE}, edits, 2);
    const il_edit bucket = replace(stack, "{ maxAzs: 2 }", "{ maxAzs: 2, flowLogs: { all: {} } }");
    add_fix(c, &f, (il_fix){.title = IL_STR("Add a flow log to a log group of its own"), .safety = IL_UNSAFE}, &bucket,
            1);
    f.severity = IL_WARNING;
    f.category = IL_STR("security");
    f.app = IL_STR(".");
    il_sink_report(&c->sink, f);
}

/* Columns of all kinds before the place: tabs, wide, combining and astral characters. */
static void unusual_columns(canned *c)
{
    const il_source *source = file(c, "lib/größe 日本.ts");
    il_finding f = finding("sqs-queue-dlq", at(source, "new sqs.Queue(this, '待ち行列'"),
                           "Messages of queue '待ち行列' that cannot be processed come back for days.",
                           "deadLetterQueue is not set, and nothing else catches what fails again and again");
    f.severity = IL_WARNING;
    f.category = IL_STR("reliability");
    const il_edit removal = replace(source, ", { fifo: true }", "");
    add_fix(c, &f, (il_fix){.title = IL_STR("Take the options away"), .safety = IL_UNSAFE}, &removal, 1);
    il_sink_report(&c->sink, f);
    il_finding g =
        finding("iam-policy-wildcard-action", at(source, "役割"), "The role '役割' may do everything.", "役割");
    g.severity = IL_NOTE;
    g.category = IL_STR("security");
    il_sink_report(&c->sink, g);
}

static void templates(canned *c)
{
    const il_source *yaml = file(c, "templates/crlf.yaml"), *json = file(c, "templates/min.json");
    il_finding f = finding("dynamodb-table-pitr", at(yaml, "Properties"), "The table cannot be restored.", "");
    static il_subject table = {IL_STR_INIT("AWS::DynamoDB::Table"), IL_STR_INIT("Table"), {NULL, 0}, {NULL, 0}};
    f.subjects = &table;
    f.n_subjects = 1;
    uint32_t end = (uint32_t)il_source_text(yaml).n;
    const il_edit edit = {yaml,
                          {end, end},
                          IL_STR("\r\n      PointInTimeRecoverySpecification:\r\n"
                                 "        PointInTimeRecoveryEnabled: true")};
    add_fix(c, &f, (il_fix){.title = IL_STR("Turn point-in-time recovery on"), .safety = IL_SAFE}, &edit, 1);
    f.severity = IL_WARNING;
    f.category = IL_STR("data-protection");
    f.origin = "template";
    il_sink_report(&c->sink, f);
    il_loc place = at(json, "\"Action\":\"*\"");
    place.span.start += 9;
    il_finding g =
        finding("iam-policy-wildcard-action", place, "Statement 6 allows every action: '*'.", "every action");
    g.severity = IL_ERROR;
    g.category = IL_STR("security");
    g.origin = "template";
    il_sink_report(&c->sink, g);
}

/* What is wrong with the input itself, and text that a terminal must not obey. */
static void bad_input(canned *c)
{
    const il_source *cut = file(c, "templates/cut.json"), *tricks = file(c, "lib/tricks.ts");
    uint32_t end = (uint32_t)il_source_text(cut).n;
    il_sink_syntax(&c->sink, (il_loc){cut, {end, end}}, "the file ends inside an object: '}' is missing");
    il_finding f =
        finding(IL_RULE_IO, (il_loc){il_source_new(c->arena, IL_STR("templates/locked.yaml"), IL_STR("")), {0, 0}},
                "Permission denied", "");
    f.severity = IL_ERROR;
    f.category = IL_STR("syntax");
    il_sink_report(&c->sink, f);
    il_finding g = finding("s3-bucket-versioning", at(tricks, "new s3.Bucket"),
                           "The bucket 'B\aell' \x1b]0;title\a keeps no \xff old [versions](9).", "\x1b[2Jcleared");
    g.severity = IL_ERROR;
    g.category = IL_STR("data-protection");
    relate(c, &g, at(tricks, "const b"), "\r\nhere");
    il_sink_report(&c->sink, g);
    il_finding first =
        finding("project-no-ci", (il_loc){file(c, "cdk.json"), {0, 0}},
                "Nothing in the project runs its tests before a deployment: no workflow, no pipeline and no "
                "hook was found. Somebody's laptop decides what goes live, and the next person cannot tell "
                "whether it was tried.",
                "");
    first.severity = IL_NOTE;
    first.category = IL_STR("delivery");
    first.origin = "project";
    il_sink_report(&c->sink, first);
}

static const char *const packs[] = {"recommended", "brief"};
static const char *const checkov_versioning[] = {"CKV_AWS_21"};
static const char *const fsbp_versioning[] = {"S3.14", "S3.10"};
static const char *const kics_versioning[] = {"01234567-89ab-cdef-0123-456789abcdef"};
static const char *const other_versioning[] = {"guard:versions"};
static const il_report_also also_versioning[] = {{"checkov", checkov_versioning, 1},
                                                 {"fsbp", fsbp_versioning, 2},
                                                 {"kics", kics_versioning, 1},
                                                 {"other", other_versioning, 1}};
static const char *const many[] = {"CKV_AWS_21", "X-02", "X-03", "X-04", "X-05", "X-06", "X-07", "X-08",
                                   "X-09",       "X-10", "X-11", "X-12", "X-13", "X-14", "X-15", "X-16",
                                   "X-17",       "X-18", "X-19", "X-20", "X-21", "X-22"};
static const il_report_also also_many[] = {{"checkov", checkov_versioning, 1},
                                           {"other", many, sizeof many / sizeof *many}};

#define PAGE(id) "rules/service/" id ".md"

static const il_report_rule rules[] = {
    {"dynamodb-table-pitr", "DynamoDB table without point-in-time recovery", "data-protection",
     PAGE("dynamodb-table-pitr"), "Without it a bad write is final.\n", IL_WARNING, packs, 1, "safe", NULL, 0, NULL, 0,
     NULL, 0, false},
    {"ec2-vpc-flow-logs", "VPC without flow logs", "security", PAGE("ec2-vpc-flow-logs"),
     "\nA flow log says who talked to whom,\nand when.\n\n## When it does not apply\n\nNever.\n", IL_WARNING, packs, 2,
     "unsafe", NULL, 0, NULL, 0, NULL, 0, false},
    {"iam-policy-wildcard-action", "Policy allows every action", "security", PAGE("iam-policy-wildcard-action"),
     "# Title\n\nText.\n", IL_ERROR, packs, 2, "none", also_many, 2, NULL, 0, NULL, 0, false},
    {"net-hardcoded-ip", "Hardcoded IP address", "security", PAGE("net-hardcoded-ip"), "An address moves.\n", IL_ERROR,
     packs, 2, "safe", NULL, 0, NULL, 0, NULL, 0, false},
    {"project-no-ci", "Project without continuous integration", "delivery", PAGE("project-no-ci"), "Run the tests.\n",
     IL_NOTE, packs, 1, "none", NULL, 0, NULL, 0, NULL, 0, false},
    {"s3-bucket-versioning", "S3 bucket keeps no old versions", "data-protection", PAGE("s3-bucket-versioning"),
     "Without versions an overwrite or a delete is final: \"gone\".\n\n```ts\nnew s3.Bucket(this, 'Data');\n```\n",
     IL_ERROR, packs, 2, "safe", also_versioning, 4, NULL, 0, NULL, 0, false},
    {"sqs-queue-dlq", "Queue without a dead-letter queue", "reliability", PAGE("sqs-queue-dlq"), "", IL_WARNING, packs,
     2, "unsafe", NULL, 0, NULL, 0, NULL, 0, false},
    {"stack-removal-policy-destroy", "Data is deleted with the stack", "data-protection",
     PAGE("stack-removal-policy-destroy"), "Data outlives stacks.\n", IL_ERROR, packs, 2, "safe", NULL, 0, NULL, 0,
     NULL, 0, false},
};

static void count(il_report *report)
{
    for (size_t i = 0; i < report->n_findings; i++) {
        const il_finding *f = &report->findings[i];
        size_t *by_severity[] = {&report->summary.notes, &report->summary.warnings, &report->summary.errors};
        ++*by_severity[f->severity];
        if (f->n_fixes)
            ++*(f->fixes[0].safety == IL_SAFE ? &report->summary.fixable_safe : &report->summary.fixable_unsafe);
    }
    report->summary.files = 8;
    report->summary.assemblies = 1;
    report->summary.stacks = 2;
    report->summary.resources = 41;
    report->summary.milliseconds = -1;
}

il_report il_canned_report(il_arena *arena, const char *folder)
{
    canned c = {.arena = arena, .folder = folder, .sink = {.arena = arena}};
    const il_source *stack = file(&c, "lib/data-stack.ts");
    hardcoded_ip(&c, stack);
    versioning(&c, stack);
    removal_policy(&c, stack);
    flow_logs(&c, stack);
    unusual_columns(&c);
    templates(&c);
    bad_input(&c);
    il_sink_sort(&c.sink);
    for (size_t i = 0; i < c.sink.findings.n; i++)
        if (!c.sink.findings.items[i].origin)
            c.sink.findings.items[i].origin = "source";
    il_report report = {.findings = c.sink.findings.items, .n_findings = c.sink.findings.n};
    report.rules = rules;
    report.n_rules = sizeof rules / sizeof *rules;
    count(&report);
    return report;
}
