import { EnginePressureProps } from './engine-pressure-props';
import { precise } from './precise';
import { defaultTiers } from './pressure-defaults';
import { CalmMeasure, PressureMeasure, measuresOf } from './pressure-measure';
import { PressureThresholds, PressureTier } from './pressure-thresholds';
import { CapacityChange } from './step-policy';
import { ServingEngine, SignalStatistic } from '../telemetry';
import { isKnown, Problems } from '../validation';

/** A percentage adds at least what the tier below adds. */
const LEAST_OF_PERCENT = 2;

/** One tier: what is pressure, and what is done then. */
export interface PlannedTier {
  readonly measures: PressureMeasure[];
  readonly change: CapacityChange;
}

/** What engine pressure is to do, from its properties. */
export interface PressurePlan {
  readonly tiers: PlannedTier[];
  readonly calm: CalmMeasure[];
}

/** Makes the plan, and notes what is wrong with it. */
export function planPressure(problems: Problems, props: EnginePressureProps, engines: readonly ServingEngine[]): PressurePlan {
  const statistic = props.statistic ?? SignalStatistic.AVERAGE;
  if (![SignalStatistic.AVERAGE, SignalStatistic.MAXIMUM].includes(statistic)) {
    problems.add(`statistic must be avg or max, got: ${statistic}`);
  }
  const tiers = tiersOf(props, engines).map((tier, index) => {
    const measures = measuresOf(tier, statistic);
    checkTier(problems, `tier ${index + 1}`, tier, measures, engines);
    return { measures, change: changeOf(tier) };
  });
  if (tiers.length === 0) {
    problems.add(
      'engine pressure needs an engine that publishes requests waiting or a KV cache whose level tells of load: expected such as ' +
      `${namesOf([ServingEngine.VLLM, ServingEngine.SGLANG])}, got: ${namesOf(engines)}`);
  }
  checkOrder(problems, tiers);
  const below = measuresOf(props.scaleIn?.below ?? {}, statistic);
  below.forEach((measure) => checkMeasure(problems, 'scaleIn: below', measure, engines));
  return { tiers, calm: calmOf(problems, lowestOf(tiers), below) };
}

function tiersOf(props: EnginePressureProps, engines: readonly ServingEngine[]): PressureTier[] {
  const { kvCacheUtilization, waitingRequestsPerCopy, queueTime, timeToFirstToken, signals, tiers = [] } = props;
  const first: PressureThresholds = { kvCacheUtilization, waitingRequestsPerCopy, queueTime, timeToFirstToken, signals };
  const hasFirst = Object.values(first).some((value) => value !== undefined);
  return hasFirst || tiers.length > 0 ? [...hasFirst ? [{ ...first, add: 1 }] : [], ...tiers] : defaultTiers(engines);
}

function changeOf({ add, addPercent }: PressureTier): CapacityChange {
  return addPercent === undefined
    ? { amount: add ?? 1, isPercent: false }
    : { amount: addPercent, isPercent: true, atLeast: LEAST_OF_PERCENT };
}

function checkTier(
  problems: Problems, what: string, { add, addPercent }: PressureTier, measures: readonly PressureMeasure[],
  engines: readonly ServingEngine[],
): void {
  problems.number(`${what}: add`, add, { min: 1 });
  problems.number(`${what}: addPercent`, addPercent, { min: 1 });
  if ((add === undefined) === (addPercent === undefined)) {
    problems.add(`${what} must have either add or addPercent, got: ${add === undefined ? 'neither' : 'both'}`);
  }
  if (measures.length === 0) {
    problems.add(`${what} must have a threshold, such as kvCacheUtilization or waitingRequestsPerCopy, got: none`);
  }
  measures.forEach((measure) => checkMeasure(problems, what, measure, engines));
}

function checkMeasure(
  problems: Problems, what: string, { property, above, signal }: PressureMeasure, engines: readonly ServingEngine[],
): void {
  if (!isKnown(above)) {
    problems.add(`${what}: ${property} stands in a query and must be known at synth, got: a token`);
  }
  problems.number(`${what}: ${property}`, above, { min: 0, max: property === 'kvCacheUtilization' ? 100 : undefined, fractions: true });
  if (signal.isEvent) {
    problems.add(`${what}: ${property} exists around events only, so it is never calm: expected a signal that is always there, got: ${signal.id}`);
  }
  if (signal.engines && !engines.some((engine) => signal._isPublishedBy(engine))) {
    problems.add(
      `${what}: ${property} needs an engine that publishes ${signal.title.toLowerCase()}: expected one of ` +
      `${namesOf(signal.engines)}, got: ${namesOf(engines)}`);
  }
}

function namesOf(engines: readonly ServingEngine[]): string {
  return engines.map(({ name }) => name).join(', ') || 'none whose series reach CloudWatch';
}

/** Tiers must not overlap: where one is reached, each before it is, too. */
function checkOrder(problems: Problems, tiers: readonly PlannedTier[]): void {
  tiers.slice(1).forEach(({ measures }, index) => {
    for (const { property, above } of measures) {
      const before = tiers.slice(0, index + 1).flatMap((tier) => tier.measures).filter((measure) => measure.property === property);
      for (const lower of before.filter((measure) => isKnown(measure.above) && isKnown(above) && measure.above >= above)) {
        problems.add(`tier ${index + 2}: ${property} must be above that of the tiers before it, ${lower.above}, got: ${above}`);
      }
    }
  });
}

/** The lowest value of each measure: where pressure begins. */
function lowestOf(tiers: readonly PlannedTier[]): PressureMeasure[] {
  const lowest = new Map<string, PressureMeasure>();
  for (const measure of tiers.flatMap(({ measures }) => measures)) {
    const known = lowest.get(measure.property);
    lowest.set(measure.property, known && known.above <= measure.above ? known : measure);
  }
  return [...lowest.values()];
}

function calmOf(problems: Problems, pressure: readonly PressureMeasure[], stated: readonly PressureMeasure[]): CalmMeasure[] {
  for (const { property, above } of stated) {
    const out = pressure.find((measure) => measure.property === property);
    if (out && isKnown(out.above) && isKnown(above) && above >= out.above) {
      problems.add(
        `scaleIn: below: ${property} must be below where capacity is added, ${out.above}, or it is added and taken away in turn, ` +
        `got: ${above}`);
    }
  }
  const derived = pressure.filter(({ property }) => !stated.some((measure) => measure.property === property));
  return [
    ...stated.map((measure) => ({
      ...measure, below: measure.above, above: pressure.find(({ property }) => property === measure.property)?.above ?? measure.above,
    })),
    ...derived.map((measure) => ({ ...measure, below: precise(measure.above * measure.calmShare) })),
  ];
}
