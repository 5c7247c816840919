import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { ClassicMetric } from './classic-metrics';

/** What is asked of every metric with the same name and the same dimensions at once. */
export interface MetricsInsightsQuery {
  readonly metric: ClassicMetric;
  readonly statistic: 'AVG' | 'SUM';
  /** One of the dimension sets of the metric: metrics with more or fewer dimensions are left out. */
  readonly dimensions: readonly string[];
  /** Dimensions with exactly these values. There is neither OR nor IN. */
  readonly where?: Record<string, string>;
  /** The dimensions by which the answer is split. */
  readonly groupBy: readonly string[];
  readonly label: string;
  readonly period: Duration;
}

/**
 * A CloudWatch Metrics Insights query. An alarm on several time series needs both GROUP BY and ORDER BY (CloudWatch user guide, "Create a
 * CloudWatch alarm based on a Metrics Insights query"); values stand in single quotation marks, which names cannot hold.
 */
export function metricsInsights(query: MetricsInsightsQuery): MathExpression {
  const { metric, statistic, dimensions, where = {}, groupBy, label, period } = query;
  const conditions = Object.entries(where).map(([dimension, value]) => `${dimension} = '${value}'`);
  return new MathExpression({
    expression: [
      `SELECT ${statistic}(${metric.metricName})`,
      `FROM SCHEMA("${metric.namespace}", ${dimensions.join(', ')})`,
      ...conditions.length > 0 ? [`WHERE ${conditions.join(' AND ')}`] : [],
      `GROUP BY ${groupBy.join(', ')}`,
      `ORDER BY ${statistic}() DESC`,
    ].join(' '),
    usingMetrics: {},
    label,
    period,
  });
}
