/* The alarms of a template. */
import { listOf } from './intrinsics';
import { Place } from './place';
import { ReadResource, Template } from './template';

/** When an alarm goes into ALARM. All times are in seconds. */
export interface ReadTiming {
  /** Between two evaluations. */
  readonly every?: number;
  /** How long the condition must hold; undefined where only the deployment knows. */
  readonly pending?: number;
  /** How long it must not hold until the alarm is OK again. */
  readonly recovery?: number;
}

/** An alarm. */
export interface AlarmReading {
  readonly logicalId: string;
  readonly name: string;
  readonly kind: 'PromQL' | 'metric' | 'metric math' | 'composite';
  readonly description: string;
  /** The rule of this library that made it, and how severe it is. */
  readonly rule?: string;
  readonly severity?: string;
  /** What is looked at: a query, a metric, expressions one per line, or the rule of a composite alarm. */
  readonly query: string;
  /** What is compared with it: PromQL compares within the query. */
  readonly condition?: string;
  /** Of a metric alarm, how many of how many periods must breach. */
  readonly timing?: ReadTiming;
  readonly missingData?: string;
  readonly actions: { readonly alarm: string[]; readonly ok: string[]; readonly insufficientData: string[] };
  readonly actionsEnabled: boolean;
  readonly suppressor?: string;
  readonly properties: any;
  readonly place?: Place;
}

const RULE = /\((\w+), rule ([\w-]+)\)\s*$/;

const OPERATORS: Record<string, string> = {
  GreaterThanOrEqualToThreshold: '>=',
  GreaterThanThreshold: '>',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '<=',
  LessThanLowerOrGreaterThanUpperThreshold: 'outside of the band',
  LessThanLowerThreshold: 'below the band',
  GreaterThanUpperThreshold: 'above the band',
};

/** The alarms of a template, composite ones included. */
export function alarmsIn(template: Template): AlarmReading[] {
  return template.ofType('AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm').map(readAlarm);
}

function readAlarm(resource: ReadResource): AlarmReading {
  const { logicalId, name, properties, place } = resource;
  const description: string = properties.AlarmDescription ?? '';
  const [, severity, rule] = RULE.exec(description) ?? [];
  return {
    logicalId,
    name,
    place,
    description: description.replace(RULE, '').trim(),
    rule,
    severity,
    actions: {
      alarm: listOf(properties.AlarmActions),
      ok: listOf(properties.OKActions),
      insufficientData: listOf(properties.InsufficientDataActions),
    },
    actionsEnabled: properties.ActionsEnabled !== false,
    properties,
    ...resource.type === 'AWS::CloudWatch::CompositeAlarm' ? composite(properties) : simple(properties),
  };
}

type Kind = Pick<AlarmReading, 'kind' | 'query' | 'condition' | 'timing' | 'missingData' | 'suppressor'>;

function composite({ AlarmRule: query, ActionsSuppressor: suppressor }: any): Kind {
  return { kind: 'composite', query, suppressor };
}

function simple(properties: any): Kind {
  const promQl = properties.EvaluationCriteria?.PromQLCriteria;
  if (promQl) {
    return {
      kind: 'PromQL',
      query: promQl.Query,
      timing: { every: properties.EvaluationInterval, pending: promQl.PendingPeriod ?? 0, recovery: promQl.RecoveryPeriod ?? 0 },
    };
  }
  const { EvaluationPeriods: periods, DatapointsToAlarm: datapoints = periods, Threshold: threshold } = properties;
  const metrics = properties.Metrics && listOf(properties.Metrics);
  const period = properties.Period ?? periodOf(metrics);
  return {
    kind: metrics ? 'metric math' : 'metric',
    query: metrics ? metrics.map(metricLine).join('\n') : metricText(properties, properties.Statistic ?? properties.ExtendedStatistic, period),
    condition: `${OPERATORS[properties.ComparisonOperator] ?? properties.ComparisonOperator} ${threshold ?? properties.ThresholdMetricId} ` +
      `in ${datapoints} of ${periods} periods`,
    timing: { pending: Number.isFinite(datapoints * period) ? datapoints * period : undefined },
    missingData: properties.TreatMissingData ?? 'missing',
  };
}

function periodOf(metrics: any[] = []): number {
  return Math.max(0, ...metrics.map((metric) => metric.Period ?? metric.MetricStat?.Period ?? 0));
}

function metricLine({ Id: id, Expression: expression, Label: label, MetricStat: stat, ReturnData: returned, ...others }: any): string {
  const what = expression ?? metricText(stat?.Metric ?? {}, stat?.Stat, stat?.Period);
  const { AccountId: account, Period: period } = others;
  const [unit, place, every] = [stat?.Unit && `, in ${stat.Unit}`, account && `, of account ${account}`, period && `, over ${period} s`];
  return `${id}${returned === false ? '' : ' (compared)'}: ${what}${label ? ` "${label}"` : ''}${[unit, place, every].filter(Boolean).join('')}`;
}

function metricText({ Namespace, MetricName, Dimensions }: any, statistic: string, period: number): string {
  const dimensions = listOf(Dimensions).map(({ Name, Value }: any) => `${Name}=${Value}`).join(', ');
  return `${statistic} of ${Namespace} ${MetricName} {${dimensions}} over ${period} s`;
}
