import { precise } from './precise';
import { CalmMeasure, PressureMeasure, MeasuredSubject } from './pressure-measure';
import { InferenceSignal } from '../telemetry';
import { above, all, any, overTime, without } from '../telemetry/conditions';

/** How far apart the copies that there were are looked at, in seconds. */
const STEP_SECONDS = 30;

/** Pressure by any measure, unless the number of copies just changed: then the numbers are still those of before. */
export function pressureQuery(subject: MeasuredSubject, measures: readonly PressureMeasure[], settlingSeconds: number): string {
  const pressed = measures.map(({ query, above: threshold }) => above(query(subject), threshold));
  return without(any(...pressed), changed(subject, settlingSeconds));
}

/**
 * Calm: more copies than go, and by each measure there would be no pressure if these were gone, whose requests the others then take. It
 * would grow by N / (N - removed), so it must be below its limit by (N - removed) / N now. What reports no copies, or has no series of a
 * measure, is never calm, because silence is no proof of it. A latency that nobody had, which has a row without a number, is.
 */
export function calmQuery(subject: MeasuredSubject, measures: readonly CalmMeasure[], removed: number, settlingSeconds: number): string {
  const copies = copiesOf(subject);
  const calm = measures.map(({ query, below, mayLackNumber }) => {
    const measured = query(subject);
    const limit = `${below} - ${precise(removed * below)} / (${copies})`;
    return mayLackNumber ? without(measured, `(${measured}) >= ${limit}`) : `(${measured}) < ${limit}`;
  });
  return without(all(above(copies, removed), ...calm), changed(subject, settlingSeconds));
}

function copiesOf({ scope, groupBy }: MeasuredSubject): string {
  return InferenceSignal.COPIES.promQl({ scope, groupBy });
}

/** Subjects whose number of copies was another one at some time within the settling time. */
function changed(subject: MeasuredSubject, seconds: number): string {
  const past = { seconds, step: STEP_SECONDS };
  return `(${overTime('max', copiesOf(subject), past)}) != (${overTime('min', copiesOf(subject), past)})`;
}
