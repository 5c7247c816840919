import { Duration } from 'aws-cdk-lib';
import { InferenceSignal } from '../telemetry';
import { isKnown, knownSeconds, Problems, problemReport } from '../validation';

/** At a lower target, the fastest burn that is looked for would be more than every request. */
const LOWEST_TARGET = 95;

/** What is promised of a latency or of answers at all. */
export interface ServiceObjectiveOptions {
  /**
   * How many requests of a hundred must be good, in percent: from 95 to below 100. Less could not be used up 14 times as fast.
   *
   * @default 99
   */
  readonly target?: number;
}

/** What the users of an endpoint were promised: alarms measure how fast the errors that it allows are used up. */
export class ServiceObjective {
  /**
   * The first token comes within a time.
   *
   * @param within the longest time that is good, above 0
   * @param options how many requests must be good
   */
  public static timeToFirstToken(within: Duration, options: ServiceObjectiveOptions = {}): ServiceObjective {
    return new ServiceObjective('time-to-first-token', options, InferenceSignal.TIME_TO_FIRST_TOKEN, within);
  }

  /**
   * Each further token comes within a time.
   *
   * @param within the longest time that is good, above 0
   * @param options how many tokens must be good
   */
  public static interTokenLatency(within: Duration, options: ServiceObjectiveOptions = {}): ServiceObjective {
    return new ServiceObjective('inter-token-latency', options, InferenceSignal.INTER_TOKEN_LATENCY, within);
  }

  /**
   * The whole answer comes within a time.
   *
   * @param within the longest time that is good, above 0
   * @param options how many requests must be good
   */
  public static endToEndLatency(within: Duration, options: ServiceObjectiveOptions = {}): ServiceObjective {
    return new ServiceObjective('end-to-end-latency', options, InferenceSignal.END_TO_END_LATENCY, within);
  }

  /**
   * Requests are answered without a 5XX status.
   *
   * @param options how many requests must be good
   */
  public static availability(options: ServiceObjectiveOptions = {}): ServiceObjective {
    return new ServiceObjective('availability', options);
  }

  /** How many requests of a hundred must be good. */
  public readonly target: number;

  private constructor(
    /** A short name that never changes. */
    public readonly id: string,
    options: ServiceObjectiveOptions,
    /** @internal */
    public readonly _signal?: InferenceSignal,
    /** @internal */
    public readonly _within?: Duration,
  ) {
    this.target = options.target ?? 99;
    const problems = new Problems();
    if (!(isKnown(this.target) && this.target >= LOWEST_TARGET && this.target < 100)) {
      problems.add(`target must be a percentage from ${LOWEST_TARGET} to below 100 that is known at synth, got: ${this.target}`);
    }
    if (_within !== undefined && !((knownSeconds(_within) ?? 0) > 0)) {
      problems.add(`the time must be above 0 seconds and known at synth, got: ${knownSeconds(_within) ?? 'a token'}`);
    }
    if (problems.found.length > 0) {
      throw new Error(problemReport(`ServiceObjective '${id}'`, problems.found));
    }
  }

  /**
   * The share of bad requests that is allowed, in percent.
   * @internal
   */
  public get _allowedPercent(): number {
    return Number((100 - this.target).toPrecision(12));
  }
}
