/* Alarms, dashboards and scaling in lines that a reviewer reads: a changed threshold is one changed line. */
import { AlarmReading } from './alarms';
import { comparisonsIn } from './comparisons';
import { ReadDashboard, ReadWidget } from './dashboards';
import { layOutPromQl } from './promql-layout';
import { ReadPolicy, ReadTarget } from './scaling';

const INDENT = '  ';

/** The label with which CloudWatch names a series by its own labels. */
const SERIES_NAME = '__verbose__';

/** Seconds as people say them: `90 s`, `5 min`, `2 h`. */
export function duration(seconds: number): string {
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
        comparisons.length === 0 ? 'any series' : comparisons.join(', '),
        timing!.pending > 0 ? `for ${duration(timing!.pending)}` : 'at once',
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
    `alarm ${name}${severity ? ` (${severity})` : ''}`,
    ...indented([
      `when: ${conditionOf(alarm)}`,
      ...description === '' ? [] : [`says: ${description}`],
      ...kind === 'composite' ? [] : ['query:', ...indented((kind === 'PromQL' ? layOutPromQl(query) : query).split('\n'))],
      ...actionLine('ALARM', actions.alarm),
      ...actionLine('OK', actions.ok),
      ...actionLine('INSUFFICIENT_DATA', actions.insufficientData),
      ...alarm.suppressor === undefined ? [] : [`quiet while: ${alarm.suppressor}`],
      ...alarm.actionsEnabled ? [] : ['actions are off'],
    ]),
  ];
}

function actionLine(state: string, actions: readonly string[]): string[] {
  return actions.length === 0 ? [] : [`${state} -> ${actions.join(', ')}`];
}

/** A dashboard over lines: each widget with its place, its title and what it shows. */
export function dashboardLines({ name, body: { widgets } }: ReadDashboard): string[] {
  return [`dashboard ${name}: ${widgets.length} widgets`, ...indented(widgets.flatMap(widgetLines))];
}

function widgetLines(widget: ReadWidget): string[] {
  const { type, properties } = widget;
  const place = `${widget.x ?? 0},${widget.y ?? 0} ${widget.width ?? 0}x${widget.height ?? 0}`;
  const title = properties.title ?? firstLine(properties.markdown) ?? '';
  const head = `[${place}] ${type}${properties.view ? ` ${properties.view}` : ''}${title === '' ? '' : ` "${title}"`}`;
  return [head, ...indented([...contents(properties), ...axisLines(properties), ...annotationLines(properties)])];
}

function firstLine(markdown: string | undefined): string | undefined {
  return markdown?.split('\n')[0];
}

function contents({ data, metrics, alarms, query }: any): string[] {
  return [
    ...(data?.queries ?? []).map((one: any) => labelled(one.label === SERIES_NAME ? undefined : one.label, one.query)),
    ...(metrics ?? []).map(metricRow),
    ...alarms === undefined ? [] : [`${alarms.length} alarms`],
    ...query === undefined ? [] : [query],
  ];
}

function metricRow(row: any[]): string {
  const options = row.find((part) => typeof part === 'object') ?? {};
  const [namespace, metric, ...dimensions] = row.filter((part) => typeof part !== 'object');
  const pairs = dimensions.flatMap((part, index) => index % 2 === 0 ? [`${part}=${dimensions[index + 1]}`] : []).join(', ');
  const what = options.expression ?? `${options.stat ?? 'Average'} of ${namespace} ${metric} {${pairs}}`;
  return labelled(options.label ?? options.id, what) + (options.visible === false ? ' (hidden)' : '');
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
export function targetLines({ resourceId, minimum, maximum, schedules, policies }: ReadTarget): string[] {
  return [
    `scaling ${resourceId}: ${minimum} to ${maximum}`,
    ...indented([...schedules.map((schedule) => `schedule ${schedule}`), ...policies.flatMap(policyLines)]),
  ];
}

function policyLines({ name, text, cooldown, alarms }: ReadPolicy): string[] {
  return [
    `policy ${name}: ${text}${cooldown === undefined ? '' : `, cooldown ${duration(cooldown)}`}`,
    ...indented(alarms.map((alarm) => `alarm ${alarm.name}: ${conditionOf(alarm)}`)),
  ];
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => INDENT + line);
}
