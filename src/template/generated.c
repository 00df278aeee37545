/* Which resources the CDK framework made on its own: the providers behind custom resources, their roles, the custom resources that wire
 * them, and CDK's metadata. Rules that speak of what the author wrote leave them alone. Decided by the construct path, and by the
 * logical id where a template has no paths.
 *
 * From the sources of aws-cdk-lib 2.276.0: the ids passed to CustomResourceProvider.getOrCreate (which appends
 * "CustomResourceProvider"), the uuid and lambdaPurpose of SingletonFunction, and the singletons of aws-lambda (LogRetention), aws-s3
 * (NotificationsResourceHandler), aws-dynamodb (ReplicaProvider), aws-eks and custom-resources (Provider). A provider that an author
 * makes with the same classes has another id and is the author's. */
#include "reader.h"

#include <string.h>

/* Constructs below a stack, by how their id begins: some get the size of their memory or the like behind it. */
static const char *const singletons[] = {
    "AWS679f53fac002430cb0da5b7982bd2287", /* AwsCustomResource */
    "AWSb4cf1abd4e4f4bc699441af7ccd9ec37", /* aws-events-targets, AwsApi */
    "AWSCDK.TriggerCustomResourceProviderCustomResourceProvider",
    "AWSCDKCfnUtilsProviderCustomResourceProvider",
    "BucketNotificationsHandler050a0587b7544547bf325f094a3db834",
    "CrossRegionAwsSdk8a0c93f3dbef4b71ac137aaf2048ce7e",
    "Custom::AWSCDKOpenIdConnectProviderCustomResourceProvider",
    "Custom::CDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C",
    "Custom::CrossAccountZoneDelegationCustomResourceProvider",
    "Custom::CrossRegionExportReaderCustomResourceProvider",
    "Custom::CrossRegionExportWriterCustomResourceProvider",
    "Custom::CrossRegionStringParameterReaderCustomResourceProvider",
    "Custom::DeleteExistingRecordSetCustomResourceProvider",
    "Custom::ECRAutoDeleteImagesCustomResourceProvider",
    "Custom::S3AutoDeleteObjectsCustomResourceProvider",
    "Custom::S3ObjectCopy",
    "Custom::SyntheticsAutoDeleteUnderlyingResourcesCustomResourceProvider",
    "Custom::VpcRestrictDefaultSGCustomResourceProvider",
    "LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a",
    "SingletonLambda224e77f9a32e4b4dac32983477abba16", /* aws-ses, DropSpamReceiptRule */
    "@aws-cdk--aws-dynamodb.ReplicaProvider",
    "@aws-cdk--aws-eks.ClusterResourceProvider",
    "@aws-cdk--aws-eks.KubectlProvider",
};

/* Inside any construct: the machinery of custom-resources' Provider, and what ECS puts into a group of instances to drain it. */
static const char *const inner[] = {"framework-onEvent",    "framework-isComplete", "framework-onTimeout",
                                    "waiter-state-machine", "DrainECSHook",         "LifecycleHookDrainHook"};

static const char *const types[] = {
    "AWS::CDK::Metadata",
    "Custom::CDKBucketDeployment",
    "Custom::CloudwatchLogResourcePolicy",
    "Custom::CrossAccountZoneDelegation",
    "Custom::CrossRegionExportReader",
    "Custom::CrossRegionExportWriter",
    "Custom::CrossRegionStringParameterReader",
    "Custom::DeleteExistingRecordSet",
    "Custom::DescribeCognitoUserPoolClient",
    "Custom::DynamoDBReplica",
    "Custom::ECRAutoDeleteImages",
    "Custom::LogRetention",
    "Custom::S3AutoDeleteObjects",
    "Custom::S3BucketNotifications",
    "Custom::S3ObjectCopy",
    "Custom::SyntheticsAutoDeleteUnderlyingResources",
    "Custom::UserPoolCloudFrontDomainName",
    "Custom::VpcRestrictDefaultSG",
};

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* Whether TEXT is one of the N texts of LIST, or begins with one if PREFIX. */
static bool among(const char *const *list, size_t n, il_str text, bool prefix)
{
    for (size_t i = 0; text.n && i < n; i++) {
        if (list[i][0] != text.p[0])
            continue; /* nearly all of nearly every template */
        if (prefix ? il_str_starts(text, il_str_of(list[i])) : il_str_is(text, list[i]))
            return true;
    }
    return false;
}

static bool generated_path(il_str path)
{
    il_str rest = path;
    while (rest.p) {
        il_str component = il_str_cut(&rest, '/');
        if (among(singletons, COUNT(singletons), component, true) || among(inner, COUNT(inner), component, false))
            return true;
    }
    return false;
}

/* A logical id begins with the alphanumerics of the first construct below the stack. */
static bool generated_id(il_str id)
{
    for (size_t i = 0; i < COUNT(singletons); i++) {
        size_t at = 0;
        const char *want = singletons[i];
        for (; *want && at <= id.n; want++) {
            bool letter = (*want >= '0' && *want <= '9') || ((*want | 32) >= 'a' && (*want | 32) <= 'z');
            if (letter && (at == id.n || id.p[at++] != *want))
                break;
        }
        if (!*want)
            return true;
    }
    return false;
}

bool il_template__generated(const il_resource *resource)
{
    if (among(types, COUNT(types), il_str_of(resource->type), false))
        return true;
    return resource->construct_path.n ? generated_path(resource->construct_path) : generated_id(resource->logical_id);
}
