// Props that classes, and members that enums and classes that are used like them (Runtime), got after version 1 of the CDK: those of version 2 that the last release of version 1 has not. Of those whose module is not
// among the packages of version 1 that tools/synth/v1 pins nothing is said.
//
//   node since.mjs FOLDER-OF-AWS-CDK-LIB FOLDER-OF-@AWS-CDK FILE

import * as fs from 'node:fs';
import * as path from 'node:path';
import * as zlib from 'node:zlib';

const [library, former, out] = process.argv.slice(2);

function assemblyOf(folder) {
  const own = JSON.parse(fs.readFileSync(path.join(folder, '.jsii'), 'utf8'));
  if (own.schema !== 'jsii/file-redirect') return own;
  return JSON.parse(zlib.gunzipSync(fs.readFileSync(path.join(folder, own.filename))));
}

const now = assemblyOf(library), then = {};
for (const name of fs.readdirSync(former)) {
  if (fs.existsSync(path.join(former, name, '.jsii'))) Object.assign(then, assemblyOf(path.join(former, name)).types);
}

/** The names of the props that the class NAME takes, by TYPES. */
function propsOf(types, name) {
  const struct = types[name]?.initializer?.parameters?.[2]?.type?.fqn;
  const all = new Set();
  (function gather(one) {
    for (const { name: prop } of types[one]?.properties ?? []) all.add(prop);
    for (const base of types[one]?.interfaces ?? []) gather(base);
  })(struct);
  return all;
}

/** The values that a class has made of itself, as Runtime.PYTHON_3_13. */
const constantsOf = type => (type.properties ?? []).filter(one => one.static && one.const && one.type?.fqn === type.fqn).map(one => one.name).sort();

/** `aws-cdk-lib.aws_s3.Bucket` as version 1 calls it. */
const formerName = name => name.replace(/^aws-cdk-lib\.(?=[A-Z])/, '@aws-cdk/core.').replace(/^aws-cdk-lib\.(\w+)\./, (_, module) => `@aws-cdk/${module.replaceAll('_', '-')}.`);

const lines = [];
for (const [name, type] of Object.entries(now.types).sort(([a], [b]) => (a < b ? -1 : 1))) {
  if (type.kind === 'enum' && then[formerName(name)]) {
    const had = new Set(then[formerName(name)].members.map(one => one.name)), added = type.members.map(one => one.name).filter(one => !had.has(one)).sort();
    if (added.length) lines.push(`${JSON.stringify(name)}:${JSON.stringify(added.join(' '))}`);
  }
  if (type.kind !== 'class' || /\.Cfn[A-Z]\w*$/.test(name) || !then[formerName(name)]) continue;
  const had = propsOf(then, formerName(name)), added = [...propsOf(now.types, name)].filter(prop => !had.has(prop)).sort();
  const constants = constantsOf(type), hadConstants = constantsOf(then[formerName(name)]);
  for (const one of constants) if (!hadConstants.includes(one)) added.push(one);
  if (propsOf(now.types, name).size || added.length) lines.push(`${JSON.stringify(name)}:${JSON.stringify(added.join(' '))}`);
}
fs.writeFileSync(out, `{\n"library": "aws-cdk-lib",\n"version": "${now.version}",\n"module": "",\n"since": {\n${lines.join(',\n')}\n}\n}\n`);
