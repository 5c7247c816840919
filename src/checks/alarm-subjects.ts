import { CheckedApp, mentions } from './checked-app';
import { mayMean, Named } from './names';
import { NameMatcher, namesInDimensions, namesInQuery } from '../telemetry/recognition';
import { AlarmReading, listOf, ReadResource } from '../template';
import { UNKNOWN_TOKEN } from '../template/linked-templates';

/** A metric that an alarm, a policy or a widget asks for. */
export interface AskedMetric {
  readonly namespace: unknown;
  readonly metricName: unknown;
  readonly dimensions: ReadonlyArray<{ readonly Name?: unknown; readonly Value?: unknown }>;
}

/** The classic metrics of an alarm, those of its expressions left out. */
export function metricsOf({ properties }: AlarmReading): AskedMetric[] {
  const stats = listOf(properties.Metrics).flatMap((one) => one?.MetricStat?.Metric ?? []);
  return [properties, ...stats].filter(({ MetricName }) => MetricName !== undefined).map(askedMetric);
}

/** A metric as CloudFormation writes it. */
export function askedMetric({ Namespace, MetricName, Dimensions }: any): AskedMetric {
  return { namespace: Namespace, metricName: MetricName, dimensions: listOf(Dimensions) };
}

/** The expressions of an alarm on metric math. */
export function expressionsOf({ properties }: AlarmReading): string[] {
  return listOf(properties.Metrics).flatMap((one) => typeof one?.Expression === 'string' ? one.Expression : []);
}

/** The PromQL of an alarm. */
export function promQlOf({ kind, query }: AlarmReading): string | undefined {
  return kind === 'PromQL' && typeof query === 'string' ? query : undefined;
}

/** Whether only the deployment knows what an alarm asks: it may be anything. */
export function asksUnknown(alarm: AlarmReading): boolean {
  return promQlOf(alarm)?.startsWith(UNKNOWN_TOKEN) ?? false;
}

const subjects = new WeakMap<AlarmReading, NameMatcher[]>();

/** What an alarm is bound to. Rules ask it again for every endpoint. */
export function subjectsOf(alarm: AlarmReading): NameMatcher[] {
  const known = subjects.get(alarm) ?? readSubjects(alarm);
  subjects.set(alarm, known);
  return known;
}

function readSubjects(alarm: AlarmReading): NameMatcher[] {
  const found = [
    ...namesInQuery(promQlOf(alarm) ?? ''),
    ...expressionsOf(alarm).flatMap(namesInQuery),
    ...metricsOf(alarm).flatMap(({ dimensions }) => namesInDimensions(dimensions)),
  ];
  return [...new Map(found.map((matcher) => [JSON.stringify(matcher), matcher])).values()];
}

/** Whether an alarm watches something named. */
export function watches(app: CheckedApp, alarm: AlarmReading, named: Named): boolean {
  return mayMean(app, subjectsOf(alarm), named, alarm.place);
}

/** Whether an alarm, or a composite one above it, tells somebody. Scaling is no telling. */
export function tells(app: CheckedApp, alarm: AlarmReading, above: readonly AlarmReading[] = []): boolean {
  const { alarm: onAlarm, ok, insufficientData } = alarm.actions;
  if (alarm.actionsEnabled && [onAlarm, ok, insufficientData].flat().some((action) => !isScaling(app, action))) {
    return true;
  }
  return app.alarms
    .filter((other) => other.kind === 'composite' && !above.includes(other) && isIn(app.resourceOf(alarm), other.query))
    .some((other) => tells(app, other, [...above, alarm]));
}

/** Whether an alarm is one of those in the rule of a composite alarm. */
function isIn(alarm: ReadResource, rule: unknown): boolean {
  const { AlarmName: own } = alarm.properties;
  return mentions(rule, alarm) || (typeof own === 'string' && new RegExp(`["(:]${own.replace(/\W/g, '\\$&')}[")]`).test(String(rule)));
}

/** Whether an alarm makes a policy act. */
export function scales(app: CheckedApp, { actions }: AlarmReading): boolean {
  return actions.alarm.some((action) => isScaling(app, action));
}

function isScaling(app: CheckedApp, action: unknown): boolean {
  return app.mentioned(action).some(({ type }) => type === 'AWS::ApplicationAutoScaling::ScalingPolicy');
}
