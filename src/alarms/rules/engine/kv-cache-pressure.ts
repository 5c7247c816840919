import { kvCacheAbove } from './kv-cache';
import { InferenceSignal } from '../../../telemetry';
import { AlarmRule } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

/** Practitioners warn at 85 to 90 % on vLLM; AWS advises to scale out at 40 to 50 %, which is the matter of autoscaling. */
export const kvCachePressure: AlarmRule = {
  id: 'kv-cache-pressure',
  severity: AlarmSeverity.WARNING,
  title: 'The KV cache is nearly full',
  meaning: 'Soon requests wait for blocks and running ones are preempted, so time to first token rises.',
  panel: 'Engine and request pressure',
  remedy: 'Add copies, lower the longest context, or quantise the KV cache.',
  pace: 'normal',
  pendingSeconds: 300,
  recoverySeconds: 300,
  threshold: { value: 90, unit: 'percent', min: 0, max: 100 },
  signal: InferenceSignal.KV_CACHE_UTILIZATION,
  watch: kvCacheAbove,
};
