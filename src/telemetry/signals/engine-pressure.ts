import { ENGINE_SIGNAL, engineLevel, engineLoad, NO_STATISTICS } from './shapes';
import { Label } from '../labels';
import { differs, Vector } from '../promql';
import { QueryContext } from '../query-context';
import { SignalDefinition } from '../signal-definition';
import { SignalUnit, unique } from '../signal-options';

export const KV_CACHE_UTILIZATION = engineLevel('kvCacheUtilization', {
  id: 'kv-cache-utilization',
  title: 'KV cache in use',
  unit: SignalUnit.PERCENT,
  meaning: 'How full the KV cache is. vLLM: above 90 % requests soon wait; SGLang runs well above 90 %',
});

export const RUNNING_REQUESTS = engineLoad('runningRequests', {
  id: 'running-requests',
  title: 'Requests running',
  unit: SignalUnit.COUNT,
  meaning: 'Requests in the execution batch of the engine',
});

export const WAITING_REQUESTS = engineLoad('waitingRequests', {
  id: 'waiting-requests',
  title: 'Requests waiting',
  unit: SignalUnit.COUNT,
  meaning: 'Requests that wait inside the engine: pressure that no utilisation shows',
});

export const WAITING_FOR_CAPACITY = engineLoad('waitingForCapacity', {
  id: 'waiting-for-capacity',
  title: 'Requests waiting for capacity',
  unit: SignalUnit.COUNT,
  meaning: 'Requests that wait because the engine is full, and not for another reason (vLLM 0.20 and newer)',
});

export const PREEMPTIONS = engineLoad('preemptions', {
  id: 'preemptions',
  title: 'Preemptions',
  unit: SignalUnit.PER_SECOND,
  meaning: 'Running requests that lost their KV blocks and are computed again, per second; SGLang calls it retraction',
});

export const PREFIX_CACHE_HIT_RATE: SignalDefinition = {
  ...ENGINE_SIGNAL,
  id: 'prefix-cache-hit-rate',
  title: 'Prefix cache hits',
  unit: SignalUnit.PERCENT,
  meaning: 'The share of prompt tokens that need not be computed because another request began alike',
  engineQuantities: [['prefixCacheHits', 'prefixCacheQueries'], ['prefixCacheHitRate']],
  statistics: NO_STATISTICS,
  expression: prefixCacheHitRate,
};

export const ADAPTERS_IN_USE: SignalDefinition = {
  ...ENGINE_SIGNAL,
  id: 'adapters-in-use',
  title: 'Adapters in use',
  unit: SignalUnit.COUNT,
  // The engine keeps a row for every set that ever ran; its value is the time when it ran last.
  meaning: 'One row of value 1 per set of adapters that requests run with, named by the label running_lora_adapters',
  engineQuantities: [['runningAdapters']],
  statistics: NO_STATISTICS,
  expression: (context) => Vector.union(context.emitters.map(({ series }) =>
    context.engineSelector(series.runningAdapters!, [differs(Label.RUNNING_ADAPTERS, '')]).lastOverTime(context.window.gauge)
      .within(context.window.gauge)))
    .aggregate('group', unique([...context.group, Label.RUNNING_ADAPTERS])),
};

function prefixCacheHitRate(context: QueryContext): Vector {
  const group = context.groupPerEngine;
  return context.perEngine((engine) => {
    if (!engine.series.prefixCacheQueries) {
      return context.engineValues('prefixCacheHitRate', [engine]).aggregate('avg', group);
    }
    const hits = context.engineValues('prefixCacheHits', [engine]).aggregate('sum', group);
    const queries = context.engineValues('prefixCacheQueries', [engine]).aggregate('sum', group);
    return hits.dividedBy(queries.above(0)).times(100);
  });
}
