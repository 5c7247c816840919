import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { BURN_RATES } from './burn-rate';
import { IInferenceEndpoint } from '../../../endpoint';
import { AlarmRule } from '../../alarm-rule';
import { ofEndpoint } from '../requests/of-endpoint';

/** The rules of a promise that requests are answered. The average of the metric of 5XX errors is their share, from 0 to 1. */
export function availabilityObjectiveRules(allowedPercent: number): AlarmRule[] {
  return BURN_RATES.map((rate): AlarmRule => {
    const threshold = Number((rate.factor * allowedPercent / 100).toPrecision(12));
    return {
      id: `availability-${rate.id}`,
      severity: rate.severity,
      title: `The objective of availability is broken ${rate.speed}`,
      meaning: `5XX answers for ${rate.factor} times as many requests as the ${allowedPercent} % allowed, ` +
        `over ${rate.longSeconds / 3600} h and over ${rate.shortSeconds / 60} min.`,
      panel: 'Error mix',
      remedy: 'Model errors too: the container, see its logs. Otherwise: no copy, no capacity or SageMaker.',
      pace: 'normal',
      pendingSeconds: 0,
      recoverySeconds: 0,
      watch: (context) => ofEndpoint(context, ...[rate.longSeconds, rate.shortSeconds].map((seconds) => ({
        metric: (endpoint: IInferenceEndpoint) =>
          endpoint.metricInvocation5XXErrors({ statistic: Stats.AVERAGE, period: Duration.seconds(seconds) }),
        threshold,
        periods: 1,
      }))),
    };
  });
}
