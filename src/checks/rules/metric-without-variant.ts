import { expressionLacksVariant, lacksVariant, VARIANT_DIMENSION } from '../../telemetry/recognition';
import { dashboardsIn, listOf, ReadResource, Template } from '../../template';
import { AskedMetric, askedMetric, expressionsOf, metricsOf } from '../alarm-subjects';
import { CheckRule, RuleFinding } from '../check-rule';
import { CheckSeverity } from '../check-severity';
import { CheckedApp, isUnknown } from '../checked-app';

interface Asked {
  readonly resource: ReadResource;
  readonly property: string;
  readonly metrics: readonly AskedMetric[];
  readonly expressions: readonly string[];
}

/** Source: github.com/cloud-custodian/cloud-custodian/issues/11071, and the dimension sets of "Metric name mapping: legacy to OTel". */
export const metricWithoutVariant: CheckRule = {
  id: 'metric-without-variant',
  severity: CheckSeverity.ERROR,
  why: 'SageMaker publishes these metrics per endpoint and variant: a query by endpoint alone has no data and raises no error, so an alarm never ' +
    'fires and a policy never scales.',
  fix: `Add the dimension ${VARIANT_DIMENSION} (AllTraffic where nothing else was chosen).`,
  limits: 'Knows the metrics of SageMaker\'s endpoints that are published per variant; others, such as those of asynchronous endpoints, pass. Does not ' +
    'see queries outside of alarms, scaling policies and dashboards, nor dashboards whose body is no JSON before deployment.',
  find: (app) => [...ofAlarms(app), ...ofPolicies(app), ...ofDashboards(app)].flatMap(findings),
};

function findings({ resource, property, metrics, expressions }: Asked): RuleFinding[] {
  const found = [
    ...metrics
      .filter(({ dimensions }) => !dimensions.some((dimension) => isUnknown(dimension) || isUnknown(dimension?.Name)))
      .filter(({ namespace, metricName, dimensions }) => lacksVariant(namespace, metricName, dimensions.map(({ Name }) => Name)))
      .map(({ metricName }) => String(metricName)),
    ...expressions.filter(expressionLacksVariant),
  ];
  return [...new Set(found)].map((what) => ({
    resource, property, message: `${what} must be asked for by endpoint and variant, got the endpoint alone: it has no data`,
  }));
}

function ofAlarms(app: CheckedApp): Asked[] {
  return app.alarms.map((alarm) => ({
    resource: app.resourceOf(alarm),
    property: alarm.properties.Metrics === undefined ? 'Dimensions' : 'Metrics',
    metrics: metricsOf(alarm),
    expressions: expressionsOf(alarm),
  }));
}

function ofPolicies({ template }: CheckedApp): Asked[] {
  return template.ofType('AWS::ApplicationAutoScaling::ScalingPolicy').flatMap((resource) => {
    const metric = resource.properties.TargetTrackingScalingPolicyConfiguration?.CustomizedMetricSpecification;
    const queries = listOf(metric?.Metrics);
    return metric === undefined ? [] : [{
      resource,
      property: 'TargetTrackingScalingPolicyConfiguration.CustomizedMetricSpecification',
      metrics: [metric, ...queries.flatMap((query) => query?.MetricStat?.Metric ?? [])].map(askedMetric),
      expressions: queries.flatMap((query) => typeof query?.Expression === 'string' ? query.Expression : []),
    }];
  });
}

function ofDashboards(app: CheckedApp): Asked[] {
  return bodiesOf(app.template).map(({ resource, widgets }) => {
    const rows = widgets.flatMap((widget) => rowsOf(listOf(widget?.properties?.metrics)));
    const queries = widgets.flatMap((widget) => listOf(widget?.properties?.data?.queries).map((query) => query?.query));
    return {
      resource,
      property: 'DashboardBody',
      metrics: rows.flatMap(({ metric }) => metric ?? []),
      expressions: [...rows.map(({ expression }) => expression), ...queries].filter((text) => typeof text === 'string'),
    };
  });
}

/** The dashboards whose body can be read before deployment. */
export function bodiesOf(template: Template): Array<{ readonly resource: ReadResource; readonly widgets: any[] }> {
  return template.ofType('AWS::CloudWatch::Dashboard').flatMap((resource) => {
    try {
      const [dashboard] = dashboardsIn({ resources: [resource], ofType: () => [resource] });
      return { resource, widgets: listOf(dashboard.body.widgets) };
    } catch {
      // A number that only the deployment knows is no JSON yet.
      return [];
    }
  });
}

interface Row {
  readonly metric?: AskedMetric;
  readonly expression?: unknown;
}

/** The rows of a widget, in which `.` repeats what stands above and `...` the beginning of the row above. */
function rowsOf(metrics: readonly any[]): Row[] {
  let above: any[] = [];
  return metrics.filter(Array.isArray).map((row: any[]) => {
    const options = row.find((part) => typeof part === 'object' && part !== null);
    const parts = row.filter((part) => typeof part === 'string');
    const start = parts[0] === '...' ? above.slice(0, Math.max(0, above.length - parts.length + 1)) : [];
    const written = parts[0] === '...' ? parts.slice(1) : parts;
    above = [...start, ...written].map((part, index) => part === '.' ? above[index] : part);
    const [namespace, metricName, ...pairs] = above;
    const dimensions = pairs.flatMap((Name, index) => index % 2 === 0 ? [{ Name, Value: pairs[index + 1] }] : []);
    return options?.expression === undefined ? { metric: { namespace, metricName, dimensions } } : { expression: options.expression };
  });
}
