import { Duration } from 'aws-cdk-lib';
import { ClassicMetric, Dimension, DimensionSet } from '../../../telemetry/classic-metrics';
import { metricsInsights, MetricsInsightsQuery } from '../../../telemetry/metrics-insights';
import { AlarmContext } from '../../alarm-context';
import { ClassicWatch, NotWatched, notWatched } from '../../alarm-rule';

/** What is asked of all components by one alarm, of which each component is a contributor. */
export interface ComponentsCondition extends Pick<MetricsInsightsQuery, 'statistic' | 'label'> {
  readonly metric: ClassicMetric;
  readonly threshold: number;
  /** For how many minutes in a row. */
  readonly periods: number;
}

export const NO_COMPONENTS = notWatched('there are no inference components on this endpoint');

/** Watches the components of an endpoint by metrics that name both, which are those of containers: with enhanced metrics only. */
export function ofComponents(context: AlarmContext, condition: ComponentsCondition): ClassicWatch | NotWatched {
  const { endpoint } = context;
  if (!context.hasComponents) {
    return NO_COMPONENTS;
  }
  if (!endpoint) {
    return ofEveryComponent(context, condition);
  }
  return context.hasEnhancedMetrics
    ? ask(condition, { dimensions: DimensionSet.COMPONENT_BY_CONTAINER, where: { [Dimension.ENDPOINT]: endpoint.endpointName } })
    : notWatched('enhanced metrics are off, and no other metric says both, the endpoint and the component');
}

/** Watches every component of the account and Region. Metrics Insights knows no OR, so that it cannot ask about some. */
export function ofEveryComponent(context: AlarmContext, condition: ComponentsCondition): ClassicWatch | NotWatched {
  return context.isEverything
    ? ask(condition, { dimensions: DimensionSet.COMPONENT })
    : notWatched('a query for classic metrics can name one endpoint only: watch each endpoint for them');
}

function ask(
  { metric, statistic, label, threshold, periods }: ComponentsCondition, where: Pick<MetricsInsightsQuery, 'dimensions' | 'where'>,
): ClassicWatch {
  const query = metricsInsights({ metric, statistic, label, ...where, groupBy: [Dimension.COMPONENT], period: Duration.minutes(1) });
  return { kind: 'classic', conditions: [{ metric: query, threshold, periods }] };
}
