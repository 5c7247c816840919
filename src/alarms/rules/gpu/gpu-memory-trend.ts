import { gpuMemory, isAboveReservation } from './gpu-memory';
import { above, all, calculate, overTime, predicted } from '../../../telemetry/conditions';
import { AlarmRule, whereGpus } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

const DAY_SECONDS = 86400;
const PAST = { seconds: DAY_SECONDS, step: 1800 };
const LIMIT_PERCENT = 99;

/** One more model is a step, which the line takes for a rise. A leak that passes the reservation in a day rises 0.11 in two hours. */
const LATELY = { seconds: 7200, step: 300 };
const RISE_POINTS = 0.1;

export const gpuMemoryTrend: AlarmRule = {
  id: 'gpu-memory-trend',
  severity: AlarmSeverity.INFORMATION,
  title: 'GPU memory will run out within days',
  meaning: 'Memory rises slowly and steadily above what the engine reserves: a leak.',
  panel: 'Utilisation over time',
  remedy: 'Restart the container at a quiet hour, and look for a release of the engine without the leak.',
  pace: 'slow',
  pendingSeconds: 3600,
  recoverySeconds: 3600,
  threshold: { value: 3, unit: 'days until the memory is full', min: 0.1, max: 30 },
  watch: (context, threshold) => whereGpus(context, () => {
    const memory = gpuMemory(context);
    return all(
      above(predicted(memory, PAST, threshold * DAY_SECONDS), LIMIT_PERCENT),
      above(calculate(memory, '-', overTime('min', memory, LATELY)), RISE_POINTS),
      isAboveReservation(memory),
    );
  }),
};
