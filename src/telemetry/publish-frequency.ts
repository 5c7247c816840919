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
