/* The review as Markdown: made to be committed, so that a change of one setting is a change of one line. */
import { viewOf } from './alarm-view';
import { Cost } from './cost';
import { diagnosisTree } from './diagnosis-tree';
import { Review, ReviewedDashboard, ReviewedEndpoint, scalersOf } from './model';
import { Queries } from './queries';
import { costOfReview, publishSecondsOf } from './review-cost';
import type { Finding } from '../../checks/check-templates';
import { AlarmReading, duration, listOf, ReadEndpoint, ReadPolicy, ReadTarget, ReadWidget, reasonOf } from '../../template';
import { placeOf } from '../check/findings';

export function markdownOf(review: Review, findings: readonly Finding[]): string {
  const queries = new Queries();
  const questions = new Set([...review.endpoints, review.others].flatMap(({ alarms }) => alarms).map((alarm) => viewOf(alarm).question));
  const endpoints = [...review.endpoints, ...isEmpty(review.others) ? [] : [review.others]];
  const parts = [
    ['# Review', '', ...review.stacks.map(({ name, region, account }) => `- stack \`${name}\` in ${region ?? 'any Region'}, ${account ?? 'any account'}`)],
    ...endpoints.map((endpoint) => endpointSection(endpoint, queries)),
    costSection(costOfReview(review)),
    findingsSection(findings),
    ...queriesSection(endpoints.flatMap(alarmsOf), queries),
    ...review.dashboards.map((dashboard) => dashboardSection(dashboard, questions)),
  ];
  return parts.map((lines) => lines.join('\n')).join('\n\n') + '\n';
}

export function isEmpty({ alarms, diagnosis, scaling, strayPolicies = [] }: ReviewedEndpoint): boolean {
  return alarms.length + diagnosis.length + scaling.length + strayPolicies.length === 0;
}

function endpointSection(endpoint: ReviewedEndpoint, queries: Queries): string[] {
  const publishSeconds = publishSecondsOf(endpoint);
  return [
    `## ${endpoint.title}`,
    '',
    ...factLines(endpoint),
    ...list('Diagnosis', diagnosisTree(endpoint.diagnosis)),
    ...list('Scaling', [...endpoint.scaling.flatMap(scalingLines), ...(endpoint.strayPolicies ?? []).flatMap(policyLines)]),
    ...alarmTable(alarmsOf(endpoint), queries, publishSeconds),
  ];
}

/** What is known of the endpoint itself. */
export function factLines({ provisioned, isEndpoint }: ReviewedEndpoint): string[] {
  return provisioned ? provisionedLines(provisioned) : isEndpoint ? ['- not provisioned by this app'] : [];
}

function list(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `### ${title}`, '', ...lines];
}

/** What is provisioned and how it is observed. */
export function provisionedLines({ variants, detailedObservability, publishFrequency, components }: ReadEndpoint): string[] {
  const observed = detailedObservability === undefined ? 'not stated: SageMaker decides'
    : detailedObservability ? `every ${publishFrequency ?? 60} s` : 'off';
  return [
    `- detailed observability: ${observed}`,
    ...variants.map(({ variantName, instanceTypes, instances: { initial, minimum, maximum }, model }) => {
      const range = minimum === undefined && maximum === undefined ? `${initial ?? 1}` : `${minimum ?? initial} to ${maximum}`;
      return `- variant ${variantName}: ${range} x ${instanceTypes.join(', then ') || 'serverless'}${model ? `, model ${model}` : ''}`;
    }),
    ...components.map(({ componentName, base, copies, accelerators, minMemory, image }) => base
      ? `- adapter ${componentName} of ${base}`
      : `- component ${componentName}: ${copies ?? 1} x (${accelerators ?? 0} accelerators, ${minMemory ?? 0} MiB), ${image ?? 'no image'}`),
  ];
}

export function scalingLines({ resourceId, minimum, maximum, schedules, policies }: ReadTarget): string[] {
  return [
    `- ${resourceId}: ${minimum} to ${maximum}`,
    ...schedules.map((schedule) => `  - schedule ${schedule}`),
    ...policies.flatMap(policyLines),
  ];
}

function policyLines({ name, text, cooldown, alarms }: ReadPolicy): string[] {
  const pause = cooldown === undefined ? '' : `, then ${duration(cooldown)} of rest`;
  return [
    `  - ${name}: ${text}${pause}`,
    ...alarms.map((alarm) => `    - when ${reasonOf(alarm)}`),
  ];
}

function alarmTable(alarms: readonly AlarmReading[], queries: Queries, publishSeconds?: number): string[] {
  if (alarms.length === 0) {
    return [];
  }
  return [
    '',
    '### Alarms',
    '',
    '| severity | alarm | question | threshold | held | time to fire | actions | asks about | query |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...alarms.map((alarm) => {
      const { severity, name, question, threshold, held, timeToFire, actions } = viewOf(alarm, publishSeconds);
      const { query, names } = queries.place(alarm);
      const cells = [severity, name, question, threshold, held, timeToFire, actions, subjectsOf(names), query.id];
      return `| ${cells.map(cell).join(' | ')} |`;
    }),
  ];
}

