import { InferenceSignal } from '../../../telemetry';
import { above, all, atLeast, calculate, overTime, quantileOverTime } from '../../../telemetry/conditions';
import { AlarmContext } from '../../alarm-context';

const DAY = { seconds: 86400, step: 300 };

/** A model is loaded within minutes: of an instance that is an hour old, it takes less than this share. */
const MOSTLY = 0.25;

/** Samples of an hour. Of a younger instance nobody knows what its engine reserved. */
const KNOWN = 12;

const NOTICEABLE_POINTS = 1;

/** Memory in use of each GPU. The component is left out: a GPU whose model crashed carries it no longer. */
export function gpuMemory(context: AlarmContext): string {
  return context.promQl(InferenceSignal.GPU_MEMORY_UTILIZATION, context.perGpu);
}

/** GPUs with more memory in use than their engine reserved when it started, which is what was in use most of the day. */
export function isAboveReservation(memory: string): string {
  return all(
    above(calculate(memory, '-', quantileOverTime(MOSTLY, memory, DAY)), NOTICEABLE_POINTS),
    atLeast(overTime('count', memory, DAY), KNOWN),
  );
}
