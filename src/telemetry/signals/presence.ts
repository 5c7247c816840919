import { GPU_PRESENCE } from './gpu';
import { HOST_PRESENCE } from './host';
import { HOST_SIGNAL, NO_STATISTICS } from './shapes';
import { Label } from '../labels';
import { differs, Matcher, Selector, Vector } from '../promql';
import { COPY_LABELS, QueryContext } from '../query-context';
import { SignalDefinition } from '../signal-definition';
import { SignalUnit, unique } from '../signal-options';

/** No gap is shorter than this, however often metrics are published. */
const SHORTEST_GAP_SECONDS = 300;

export const TELEMETRY_PRESENCE: SignalDefinition = {
  ...HOST_SIGNAL,
  id: 'telemetry-presence',
  title: 'Telemetry arrives',
  unit: SignalUnit.COUNT,
  meaning: '1 where series of any instance arrive; per component where those of its engine do. Nothing where they do not',
  statistics: NO_STATISTICS,
  knowsComponent: true,
  expression: (context) => (context.scope._isComponent ? copies(context) : hosts(context)).aggregate('group', context.group),
};

export const TELEMETRY_GAP: SignalDefinition = {
  ...HOST_SIGNAL,
  id: 'telemetry-gap',
  title: 'Telemetry is missing',
  unit: SignalUnit.COUNT,
  meaning: '1 per endpoint or component of which nothing arrived for the window: without it silence looks like health',
  groupings: [],
  statistics: NO_STATISTICS,
  knowsComponent: true,
  expression: (context) => Vector.union(context.scope._parts.map((subject) => {
    const series = context.scope._isComponent ? copySelectors(context, subject) : [context.series(HOST_PRESENCE, [], subject)];
    const seconds = Math.max(context.window.shortest, SHORTEST_GAP_SECONDS);
    return series.map((selector) => selector.absentOverTime(seconds)).reduce((left, right) => left.and(right));
  })),
};

/** One row or more per instance. */
export function hosts(context: QueryContext): Vector {
  return context.gauge(HOST_PRESENCE);
}

/** One row or more per copy of a model. */
export function copies(context: QueryContext): Vector {
  return Vector.union(copySelectors(context).map((selector) => selector.lastOverTime(context.window.gauge)));
}

/** One row per GPU. */
export function gpus(context: QueryContext): Vector {
  return context.gauge(GPU_PRESENCE);
}

/** How many different values of some labels there are, by the grouping. */
export function countDistinct(
  context: QueryContext, rows: Vector, labels: readonly string[], by: readonly string[] = context.group,
): Vector {
  return rows.aggregate('group', unique([...by, ...labels])).aggregate('count', by);
}

/** How many copies there are, by the grouping. */
export function countCopies(context: QueryContext, by: readonly string[] = context.group): Vector {
  return countDistinct(context, copies(context), COPY_LABELS, by);
}

/** Copies are seen by a gauge of their engine; those of engines without one by the GPUs that they use. */
function copySelectors(context: QueryContext, subject?: readonly Matcher[]): Selector[] {
  const gauges = context.engines.flatMap(({ series }) => series.runningRequests ?? []);
  return gauges.length > 0
    ? gauges.map((gauge) => context.engineSelector(gauge, subject))
    : [context.series(GPU_PRESENCE, [differs(Label.COMPONENT, '')], subject)];
}
