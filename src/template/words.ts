/* Alarms, dashboards and scaling in lines that a reviewer reads: a changed threshold is one changed line. */
import { AlarmReading } from './alarms';
import { compares, comparisonsIn } from './comparisons';
import { ReadDashboard, ReadWidget } from './dashboards';
import { listOf } from './intrinsics';
import { layOutPromQl } from './promql-layout';
import { ReadPolicy, ReadTarget } from './scaling';

const INDENT = '  ';

/** The label with which CloudWatch names a series by its own labels. */
const SERIES_NAME = '__verbose__';

/** Seconds as people say them: `90 s`, `5 min`, `2 h`. What only the deployment knows stays as it is. */
export function duration(seconds: unknown): string {
  if (typeof seconds !== 'number' || !Number.isFinite(seconds)) {
    return seconds === undefined ? 'an unknown time' : String(seconds);
  }
  if (seconds >= 7200 && seconds % 3600 === 0) {
    return `${seconds / 3600} h`;
  }
  return seconds >= 120 && seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

/** What makes an alarm go into ALARM, in words. */
export function conditionOf({ kind, query, condition, timing, missingData }: AlarmReading): string {
  switch (kind) {
    case 'composite':
      return query;
    case 'PromQL': {
      const comparisons = comparisonsIn(query);
      return [
        comparisons.join(', ') || (compares(query) ? 'see the query' : 'any series'),
        timing!.pending === 0 ? 'at once' : `for ${duration(timing!.pending)}`,
        timing!.every === undefined ? '' : `every ${duration(timing!.every)}`,
        `OK after ${duration(timing!.recovery ?? 0)}`,
      ].filter((part) => part !== '').join(', ');
    }
    default:
      return `${condition} (${duration(timing!.pending)}), missing data: ${missingData}`;
  }
}

/** Why an alarm makes a policy act: what it says of that, otherwise its condition. */
export function reasonOf(alarm: AlarmReading): string {
  const [, reason] = /^Scales [^:]*: ([^.]*(?:\.\d[^.]*)*)\./.exec(alarm.description) ?? [];
  return reason === undefined || alarm.kind !== 'PromQL' ? conditionOf(alarm) : `${reason}, for ${duration(alarm.timing!.pending)}`;
}

/** An alarm over lines: what it asks, when it fires, whom it tells. */
export function alarmLines(alarm: AlarmReading): string[] {
  const { name, description, severity, kind, query, actions } = alarm;
  return [
    `alarm ${name}${physicalName(alarm)}${severity ? ` (${severity})` : ''}`,
    ...indented([
      `when: ${conditionOf(alarm)}`,
      ...description === '' ? [] : [`says: ${description}`],
      ...kind === 'composite' ? [] : ['query:', ...indented((kind === 'PromQL' ? layOutPromQl(query) : query).split('\n'))],
      ...actionLine('ALARM', actions.alarm),
      ...actionLine('OK', actions.ok),
      ...actionLine('INSUFFICIENT_DATA', actions.insufficientData),
      ...alarm.suppressor === undefined ? [] : [`quiet while: ${alarm.suppressor}`],
      ...alarm.actionsEnabled ? [] : ['actions are off'],
      ...rest(alarm.properties, kind === 'metric math' ? [...IN_WORDS, 'Metrics'] : IN_WORDS),
    ]),
  ];
}

/** What an alarm is called at deployment, where the app says so. */
export function physicalName({ name, properties: { AlarmName: own } }: AlarmReading): string {
  return own === undefined || own === `\${${name}}` ? '' : ` named ${own}`;
}

/** Properties of alarms that stand in other lines. */
const IN_WORDS = [
  'AlarmActions', 'AlarmDescription', 'AlarmName', 'AlarmRule', 'ActionsEnabled', 'ActionsSuppressor', 'ComparisonOperator',
  'DatapointsToAlarm', 'Dimensions', 'EvaluationCriteria', 'EvaluationInterval', 'EvaluationPeriods', 'ExtendedStatistic',
  'InsufficientDataActions', 'MetricName', 'Namespace', 'OKActions', 'Period', 'Statistic', 'Threshold', 'TreatMissingData',
];

/** What no other line says, so that no change is hidden. */
function rest(value: object, said: readonly string[]): string[] {
  const left = Object.entries(value).filter(([key]) => !said.includes(key));
  return left.length === 0 ? [] : [`besides: ${JSON.stringify(Object.fromEntries(left))}`];
}

function actionLine(state: string, actions: readonly string[]): string[] {
  return actions.length === 0 ? [] : [`${state} -> ${actions.join(', ')}`];
}

/** A dashboard over lines: each widget with its place, its title and what it shows. */
export function dashboardLines({ name, isKnown, body: { widgets, ...settings } }: ReadDashboard): string[] {
  return isKnown
    ? [`dashboard ${name}: ${widgets.length} widgets`, ...indented([...rest(settings, []), ...widgets.flatMap(widgetLines)])]
    : [`dashboard ${name}: known at deployment only`];
}

function widgetLines(widget: ReadWidget): string[] {
  const { type, properties } = widget;
  const place = `${widget.x ?? 0},${widget.y ?? 0} ${widget.width ?? 0}x${widget.height ?? 0}`;
  const title = properties.title ?? firstLine(properties.markdown) ?? '';
  const head = `[${place}] ${type}${properties.view ? ` ${properties.view}` : ''}${title === '' ? '' : ` "${title}"`}`;
  const lines = [contents, axisLines, annotationLines, otherLines].flatMap((linesOf) => linesOf(properties));
  return [head, ...indented(lines)];
}

/** Everything else about a widget: Region, period, legend, styles and the like. */
function otherLines({ markdown, annotations, plotOptions, ...properties }: any): string[] {
  const [, ...text] = (markdown ?? '').split('\n').filter((line: string) => line !== '');
  const { annotations: drawn, ...style } = plotOptions ?? {};
  const settings = { ...properties, ...nonEmpty('annotations', beside(annotations ?? drawn)), ...nonEmpty('plotOptions', style) };
  return [...text.map((line: string) => `| ${line}`), ...rest(settings, ['title', 'view', 'data', 'metrics', 'query'])];
}

/** Annotations but for the thresholds, which have lines of their own. */
function beside({ horizontal, ...others }: any = {}): object {
  return others;
}

function nonEmpty(key: string, value: object): object {
  return Object.keys(value).length === 0 ? {} : { [key]: value };
}

function firstLine(markdown: string | undefined): string | undefined {
  return markdown?.split('\n')[0];
}

function contents({ data, metrics, alarms, query, stat }: any): string[] {
  return [
    ...listOf(data?.queries).flatMap((one: any) => [
      labelled(one.label === SERIES_NAME ? undefined : one.label, one.query), ...rest(one, ['id', 'type', 'language', 'query', 'label']),
    ]),
    ...metricRows(listOf(metrics), stat),
    ...alarms === undefined ? [] : [`${listOf(alarms).length} alarms`],
    ...query === undefined ? [] : [query],
  ];
}

/** A line may repeat what stands at the same place of the line before: with a dot one value, with three all from there on. */
function metricRows(rows: readonly any[], statistic = 'Average'): string[] {
  let before: unknown[] = [];
  return rows.map((row) => {
    if (!Array.isArray(row)) {
      return JSON.stringify(row);
    }
    const options = row.find((part) => typeof part === 'object' && part !== null) ?? {};
    const given = row.filter((part) => typeof part !== 'object');
    const dots = given.indexOf('...');
    const whole = dots < 0 ? given : [
      ...given.slice(0, dots), ...before.slice(dots, before.length - (given.length - dots - 1)), ...given.slice(dots + 1),
    ];
    const parts = whole.map((part, index) => part === '.' ? before[index] : part);
    before = parts;
    return metricRow(parts, options, statistic);
  });
}

function metricRow([namespace, metric, ...dimensions]: unknown[], options: any, statistic: string): string {
  const pairs = dimensions.flatMap((part, index) => index % 2 === 0 ? [`${part}=${dimensions[index + 1]}`] : []).join(', ');
  const what = options.expression ?? `${options.stat ?? statistic} of ${namespace} ${metric} {${pairs}}`;
  const { label, id, expression, stat, visible, ...others } = options;
  return labelled(label ?? id, what) + (visible === false ? ' (hidden)' : '') + rest(others, []).map((line) => `, ${line}`).join('');
}

function labelled(label: string | undefined, what: string): string {
  return label === undefined ? what : `${label}: ${what}`;
}

function axisLines({ yAxis, plotOptions }: any): string[] {
  const axes = [yAxis?.left, yAxis?.right, ...plotOptions?.yAxis ?? []].filter((axis) => axis !== undefined);
  return axes.map(({ label, title, min, max }) => {
    const bounds = [['from', min], ['to', max]].flatMap(([word, bound]) => bound === undefined ? [] : [`${word} ${bound}`]);
    return ['axis:', label ?? title ?? 'without a title', ...bounds].join(' ');
  });
}

function annotationLines({ annotations, plotOptions }: any): string[] {
  const lines: any[] = [annotations?.horizontal ?? [], annotations?.vertical ?? [], plotOptions?.annotations?.horizontal ?? []].flat();
  return lines.flat().map(({ label, value }) => `threshold ${value}${label ? ` "${label}"` : ''}`);
}

/** What is scaled over lines: each policy with its alarms. */
export function targetLines({ resourceId, minimum, maximum, schedules, policies, properties }: ReadTarget): string[] {
  return [
    `scaling ${resourceId}: ${minimum} to ${maximum}`,
    ...indented([
      ...rest(properties, ['MinCapacity', 'MaxCapacity', 'ResourceId', 'RoleARN', 'ServiceNamespace']),
      ...schedules.map((schedule) => `schedule ${schedule}`), ...policies.flatMap(policyLines),
    ]),
  ];
}

export function policyLines({ name, text, cooldown, alarms, properties }: ReadPolicy): string[] {
  return [
    `policy ${name}: ${text}${cooldown === undefined ? '' : `, cooldown ${duration(cooldown)}`}`,
    ...indented([...alarms.map((alarm) => `alarm ${alarm.name}: ${conditionOf(alarm)}`), ...rest(properties, ['PolicyName', 'ScalingTargetId'])]),
  ];
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => INDENT + line);
}
