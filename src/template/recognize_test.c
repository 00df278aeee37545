#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "template.h"

static bool recognized(const char *text)
{
    il_document_kind kind = text[0] == '{' || text[0] == '[' ? IL_DOCUMENT_JSON : IL_DOCUMENT_YAML;
    il_document *document = il_document_parse(kind, IL_STR("t"), il_str_of(text));
    bool is = document->n_roots && il_template_recognize(document->roots[0]);
    il_document_free(document);
    return is;
}

static void templates_are_told_by_content(void **state)
{
    (void)state;
    assert_true(recognized("AWSTemplateFormatVersion: 2010-09-09\n"));
    assert_true(recognized("Resources:\n  B:\n    Type: AWS::S3::Bucket\n"));
    assert_true(recognized("{\"Resources\": {\"X\": {}, \"B\": {\"Type\": \"Custom::Thing\"}}}"));
    assert_true(recognized("Resources: {S: {Type: Alexa::ASK::Skill}}\n"));
    assert_true(recognized("Transform: AWS::Serverless-2016-10-31\n"));
    assert_true(recognized("Transform: [Mine, AWS::LanguageExtensions]\n"));
    assert_true(recognized("Transform: Mine\nResources: {X: {Type: Org::Team::Thing}}\n"));
}

static void other_files_are_not_templates(void **state)
{
    (void)state;
    assert_false(recognized("apiVersion: v1\nkind: Pod\n"));
    assert_false(recognized("Resources:\n  - a\n"));
    assert_false(recognized("Resources: {X: {Type: Thing}}\n"));
    assert_false(recognized("Transform: rotate\n"));
    assert_false(recognized("service: x\nresources: {Resources: {B: {Type: AWS::S3::Bucket}}}\n"));
    assert_false(recognized("[{\"Resources\": {}}]"));
    assert_false(recognized("{}"));
    assert_false(recognized("just text\n"));
    assert_false(recognized(""));
    assert_false(il_template_recognize(NULL));
}

static void broken_templates_resemble_one(void **state)
{
    (void)state;
    assert_true(il_template_resembles(IL_STR("AWSTemplateFormatVersion: [\n")));
    assert_true(il_template_resembles(IL_STR("\"AWSTemplateFormatVersion\" : \"2010")));
    assert_true(il_template_resembles(IL_STR("{\"Resources\": {\"B\": {\"Type\": \"AWS::S3::Bucket\",")));
    assert_true(il_template_resembles(IL_STR("Resources:\n  B:\n    Type: AWS::S3::Bucket\n  - x\n")));
    assert_true(il_template_resembles(IL_STR("Resources: {B: {Type: AWS::S3::Bucket}\n")));
    assert_true(il_template_resembles(IL_STR("{Description: x, Resources: { B: { DependsOn: A, Type: Custom::X}}\n")));
    assert_true(il_template_resembles(IL_STR("Description: x\r\nResources:\r\n  B:\r\n    Type: 'Custom::X\r\n")));
}

static void other_broken_files_do_not(void **state)
{
    (void)state;
    assert_false(il_template_resembles(IL_STR("")));
    assert_false(il_template_resembles(IL_STR("# AWSTemplateFormatVersion is a key\n")));
    assert_false(il_template_resembles(IL_STR("MyResources: x\nType: AWS::S3::Bucket\n")));
    assert_false(il_template_resembles(IL_STR("Resources:\n  X:\n    Type: Thing\n")));
    assert_false(il_template_resembles(IL_STR("kind: Pod\nspec: {\n")));
    assert_false(il_template_resembles(IL_STR("Resources")));
    assert_false(il_template_resembles(IL_STR("\"Resources")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(templates_are_told_by_content),
        cmocka_unit_test(other_files_are_not_templates),
        cmocka_unit_test(broken_templates_resemble_one),
        cmocka_unit_test(other_broken_files_do_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
