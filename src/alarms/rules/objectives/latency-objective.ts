import { Duration } from 'aws-cdk-lib';
import { BURN_RATES, BurnRate } from './burn-rate';
import { InferenceSignal } from '../../../telemetry';
import { above, all, roundedPercent } from '../../../telemetry/conditions';
import { AlarmContext } from '../../alarm-context';
import { AlarmRule, whereEmitted } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

/** A promise about a latency. */
export interface LatencyObjective {
  readonly id: string;
  readonly signal: InferenceSignal;
  readonly within: Duration;
  readonly allowedPercent: number;
}

/** The rules of an objective: its budget is used up at once, or within days. */
export function latencyObjectiveRules(objective: LatencyObjective): AlarmRule[] {
  return BURN_RATES.map((rate) => burnRule(objective, rate));
}

/** The components that break the objective right now: more bad requests than allowed within the shortest window. */
export function isBreached(context: AlarmContext, { signal, within, allowedPercent }: LatencyObjective): string {
  return above(badPercent(context, signal, within, BURN_RATES[0].shortSeconds), allowedPercent);
}

function burnRule(objective: LatencyObjective, rate: BurnRate): AlarmRule {
  const { id, signal, within, allowedPercent } = objective;
  const title = signal.title.toLowerCase();
  return {
    id: `${id}-${rate.id}`,
    severity: rate.severity,
    title: `The objective of ${title} is broken ${rate.speed}`,
    meaning: `More than ${within.toHumanString()} for ${rate.factor} times as many as the ${allowedPercent} % allowed, ` +
      `over ${rate.longSeconds / 3600} h and over ${rate.shortSeconds / 60} min.`,
    panel: 'Token streaming',
    remedy: 'The diagnosis names the cause: KV cache, GPU memory, zones, scaling, queueing or the platform.',
    pace: rate.severity === AlarmSeverity.CRITICAL ? 'normal' : 'slow',
    pendingSeconds: 0,
    recoverySeconds: 300,
    watch: (context) => whereEmitted(context, [signal], () => all(...[rate.longSeconds, rate.shortSeconds].map((seconds) =>
      above(badPercent(context, signal, within, seconds), Number((rate.factor * allowedPercent).toPrecision(12)))))),
  };
}

function badPercent(context: AlarmContext, signal: InferenceSignal, within: Duration, seconds: number): string {
  const window = Duration.seconds(Math.max(seconds, context.shortestWindow));
  return roundedPercent(`100 - (${context.shareWithin(signal, within, context.perComponent, window)})`);
}
