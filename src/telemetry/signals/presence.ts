import { GPU_PRESENCE } from './gpu';
import { HOST_PRESENCE } from './host';
import { ENGINE_SIGNAL, HOST_SIGNAL, NO_STATISTICS } from './shapes';
import { Label } from '../labels';
import { differs, Matcher, Selector, Vector } from '../promql';
import { COPY_LABELS, QueryContext } from '../query-context';
import { SignalDefinition } from '../signal-definition';
import { SignalUnit, unique } from '../signal-options';

/** What was heard of within this time, and within two publish intervals, reports now: a gauge is held for longer than that. */
const NOW_SECONDS = 120;
const NOW_INTERVALS = 2;

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
  expression: (context) => (context.scope._isComponent ? serving(context) : hosts(context)).aggregate('group', context.group),
};

export const ENGINE_PRESENCE: SignalDefinition = {
  ...ENGINE_SIGNAL,
  id: 'engine-presence',
  title: 'Engines report now',
  unit: SignalUnit.COUNT,
  meaning: '1 where an engine reported within two minutes, or within two publish intervals where those are longer. Nothing where none did',
  engineQuantities: [['runningRequests']],
  statistics: NO_STATISTICS,
  expression: (context) => {
    const seconds = context.statedSeconds ?? Math.max(NOW_SECONDS, NOW_INTERVALS * context.scope._frequencySeconds);
    const series = context.emitters.map((engine) => context.engineSelector(engine.series.runningRequests!));
    return Vector.union(series.map((selector) => selector.presentOverTime(seconds))).aggregate('group', context.group);
  },
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
  expression: (context) => {
    const seconds = context.statedSeconds ?? Math.max(context.window.shortest, SHORTEST_GAP_SECONDS);
    return Vector.union(context.scope._parts.map((subject) => {
      const series = context.scope._isComponent ? servingSelectors(context, [], subject) : [context.series(HOST_PRESENCE, [], subject)];
      // Selectors differ in what they pick rows by, and the answer carries it: only the component is common to all.
      return series.map((selector) => selector.absentOverTime(seconds)).reduce((left, right) => left.andOn([Label.COMPONENT], right));
    }));
  },
};

/** One row or more per instance. */
export function hosts(context: QueryContext): Vector {
  return context.gauge(HOST_PRESENCE);
}

/** One row or more per copy of a model. */
export function copies(context: QueryContext): Vector {
  const gauges = gaugeSelectors(context).map((selector) => newest(context, selector));
  if (!someEngineHasNoGauge(context)) {
    return Vector.union(gauges);
  }
  const onGpus = newest(context, gpuSelector(context));
  return gauges.length === 0
    ? onGpus
    : Vector.union([...gauges, onGpus.unlessOn([Label.COMPONENT, Label.INSTANCE], Vector.union(gauges))]);
}

/** One row or more per instance that serves something, and per component that is served. */
export function serving(context: QueryContext, matchers: readonly Matcher[] = []): Vector {
  return Vector.union(servingSelectors(context, matchers).map((selector) => newest(context, selector)));
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

/** Copies are seen by a gauge of their engine. */
function gaugeSelectors(context: QueryContext, matchers: readonly Matcher[] = [], subject?: readonly Matcher[]): Selector[] {
  return context.engines.flatMap(({ series }) => series.runningRequests ?? [])
    .map((gauge) => context.engineSelector(gauge, matchers, subject));
}

/** Copies of engines without such a gauge are seen by the GPUs that they use. */
function gpuSelector(context: QueryContext, subject?: readonly Matcher[]): Selector {
  return context.series(GPU_PRESENCE, context.scope._isComponent ? [] : [differs(Label.COMPONENT, '')], subject);
}

function servingSelectors(context: QueryContext, matchers: readonly Matcher[], subject?: readonly Matcher[]): Selector[] {
  return [...gaugeSelectors(context, matchers, subject), ...someEngineHasNoGauge(context) ? [gpuSelector(context, subject)] : []];
}

function someEngineHasNoGauge({ engines }: QueryContext): boolean {
  return engines.length === 0 || engines.some(({ series }) => series.runningRequests === undefined);
}

function newest(context: QueryContext, selector: Selector): Vector {
  return selector.lastOverTime(context.window.gauge);
}
