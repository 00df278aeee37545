import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as iam from 'aws-cdk-lib/aws-iam';

const app = new App();
const stack = new Stack(app, 'S');
const stage = process.env.STAGE || 'dev';
const isProd = stage === 'prod';

const policy = isProd ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
new s3.Bucket(stack, 'Ternary', { removalPolicy: policy, versioned: !isProd });

let days = 1;
let name: string | undefined;
if (isProd) {
  days = 30;
  name = 'prod-bucket';
  new s3.Bucket(stack, 'OnlyProd', { versioned: isProd });
} else if (stage === 'test') {
  days = 7;
}
new s3.Bucket(stack, 'Joined', { bucketName: name, lifecycleRules: [{ expiredObjectDeleteMarker: days > 5, id: `${days}` }] });

const statements = [new iam.PolicyStatement({ actions: ['s3:GetObject'] })];
if (process.env.ADMIN) {
  statements.push(new iam.PolicyStatement({ actions: ['s3:*'] }));
}
new iam.ManagedPolicy(stack, 'Policy', { statements });

function size(kind: string) {
  switch (kind) {
    case 'small': return 1;
    case 'medium':
    case 'large': return 2;
    default: return 3;
  }
}
new s3.Bucket(stack, 'Switch', { bucketName: `${size('small')}${size('large')}${size('other')}`, metrics: [{ id: `m${size(stage)}` }] });

function early(flag: string | undefined) {
  if (!flag) return 'none';
  new s3.Bucket(stack, 'AfterReturn');
  return 'some';
}
new s3.Bucket(stack, 'Early', { bucketName: early(process.env.FLAG) });

if (!process.env.MUST) throw new Error('MUST is missing');
new s3.Bucket(stack, 'AfterThrow');

try {
  new s3.Bucket(stack, 'Tried');
} catch (e) {
  console.error(e);
  process.exit(1);
}
const options = { ...(isProd && { versioned: true }), ...(process.env.KMS ? { encryption: s3.BucketEncryption.KMS } : {}) };
new s3.Bucket(stack, 'Spread', options);
if (isProd) {
  const inner = isProd ? 'yes' : 'no';
  new s3.Bucket(stack, 'Known', { bucketName: inner });
}
function fail(message: string): never {
  throw new Error(message);
}
const required = process.env.REQUIRED ?? fail('REQUIRED is missing');
new s3.Bucket(stack, 'Required', { bucketName: required });
function check(value?: string) {
  if (!value) {
    fail('no value');
  }
  return value;
}
new s3.Bucket(stack, 'Checked', { bucketName: check(process.env.CHECKED) });
const day = process.env.DAY as string;
const wide = day === 'a' ? 1 : day === 'b' ? 2 : day === 'c' ? 1 : day === 'd' ? 2 : day === 'e' ? 1 : day === 'f' ? 2 : day === 'g' ? 1 : day === 'h' ? 2 : 1;
new s3.Bucket(stack, 'Wide', { bucketName: `w${wide}` });
new s3.Bucket(stack, 'Lines', {
  versioned: stage ===
    'prod'
    ? true
    : false,
});
if (process.env.LONG === 'a very long text 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890') {
  if (process.env.SHORT) {
    if (process.env.SHORTER) new s3.Bucket(stack, 'Long', { versioned: process.env.SHORT ? true : false });
  }
}
