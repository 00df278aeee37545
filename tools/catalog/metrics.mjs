// The metrics of a construct: for each metricX() that needs no argument, what the metric is.
import * as fixtures from './fixtures.mjs';
import { cdk, membersOf } from './library.mjs';
import { byPath, run } from './program.mjs';
import { relative } from './members.mjs';

export function metricsOf(x) {
  const out = {};
  const { constructs } = run(x.program(x.least));
  const construct = constructs.get(fixtures.ownPath());
  const stack = cdk.Stack.of(construct);
  const paths = new Map(stack.node.findAll().filter((c) => cdk.CfnElement.isCfnElement(c)).map((c) => [stack.resolve(c.logicalId), c.node.path]));
  for (const m of membersOf(x.fqn, 'methods')) {
    if (!m.name.startsWith('metric') || (m.parameters ?? []).some((p) => !p.optional && p.type.fqn !== 'aws-cdk-lib.aws_cloudwatch.MetricOptions')) continue;
    let stat;
    try {
      stat = construct[m.name]().toMetricConfig().metricStat;
    } catch {
      continue;
    }
    if (!stat) continue;
    const dimensions = Object.fromEntries((stat.dimensions ?? []).map((d) => [d.name, d.value]));
    const metric = { namespace: stat.namespace, metricName: stat.metricName, dimensionsMap: dimensions, statistic: stat.statistic };
    if (stat.period.toSeconds() !== 300) metric.period = stat.period.toSeconds();
    const template = relative(byPath(stack.resolve(metric), paths));
    if (!JSON.stringify(template).includes(`@${fixtures.names.stack}/`)) out[m.name] = { $with: [template, { $arg: 0 }] };
  }
  return out;
}
