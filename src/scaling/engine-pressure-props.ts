import { Duration } from 'aws-cdk-lib';
import { PressureThresholds, PressureTier } from './pressure-thresholds';
import { SafetyNet } from './safety-net';
import { SignalStatistic } from '../telemetry';

/** How capacity is added under pressure. */
export interface PressureScaleOut {
  /**
   * How long pressure must last: up to 24 hours.
   *
   * @default - two publish intervals where metrics are published more often than every minute, or else nothing: a minute is long enough
   */
  readonly pending?: Duration;

  /**
   * How far ahead the KV cache is predicted from its rise within five minutes: about as long as it takes to notice and a copy takes to
   * start on an instance that has room. A ramp is then met when its load comes, and not after it. The average over copies is predicted,
   * whatever the `statistic`. With 0 nothing is predicted.
   *
   * @default Duration.minutes(4)
   */
  readonly anticipation?: Duration;

  /**
   * How long what was added counts as part of what is asked for next: a tier adds nothing again within it, and a higher tier adds the
   * difference. It should be the time until a new copy serves: shorter, and slow starts add copies again and again; longer, and pressure
   * that goes on is answered late.
   *
   * @default - the start-up time of the target
   */
  readonly cooldown?: Duration;
}

/** How capacity is taken away in calm. */
export interface PressureScaleIn {
  /**
   * What each measure must stay below **after** the copies are gone, whose requests the remaining ones then take: the measure times
   * N / (N - remove). Each value must be below that of every tier.
   *
   * @default - 90 % of the lowest tier for the KV cache and other signals, 20 % for waiting requests, 70 % for latencies
   */
  readonly below?: PressureThresholds;

  /**
   * How long calm must last: up to 24 hours, at least two publish intervals.
   *
   * @default - twelve minutes
   */
  readonly pending?: Duration;

  /**
   * How long after taking away nothing more is taken.
   *
   * @default Duration.minutes(5)
   */
  readonly cooldown?: Duration;

  /**
   * How many copies or instances go at a time.
   *
   * @default 1
   */
  readonly remove?: number;
}

/**
 * How engine pressure scales. The thresholds given here are the first tier, which adds one copy or instance; `tiers` are further ones. With
 * neither there are three: one more at 45 % KV cache or 5 requests waiting per copy, three more at 70 % or 15, twice as many at 90 % or 40;
 * engines that fill their cache on purpose, such as SGLang, by their queue alone.
 */
export interface EnginePressureProps extends PressureThresholds {
  /**
   * Further tiers, each with higher values than the one before. Each costs an alarm and a policy.
   *
   * @default - three tiers where no threshold is given, or else none but the first
   */
  readonly tiers?: PressureTier[];

  /**
   * How copies are put together for the KV cache and waiting requests: the average tells of the load of all, the maximum of the hottest
   * copy, which more copies relieve only when requests are routed evenly.
   *
   * @default SignalStatistic.AVERAGE
   */
  readonly statistic?: SignalStatistic;

  /**
   * How capacity is added.
   *
   * @default - soon, and by what the KV cache will be in four minutes
   */
  readonly scaleOut?: PressureScaleOut;

  /**
   * How capacity is taken away.
   *
   * @default - one at a time, after twelve minutes of calm
   */
  readonly scaleIn?: PressureScaleIn;

  /**
   * Whether pressure only adds capacity. Exactly one policy of a target may take it away.
   *
   * @default - false, but true on a target that may go to zero: target tracking takes away there
   */
  readonly disableScaleIn?: boolean;

  /**
   * What scales out when engines tell nothing.
   *
   * @default - SafetyNet.concurrentRequests(100), but none on a target that may go to zero, which has target tracking anyway
   */
  readonly safetyNet?: SafetyNet;
}
