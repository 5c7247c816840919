import { PublishFrequency } from './publish-frequency';

/** CloudWatch answers for at most seven days, lookback included. */
export const MAX_RANGE_SECONDS = 7 * 86400;

/** A range shorter than this many publish intervals may hold too few samples for a rate, and then the answer is empty. */
export const MIN_INTERVALS_PER_RANGE = 4;

/** A row that breaches must be seen in this many samples, so that a single odd one counts for nothing. */
export const INTERVALS_PENDING = 2;

/** What counts for an endpoint that does not say how often it publishes: the slowest there is. */
export const UNKNOWN_FREQUENCY_SECONDS: number = PublishFrequency.FIVE_MINUTES;

const MINUTE = 60;

/** Windows that fit a publish frequency, in seconds. */
export class TelemetryWindow {
  public constructor(private readonly frequencySeconds: number) {}

  /** The shortest range that is sure to hold enough samples. */
  public get shortest(): number {
    return MIN_INTERVALS_PER_RANGE * this.frequencySeconds;
  }

  /** How far back the newest sample of a gauge is looked for. */
  public get gauge(): number {
    return this.shortest;
  }

  /** Over which a rate is taken: five minutes or more, or one to two minutes where metrics arrive faster than once a minute. */
  public get rate(): number {
    return this.frequencySeconds < MINUTE
      ? Math.ceil(this.shortest / MINUTE) * MINUTE
      : Math.max(this.shortest, 5 * MINUTE);
  }
}
