// Lists of the library whose length follows from what the program says.
import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
const app = new App();
const stack = new Stack(app, 'S'), placed = new Stack(app, 'P', { env: { account: '111122223333', region: 'eu-west-1' } });
const vpc = new ec2.Vpc(stack, 'Vpc');
const isolated = new ec2.Vpc(placed, 'Isolated', { maxAzs: 2, natGateways: 0 });
const usual = new ec2.Vpc(placed, 'Usual');
const own = new ec2.Vpc(stack, 'Own', { availabilityZones: ['a', 'b', 'c'], subnetConfiguration: [{ name: 'web', subnetType: ec2.SubnetType.PUBLIC }, { name: 'app', subnetType: ec2.SubnetType.PUBLIC }, { name: 'db', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
new Stack(app, 'Counts', { description: [vpc.publicSubnets.length, vpc.privateSubnets.length, vpc.isolatedSubnets.length, isolated.isolatedSubnets.length, isolated.privateSubnets.length, own.publicSubnets.length, own.isolatedSubnets.length].join(' ') });
new Stack(app, 'Unknown', { description: `${usual.publicSubnets.length}` });
vpc.publicSubnets.forEach((subnet, i) => new ec2.CfnEIP(stack, `Eip${i}`, { tags: [{ key: 'subnet', value: subnet.subnetId }] }));
for (const [i, id] of isolated.selectSubnets().subnetIds.entries()) new ec2.CfnEIP(placed, `Selected${i}`, { publicIpv4Pool: id });
const { subnets } = own.selectSubnets({ subnetType: ec2.SubnetType.PUBLIC });
new ec2.CfnEIP(stack, 'Spread', { publicIpv4Pool: [...subnets].map((s) => s.availabilityZone).join(',') });
