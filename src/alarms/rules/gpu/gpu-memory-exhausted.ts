import { gpuMemory, isAboveReservation, LAST_DAY_SECONDS } from './gpu-memory';
import { InferenceSignal } from '../../../telemetry';
import { above, all } from '../../../telemetry/conditions';
import { AlarmContext } from '../../alarm-context';
import { AlarmRule, whereGpus } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

/** GPUs that are nearly full and fuller than their engine made them. */
export function isMemoryExhausted(context: AlarmContext, threshold: number): string {
  const memory = gpuMemory(context);
  return all(above(memory, threshold), isAboveReservation(memory, LAST_DAY_SECONDS));
}

export const gpuMemoryExhausted: AlarmRule = {
  id: 'gpu-memory-exhausted',
  severity: AlarmSeverity.WARNING,
  title: 'GPU memory runs out',
  meaning: 'Memory rose above what the engine reserves when it starts: a leak, or one more model on the GPU. At 100 % the next allocation fails.',
  panel: 'Capacity compared',
  remedy: 'Look for what else runs on the GPU, lower the share of memory that the engine reserves, or restart the leaking container.',
  pace: 'slow',
  pendingSeconds: 300,
  recoverySeconds: 300,
  threshold: { value: 98, unit: 'percent', min: 0, max: 100 },
  signal: InferenceSignal.GPU_MEMORY_UTILIZATION,
  watch: (context, threshold) => whereGpus(context, () => isMemoryExhausted(context, threshold)),
};
