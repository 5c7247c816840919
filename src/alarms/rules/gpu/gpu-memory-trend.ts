import { gpuMemory, isAboveReservation, LAST_DAY_SECONDS } from './gpu-memory';
import { above, all, calculate, overTime, predicted } from '../../../telemetry/conditions';
import { AlarmRule, whereGpus } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

const DAY_SECONDS = 86400;
const PAST = { seconds: DAY_SECONDS, step: 1800 };
const LIMIT_PERCENT = 99;

/**
 * One more model is a step, which the line takes for a rise. A step lies within one of these parts of the past and lifts its average
 * and that of the next; a leak lifts each one. An average does not flicker as single samples do.
 */
const PART = { seconds: 7200, step: 600 };
const PARTS = 4;

/** A leak that fills 92 % to the limit in three days rises 0.19 from part to part. */
const RISE_POINTS = 0.1;

/** Memory that rose from each part of the past to the next. */
function risesSteadily(memory: string): string {
  const averages = Array.from({ length: PARTS }, (_, part) => overTime('avg', memory, { ...PART, agoSeconds: part * PART.seconds }));
  return all(...averages.slice(1).map((earlier, part) => above(calculate(averages[part], '-', earlier), RISE_POINTS)));
}

export const gpuMemoryTrend: AlarmRule = {
  id: 'gpu-memory-trend',
  severity: AlarmSeverity.INFORMATION,
  title: 'GPU memory will run out within days',
  meaning: 'Memory rises slowly and steadily above what the engine reserves: a leak.',
  panel: 'Utilisation over time',
  remedy: 'Restart the container at a quiet hour, and look for a release of the engine without the leak.',
  pace: 'rare',
  pendingSeconds: 3600,
  recoverySeconds: 3600,
  threshold: { value: 3, unit: 'days until the memory is full', min: 0.1, max: 30 },
  watch: (context, threshold) => whereGpus(context, () => {
    const memory = gpuMemory(context);
    return all(
      above(predicted(memory, PAST, threshold * DAY_SECONDS), LIMIT_PERCENT),
      risesSteadily(memory),
      isAboveReservation(memory, LAST_DAY_SECONDS),
    );
  }),
};
