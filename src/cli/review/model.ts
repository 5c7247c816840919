/* What a review shows: an app's endpoints, each with what watches and scales it. */
import { NameMatcher, namesInQuery } from '../../telemetry/recognition';
import {
  AlarmReading, alarmsIn, dashboardsIn, endpointsIn, isCause, ReadDashboard, ReadEndpoint, ReadPolicy, ReadTarget, scalingIn,
  strayPoliciesIn,
} from '../../template';
import { Assembly, AssemblyStack, linkAssembly } from '../assembly';

/** One endpoint, provisioned by the app or only watched by it. */
export interface ReviewedEndpoint {
  /** As the app knows it. */
  readonly title: string;
  /** Undefined where somebody else provisions it, and of what belongs to no single endpoint. */
  readonly provisioned?: ReadEndpoint;
  readonly isEndpoint: boolean;
  readonly alarms: readonly AlarmReading[];
  readonly diagnosis: readonly AlarmReading[];
  readonly scaling: readonly ReadTarget[];
  /** Policies whose target is not of this app. */
  readonly strayPolicies?: readonly ReadPolicy[];
}

/** The alarms that make an endpoint's policies act. */
export function scalersOf({ scaling }: ReviewedEndpoint): AlarmReading[] {
  return [...new Set(scaling.flatMap(({ policies }) => policies.flatMap(({ alarms }) => alarms)))];
}

/** A dashboard, and the Region of its stack. */
export interface ReviewedDashboard extends ReadDashboard {
  readonly region?: string;
}

export interface Review {
  readonly stacks: readonly AssemblyStack[];
  readonly endpoints: readonly ReviewedEndpoint[];
  /** Alarms and scaling that belong to no single endpoint. */
  readonly others: ReviewedEndpoint;
  readonly dashboards: readonly ReviewedDashboard[];
}

const DIMENSION = /\b(?:EndpointName|InferenceComponentName)\s*=\s*["']?((?:\$\{[^}]*\}|[^,"'{}\s])+)/g;
const CHILD = /\b(?:ALARM|OK|INSUFFICIENT_DATA)\("?([^")]+?)(?:\.Arn\})?"?\)/g;

/** Puts together what belongs together. */
export function reviewOf(assembly: Assembly): Review {
  const { template, stackOf } = linkAssembly(assembly);
  const endpoints = endpointsIn(template);
  const alarms = alarmsIn(template);
  const scaling = scalingIn(template, alarms);
  const owners = ownersOf(endpoints, alarms, scaling);
  const titles = [...new Set([...endpoints.map(({ endpointName }) => endpointName), ...owners.alarms.values(), ...owners.targets.values()])]
    .filter((title): title is string => title !== undefined);
  const scalers = new Set(scaling.flatMap(({ policies }) => policies.flatMap((policy) => policy.alarms)));
  const watching = alarms.filter((alarm) => !scalers.has(alarm));
  const partsOf = (owner: string | undefined) => {
    const own = watching.filter((alarm) => owners.alarms.get(alarm) === owner);
    return {
      alarms: own.filter((alarm) => !isCause(alarm)),
      diagnosis: own.filter(isCause),
      scaling: scaling.filter((target) => owners.targets.get(target) === owner),
    };
  };
  return {
    stacks: assembly.stacks,
    endpoints: titles.map((title) => ({
      title: plain(title), isEndpoint: true, provisioned: endpoints.find(({ endpointName }) => endpointName === title), ...partsOf(title),
    })),
    others: { title: 'Everything else', isEndpoint: false, ...partsOf(undefined), strayPolicies: strayPoliciesIn(template, alarms) },
    dashboards: dashboardsIn(template).map((dashboard) => ({ ...dashboard, region: stackOf(dashboard.logicalId).region })),
  };
}

interface Owners {
  readonly alarms: ReadonlyMap<AlarmReading, string | undefined>;
  readonly targets: ReadonlyMap<ReadTarget, string | undefined>;
}

/** Which endpoint alarms and targets are about: undefined where they are about none or several. */
function ownersOf(endpoints: readonly ReadEndpoint[], alarms: readonly AlarmReading[], scaling: readonly ReadTarget[]): Owners {
  const byComponent = new Map(endpoints.flatMap(({ endpointName, components }) =>
    components.map(({ componentName }) => [componentName, endpointName] as const)));
  const only = (names: readonly string[]) => {
    const found = new Set(names.map((name) => byComponent.get(name) ?? name));
    return found.size === 1 ? [...found][0] : undefined;
  };
  const direct = new Map(alarms.map((alarm) => [alarm, only(namesIn(alarm))]));
  const children = (alarm: AlarmReading) => [...alarm.query.matchAll(CHILD)].map(([, name]) => name.replace(/^\$\{/, ''));
  const ofChildren = (alarm: AlarmReading) => {
    const names = children(alarm);
    return only(alarms.filter(({ name, properties }) => names.includes(name) || names.includes(properties.AlarmName))
      .flatMap((child) => direct.get(child) ?? []));
  };
  // Those of the stack as a whole are no neighbours.
  const neighbours = ({ name }: AlarmReading) => name.split('/').slice(1, -1)
    .map((_, index, ids) => `${name.split('/')[0]}/${ids.slice(0, ids.length - index).join('/')}/`)
    .map((prefix) => only(alarms.filter((other) => other.name.startsWith(prefix)).flatMap((other) => direct.get(other) ?? [])))
    .find((owner) => owner !== undefined);
  return {
    alarms: new Map(alarms.map((alarm) => [alarm, direct.get(alarm) ?? ofChildren(alarm) ?? neighbours(alarm)])),
    targets: new Map(scaling.map((target) => {
      const [kind, name] = partsOfResource(target.resourceId);
      return [target, kind === 'endpoint' ? name : byComponent.get(name) ?? name];
    })),
  };
}

/** `inference-component/NAME` or `endpoint/NAME/variant/NAME`, where a name may hold slashes within `${}`. */
function partsOfResource(resourceId: string): [kind: string, name: string] {
  const [, kind, name] = /^([^/]+)\/((?:\$\{[^}]*\}|[^/])+)/.exec(resourceId) ?? ['', '', resourceId];
  return [kind, name];
}

function namesIn({ query, kind }: AlarmReading): string[] {
  return kind === 'PromQL' ? namesInQuery(query).flatMap(named) : [...query.matchAll(DIMENSION)].map(([, name]) => name);
}

/** The names that a matcher asks for. */
function named({ operator, value }: NameMatcher): string[] {
  return operator.startsWith('!') ? [] : operator === '=~' ? value.split('|').map((name) => name.replace(/\\+(.)/g, '$1')) : [value];
}

/** `${Stack/Shared}` is read `Stack/Shared`. */
function plain(name: string): string {
  return name.replace(/^\$\{([^}]*)\}$/, '$1');
}
