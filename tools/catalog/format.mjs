// JSON with one prop, resource or member a line: small enough to read, stable to compare.
import { isObject } from './document.mjs';

const inline = (v) => JSON.stringify(v);

const block = (o, indent, render) => `{\n${Object.entries(o).map(([k, v]) => `${indent}  ${inline(k)}: ${render(v, `${indent}  `)}`).join(',\n')}\n${indent}}`;

function section(v, indent) {
  if (Array.isArray(v) && v.some(isObject)) return `[\n${v.map((item) => `${indent}  ${inline(item)}`).join(',\n')}\n${indent}]`;
  return isObject(v) && Object.values(v).some((w) => typeof w === 'object') ? block(v, indent, inline) : inline(v);
}

export function format(data) {
  const constructs = Object.fromEntries(Object.entries(data.constructs).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `{\n"library": ${inline(data.library)},\n"version": ${inline(data.version)},\n"module": ${inline(data.module)},\n"constructs": ${block(constructs, '', (c, indent) => block(c, indent, section))}\n}\n`;
}
