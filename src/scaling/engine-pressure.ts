import { Duration } from 'aws-cdk-lib';
import { ScalableTarget } from 'aws-cdk-lib/aws-applicationautoscaling';
import { PromQLAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { ApplicationScalingAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import { EnginePressureProps, PressureScaleOut } from './engine-pressure-props';
import { CalmMeasure, concurrencyBelow, MeasuredSubject } from './pressure-measure';
import { PlannedTier, planPressure } from './pressure-plan';
import { calmQuery, pressureQuery } from './pressure-query';
import { ScalingAlarm } from './scaling-alarm';
import { CapacityChange, promQlStepPolicy } from './step-policy';
import { InferenceSignal, SignalUnit } from '../telemetry';
import { longestQuery, MAX_QUERY_LENGTH } from '../telemetry/query-length';
import { INTERVALS_PENDING } from '../telemetry/window';
import { InvalidPropertiesError, isKnown, knownSeconds, Problems } from '../validation';

/** Less was seen to take copies away in the lulls of a load that comes and goes. */
const CALM_SECONDS = 720;
const DEFAULT_SCALE_IN_COOLDOWN = Duration.minutes(5);
/** What the numbers need at least to show a copy more or less: samples of it, and requests that reach it. */
const LEAST_SETTLING_SECONDS = 120;
const SETTLING_INTERVALS = 2;
/** Where samples are this far apart, waiting for a second one costs more than acting on an odd one. */
const MINUTE = 60;
const ANTICIPATION_SECONDS = 240;
const DAY_SECONDS = 86400;

/** What pressure scales, and what else is known. */
export interface ScaledByPressure {
  readonly target: ScalableTarget;
  readonly subject: MeasuredSubject;
  /** How it is called in descriptions: `copies` or `instances`. */
  readonly unit: string;
  readonly name: string;
  readonly startUp: Duration;
  readonly scalesIn: boolean;
  /** Requests in flight per copy above which something else adds capacity. */
  readonly safetyNetTarget?: number;
}

/** The alarms and policies of engine pressure: one of each per tier, and one of each for calm. */
export class EnginePressurePolicy extends Construct {
  /** The alarms, lowest tier first, and that for calm last. */
  public readonly alarms: ScalingAlarm[] = [];

  private readonly scaled: ScaledByPressure;
  private readonly intervalSeconds: number;
  private readonly settlingSeconds: number;

  public constructor(scope: Construct, id: string, props: EnginePressureProps, scaled: ScaledByPressure) {
    super(scope, id);
    this.scaled = scaled;
    const { _engines: engines, _frequencySeconds: frequency } = scaled.subject.scope;
    this.intervalSeconds = frequency;
    this.settlingSeconds = Math.max(LEAST_SETTLING_SECONDS, SETTLING_INTERVALS * frequency);
    const problems = new Problems();
    const plan = planPressure(problems, props, engines);
    this.check(problems, props);
    problems.throwIfAny(this);

    plan.tiers.forEach((tier, index) => this.addTier(index + 1, tier, props.scaleOut));
    if (scaled.scalesIn) {
      const net = scaled.safetyNetTarget === undefined ? [] : concurrencyBelow(engines, scaled.safetyNetTarget);
      this.addCalm([...plan.calm, ...net], props);
    }
  }

  private get leastPending(): number {
    return INTERVALS_PENDING * this.intervalSeconds;
  }

  private addTier(number: number, { measures, change }: PlannedTier, { pending, cooldown, anticipation }: PressureScaleOut = {}): void {
    const { subject, name, unit } = this.scaled;
    const pressure = measures.map(({ signal, above, over }) => `${signal.title} (${over}) above ${above}${unitOf(signal)}`).join(', or ');
    const aheadSeconds = knownSeconds(anticipation) ?? ANTICIPATION_SECONDS;
    const ahead = aheadSeconds > 0 && measures.some(({ total }) => total) ? ` The KV cache counts as it will be in ${aheadSeconds} seconds, too.` : '';
    this.add(`Tier${number}`, {
      title: `${described(change, unit)} at tier ${number}: ${pressure}`,
      description: `Scales the ${unit} of ${name} by ${described(change)} under pressure, tier ${number}: ${pressure}.${ahead} While it is in ALARM ` +
        'capacity changes. That is no trouble: the alarms about scaling tell when it does not help.',
      query: pressureQuery(subject, measures, { settlingSeconds: this.settlingSeconds, aheadSeconds }),
      pending: pending ?? Duration.seconds(this.intervalSeconds < MINUTE ? this.leastPending : 0),
      change,
      cooldown: cooldown ?? this.scaled.startUp,
    });
  }

  private addCalm(measures: readonly CalmMeasure[], { scaleIn = {}, scaleOut }: EnginePressureProps): void {
    const aheadSeconds = knownSeconds(scaleOut?.anticipation) ?? ANTICIPATION_SECONDS;
    const { subject, name, unit } = this.scaled;
    const { remove = 1, cooldown = DEFAULT_SCALE_IN_COOLDOWN } = scaleIn;
    const pending = scaleIn.pending ?? Duration.seconds(Math.max(CALM_SECONDS, this.leastPending));
    const change = { amount: -remove, isPercent: false };
    this.add('Calm', {
      title: `${described(change, unit)} in calm: there would be no pressure without them`,
      description: `Scales the ${unit} of ${name} by ${described(change)} in calm: there would be no pressure without them. While it is in ALARM ` +
        'capacity changes. That is no trouble.',
      query: calmQuery(subject, measures, remove, { settlingSeconds: this.settlingSeconds, aheadSeconds }),
      pending,
      change,
      cooldown,
    });
  }

  private add(id: string, props: {
    title: string; description: string; query: string; pending: Duration; change: CapacityChange; cooldown: Duration;
  }): void {
    const length = longestQuery(props.query);
    if (length > MAX_QUERY_LENGTH) {
      throw new InvalidPropertiesError(this, [
        `the query of ${id} may have at most ${MAX_QUERY_LENGTH} characters, got: ${length}. Give fewer signals, or state the engine of an import`,
      ]);
    }
    const alarm = new PromQLAlarm(this, `${id}Alarm`, {
      alarmDescription: props.description,
      query: props.query,
      evaluationInterval: Duration.seconds(this.intervalSeconds),
      pendingPeriod: props.pending,
      // At once, so that the next time counts as another one.
      recoveryPeriod: Duration.seconds(0),
    });
    const policy = promQlStepPolicy(this, id, this.scaled.target, props.change, props.cooldown);
    alarm.addAlarmAction(new ApplicationScalingAction(policy));
    this.alarms.push({ alarm, title: props.title });
  }

  private check(problems: Problems, { scaleOut = {}, scaleIn = {} }: EnginePressureProps): void {
    problems.seconds('scaleOut: pending', scaleOut.pending, { min: 0, max: DAY_SECONDS });
    problems.seconds('scaleOut: anticipation', scaleOut.anticipation, { min: 0, max: DAY_SECONDS });
    if (scaleOut.anticipation?.isUnresolved()) {
      problems.add('scaleOut: anticipation stands in a query and must be known at synth, got: a token');
    }
    problems.seconds('scaleIn: pending', scaleIn.pending, { min: this.leastPending, max: DAY_SECONDS });
    problems.seconds('scaleOut: cooldown', scaleOut.cooldown, { min: 0 });
    problems.seconds('scaleIn: cooldown', scaleIn.cooldown, { min: 0 });
    problems.number('scaleIn: remove', scaleIn.remove, { min: 1 });
    for (const [what, value] of Object.entries({ 'scaleIn: remove': scaleIn.remove, 'safetyNet': this.scaled.safetyNetTarget })) {
      if (value !== undefined && !isKnown(value)) {
        problems.add(`${what} stands in a query and must be known at synth, got: a token`);
      }
    }
    if (!this.scaled.scalesIn && Object.values(scaleIn).some((value) => value !== undefined)) {
      problems.add('scaleIn must be left out where pressure does not scale in (disableScaleIn, or a target that may go to zero), got: scaleIn');
    }
  }
}

function unitOf({ unit }: InferenceSignal): string {
  return unit === SignalUnit.COUNT ? '' : ` ${unit}`;
}

function described({ amount, isPercent }: CapacityChange, unit?: string): string {
  return [amount > 0 ? `+${amount}` : `${amount}`, ...isPercent ? ['%'] : [], ...unit === undefined ? [] : [unit]].join(' ');
}
