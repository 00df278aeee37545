// Which properties make CloudFormation replace a resource when they change ("update requires: replacement", or "some interruptions or
// replacement"), from CloudFormation's resource specification. A property of a nested type has a dotted path; the places of lists are left out.
//
//   node replacing.mjs FOLDER-OF-THE-PACKAGE FILE

import * as fs from 'node:fs';
import * as path from 'node:path';
import * as zlib from 'node:zlib';

const [folder, out] = process.argv.slice(2);
const { version } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
const { schema } = JSON.parse(zlib.gunzipSync(fs.readFileSync(path.join(folder, 'db.json.gz'))));
const entities = table => (Array.isArray(table) ? table : Object.values(table.entities ?? table));
const nested = new Map(entities(schema.typeDefinition).map(type => [type.$id, type.properties]));
const deepest = 3;

/** The properties of the type that TYPE is, or is a list of. */
function propertiesOf(type) {
  if (type?.type === 'ref') return nested.get(type.reference.$ref);
  return type?.type === 'array' || type?.type === 'map' ? propertiesOf(type.element) : undefined;
}

function pathsOf(properties, before, depth) {
  return Object.entries(properties ?? {}).flatMap(([name, property]) => {
    const at = before + name;
    if (property.causesReplacement === 'yes' || property.causesReplacement === 'maybe') return [at];
    return depth < deepest ? pathsOf(propertiesOf(property.type), `${at}.`, depth + 1) : [];
  });
}

const lines = entities(schema.resource)
  .map(resource => [resource.cloudFormationType, pathsOf(resource.properties, '', 1).sort().join(' ')])
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([type, paths]) => `${JSON.stringify(type)}:${JSON.stringify(paths)}`);
fs.writeFileSync(out, `{\n"library": "@aws-cdk/aws-service-spec",\n"version": "${version}",\n"module": "",\n"replacing": {\n${lines.join(',\n')}\n}\n}\n`);
