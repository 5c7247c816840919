/* Everything in a review that an operator may want to compare: things, and what is true of each. */
import { viewOf } from './alarm-view';
import { provisionedLines } from './markdown';
import { Review, ReviewedDashboard, ReviewedEndpoint } from './model';
import { publishSecondsOf } from './review-cost';
import { AlarmReading, reasonOf, duration, ReadTarget, ReadWidget, withoutThresholds } from '../../template';

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
    ...policies.map(({ name, text, cooldown, alarms }): Entry => [`scaling policy ${name}`, new Map([
      ['change', text],
      ['rest', cooldown === undefined ? '' : duration(cooldown)],
      ...alarms.flatMap((alarm): Array<[string, string]> => [['when', reasonOf(alarm)], ['query', alarm.query]]),
    ])]),
  ];
}

function dashboardFacts({ name, body: { widgets } }: ReviewedDashboard): Entry[] {
  const times = new Map<string, number>();
  return widgets.filter(({ type }) => type !== 'text').map((widget): Entry => {
    const title = widget.properties.title ?? widget.type;
    const time = (times.get(title) ?? 0) + 1;
    times.set(title, time);
    return [`chart "${title}"${time > 1 ? ` (${time})` : ''} of dashboard ${name}`, widgetFacts(widget)];
  });
}

function widgetFacts({ properties: { view, data, metrics, annotations, plotOptions, alarms } }: ReadWidget): Facts {
  const lines = [annotations?.horizontal, plotOptions?.annotations?.horizontal].flat(2).filter((line) => line !== undefined);
  return new Map(Object.entries({
    view: view ?? '',
    queries: JSON.stringify(data?.queries?.map(({ query }: any) => query) ?? metrics ?? alarms ?? ''),
    thresholds: lines.map(({ label, value }: any) => `${label ?? ''} ${value}`.trim()).join(', '),
  }));
}
