import { Duration } from 'aws-cdk-lib';

/** How copies go to zero and come back. */
export interface ScaleToZeroProps {
  /**
   * Requests in flight per copy, queued ones included, that target tracking keeps: above 0. Without any for a quarter of an hour a copy
   * goes.
   */
  readonly targetConcurrentRequests: number;

  /**
   * How long after a copy went no other one goes.
   *
   * @default Duration.minutes(5)
   */
  readonly scaleInCooldown?: Duration;

  /**
   * How long copies that were added count as part of what is asked for next.
   *
   * @default - the start-up time of the target
   */
  readonly scaleOutCooldown?: Duration;

  /**
   * How long after a wake-up calls that find no copy add no further one: as long as a start takes.
   *
   * @default - the start-up time of the target
   */
  readonly wakeUpCooldown?: Duration;
}
