import { App, Duration, Stack, StackProps, Stage } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

abstract class Base extends Stack {
  static readonly PREFIX = 'acme';
  protected readonly prefix = `${Base.PREFIX}-${this.kind()}`;
  readonly buckets: s3.Bucket[] = [];
  #secret = 7;

  constructor(scope: Construct, id: string, protected readonly settings: { days?: number } = {}, props?: StackProps) {
    super(scope, id, props);
    this.setup();
  }

  abstract setup(): void;
  kind() { return 'base'; }
  get days() { return this.settings.days ?? this.#secret; }

  protected bucket(name: string, extra: s3.BucketProps = {}): s3.Bucket {
    const made = new s3.Bucket(this, name, {
      bucketName: `${this.prefix}-${name.toLowerCase()}`,
      lifecycleRules: [{ expiration: Duration.days(this.days) }],
      ...extra,
    });
    this.buckets.push(made);
    return made;
  }
}

class Data extends Base {
  setup() { this.bucket('Raw'); }
  kind() { return 'data'; }
}

class Logs extends Base {
  constructor(scope: Construct) {
    super(scope, 'Logs', { days: 90 });
    this.bucket('Extra', { versioned: true });
  }
  setup() { const b = this.bucket('Log'); b.addLifecycleRule({ id: String(this.buckets.length) }); }
}

class SecureBucket extends s3.Bucket {
  constructor(scope: Construct, id: string, props?: s3.BucketProps) {
    super(scope, id, { enforceSSL: true, ...props });
    this.addToResourcePolicy(undefined as never);
  }
}

class Region extends Stage {
  constructor(scope: Construct, readonly code: string) {
    super(scope, `Region-${code}`);
    const data = new Data(this, 'Data', undefined, { env: { region: code } });
    new SecureBucket(data, 'Secure', { bucketName: `secure-${data.region}` });
  }
}

const app = new App();
['eu-west-1', 'us-east-1'].forEach(r => new Region(app, r));
new Logs(app);
