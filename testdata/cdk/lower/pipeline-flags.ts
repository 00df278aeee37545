//// app.ts
import * as cdk from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import * as actions from 'aws-cdk-lib/aws-codepipeline-actions';
import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
class PStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    const repo = new codecommit.Repository(this, 'Repo', { repositoryName: 'r', description: 'd' });
    const build = new codebuild.PipelineProject(this, 'Build', { buildSpec: codebuild.BuildSpec.fromObject({ version: '0.2', phases: { build: { commands: ['echo'] } } }), environment: { buildImage: codebuild.LinuxBuildImage.STANDARD_7_0, privileged: true, environmentVariables: { A: { value: 'b' }, S: { type: codebuild.BuildEnvironmentVariableType.PARAMETER_STORE, value: '/x/y' } } } });
    const proj = new codebuild.Project(this, 'Proj', { source: codebuild.Source.codeCommit({ repository: repo }), buildSpec: codebuild.BuildSpec.fromSourceFilename('b.yml'), timeout: cdk.Duration.minutes(30), projectName: 'named', environment: { computeType: codebuild.ComputeType.MEDIUM } });
    const gh = new codebuild.Project(this, 'Gh', { source: codebuild.Source.gitHub({ owner: 'o', repo: 'r', webhook: true, webhookFilters: [codebuild.FilterGroup.inEventOf(codebuild.EventAction.PUSH).andBranchIs('main')] }), buildSpec: codebuild.BuildSpec.fromObject({ version: '0.2' }) });
    const min = new codebuild.Project(this, 'Min', { buildSpec: codebuild.BuildSpec.fromObject({ version: '0.2', phases: {} }) });
    build.addToRolePolicy(new iam.PolicyStatement({ actions: ['ecr:*'], resources: ['*'] }));
    const src = new codepipeline.Artifact('Src'); const out = new codepipeline.Artifact();
    const bucket = new s3.Bucket(this, 'Art');
    const pipe = new codepipeline.Pipeline(this, 'Pipe', { pipelineName: 'p', restartExecutionOnUpdate: true });
    pipe.addStage({ stageName: 'Source', actions: [new actions.CodeCommitSourceAction({ actionName: 'CC', repository: repo, output: src, branch: 'main' })] });
    pipe.addStage({ stageName: 'Build', actions: [new actions.CodeBuildAction({ actionName: 'B', project: build, input: src, outputs: [out] })] });
    const topic = new sns.Topic(this, 'T');
    pipe.addStage({ stageName: 'Approve', actions: [new actions.ManualApprovalAction({ actionName: 'M', notificationTopic: topic })] });
    const fn = new lambda.Function(this, 'Fn', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'i.h', code: lambda.Code.fromInline('x') });
    pipe.addStage({ stageName: 'Deploy', actions: [
      new actions.S3DeployAction({ actionName: 'S3', bucket, input: out }),
      new actions.LambdaInvokeAction({ actionName: 'L', lambda: fn, userParameters: { a: 'b' } }),
      new actions.CloudFormationCreateUpdateStackAction({ actionName: 'Cfn', stackName: 's', templatePath: out.atPath('t.json'), adminPermissions: true, runOrder: 2 }),
    ] });
    const p2 = new codepipeline.Pipeline(this, 'Pipe2', { artifactBucket: bucket, stages: [
      { stageName: 'Source', actions: [new actions.CodeStarConnectionsSourceAction({ actionName: 'GH', owner: 'o', repo: 'r', branch: 'main', connectionArn: 'arn:aws:codestar-connections:us-east-1:123456789012:connection/x', output: src })] },
      { stageName: 'Build', actions: [new actions.CodeBuildAction({ actionName: 'B', project: proj, input: src })] } ] });
  }
}
const app = new cdk.App();
new PStack(app, 'PS', { env: { account: '123456789012', region: 'us-east-1' } });

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
