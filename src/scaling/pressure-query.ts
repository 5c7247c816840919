import { precise } from './precise';
import { CalmMeasure, PressureMeasure, MeasuredSubject } from './pressure-measure';
import { InferenceSignal } from '../telemetry';
import { above, all, any, calculate, falls, overTime, predicted, without } from '../telemetry/conditions';
import { TelemetryWindow } from '../telemetry/window';

/** How far apart the copies that there were are looked at, in seconds. */
const STEP_SECONDS = 30;

/** How far back the rise of a measure is looked at: long enough that it is not noise, and short enough that it is still going on. */
const RISE_SECONDS = 300;

/** How pressure and calm are told. */
export interface PressureQueryOptions {
  readonly settlingSeconds: number;
  /** How far ahead measures that rise steadily are predicted: 0 for not at all. */
  readonly aheadSeconds: number;
}

/**
 * Pressure by any measure, unless the number of copies just rose: then the numbers are still those of before. A copy that is lost is no
 * reason to wait. Nothing is predicted while the number fell lately: a copy whose series went and came back looks like a rise.
 */
export function pressureQuery(
  subject: MeasuredSubject, measures: readonly PressureMeasure[], { settlingSeconds, aheadSeconds }: PressureQueryOptions,
): string {
  const now = measures.map(({ query, above: threshold }) => above(query(subject), threshold));
  const soon = measures.flatMap((measure) => ahead(subject, measure, aheadSeconds).map((promQl) =>
    without(above(promQl, measure.above), fell(subject))));
  return without(any(...now, ...soon), rose(subject, settlingSeconds));
}

/**
 * What a measure will be, for each of the copies that there are now, where all of them have something together that rises steadily. A copy
 * that takes requests from others changes what each has, and not what all have together.
 */
function ahead(subject: MeasuredSubject, { total }: Pick<PressureMeasure, 'total'>, seconds: number): string[] {
  const past = { seconds: riseSeconds(subject), step: subject.scope._frequencySeconds };
  return seconds === 0 || !total ? [] : [calculate(predicted(total(subject), past, seconds), '/', copiesOf(subject))];
}

function riseSeconds({ scope }: MeasuredSubject): number {
  return Math.max(RISE_SECONDS, new TelemetryWindow(scope._frequencySeconds).shortest);
}

/**
 * Calm: more copies than go, and by each measure there would be no pressure if these were gone, whose requests the others then take. It
 * would grow by N / (N - removed), so it must be below its limit by (N - removed) / N now. What will be counts, too, and against pressure
 * itself: a load that goes up and down is not calm on its way down. What reports no copies, or has no series of a measure, is never calm,
 * because silence is no proof of it. A latency that nobody had, which has a row without a number, is.
 */
export function calmQuery(
  subject: MeasuredSubject, measures: readonly CalmMeasure[], removed: number, { settlingSeconds, aheadSeconds }: PressureQueryOptions,
): string {
  const copies = copiesOf(subject);
  const limit = (value: number) => `${value} - ${precise(removed * value)} / (${copies})`;
  const now = measures.map(({ query, below, mayLackNumber }) => {
    const measured = query(subject);
    return mayLackNumber ? without(measured, `(${measured}) >= ${limit(below)}`) : `(${measured}) < ${limit(below)}`;
  });
  const soon = measures.flatMap((measure) => ahead(subject, measure, aheadSeconds).map((promQl) => `(${promQl}) < ${limit(measure.above)}`));
  return without(all(above(copies, removed), ...now, ...soon), changed(subject, settlingSeconds));
}

function copiesOf({ scope, groupBy }: MeasuredSubject): string {
  return InferenceSignal.COPIES.promQl({ scope, groupBy });
}

/** Subjects whose number of copies was another one at some time within the settling time. */
function changed(subject: MeasuredSubject, seconds: number): string {
  return `(${copiesLately('max', subject, seconds)}) != (${copiesLately('min', subject, seconds)})`;
}

/** Subjects whose number of copies was lower at some time within the settling time. */
function rose(subject: MeasuredSubject, seconds: number): string {
  return `(${copiesOf(subject)}) > (${copiesLately('min', subject, seconds)})`;
}

/**
 * Subjects that had more copies at some time in the past, so long that the return of what was away for less than that has left the rise
 * that is looked at.
 */
function fell(subject: MeasuredSubject): string {
  return above(falls(copiesOf(subject), { seconds: 2 * riseSeconds(subject), step: STEP_SECONDS }), 0);
}

function copiesLately(operation: 'max' | 'min', subject: MeasuredSubject, seconds: number): string {
  return overTime(operation, copiesOf(subject), { seconds, step: STEP_SECONDS });
}
