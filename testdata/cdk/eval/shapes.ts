// Ten ways of writing that the evaluator must follow to the end.
import { App, Aspects, IAspect, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as waf from 'aws-cdk-lib/aws-wafv2';
import { Construct, IConstruct } from 'constructs';
import { Database } from './lib/database';
import { GlobalTable } from './lib/global-table';

interface MachineProps { cpu: string; size?: string; peers?: string[] }

class Machine extends Construct {
  constructor(scope: Construct, id: string, props: MachineProps & { vpc: ec2.IVpc }) {
    super(scope, id);
    let size: ec2.InstanceSize;
    switch ((props.size ?? 'l').toLowerCase()) {
      case 's': size = ec2.InstanceSize.SMALL; break;
      case 'l': size = ec2.InstanceSize.LARGE; break;
      default: size = ec2.InstanceSize.XLARGE;
    }
    const cls = props.cpu === 'ARM64' ? ec2.InstanceClass.M7G : ec2.InstanceClass.M7I;
    const group = new ec2.SecurityGroup(this, 'Group', { vpc: props.vpc });
    if (props.peers) {
      props.peers.forEach(p => group.addIngressRule(ec2.Peer.ipv4(p), ec2.Port.tcp(22)));
    } else {
      group.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(22));
    }
    new ec2.Instance(this, 'Instance', { vpc: props.vpc, instanceType: ec2.InstanceType.of(cls, size), machineImage: undefined as never });
  }
}

const RULES = ['CommonRuleSet', 'KnownBadInputsRuleSet'];

class Firewall extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new waf.CfnWebACL(this, 'Acl', { scope: 'REGIONAL', defaultAction: { allow: {} }, rules: this.rules(RULES), visibilityConfig: undefined as never });
  }
  private rules(names: string[]): waf.CfnWebACL.RuleProperty[] {
    const rules: waf.CfnWebACL.RuleProperty[] = [];
    for (let i = 0; i < names.length; i++) {
      rules.push({ name: names[i], priority: i + 1, statement: { managedRuleGroupStatement: { vendorName: 'AWS', name: `AWSManagedRules${names[i]}` } } } as never);
    }
    return rules;
  }
}

class Timeouts implements IAspect {
  visit(node: IConstruct) {
    if (node instanceof lambda.CfnFunction) node.timeout = 30;
  }
}

class Main extends Stack {
  readonly api: apigateway.RestApi;
  constructor(scope: Construct, id: string, props: StackProps & { machine: MachineProps }) {
    super(scope, id, props);
    const vpc = new ec2.Vpc(this, 'Vpc');
    new Machine(this, 'Machine', { vpc, ...props.machine });
    const database = new Database(this, 'Db', { vpc });
    database.cluster.applyRemovalPolicy(RemovalPolicy.RETAIN);
    new Firewall(this, 'Firewall');
    (this.node.tryGetContext('consumers') as { name: string }[]).forEach(c => new s3.Bucket(this, `Consumer-${c.name}`));
    this.api = new apigateway.RestApi(this, 'Api');
    this.proxy('Http', 'https://example.com');
    const cfn = new s3.Bucket(this, 'Overridden').node.defaultChild as s3.CfnBucket;
    cfn.addPropertyOverride('VersioningConfiguration.Status', 'Enabled');
    cfn.addOverride('Properties.BucketName', 'x');
    cfn.analyticsConfigurations = [{ id: 'c' } as never];
  }
  proxy(id: string, url: string) {
    const key = new apigateway.ApiKey(this, `${id}Key`);
    return this.api.root.addResource(id.toLowerCase()).addMethod('GET', new apigateway.HttpIntegration(url), { apiKeyRequired: !!key });
  }
}

const app = new App();
const main = new Main(app, 'Main', {
  env: { region: 'eu-west-1' },
  machine: { cpu: process.env.CPU || 'ARM64', ...(process.env.SIZE && { size: process.env.SIZE }) },
});
Aspects.of(main).add(new Timeouts());
new GlobalTable(app, 'Global', { regions: ['us-east-1', 'us-west-2'] });
//// cdk.json
{ "context": { "consumers": [{ "name": "a" }, { "name": "b" }] } }
//// lib/database.ts
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
export interface DatabaseProps { vpc: ec2.IVpc; retentionDays?: number; name?: string }
export class Database extends Construct {
  readonly cluster: rds.DatabaseCluster;
  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    let days = props.retentionDays ?? 14;
    let name = 'main';
    if (typeof props.name !== 'undefined') name = props.name;
    this.cluster = new rds.DatabaseCluster(this, 'Cluster', {
      vpc: props.vpc, engine: rds.DatabaseClusterEngine.AURORA_MYSQL, defaultDatabaseName: name,
      backup: { retention: Duration.days(days) }, removalPolicy: RemovalPolicy.SNAPSHOT,
    });
  }
}
//// lib/global-table.ts
import { Stack, StackProps } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { TableStack } from './table-stack';
export class GlobalTable extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { regions: string[] }) {
    super(scope, id, { env: { region: 'eu-central-1' }, ...props });
    new TableStack(this, 'Table', { regions: props.regions, keyId: `key-${this.region}` });
  }
}
//// lib/table-stack.ts
import { NestedStack } from 'aws-cdk-lib';
import { CfnGlobalTable } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
export class TableStack extends NestedStack {
  constructor(scope: Construct, id: string, props: { regions: string[]; keyId: string }) {
    super(scope, id);
    new CfnGlobalTable(this, 'Table', {
      replicas: [this.region, ...props.regions].map(region => ({ region, sseSpecification: { kmsMasterKeyId: props.keyId } })),
      attributeDefinitions: [], keySchema: [],
    });
  }
}
