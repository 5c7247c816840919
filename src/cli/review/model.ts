/* What a review shows: an app's endpoints, each with what watches and scales it. */
import { NameMatcher, namesInQuery } from '../../telemetry/recognition';
import {
  AlarmReading, alarmsIn, canMeet, dashboardsIn, endpointsIn, isCause, Place, ReadDashboard, ReadEndpoint,
  ReadPolicy, ReadTarget, scalingIn, strayPoliciesIn,
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
  const scalers = new Set(scaling.flatMap(({ policies }) => policies.flatMap((policy) => policy.alarms)));
  const watching = alarms.filter((alarm) => !scalers.has(alarm));
  const partsOf = (owner: Owner | undefined) => {
    const own = watching.filter((alarm) => owners.alarms.get(alarm) === owner);
    return {
      alarms: own.filter((alarm) => !isCause(alarm)),
      diagnosis: own.filter(isCause),
      scaling: scaling.filter((target) => owners.targets.get(target) === owner),
    };
  };
  const titles = owners.all.map(({ name }) => plain(name));
  const isUnique = (title: string) => titles.indexOf(title) === titles.lastIndexOf(title);
  return {
    stacks: assembly.stacks,
    endpoints: owners.all.map((owner, index) => ({
      title: isUnique(titles[index]) ? titles[index] : `${titles[index]} (${placeText(owner.place)})`,
      isEndpoint: true,
      provisioned: owner.provisioned,
      ...partsOf(owner),
    })),
    others: { title: 'Everything else', isEndpoint: false, ...partsOf(undefined), strayPolicies: strayPoliciesIn(template, alarms) },
    dashboards: dashboardsIn(template).map((dashboard) => ({ ...dashboard, region: stackOf(dashboard.logicalId).region })),
  };
}

/** An endpoint that alarms and targets are about. */
interface Owner {
  readonly name: string;
  readonly place?: Place;
  readonly provisioned?: ReadEndpoint;
}

interface Owners {
  readonly all: readonly Owner[];
  readonly alarms: ReadonlyMap<AlarmReading, Owner | undefined>;
  readonly targets: ReadonlyMap<ReadTarget, Owner | undefined>;
}

/** Which endpoint alarms and targets are about: undefined where they are about none or several. */
function ownersOf(endpoints: readonly ReadEndpoint[], alarms: readonly AlarmReading[], scaling: readonly ReadTarget[]): Owners {
  const all: Owner[] = endpoints.map((provisioned) => ({ name: provisioned.endpointName, place: provisioned.place, provisioned }));
  const ownerOf = (name: string, place: Place | undefined): Owner => {
    const near = all.filter((owner) => canMeet(owner.place, place));
    const found = near.find((owner) => owner.name === name)
      ?? near.find(({ provisioned }) => provisioned?.components.some(({ componentName }) => componentName === name));
    if (found !== undefined) {
      return found;
    }
    const stranger = { name, place };
    all.push(stranger);
    return stranger;
  };
  const only = (found: ReadonlyArray<Owner | undefined>) => {
    const [first, ...others] = new Set(found.filter((owner) => owner !== undefined));
    return others.length === 0 ? first : undefined;
  };
  const known = new Set(endpoints.flatMap(({ endpointName, components }) =>
    [endpointName, ...components.map(({ componentName }) => componentName)]));
  const direct = new Map(alarms.map((alarm) => {
    const names = [...new Set(namesIn(alarm))];
    const isOnFleet = names.length > 1 && !names.every((name) => known.has(name));
    return [alarm, isOnFleet ? undefined : only(names.map((name) => ownerOf(name, alarm.place)))];
  }));
  const ofChildren = (alarm: AlarmReading) => {
    const names = [...alarm.query.matchAll(CHILD)].map(([, name]) => name.replace(/^\$\{/, ''));
    return alarm.kind !== 'composite' ? undefined : only(alarms
      .filter(({ name, properties }) => names.includes(name) || names.includes(properties.AlarmName))
      .map((child) => direct.get(child)));
  };
  // Those of the stack as a whole are no neighbours.
  const neighbours = ({ name }: AlarmReading) => name.split('/').slice(1, -1)
    .map((_, index, ids) => `${name.split('/')[0]}/${ids.slice(0, ids.length - index).join('/')}/`)
    .map((prefix) => only(alarms.filter((other) => other.name.startsWith(prefix)).map((other) => direct.get(other))))
    .find((owner) => owner !== undefined);
  const ofAlarms = new Map(alarms.map((alarm) => [alarm, direct.get(alarm) ?? ofChildren(alarm) ?? neighbours(alarm)]));
  const ofTargets = new Map(scaling.map((target) => [target, ownerOf(nameOfResource(target.resourceId), target.place)]));
  return { all, alarms: ofAlarms, targets: ofTargets };
}

function placeText({ stage = '', region = 'any Region', account = 'any account' }: Partial<Place> = {}): string {
  return [...stage === '' ? [] : [stage], region, account].join(', ');
}

/** The name in `inference-component/NAME` or `endpoint/NAME/variant/NAME`: it may hold slashes within `${}`. */
function nameOfResource(resourceId: string): string {
  const [, name] = /^[^/]+\/((?:\$\{[^}]*\}|[^/])+)/.exec(resourceId) ?? ['', resourceId];
  return name;
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
