import { InferenceSignal } from '../../../telemetry';
import { above, all, calculate, overTime, quantileOverTime } from '../../../telemetry/conditions';
import { AlarmContext } from '../../alarm-context';

/** How far back rules that are evaluated every five minutes look for what an engine reserved. */
export const LAST_DAY_SECONDS = 86400;

/** Three samples an hour, of which at most one can be of the minutes in which a model is loaded: their median is of a loaded one. */
const STEP_SECONDS = 1200;
const MEDIAN = 0.5;

/** Was there none an hour ago, nobody knows what its engine reserved. Half an hour of it bridges a gap. */
const HOUR_AGO = { seconds: 1800, step: 600, agoSeconds: 3600 };

const NOTICEABLE_POINTS = 1;

/** Memory in use of each GPU. The component is left out: a GPU whose model crashed carries it no longer. */
export function gpuMemory(context: AlarmContext): string {
  return context.promQl(InferenceSignal.GPU_MEMORY_UTILIZATION, context.perGpu);
}

/** GPUs with more memory in use than their engine reserved when it started, which is what was in use most of the time. */
export function isAboveReservation(memory: string, seconds: number): string {
  return all(
    above(calculate(memory, '-', quantileOverTime(MEDIAN, memory, { seconds, step: STEP_SECONDS })), NOTICEABLE_POINTS),
    overTime('count', memory, HOUR_AGO),
  );
}
