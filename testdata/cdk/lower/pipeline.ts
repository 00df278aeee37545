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
