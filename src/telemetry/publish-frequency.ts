import { isKnown, Problems } from '../validation';

/**
 * How often SageMaker publishes metrics, in seconds: the seven values that the API accepts.
 *
 * A shorter interval shows a spike sooner and costs more. Queries and alarms take their windows from it: with
 * `FIVE_MINUTES` a rate needs a window of twenty minutes.
 */
export enum PublishFrequency {
  /** Every 10 seconds. */
  TEN_SECONDS = 10,
  /** Every 30 seconds. */
  THIRTY_SECONDS = 30,
  /** Every 60 seconds, SageMaker's default. */
  ONE_MINUTE = 60,
  /** Every 120 seconds. */
  TWO_MINUTES = 120,
  /** Every 180 seconds. */
  THREE_MINUTES = 180,
  /** Every 240 seconds. */
  FOUR_MINUTES = 240,
  /** Every 300 seconds. */
  FIVE_MINUTES = 300,
}

const LEGAL_FREQUENCIES = [10, 30, 60, 120, 180, 240, 300];

/** Checks a frequency, which a caller from another language or from plain JavaScript may set to any number. */
export function checkPublishFrequency(problems: Problems, what: string, frequency: PublishFrequency | undefined): void {
  if (isKnown(frequency) && !LEGAL_FREQUENCIES.includes(frequency)) {
    problems.add(`${what} must be one of ${LEGAL_FREQUENCIES.join(', ')} seconds, got: ${frequency}`);
  }
}

/**
 * The longest interval of an endpoint's own and those of what is on it, which are the endpoint's where they do not differ. Undefined
 * where one is unknown or known at deployment only: then the longest interval there is counts.
 */
export function slowestOf(
  own: PublishFrequency | undefined, others: ReadonlyArray<PublishFrequency | undefined>,
): PublishFrequency | undefined {
  const stated = [own, ...others];
  return stated.every(isKnown) ? Math.max(...stated) : undefined;
}
