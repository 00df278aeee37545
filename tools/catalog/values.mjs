// Writes src/cdk/catalog/values.json: what the members of the library's enums and its static members stand for, read from the library itself.
// A static instance is written as its plain data; one with a single datum as that datum.
//   node values.mjs PATH-OF-aws-cdk-lib OUTPUT
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import zlib from 'node:zlib';

const [library, output] = process.argv.slice(2);
process.env.JSII_DEPRECATED = 'quiet';
const cdk = createRequire(import.meta.url)(path.resolve(library));
const assembly = JSON.parse(zlib.gunzipSync(fs.readFileSync(path.join(library, '.jsii.gz'))));
const version = JSON.parse(fs.readFileSync(path.join(library, 'package.json'), 'utf8')).version;
const stack = new cdk.Stack(new cdk.App());
const values = {};

const at = (fqn) => fqn.split('.').slice(1).reduce((o, part) => o?.[part], cdk);

// The plain data of VALUE, or undefined for what is none (functions, constructs, lazies, deep nesting).
function plain(value, depth = 0) {
  if (typeof value === 'string') return stack.resolve(value);
  if (typeof value === 'number' || typeof value === 'boolean') return cdk.Token.isUnresolved(value) ? undefined : value;
  if (value === null || typeof value !== 'object' || depth > 3 || cdk.Token.isUnresolved(value)) return undefined;
  if (value instanceof cdk.Duration) return undefined;
  if (Array.isArray(value)) {
    const items = value.map((item) => plain(item, depth + 1));
    return items.includes(undefined) ? undefined : items;
  }
  const entries = [];
  for (const [key, member] of Object.entries(value)) {
    if (key === 'errorMessage' || key === 'bundlingDockerImage' || key === 'bundlingImage') continue;
    const data = plain(member, depth + 1);
    if (data !== undefined) entries.push([key.replace(/^_/, ''), data]);
  }
  if (depth === 0 && entries.length === 1 && typeof entries[0][1] !== 'object') return entries[0][1];
  return entries.length ? Object.fromEntries(entries) : undefined;
}

// Some statics refuse to be read (names that only exist at deployment): they stand for nothing that can be written down.
function attempt(read) {
  try {
    return read();
  } catch {
    return undefined;
  }
}

// The members of an enum come from the running library: programs use deprecated ones, which its description leaves out.
// Numbers as names are the way back from a member's value.
const membersOf = (fqn) => Object.keys(at(fqn) ?? {}).filter((name) => Number.isNaN(Number(name))).map((name) => ({ name }));

for (const [fqn, type] of Object.entries(assembly.types)) {
  const members =
    type.kind === 'enum' ? membersOf(fqn) : type.kind === 'class' ? (type.properties ?? []).filter((p) => p.static && p.name !== 'CFN_RESOURCE_TYPE_NAME') : [];
  for (const member of members) {
    const data = attempt(() => plain(at(fqn)?.[member.name]));
    if (data !== undefined) values[`${fqn.replace('aws-cdk-lib.', '')}.${member.name}`] = data;
  }
}

// Some members are other names ("memory6-graviton"): what they come to in an instance type counts.
for (const name of Object.keys(values).filter((n) => n.startsWith('aws_ec2.InstanceClass.')))
  values[name] = `${cdk.aws_ec2.InstanceType.of(at(`aws-cdk-lib.${name}`), cdk.aws_ec2.InstanceSize.LARGE)}`.split('.')[0];
for (const name of Object.keys(values).filter((n) => n.startsWith('aws_ec2.InstanceSize.')))
  values[name] = `${cdk.aws_ec2.InstanceType.of(cdk.aws_ec2.InstanceClass.M5, at(`aws-cdk-lib.${name}`))}`.split('.')[1];

const lines = Object.entries(values)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([k, v]) => `  ${JSON.stringify(k)}: ${JSON.stringify(v)}`);
fs.writeFileSync(
  output,
  `{\n"library": "aws-cdk-lib",\n"version": ${JSON.stringify(version)},\n"module": "",\n"values": {\n${lines.join(',\n')}\n}\n}\n`,
);
console.log(`${lines.length} values`);
