// The grants of a construct: for each grantX(grantee), the statements that the grantee's role gets.
import { cdk, membersOf } from './library.mjs';
import { relative } from './members.mjs';
import { synthesize } from './program.mjs';
import * as fixtures from './fixtures.mjs';
import { fixturesFor } from './candidates.mjs';

const statementsOf = (doc) => doc[`${fixtures.fx('FxRole').$construct}/DefaultPolicy/Resource`]?.Properties.PolicyDocument.Statement ?? [];
const PATTERN = 'zzpattern/*'; // becomes a hole, so that no other name needs to be tried

export function grantsOf(x) {
  const out = {};
  void cdk;
  for (const m of membersOf(x.fqn, 'methods')) {
    const [first, ...rest] = m.parameters ?? [];
    if (!/^grant/.test(m.name) || first?.type?.fqn !== 'aws-cdk-lib.aws_iam.IGrantable') continue;
    const text = rest.length === 1 && rest[0].optional && rest[0].type.primitive;
    if (rest.some((p) => !p.optional && !p.variadic)) continue;
    const grant = learnGrant(x, m.name, text);
    if (grant) out[m.name] = grant;
  }
  return out;
}

function learnGrant(x, method, text) {
  const with_ = (args) => {
    const program = x.program(x.least);
    const last = program.constructs.at(-1);
    const before = [...fixturesFor(fixtures.fx('FxRole')).values()].filter((c) => !program.constructs.some((d) => d.path === c.path));
    program.constructs.splice(program.constructs.length - 1, 0, ...before);
    last.calls = [...(last.calls ?? []), { method, args }];
    try {
      return synthesize(program);
    } catch {
      return null;
    }
  };
  const plain = with_([fixtures.fx('FxRole')]);
  if (!plain) return null;
  let statements = relative(statementsOf(plain));
  const patterned = text === 'any' || text === 'string' ? with_([fixtures.fx('FxRole'), PATTERN]) : null;
  if (patterned) statements = holes(relative(statementsOf(patterned)));
  const flat = JSON.stringify(statements);
  if (!statements.length || flat.includes(`@${fixtures.names.stack}/`)) return null;
  return { statements };
}

// The pattern's place in a text becomes a hole: ["arn", "/zzpattern/*"] → ["arn", "/", {$arg: 1}].
function holes(value) {
  if (Array.isArray(value)) return value.flatMap((v) => (typeof v === 'string' && v.includes(PATTERN) && v !== PATTERN ? split(v) : [holes(v)]));
  if (value === PATTERN) return { $arg: 1, $default: '*' };
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, holes(v)]));
  return value;
}

function split(text) {
  const [before, after] = text.split(PATTERN);
  return [before, { $arg: 1, $default: '*' }, after].filter((part) => part !== '');
}
