//// app.ts
import * as cdk from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CodePipeline, CodePipelineSource, ShellStep } from 'aws-cdk-lib/pipelines';

class Store extends cdk.Stage {
  constructor(scope: cdk.Stack, id: string, props: cdk.StageProps) {
    super(scope, id, props);
    const stack = new cdk.Stack(this, 'Data');
    new s3.Bucket(stack, 'Bucket');
  }
}

const app = new cdk.App();
const stack = new cdk.Stack(app, 'Delivery', { env: { account: '111111111111', region: 'eu-west-1' } });
const pipeline = new CodePipeline(stack, 'Pipeline', {
  crossAccountKeys: true,
  synth: new ShellStep('Synth', { input: CodePipelineSource.connection('acme/shop', 'main', { connectionArn: 'arn:aws:codestar-connections:eu-west-1:111111111111:connection/1' }), commands: ['npx cdk synth'] }),
});
pipeline.addStage(new Store(stack, 'Home', { env: { account: '111111111111', region: 'eu-west-1' } }));
const wave = pipeline.addWave('Far');
wave.addStage(new Store(stack, 'Virginia', { env: { account: '111111111111', region: 'us-east-1' } }));
wave.addStage(new Store(stack, 'Tokyo', { env: { account: '222222222222', region: 'ap-northeast-1' } }));
app.synth();
