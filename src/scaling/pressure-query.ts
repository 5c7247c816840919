import { precise } from './precise';
import { CalmMeasure, PressureMeasure, MeasuredSubject } from './pressure-measure';
import { InferenceSignal } from '../telemetry';
import { above, all, any, calculate, overTime, predicted, without } from '../telemetry/conditions';
import { TelemetryWindow } from '../telemetry/window';

/** How far apart the copies that there were are looked at, in seconds. */
const STEP_SECONDS = 30;

/** How far back the rise of a measure is looked at: long enough that it is not noise, and short enough that it is still going on. */
const RISE_SECONDS = 300;

/** How pressure is told. */
export interface PressureQueryOptions {
  readonly settlingSeconds: number;
  /** How far ahead measures that rise steadily are predicted (default: not at all). */
  readonly aheadSeconds?: number;
}

/** Pressure by any measure, unless the number of copies just changed: then the numbers are still those of before. */
export function pressureQuery(
  subject: MeasuredSubject, measures: readonly PressureMeasure[], { settlingSeconds, aheadSeconds = 0 }: PressureQueryOptions,
): string {
  const now = measures.map(({ query, above: threshold }) => above(query(subject), threshold));
  const soon = aheadSeconds === 0 ? [] : measures.flatMap(({ total, above: threshold }) =>
    total ? [above(ahead(subject, total(subject), aheadSeconds), threshold)] : []);
  return without(any(...now, ...soon), changed(subject, settlingSeconds));
}

/**
 * What a measure of all copies together will be, for each of those that there are now. A copy that comes or goes changes what each has, and
 * does not look like a rise of what all have together.
 */
function ahead(subject: MeasuredSubject, total: string, seconds: number): string {
  const interval = subject.scope._frequencySeconds;
  const past = { seconds: Math.max(RISE_SECONDS, new TelemetryWindow(interval).shortest), step: interval };
  return calculate(predicted(total, past, seconds), '/', copiesOf(subject));
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
