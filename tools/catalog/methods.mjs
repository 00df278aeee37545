// The methods of a construct: each is called with arguments that its types allow, and what it changes is recorded: properties that are not known
// any more, types that it makes, constructs among the arguments that it changes. A method that was refused, or that returns nothing and did
// nothing, has no entry: nobody knows what it does.
import { candidates, fixturesFor } from './candidates.mjs';
import { targets } from './document.mjs';
import { relativeOf } from './entry.mjs';
import { attempt } from './experiment.mjs';
import * as fixtures from './fixtures.mjs';
import { membersOf } from './library.mjs';
import { synthesize } from './program.mjs';

const TRIES = 4;
const known = /^(metric|grant|toString$|applyRemovalPolicy$|with$|generatePhysicalName$|getResource|validate$)/;

// Lists of arguments: the required ones; then each optional one beside them.
function argumentLists(method) {
  const parameters = (method.parameters ?? []).filter((p, i, all) => !p.variadic || i === all.length - 1);
  const needed = parameters.filter((p) => !p.optional && !p.variadic);
  const first = needed.map((p) => candidates(p.type, 1, p.name)[0]);
  if (first.includes(undefined)) return [];
  const out = [first];
  for (const [i, p] of needed.entries()) for (const v of candidates(p.type, 1, p.name).slice(1, 3)) out.push(first.map((w, k) => (k === i ? v : w)));
  const more = parameters[needed.length];
  if (more) for (const v of candidates(more.type, 1, more.name).slice(0, 3)) out.unshift([...first, v]);
  return out.slice(0, 12);
}

// The whole stack after CALLS, with what the arguments need made before.
function after(x, args, calls) {
  const program = x.program(x.least);
  const own = program.constructs.pop();
  const before = [...fixturesFor(args).values()].filter((c) => !program.constructs.some((d) => d.path === c.path));
  const all = { ...program, constructs: [...program.constructs, ...before, calls.length || own.calls ? { ...own, calls: [...(own.calls ?? []), ...calls] } : own] };
  return attempt(() => synthesize(all));
}

function learnMethod(x, method, primary) {
  const out = { effects: [], makes: [], elsewhere: false };
  const own = fixtures.ownPath();
  let done = 0;
  for (const args of argumentLists(method)) {
    if (done === TRIES) break;
    const base = after(x, args, []);
    const doc = base && after(x, args, [{ method: method.name, args }]);
    if (!doc) continue;
    done++;
    for (const path of targets(base, doc)) {
      const [key, section, first] = path;
      const isOwn = key === own || key.startsWith(`${own}/`);
      if (path.length === 1) {
        if (!doc[key]) return null;
        out.makes.push(doc[key].Type);
      } else if (!isOwn && base[key]) out.elsewhere = true;
      else if (section === 'Properties' ? first === undefined || String(first).includes('.') : section === 'Type') return null;
      else {
        const at = relativeOf(key);
        out.effects.push({ ...(at === primary ? {} : { at }), path: section === 'Properties' ? first : `.${section}`, shape: 'opaque' });
      }
    }
  }
  if (!done || (!out.effects.length && !out.makes.length && !out.elsewhere && (!method.returns || done < 2 && (method.parameters ?? []).length))) return null;
  const entry = { effects: unique(out.effects) };
  if (out.makes.length) entry.makes = [...new Set(out.makes)].sort();
  if (out.elsewhere) entry.elsewhere = true;
  return entry;
}

const unique = (list) => [...new Map(list.map((v) => [JSON.stringify(v), v])).values()];

export function methodsOf(x, primary, grants) {
  const out = {};
  for (const m of membersOf(x.fqn, 'methods')) {
    if (m.protected || known.test(m.name) || m.name.startsWith('_') || grants[m.name]) continue;
    const entry = attempt(() => learnMethod(x, m, primary));
    if (entry) out[m.name] = entry;
  }
  return out;
}
