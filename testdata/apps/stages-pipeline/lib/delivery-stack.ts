import { Environment, Stack, StackProps } from 'aws-cdk-lib';
import { LinuxBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { CodePipeline, CodePipelineSource, ManualApprovalStep, ShellStep } from 'aws-cdk-lib/pipelines';
import { Construct } from 'constructs';
import { NotesStage } from './notes-stage';

const beta: Environment = { account: '111122223333', region: 'eu-central-1' };
const live: Environment = { account: '444455556666', region: 'eu-central-1' };

export class DeliveryStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);

    const repository = new Repository(this, 'Repository', { repositoryName: 'notes' });
    const pipeline = new CodePipeline(this, 'Pipeline', {
      pipelineName: 'notes-delivery',
      crossAccountKeys: true,
      codeBuildDefaults: { buildEnvironment: { buildImage: LinuxBuildImage.STANDARD_7_0 } },
      synth: new ShellStep('Synth', {
        input: CodePipelineSource.codeCommit(repository, 'main'),
        commands: ['npm ci', 'npm run build', 'npx cdk synth'],
      }),
    });

    pipeline.addStage(new NotesStage(this, 'Beta', { env: beta, retentionDays: 7 }));
    const release = pipeline.addStage(new NotesStage(this, 'Live', { env: live, retentionDays: 365 }));
    release.addPre(new ManualApprovalStep('Approve'));
  }
}
