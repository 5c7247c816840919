import { Cause, PENDING_BEHIND_ZONES } from './cause';
import { InferenceSignal } from '../../telemetry';
import { enginesBoundByCache } from '../../telemetry/cache-bound';
import { above, any } from '../../telemetry/conditions';
import { kvCache } from '../rules/engine/kv-cache';
import { preemptionRate } from '../rules/engine/preemptions';

const SATURATED_PERCENT = 90;

export const kvCacheSaturated: Cause = {
  id: 'kv-cache-saturated',
  title: 'the KV cache is saturated',
  meaning: 'The cache of this component is nearly full, or running requests lose their blocks and are computed again: new requests wait for blocks.',
  panel: 'Engine and request pressure',
  remedy: 'Add copies, lower the longest context, or quantise the KV cache.',
  pendingSeconds: PENDING_BEHIND_ZONES,
  evidence: (context) => {
    const evidence = [
      ...enginesBoundByCache(context.engines).length > 0 ? [above(kvCache(context), SATURATED_PERCENT)] : [],
      ...context.emits(InferenceSignal.PREEMPTIONS) ? [above(preemptionRate(context), 0)] : [],
    ];
    return evidence.length > 0 ? any(...evidence) : undefined;
  },
};
