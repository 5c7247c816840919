import { kvCacheAbove } from './kv-cache';
import { InferenceSignal } from '../../../telemetry';
import { AlarmRule } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

export const kvCacheFull: AlarmRule = {
  id: 'kv-cache-full',
  severity: AlarmSeverity.CRITICAL,
  title: 'The KV cache is full',
  meaning: 'Requests wait for blocks and running ones are preempted and computed again.',
  panel: 'Engine and request pressure',
  remedy: 'Add copies now. Then lower the longest context or quantise the KV cache.',
  pace: 'fast',
  pendingSeconds: 120,
  recoverySeconds: 300,
  threshold: { value: 95, unit: 'percent', min: 0, max: 100 },
  signal: InferenceSignal.KV_CACHE_UTILIZATION,
  watch: kvCacheAbove,
};
