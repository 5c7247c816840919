import { precise } from './precise';
import { CalmMeasure, PressureMeasure, MeasuredSubject } from './pressure-measure';
import { InferenceSignal } from '../telemetry';
import { above, any, overTime, without } from '../telemetry/conditions';

/** How far apart the copies that there were are looked at, in seconds. */
const STEP_SECONDS = 30;

/** Pressure by any measure, unless the number of copies just changed: then the numbers are still those of before. */
export function pressureQuery(subject: MeasuredSubject, measures: readonly PressureMeasure[], settlingSeconds: number): string {
  const pressed = measures.map(({ query, above: threshold }) => above(query(subject), threshold));
  return without(any(...pressed), changed(subject, settlingSeconds));
}

/**
 * Calm: more copies than go, and by no measure would there be pressure if these were gone, whose requests the others then take. Each
 * measure would grow by N / (N - removed), so it must stay below its limit by (N - removed) / N now. A component that reports no copies
 * is never calm, because silence is no proof of it; a latency that nobody had is.
 */
export function calmQuery(subject: MeasuredSubject, measures: readonly CalmMeasure[], removed: number, settlingSeconds: number): string {
  const copies = copiesOf(subject);
  const pressed = measures.map(({ query, below }) => `(${query(subject)}) >= ${below} - ${precise(removed * below)} / (${copies})`);
  return without(without(above(copies, removed), any(...pressed)), changed(subject, settlingSeconds));
}

function copiesOf({ scope, groupBy }: MeasuredSubject): string {
  return InferenceSignal.COPIES.promQl({ scope, groupBy });
}

/** Subjects whose number of copies was another one at some time within the settling time. */
function changed(subject: MeasuredSubject, seconds: number): string {
  const past = { seconds, step: STEP_SECONDS };
  return `(${overTime('max', copiesOf(subject), past)}) != (${overTime('min', copiesOf(subject), past)})`;
}
