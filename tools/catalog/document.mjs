// Documents: what the library made, as a tree of plain data. Targets are the paths at which two documents differ, as high as they can be.

export const isObject = (v) => v !== null && typeof v === 'object' && !Array.isArray(v);

// A map that is one of CloudFormation's functions: a value, not a tree.
export const isIntrinsic = (v) => isObject(v) && Object.keys(v).length === 1 && /^(Ref|Fn::\w+|\$\w+)$/.test(Object.keys(v)[0]);

export const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

const isKeyed = (v) => Array.isArray(v) && v.length > 0 && v.every((x) => isObject(x) && typeof x.Key === 'string' && 'Value' in x);

// Lists of {Key, Value} as maps by key, so that one entry more is no other list; and back.
export function withKeys(doc) {
  if (isKeyed(doc)) return Object.fromEntries(doc.map((x) => [`[${x.Key}]`, x]));
  if (Array.isArray(doc)) return doc.map(withKeys);
  return isObject(doc) ? Object.fromEntries(Object.entries(doc).map(([k, v]) => [k, withKeys(v)])) : doc;
}

export function withoutKeys(doc) {
  if (Array.isArray(doc)) return doc.map(withoutKeys);
  if (!isObject(doc)) return doc;
  const keys = Object.keys(doc);
  if (keys.length && keys.every((k) => /^\[.*\]$/.test(k))) return Object.values(doc);
  return Object.fromEntries(Object.entries(doc).map(([k, v]) => [k, withoutKeys(v)]));
}

export function lookup(doc, path) {
  for (const key of path) {
    if (doc === undefined || doc === null || typeof doc !== 'object') return undefined;
    doc = doc[key];
  }
  return doc;
}

// The paths where A and B differ. Lists are entered only when they are equally long and hold maps.
export function targets(a, b, path = [], out = []) {
  if (same(a, b)) return out;
  const plain = (v) => isObject(v) && !isIntrinsic(v);
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every(plain) && b.every(plain)) {
    a.forEach((item, i) => targets(item, b[i], [...path, i], out));
    return out;
  }
  const maps = isObject(a) && isObject(b) && !isIntrinsic(a) && !isIntrinsic(b);
  if (!maps) {
    out.push(path);
    return out;
  }
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) targets(a[key], b[key], [...path, key], out);
  return out;
}

// The union of target lists, without those below another.
export function union(lists) {
  const byText = new Map(lists.flat().map((p) => [JSON.stringify(p), p]));
  const all = [...byText.values()];
  return all.filter((p) => !all.some((q) => q.length < p.length && q.every((key, i) => key === p[i])));
}

// Every path that leads to a leaf of DOC, lists entered.
export function leaves(doc, path = [], out = []) {
  if (doc !== null && typeof doc === 'object' && !isIntrinsic(doc) && Object.keys(doc).length)
    for (const key of Object.keys(doc)) leaves(doc[key], [...path, Array.isArray(doc) ? Number(key) : key], out);
  else out.push([path, doc]);
  return out;
}
