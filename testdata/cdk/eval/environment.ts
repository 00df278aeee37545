//// app.ts
// What comes from outside: environment and context, set, defaulted and missing.
import { App, Stack, CfnOutput, Stage } from 'aws-cdk-lib';
process.env.STAGE = 'set here';
process.env['REGION'] ??= 'eu-west-1';
const { STAGE, OTHER = 'default', ...rest } = process.env;
const app = new App({ context: { own: 'weak', file: 'weaker' }, postCliContext: { strong: 'post' } });
app.node.setContext('late', 'set');
app.node.setContext('file', 'stronger');
const context = (key: string) => app.node.tryGetContext(key);
new Stack(app, 'Env', { description: STAGE, tags: { OTHER, REGION: process.env.REGION!, LOST: rest.LOST ?? 'none' } });
new Stack(app, 'Context', { tags: { own: context('own'), file: context('file'), strong: context('strong'), late: context('late'), lost: context('lost') ?? 'none' } });
const stage = new Stage(app, `${process.env.ENVIRONMENT || 'dev'}-stage`);
const stack = new Stack(stage, `Data-${context('suffix') ?? 'x'}`);
new CfnOutput(stack, 'Name', { value: stack.stackName });
new Stack(app, `No-${process.env.DEFAULT}`);
for (const env of (process.env.ENVS ?? 'a,b').split(',')) new Stack(app, `Each-${env}`);
const sizes: Record<string, number> = { dev: 1, prod: 3 };
new Stack(app, 'Size', { description: `${sizes[process.env.ENVIRONMENT ?? 'dev']}`, terminationProtection: process.env.ENVIRONMENT === 'prod' });
//// cdk.json
{ "app": "x", "context": { "file": "from cdk.json", "strong": "weak" } }