/** What an alarm asks about: endpoints, components and whatever else it names. */
function subjectsOf(names: Readonly<Record<string, string>>): string {
  const found = Object.entries(names).filter(([word]) => !word.startsWith('<threshold')).flatMap(([, name]) => name.split('|'));
  return [...new Set(found)].join(', ');
}

/** All alarms of an endpoint. */
function alarmsOf(endpoint: ReviewedEndpoint): AlarmReading[] {
  return [...endpoint.alarms, ...endpoint.diagnosis, ...scalersOf(endpoint)];
}

/** Each query once, with what the first alarm that asks it says. */
function queriesSection(alarms: readonly AlarmReading[], queries: Queries): string[][] {
  const firsts = new Map<string, AlarmReading>();
  for (const alarm of alarms) {
    const { id } = queries.place(alarm).query;
    firsts.set(id, firsts.get(id) ?? alarm);
  }
  return queries.all.length === 0 ? [] : [
    ['## Queries', '', 'Names and thresholds are words here: the tables above have them.'],
    ...queries.all.map(({ id, text }) => {
      const { meaning, runbook } = viewOf(firsts.get(id)!);
      const words = [meaning, runbook === '' ? '' : `What to do: ${runbook}`].filter((one) => one !== '');
      return [`### ${id}`, '', ...words.flatMap((one) => [escaped(one), '']), '```', text, '```'];
    }),
  ];
}

/** Text that is no markup. */
function escaped(text: string): string {
  return text.replace(/</g, '&lt;');
}

/** Text within a cell of a table. */
function cell(text: string): string {
  return text.replace(/[\\|]/g, '\\$&').replace(/</g, '&lt;').replace(/\n/g, ' ');
}

function costSection(cost: Cost): string[] {
  return ['## Cost', '', ...costLines(cost).map((line) => `- ${line}`)];
}

export function costLines({ alarmMetrics, composites, dashboards, alarmDollars, dashboardDollars, samplesPerDay }: Cost): string[] {
  return [
    `alarms: ${alarmMetrics} x 0.10 USD + ${composites} composite x 0.50 USD = ${alarmDollars.toFixed(2)} USD a month`,
    `dashboards: ${dashboards}, ${dashboardDollars.toFixed(2)} USD a month when the account has no others (three are free)`,
    `PromQL alarms scan at most ${millions(samplesPerDay)} million samples a day when each name has one series: multiply by the series of each name. ` +
      'AWS documents no price of a million samples',
    'unknown: the price of samples, how CloudWatch counts them, the ingestion of detailed metrics, prices of your Region',
  ];
}

function millions(samples: number): string {
  return (samples / 1e6).toPrecision(2);
}

function findingsSection(findings: readonly Finding[]): string[] {
  return [
    '## Findings',
    '',
    ...findings.length === 0 ? ['None.'] : findings.map((finding) =>
      `- ${finding.severity}: \`${finding.ruleId}\` ${placeOf(finding)}: ${finding.message}. ${finding.fix}`),
  ];
}

function dashboardSection({ name, isKnown, body: { widgets } }: ReviewedDashboard, questions: ReadonlySet<string>): string[] {
  const lines = isKnown ? widgets.flatMap((widget) => widgetLine(widget, questions)) : ['Known at deployment only.'];
  return [`## Dashboard ${name}`, '', ...lines];
}

function widgetLine({ type, properties }: ReadWidget, questions: ReadonlySet<string>): string[] {
  if (type === 'text') {
    const [title] = String(properties.markdown ?? '').split('\n');
    return [`- **${escaped(title.replace(/^#+ /, '').replace(/\*/g, ''))}**`];
  }
  const shown = [properties.data?.queries, properties.metrics, properties.alarms].map(listOf).find((found) => found.length > 0)?.length;
  const details = [properties.view ?? type, ...shown === undefined ? [] : [`${shown}`], ...thresholdsOf(properties, questions)];
  return [`  - ${escaped(String(properties.title ?? type))} (${escaped(details.join(', '))})`];
}

/** The thresholds that a chart draws. The value of an alarm's stands with the alarm. */
function thresholdsOf({ annotations, plotOptions }: any, questions: ReadonlySet<string>): string[] {
  const drawn = [listOf(annotations?.horizontal), listOf(plotOptions?.annotations?.horizontal)].flat(2);
  return drawn.map(({ label = '', value }) => `threshold ${questions.has(`${label}.`) ? label : `${label} ${value}`.trim()}`);
}
