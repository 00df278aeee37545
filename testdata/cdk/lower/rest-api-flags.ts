//// app.ts
import * as cdk from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

class ApiStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    const fn = new lambda.Function(this, 'Fn', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x') });
    const alias = new lambda.Alias(this, 'Alias', { aliasName: 'live', version: fn.currentVersion });
    const api = new apigateway.RestApi(this, 'Dom', { retainDeployments: true, endpointConfiguration: { types: [apigateway.EndpointType.REGIONAL] } });
    api.root.addMethod('GET', new apigateway.LambdaIntegration(alias));
    api.root.addMethod('post', new apigateway.LambdaIntegration(fn, { timeout: cdk.Duration.seconds(10) }), { requestValidatorOptions: { validateRequestBody: true, requestValidatorName: 'v' } });
    const spec = new apigateway.SpecRestApi(this, 'Spec', { apiDefinition: apigateway.ApiDefinition.fromInline({ openapi: '3.0.2', info: { title: 'x' }, paths: { '/a': { get: {} } } }), cloudWatchRole: true });
    const bucket = new s3.Bucket(this, 'B');
    const specb = new apigateway.SpecRestApi(this, 'SpecB', { apiDefinition: apigateway.ApiDefinition.fromBucket(bucket, 'k.json'), restApiName: 'q' });
    const proxy = new apigateway.RestApi(this, 'Pr', { defaultIntegration: new apigateway.LambdaIntegration(fn, { scopePermissionToMethod: false }) });
    new apigateway.ProxyResource(this, 'PRes', { parent: proxy.root, anyMethod: true });
    const r = new apigateway.Resource(this, 'Res', { parent: proxy.root, pathPart: 'zz' });
    r.addMethod('GET');
    const multi = new apigateway.RestApi(this, 'Multi', { defaultMethodOptions: { apiKeyRequired: true }, deployOptions: { throttlingRateLimit: 5, metricsEnabled: true, variables: { a: 'b' }, cachingEnabled: true, cacheTtl: cdk.Duration.minutes(1) } });
    for (const n of ['a', 'b']) multi.root.resourceForPath(`/v1/${n}`).addMethod('GET', new apigateway.LambdaIntegration(fn));
    const k = new apigateway.ApiKey(this, 'AK', { value: 'abcdefghijklmnopqrstuvwxyz', stages: [multi.deploymentStage] });
    const up = new apigateway.UsagePlan(this, 'UP', { apiStages: [{ api: multi, stage: multi.deploymentStage }] });
    up.addApiKey(k);
    new cdk.CfnOutput(this, 'O', { value: multi.url });
    api.root.addResource('s').addMethod('GET', new apigateway.AwsIntegration({ service: 's3', integrationHttpMethod: 'GET', path: `${bucket.bucketName}/x`, region: 'eu-west-1', proxy: true }));
  }
}
const app = new cdk.App();
new ApiStack(app, 'ApiStack', { env: { region: 'us-east-1', account: '123456789012' } });

