/* Everything in a review that an operator may want to compare: things, and what is true of each. */
import { viewOf } from './alarm-view';
import { provisionedLines } from './markdown';
import { Review, ReviewedDashboard, ReviewedEndpoint } from './model';
import { publishSecondsOf } from './review-cost';
import { AlarmReading, listOf, reasonOf, duration, ReadTarget, ReadWidget, withoutThresholds } from '../../template';

/** What is true of one thing, by what it is called. */
export type Facts = ReadonlyMap<string, string>;

/** The things of a review, by what they are called. */
export function factsOf(review: Review): ReadonlyMap<string, Facts> {
  return new Map([
    ...[...review.endpoints, review.others].flatMap(endpointFacts),
    ...review.dashboards.flatMap(dashboardFacts),
  ]);
}

type Entry = readonly [thing: string, facts: Facts];

function endpointFacts(endpoint: ReviewedEndpoint): Entry[] {
  const publishSeconds = publishSecondsOf(endpoint);
  return [
    ...endpoint.provisioned ? [[`endpoint ${endpoint.title}`, linesAsFacts(provisionedLines(endpoint.provisioned))] as const] : [],
    ...endpoint.scaling.flatMap(scalingFacts),
    ...[...endpoint.alarms, ...endpoint.diagnosis].map((alarm) => alarmFacts(alarm, publishSeconds)),
  ];
}

/** Lines such as `- component chat: 2 copies`. */
function linesAsFacts(lines: readonly string[]): Facts {
  return new Map(lines.map((line) => {
    const [, what, value] = /^- ([^:]*):? ?(.*)$/s.exec(line)!;
    return [what, value];
  }));
}

function alarmFacts(alarm: AlarmReading, publishSeconds?: number): Entry {
  const { name, severity, question, threshold, held, timeToFire, actions, meaning, runbook } = viewOf(alarm, publishSeconds);
  return [`alarm ${name}`, new Map(Object.entries({
    severity, question, threshold, held, 'time to fire': timeToFire, actions, meaning, 'runbook': runbook, 'query': withoutThresholds(alarm.query),
  }))];
}

function scalingFacts({ resourceId, minimum, maximum, schedules, policies }: ReadTarget): Entry[] {
  return [
    [`scaling of ${resourceId}`, new Map([['bounds', `${minimum} to ${maximum}`], ['schedule', schedules.join('; ')]])],
    ...policies.map(({ name, text, cooldown, alarms, properties }): Entry => [`scaling policy ${name}`, new Map([
      ['change', text],
      ['rest', cooldown === undefined ? '' : duration(cooldown)],
      ...alarms.flatMap((alarm): Array<[string, string]> => [[`when ${alarm.name}`, reasonOf(alarm)], [`query of ${alarm.name}`, alarm.query]]),
      ['settings', JSON.stringify(properties)],
    ])]),
  ];
}

function dashboardFacts({ name, isKnown, body: { widgets, ...settings } }: ReviewedDashboard): Entry[] {
  const times = new Map<string, number>();
  return [
    [`dashboard ${name}`, new Map([['settings', isKnown ? JSON.stringify(settings) : 'known at deployment only']])],
    ...widgets.map((widget): Entry => {
      const title = widget.properties.title ?? firstLine(widget.properties.markdown) ?? widget.type;
      const time = (times.get(title) ?? 0) + 1;
      times.set(title, time);
      return [`${widget.type} "${title}"${time > 1 ? ` (${time})` : ''} of dashboard ${name}`, widgetFacts(widget)];
    }),
  ];
}

function firstLine(markdown: unknown): string | undefined {
  return typeof markdown === 'string' ? markdown.split('\n')[0] : undefined;
}

function widgetFacts({ x, y, width, height, properties }: ReadWidget): Facts {
  const { title, view, data, metrics, annotations, plotOptions, markdown, ...others } = properties;
  const { annotations: drawn, ...style } = plotOptions ?? {};
  const thresholds = [listOf(annotations?.horizontal), listOf(drawn?.horizontal)].flat(2);
  return new Map(Object.entries({
    'place': `${x},${y} ${width}x${height}`,
    'view': String(view ?? ''),
    'thresholds': thresholds.map(({ label, value }: any) => `${label ?? ''} ${value}`.trim()).join(', '),
    'text': String(markdown ?? ''),
    'queries': listOf(data?.queries).map((query) => JSON.stringify(query)).join('\n'),
    'metrics': listOf(metrics).map((row) => JSON.stringify(row)).join('\n'),
    'other settings': JSON.stringify([others, style]),
  }));
}
