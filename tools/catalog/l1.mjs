// Writes src/cdk/catalog/l1.json: what the library's L1 classes (CfnX) say of themselves in their generated code. Class → CloudFormation type,
// attributes whose name is not "capitalized", and for each props or property type the members that are renamed otherwise than by a
// capital first letter or that hold further property types. What is not listed is capitalized and passed as it is.
//   node l1.mjs PATH-OF-aws-cdk-lib OUTPUT
import fs from 'node:fs';
import path from 'node:path';

const [library, output] = process.argv.slice(2);
const version = JSON.parse(fs.readFileSync(path.join(library, 'package.json'), 'utf8')).version;
const l1 = {};
const structs = {};
const taggable = {};
// Names of the core module have no module before them.
const prefix = (module) => (module ? `${module}.` : '');
const capitalized = (name) => name[0].toUpperCase() + name.slice(1);

// The text up to the bracket that closes the one at `from`.
function balanced(text, from) {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    if ('([{'.includes(text[i])) depth++;
    else if (')]}'.includes(text[i]) && --depth === 0) return text.slice(from, i + 1);
    else if ('"\'`'.includes(text[i])) {
      const quote = text[i];
      for (i++; text[i] !== quote; i++) if (text[i] === '\\') i++;
    }
  }
  throw new Error('no closing bracket');
}

function splitTop(text) {
  const parts = [];
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    if ('([{'.includes(text[i])) i += balanced(text, i).length - 1;
    else if (text[i] === ',') parts.push(text.slice(from, i)), (from = i + 1);
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

// The property type behind a converter expression: a name, {list}, {map} or null for what passes as it is.
function typeOf(module, expression) {
  let m;
  if ((m = /^convert(\w+)ToCloudFormation$/.exec(expression))) return `${prefix(module)}${m[1]}`;
  if (expression === 'cdk().cfnTagToCloudFormation') return 'CfnTag';
  if ((m = /^cdk\(\)\.(list|hash)Mapper\((.*)\)$/s.exec(expression))) {
    const inner = typeOf(module, m[2]);
    return inner && (m[1] === 'list' ? { list: inner } : { map: inner });
  }
  if ((m = /^cdk\(\)\.unionMapper\((.*)\)$/s.exec(expression))) {
    const mappers = splitTop(splitTop(m[1])[1].slice(1, -1)).map((x) => typeOf(module, x)).filter(Boolean);
    if (mappers.length > 2 || (mappers.length === 2 && !mappers.some((x) => x.list))) return 'opaque';
    return mappers.find((x) => x.list) ?? mappers[0] ?? null;
  }
  return null;
}

function readConverters(module, text) {
  for (const m of text.matchAll(/function convert(\w+)ToCloudFormation\(properties\)\{/g)) {
    const body = balanced(text, m.index + m[0].length - 1);
    const at = body.indexOf('assertSuccess(),{');
    if (at < 0) continue;
    const members = {};
    for (const part of splitTop(balanced(body, at + 16).slice(1, -1))) {
      const colon = /^"?([^":]+)"?:/.exec(part);
      const call = /^(.*)\(properties(?:\.(\w+)|\["([^"]+)"\])\)$/s.exec(part.slice(colon[0].length));
      if (!call) throw new Error(`${prefix(module)}${m[1]}: ${part}`);
      const name = call[2] ?? call[3];
      const type = typeOf(module, call[1]);
      const renamed = capitalized(name) !== colon[1];
      if (type && renamed) members[name] = { key: colon[1], l1: type };
      else if (type) members[name] = { l1: type };
      else if (renamed) members[name] = { key: colon[1] };
    }
    structs[`${prefix(module)}${m[1]}`] = members;
  }
}

// How a resource's tags are written: a list of {Key, Value}, a map, or an Auto Scaling group's list.
const tagKinds = { STANDARD: 'list', MAP: 'map', AUTOSCALING_GROUP: 'asg' };

function readClasses(module, text) {
  for (const m of text.matchAll(/class (Cfn\w+) extends cdk\(\)\.CfnResource\{/g)) {
    const body = balanced(text, m.index + m[0].length - 1);
    const type = /CFN_RESOURCE_TYPE_NAME="([^"]+)"/.exec(body);
    if (!type) continue;
    const attributes = {};
    for (const a of body.matchAll(/get attr(\w+)\(\)\{return [^}]*?this\.getAtt\("([^"]+)"/g))
      if (a[1] !== a[2]) attributes[`attr${a[1]}`] = a[2];
    const members = {};
    const own = /get \w+Ref\(\)\{return(\{[^}]*\})\}/.exec(body);
    for (const a of own ? own[1].matchAll(/(\w+):this\.(ref|attr\w+)/g) : []) members[a[1]] = a[2];
    const refs = {};
    for (const a of body.matchAll(/getRefProperty\(props\.(\w+)\?\.\w+,"(\w+)"\)/g)) refs[a[1]] = a[2];
    const tags = /TagManager\(cdk\(\)\.TagType\.([A-Z_]+),"[^"]*",[^)]*\{tagPropertyName:"(\w+)"\}/.exec(body);
    if (tags) taggable[type[1]] = `${tagKinds[tags[1]]}:${capitalized(tags[2])}`;
    const entry = { type: type[1] };
    if (Object.keys(attributes).length) entry.attributes = attributes;
    if (Object.keys(members).length) entry.members = members;
    if (Object.keys(refs).length) entry.props = refs;
    l1[`${prefix(module)}${m[1]}`] = entry;
  }
}

for (const folder of fs.readdirSync(library).sort()) {
  const lib = path.join(library, folder, 'lib');
  if (!fs.existsSync(lib)) continue;
  const module = folder === 'core' ? '' : folder.replaceAll('-', '_');
  for (const file of fs.readdirSync(lib).sort()) {
    if (!file.endsWith('.generated.js') || file.includes('canned')) continue;
    const text = fs.readFileSync(path.join(lib, file), 'utf8');
    readConverters(module, text);
    readClasses(module, text);
  }
}

const sorted = (object) => Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
// A property type whose members are all plain says nothing that the rule does not.
const usedStructs = Object.fromEntries(Object.entries(structs).filter(([, members]) => Object.keys(members).length));
const lines = (object) =>
  Object.entries(sorted(object)).map(([k, v]) => `  ${JSON.stringify(k)}: ${JSON.stringify(v)}`).join(',\n');
fs.writeFileSync(
  output,
  `{\n"library": "aws-cdk-lib",\n"version": ${JSON.stringify(version)},\n"module": "",\n` +
    `"l1": {\n${lines(l1)}\n},\n"l1_structs": {\n${lines(usedStructs)}\n},\n"taggable": {\n${lines(taggable)}\n}\n}\n`,
);
console.log(`${Object.keys(l1).length} classes, ${Object.keys(structs).length} property types`);