//// cdk.json
{
 "app": "npx ts-node app.ts",
 "context": {
  "@aws-cdk/aws-signer:signingProfileNamePassedToCfn": true,
  "@aws-cdk/core:newStyleStackSynthesis": true,
  "@aws-cdk/core:stackRelativeExports": true,
  "@aws-cdk/aws-ecs-patterns:secGroupsDisablesImplicitOpenListener": true,
  "@aws-cdk/aws-rds:lowercaseDbIdentifier": true,
  "@aws-cdk/aws-apigateway:usagePlanKeyOrderInsensitiveId": true,
  "@aws-cdk/aws-lambda:recognizeVersionProps": true,
  "@aws-cdk/aws-lambda:recognizeLayerVersion": true,
  "@aws-cdk/aws-cloudfront:defaultSecurityPolicyTLSv1.2_2021": true,
  "@aws-cdk/core:checkSecretUsage": true,
  "@aws-cdk/core:target-partitions": [
   "aws",
   "aws-cn"
  ],
  "@aws-cdk-containers/ecs-service-extensions:enableDefaultLogDriver": true,
  "@aws-cdk/aws-ec2:uniqueImdsv2TemplateName": true,
  "@aws-cdk/aws-ecs:arnFormatIncludesClusterName": true,
  "@aws-cdk/aws-iam:minimizePolicies": true,
  "@aws-cdk/core:validateSnapshotRemovalPolicy": true,
  "@aws-cdk/aws-codepipeline:crossAccountKeyAliasStackSafeResourceName": true,
  "@aws-cdk/aws-s3:createDefaultLoggingPolicy": true,
  "@aws-cdk/aws-sns-subscriptions:restrictSqsDescryption": true,
  "@aws-cdk/aws-apigateway:disableCloudWatchRole": true,
  "@aws-cdk/core:enablePartitionLiterals": true,
  "@aws-cdk/aws-events:eventsTargetQueueSameAccount": true,
  "@aws-cdk/aws-ecs:disableExplicitDeploymentControllerForCircuitBreaker": true,
  "@aws-cdk/aws-iam:importedRoleStackSafeDefaultPolicyName": true,
  "@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy": true,
  "@aws-cdk/aws-route53-patters:useCertificate": true,
  "@aws-cdk/customresources:installLatestAwsSdkDefault": false,
  "@aws-cdk/aws-rds:databaseProxyUniqueResourceName": true,
  "@aws-cdk/aws-codedeploy:removeAlarmsFromDeploymentGroup": true,
  "@aws-cdk/aws-apigateway:authorizerChangeDeploymentLogicalId": true,
  "@aws-cdk/aws-ec2:launchTemplateDefaultUserData": true,
  "@aws-cdk/aws-secretsmanager:useAttachedSecretResourcePolicyForSecretTargetAttachments": true,
  "@aws-cdk/aws-redshift:columnId": true,
  "@aws-cdk/aws-stepfunctions-tasks:enableEmrServicePolicyV2": true,
  "@aws-cdk/aws-ec2:restrictDefaultSecurityGroup": true,
  "@aws-cdk/aws-apigateway:requestValidatorUniqueId": true,
  "@aws-cdk/aws-kms:aliasNameRef": true,
  "@aws-cdk/aws-kms:applyImportedAliasPermissionsToPrincipal": true,
  "@aws-cdk/aws-autoscaling:generateLaunchTemplateInsteadOfLaunchConfig": true,
  "@aws-cdk/core:includePrefixInUniqueNameGeneration": true,
  "@aws-cdk/aws-efs:denyAnonymousAccess": true,
  "@aws-cdk/aws-opensearchservice:enableOpensearchMultiAzWithStandby": true,
  "@aws-cdk/aws-lambda-nodejs:useLatestRuntimeVersion": true,
  "@aws-cdk/aws-efs:mountTargetOrderInsensitiveLogicalId": true,
  "@aws-cdk/aws-rds:auroraClusterChangeScopeOfInstanceParameterGroupWithEachParameters": true,
  "@aws-cdk/aws-appsync:useArnForSourceApiAssociationIdentifier": true,
  "@aws-cdk/aws-rds:preventRenderingDeprecatedCredentials": true,
  "@aws-cdk/aws-codepipeline-actions:useNewDefaultBranchForCodeCommitSource": true,
  "@aws-cdk/aws-cloudwatch-actions:changeLambdaPermissionLogicalIdForLambdaAction": true,
  "@aws-cdk/aws-codepipeline:crossAccountKeysDefaultValueToFalse": true,
  "@aws-cdk/aws-codepipeline:defaultPipelineTypeToV2": true,
  "@aws-cdk/aws-kms:reduceCrossAccountRegionPolicyScope": true,
  "@aws-cdk/pipelines:reduceAssetRoleTrustScope": true,
  "@aws-cdk/aws-eks:nodegroupNameAttribute": true,
  "@aws-cdk/aws-eks:useNativeOidcProvider": true,
  "@aws-cdk/aws-ec2:ebsDefaultGp3Volume": true,
  "@aws-cdk/aws-ecs:removeDefaultDeploymentAlarm": true,
  "@aws-cdk/custom-resources:logApiResponseDataPropertyTrueDefault": false,
  "@aws-cdk/aws-s3:keepNotificationInImportedBucket": false,
  "@aws-cdk/aws-stepfunctions-tasks:useNewS3UriParametersForBedrockInvokeModelTask": true,
  "@aws-cdk/core:explicitStackTags": true,
  "@aws-cdk/aws-ecs:reduceEc2FargateCloudWatchPermissions": true,
  "@aws-cdk/aws-dynamodb:resourcePolicyPerReplica": true,
  "@aws-cdk/aws-ec2:ec2SumTImeoutEnabled": true,
  "@aws-cdk/aws-appsync:appSyncGraphQLAPIScopeLambdaPermission": true,
  "@aws-cdk/aws-rds:setCorrectValueForDatabaseInstanceReadReplicaInstanceResourceId": true,
  "@aws-cdk/core:cfnIncludeRejectComplexResourceUpdateCreatePolicyIntrinsics": true,
  "@aws-cdk/aws-lambda-nodejs:sdkV3ExcludeSmithyPackages": true,
  "@aws-cdk/aws-stepfunctions-tasks:fixRunEcsTaskPolicy": true,
  "@aws-cdk/aws-ec2:bastionHostUseAmazonLinux2023ByDefault": true,
  "@aws-cdk/core:aspectStabilization": true,
  "@aws-cdk/aws-route53-targets:userPoolDomainNameMethodWithoutCustomResource": true,
  "@aws-cdk/aws-elasticloadbalancingV2:albDualstackWithoutPublicIpv4SecurityGroupRulesDefault": true,
  "@aws-cdk/aws-iam:oidcRejectUnauthorizedConnections": true,
  "@aws-cdk/core:enableAdditionalMetadataCollection": true,
  "@aws-cdk/aws-lambda:createNewPoliciesWithAddToRolePolicy": false,
  "@aws-cdk/aws-s3:setUniqueReplicationRoleName": true,
  "@aws-cdk/pipelines:reduceStageRoleTrustScope": true,
  "@aws-cdk/aws-events:requireEventBusPolicySid": true,
  "@aws-cdk/core:aspectPrioritiesMutating": true,
  "@aws-cdk/aws-dynamodb:retainTableReplica": true,
  "@aws-cdk/cognito:logUserPoolClientSecretValue": false,
  "@aws-cdk/pipelines:reduceCrossAccountActionRoleTrustScope": true,
  "@aws-cdk/aws-stepfunctions:useDistributedMapResultWriterV2": true,
  "@aws-cdk/s3-notifications:addS3TrustKeyPolicyForSnsSubscriptions": true,
  "@aws-cdk/aws-ec2:requirePrivateSubnetsForEgressOnlyInternetGateway": true,
  "@aws-cdk/aws-ec2-alpha:useResourceIdForVpcV2Migration": false,
  "@aws-cdk/aws-s3:publicAccessBlockedByDefault": true,
  "@aws-cdk/aws-lambda:useCdkManagedLogGroup": true,
  "@aws-cdk/aws-elasticloadbalancingv2:networkLoadBalancerWithSecurityGroupByDefault": true,
  "@aws-cdk/aws-stepfunctions-tasks:httpInvokeDynamicJsonPathEndpoint": true,
  "@aws-cdk/aws-ecs-patterns:uniqueTargetGroupId": true,
  "@aws-cdk/aws-route53-patterns:useDistribution": true,
  "@aws-cdk/aws-cloudfront:defaultFunctionRuntimeV2_0": true,
  "@aws-cdk/aws-elasticloadbalancingv2:usePostQuantumTlsPolicy": true,
  "@aws-cdk/core:automaticL1Traits": true,
  "@aws-cdk/aws-batch:defaultToAL2023": true,
  "@aws-cdk/aws-eks:defaultToAL2023": true,
  "@aws-cdk/core:annotationsInValidationReport": true,
  "@aws-cdk/core:defaultCrossStackReferences": "weak",
  "@aws-cdk/core:validateAgainstDefaultRules": true
 }
}
