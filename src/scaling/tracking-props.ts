import { BaseTargetTrackingProps } from 'aws-cdk-lib/aws-applicationautoscaling';
import { IMetric } from 'aws-cdk-lib/aws-cloudwatch';

/** Target tracking of requests in flight. */
export interface ConcurrentRequestsScalingProps extends BaseTargetTrackingProps {
  /** Requests in flight per copy or instance, queued ones included: above 0. */
  readonly targetConcurrentRequests: number;
}

/** Target tracking of requests. */
export interface InvocationsScalingProps extends BaseTargetTrackingProps {
  /** Requests per minute and copy or instance: above 0. */
  readonly targetInvocationsPerMinute: number;
}

/** Target tracking of a classic metric of the user's own. */
export interface CustomMetricScalingProps extends BaseTargetTrackingProps {
  /** The metric. It must go down as capacity is added. */
  readonly metric: IMetric;

  /** What the metric is kept at, in its own unit. */
  readonly targetValue: number;
}
