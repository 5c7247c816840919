import { Token } from 'aws-cdk-lib';
import { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { alarmPage, endpointPage, logGroupPage } from './console-links';
import { DashboardRegistry } from './dashboard-registry';
import { InsightsAlarm } from './insights-alarm';
import { IInferenceEndpoint } from '../endpoint';
import { InsightsSubject, SubjectLevel } from '../subject/insights-subject';
import { outsideTokens } from '../telemetry/outside-tokens';

/** A list of links that would grow without end says how many are left out. */
const MOST_LINKS = 25;
/** Of components the logs are linked, too. */
const MOST_COMPONENTS = 5;
/** The tiles of alarms are links, too. */
const MOST_ALARMS = 8;

/** Another dashboard about the same subject. */
export interface Sibling {
  readonly title: string;
  readonly url: string;
}

/** The head of a dashboard: what it is about, and where to go from here. */
export function navigation(
  subject: InsightsSubject, registry: DashboardRegistry, alarms: readonly InsightsAlarm[], siblings: readonly Sibling[],
): string {
  return [
    `# ${heading(subject)}`,
    ...line('Sections', siblings.map(({ title, url }) => link(title, url))),
    ...subject.level === SubjectLevel.FLEET ? fleetLines(subject, registry) : endpointLines(subject, registry),
    ...line('Alarms', alarms.map(({ alarm, title }) => link(title ?? alarm.alarmName, alarmPage(regionOf(alarm), alarm.alarmName))), MOST_ALARMS),
  ].join('\n\n');
}

function heading({ level, _component: component, _endpoints: [endpoint] }: InsightsSubject): string {
  switch (level) {
    case SubjectLevel.FLEET:
      return 'Inference endpoints';
    case SubjectLevel.ENDPOINT:
      return `Endpoint ${endpoint.endpointName}`;
    case SubjectLevel.COMPONENT:
      return `Inference component ${component!.inferenceComponentName}`;
  }
}

function fleetLines({ _endpoints: endpoints }: InsightsSubject, registry: DashboardRegistry): string[] {
  return line('Endpoints', endpoints.map((endpoint) =>
    link(endpoint.endpointName, registry.ofEndpoint(endpoint)?.url ?? pageOf(endpoint))));
}

function endpointLines({ _component: component, _endpoints: [endpoint] }: InsightsSubject, registry: DashboardRegistry): string[] {
  const { region } = endpoint.env;
  const fleets = registry.fleetsOf(endpoint).map(({ url }) => link('Fleet', url));
  const page = `[button:primary:Endpoint in SageMaker](${pageOf(endpoint)})`;
  if (component) {
    const dashboard = registry.ofEndpoint(endpoint);
    return line('Up', [...fleets, ...dashboard ? [link(`Endpoint ${endpoint.endpointName}`, dashboard.url)] : [], page])
      .concat(line('Logs', [link('component', logGroupPage(region, component.logGroupName)), link('endpoint', logGroupPage(region, endpoint.logGroupName))]));
  }
  return [
    ...line('Up', [...fleets, page]),
    ...line('Logs', [link('endpoint', logGroupPage(region, endpoint.logGroupName))]),
    ...line('Components', endpoint.inferenceComponents.map((one) => {
      const dashboard = registry.ofComponent(one);
      const logs = link(dashboard ? 'logs' : `${one.inferenceComponentName} logs`, logGroupPage(region, one.logGroupName));
      return dashboard ? `${link(one.inferenceComponentName, dashboard.url)} (${logs})` : logs;
    }), MOST_COMPONENTS),
  ];
}

function line(title: string, entries: readonly string[], most: number = MOST_LINKS): string[] {
  const more = entries.length - most;
  const shown = entries.slice(0, most).join(' · ');
  return entries.length === 0 ? [] : [`**${title}:** ${shown}${more > 0 ? ` · and ${more} more` : ''}`];
}

function link(title: string, url: string): string {
  return `[${outsideTokens(title, (text) => text.replace(/[[\]\\]/g, '\\$&'))}](${url})`;
}

function pageOf(endpoint: IInferenceEndpoint): string {
  return endpointPage(endpoint.env.region, endpoint.endpointName);
}

/** Where an alarm lies: an import by ARN says so in the ARN. */
function regionOf({ alarmArn, env }: IAlarm): string {
  const [, , , region = ''] = alarmArn.split(':');
  return Token.isUnresolved(alarmArn) || region === '' ? env.region : region;
}
