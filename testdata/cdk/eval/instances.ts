// What a construct is an instance of, as far as the classes of the library are known.
import { App, Stack, CfnResource, NestedStack, Resource } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as nodejs from 'aws-cdk-lib/aws-lambda-nodejs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as ecs from 'aws-cdk-lib/aws-ecs';
const app = new App(); const s = new Stack(app, 'S'); const f = new nodejs.NodejsFunction(s, 'F'), b = new s3.Bucket(s, 'B'), t = new ecs.FargateTaskDefinition(s, 'T'), c = new s3.CfnBucket(s, 'C');
new Stack(app, 'R', { description: JSON.stringify([f instanceof lambda.Function, b instanceof lambda.Function, t instanceof ecs.TaskDefinition, c instanceof s3.CfnBucket, c instanceof CfnResource, b instanceof CfnResource, b instanceof s3.CfnBucket, s instanceof Stack, s instanceof NestedStack, c instanceof s3.Bucket]) });
new Stack(app, 'M', { description: `${b instanceof s3.BucketPolicy} ${b instanceof Resource}` });
