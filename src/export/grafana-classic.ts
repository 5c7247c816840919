import { Duration, Token } from 'aws-cdk-lib';
import { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { asNumber, literal, overTime, refId, titled } from './grafana-chart';
import { GrafanaClassicTarget, GrafanaPanel } from './grafana-types';
import { CLASSIC_SOURCE } from './grafana-variables';
import { renderClassic } from '../dashboards/classic-query';
import { ClassicItem, PanelThreshold } from '../dashboards/panel';

/** Where Grafana asks: the Region of its data source, or another. */
export interface ClassicPlace {
  readonly region?: string;
  readonly account?: string;
}

/** A chart of classic metrics, asked of Grafana's own CloudWatch data source. */
export function classicPanel(item: ClassicItem, thresholds: readonly PanelThreshold[], step: Duration, place: ClassicPlace): GrafanaPanel {
  const metrics = item.metrics.flatMap((query, index) => renderClassic(query, index + 1, step, {}));
  const targets = metrics.flatMap((metric, index) => targetsOf(metric, `e${index + 1}`, step, place))
    .map((target, index): GrafanaClassicTarget => ({ ...target, refId: refId(index) }));
  const look = { ...item, thresholds };
  return {
    ...titled(look),
    datasource: CLASSIC_SOURCE,
    interval: `${step.toSeconds()}s`,
    targets,
    ...item.view === 'singleValue' ? asNumber(item, 'sum') : overTime(look, item.view === 'bar' ? 'bars' : 'line'),
  };
}

/** A metric, or an expression and the metrics in it, which are not drawn themselves. */
function targetsOf(metric: IMetric, id: string, step: Duration, place: ClassicPlace): GrafanaClassicTarget[] {
  const { metricStat, mathExpression, renderingProperties } = metric.toMetricConfig();
  const label = renderingProperties?.label;
  const shared = {
    datasource: CLASSIC_SOURCE,
    queryMode: 'Metrics' as const,
    metricQueryType: 0,
    region: place.region ?? 'default',
    period: `${step.toSeconds()}`,
    ...place.account === undefined ? {} : { accountId: place.account },
    ...typeof label === 'string' && label !== '' ? { label: literal(label) } : {},
  };
  if (mathExpression) {
    const inner = Object.entries(mathExpression.usingMetrics).flatMap(([name, used]) =>
      targetsOf(used, name, step, place).map((target) => ({ ...target, hide: true })));
    return [...inner, { ...shared, id, metricEditorMode: 1, namespace: '', expression: mathExpression.expression }];
  }
  const { namespace, metricName, dimensions = [], statistic } = metricStat!;
  return [{
    ...shared,
    id: id.replace(/^e/, 'd'),
    metricEditorMode: 0,
    namespace,
    metricName,
    statistic,
    dimensions: Object.fromEntries(dimensions.map(({ name, value }) => [name, Token.asString(value)])),
    matchExact: true,
  }];
}
