import { gpuMemory } from './gpu-memory';
import { above, calculate, overTime } from '../../../telemetry/conditions';
import { AlarmRule, whereGpus } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

const LOOKBACK_SECONDS = 600;
const STEP_SECONDS = 60;

/** A drop by more than 20 points within ten minutes is what practitioners watch. */
export const gpuMemoryDrop: AlarmRule = {
  id: 'gpu-memory-drop',
  severity: AlarmSeverity.CRITICAL,
  title: 'GPU memory was released all at once',
  meaning: 'A model crashed or was unloaded. Scaling in and updates release memory, too: then it is as it should be.',
  panel: 'Utilisation over time',
  remedy: 'Look at the logs of the component for the crash; out of memory: lower the share of memory that the engine reserves.',
  pace: 'fast',
  pendingSeconds: 0,
  recoverySeconds: 300,
  threshold: { value: 20, unit: 'percentage points within ten minutes', min: 1, max: 100 },
  watch: (context, threshold) => whereGpus(context, () => {
    const memory = gpuMemory(context);
    const seconds = Math.max(LOOKBACK_SECONDS, 4 * context.publishSeconds);
    const step = Math.max(STEP_SECONDS, context.publishSeconds);
    return above(calculate(overTime('max', memory, { seconds, step }), '-', memory), threshold);
  }),
};
