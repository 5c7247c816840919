import { InferenceSignal } from '../../../telemetry';
import { above } from '../../../telemetry/conditions';
import { AlarmRule, whereGpus } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

const { GPU_TEMPERATURE } = InferenceSignal;

export const gpuTemperature: AlarmRule = {
  id: 'gpu-temperature',
  severity: AlarmSeverity.WARNING,
  title: 'A GPU is hot',
  meaning: 'A GPU that gets too hot lowers its clock, and everything on it becomes slower.',
  panel: 'Utilisation over time',
  remedy: 'Replace the instance: change the number of instances down and up, or tell AWS support the instance id.',
  pace: 'normal',
  pendingSeconds: 300,
  recoverySeconds: 300,
  threshold: { value: 85, unit: 'degrees Celsius', min: 0, max: 200 },
  signal: GPU_TEMPERATURE,
  watch: (context, threshold) => whereGpus(context, () => above(context.promQl(GPU_TEMPERATURE, context.perGpu), threshold)),
};
