#!/usr/bin/env node
import * as cdk from 'aws-cdk-lib';
import { aws_s3 as s3, Duration, RemovalPolicy } from "aws-cdk-lib";
import type { Construct } from 'constructs';

/** Wie viele Tage: für alle Speicher. */
const DAYS = 7;
const NAMES = ['data', "logs", `größe-${DAYS}`] as const;

export interface StoreProps extends cdk.StackProps {
  readonly stage?: 'dev' | 'prod';
  readonly retention: Duration;
}

enum Level { Low = 1, High = Low << 2 }

@decorated({ a: 1 })
export class StoreStack extends cdk.Stack {
  private readonly buckets: Record<string, s3.Bucket> = {};
  #count = 0;

  constructor(scope: Construct, id: string, private readonly props: StoreProps) {
    super(scope, id, { ...props, terminationProtection: props.stage === 'prod' });
    for (const [i, name] of NAMES.entries()) {
      this.buckets[name] = new s3.Bucket(this, `Bucket${i}`, {
        versioned: props.stage !== undefined && /^p/u.test(props.stage),
        removalPolicy: this.isProd ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
        lifecycleRules: [{ expiration: props.retention ?? Duration.days(DAYS) }],
      });
    }
    const list = Object.values(this.buckets).map((b) => b.bucketArn!);
    new cdk.CfnOutput(this, 'Arns', { value: cdk.Fn.join(',', list as string[]) });
  }

  get isProd(): boolean {
    return (this.props.stage ?? 'dev') === 'prod';
  }

  protected async grow<T extends object>(by: T, ...rest: number[]): Promise<void> {
    if (!by) throw new Error("nothing to grow by: \u00e9 \x41");
    else { this.#count += rest.reduce((a, b) => a + b, 0x10); }
    switch (this.#count) { case 1: break; default: await Promise.resolve(by); }
    try { delete (this as any).x; } catch { /* nothing */ } finally { void 0; }
  }
}

const app = new cdk.App();
const stage = app.node.tryGetContext('stage') satisfies unknown;
new StoreStack(app, 'Store', { stage, retention: Duration.days(DAYS * Level.High), env: { region: process.env['REGION'] } });
// the end
