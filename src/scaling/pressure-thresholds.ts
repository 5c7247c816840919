import { Duration } from 'aws-cdk-lib';
import { InferenceSignal, SignalStatistic } from '../telemetry';

/** Another signal that tells of pressure. */
export interface PressureSignal {
  /** The signal. It must be one that is known per component, or per endpoint where instances are scaled. */
  readonly signal: InferenceSignal;

  /** Above this it is pressure, in the unit of the signal. */
  readonly above: number;

  /**
   * How copies are put together.
   *
   * @default - the average where the signal has one, or else the signal's own way
   */
  readonly statistic?: SignalStatistic;

  /**
   * The quantile of a latency, from 0 to 1.
   *
   * @default 0.99
   */
  readonly quantile?: number;
}

/** When an engine is under pressure: each value that is given counts on its own. */
export interface PressureThresholds {
  /**
   * KV cache in use, in percent from 0 to 100: of all copies together (`statistic` says how). AWS advises to scale out at 40 to 50 %.
   * On SGLang, which fills its cache on purpose, the level says little.
   *
   * @default - not looked at
   */
  readonly kvCacheUtilization?: number;

  /**
   * Requests waiting inside the engine, per copy (`statistic` says how copies are put together).
   *
   * @default - not looked at
   */
  readonly waitingRequestsPerCopy?: number;

  /**
   * How long the slowest hundredth of requests waits inside the engine at least: the 99th percentile over the requests of all copies.
   *
   * @default - not looked at
   */
  readonly queueTime?: Duration;

  /**
   * The objective of time to first token: its 99th percentile over the requests of all copies is pressure when above.
   *
   * @default - not looked at
   */
  readonly timeToFirstToken?: Duration;

  /**
   * Other signals of the catalogue.
   *
   * @default - none
   */
  readonly signals?: PressureSignal[];
}

/** What is done at a level of pressure. Exactly one of `add` and `addPercent` is given. */
export interface PressureTier extends PressureThresholds {
  /**
   * How many copies or instances are added, at least 1.
   *
   * @default - a percentage is added
   */
  readonly add?: number;

  /**
   * What percentage of the copies or instances is added, rounded as Application Auto Scaling does: up to 1 from anything below,
   * towards 0 otherwise.
   *
   * @default - a number is added
   */
  readonly addPercent?: number;
}
