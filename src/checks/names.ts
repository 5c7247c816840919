import { CheckedApp, tokenOf } from './checked-app';
import { NameMatcher } from '../telemetry/recognition';
import { canMeet, Place, ReadComponent, ReadEndpoint } from '../template';

/** What is watched, by the names that alarms may give it. */
export interface Named {
  readonly endpoints: readonly string[];
  readonly components: readonly string[];
  readonly place?: Place;
}

/** An endpoint with its components. */
export function namesOfEndpoint(app: CheckedApp, endpoint: ReadEndpoint): Named {
  return {
    endpoints: [endpoint.endpointName, tokenOf(endpoint)],
    components: endpoint.components.flatMap((component) => namesOfComponent(app, component)),
    place: endpoint.place,
  };
}

/** The names of a component. */
export function namesOfComponent(app: CheckedApp, component: ReadComponent): string[] {
  return [component.componentName, tokenOf(app.resourceOf(component))];
}

const TOKEN = /\$\{[^{}]*\}/g;

/** Whether one of these matchers, of an alarm in a place, means something named. One whose value nobody knows may. */
export function mayMean(
  app: CheckedApp, matchers: readonly NameMatcher[], { endpoints, components, place }: Named, from: Place | undefined,
): boolean {
  return canMeet(from, place) && matchers.some(({ subject, operator, value }) => {
    const names = subject === 'endpoint' ? endpoints : components;
    return !operator.startsWith('!') && names.length > 0 && (isUnclear(app, value) || names.some((name) => matches(operator, value, name)));
  });
}

function isUnclear(app: CheckedApp, value: string): boolean {
  return [...value.matchAll(TOKEN)].some(([token]) => !app.isReference(token) && !token.startsWith('${AWS::'));
}

function matches(operator: string, value: string, name: string): boolean {
  if (value === name || operator !== '=~') {
    return value === name;
  }
  // A reference is one name, and its braces are no regular expression.
  const [pattern, candidate] = [value, name].map((text) => text.replace(TOKEN, (token) => Buffer.from(token).toString('hex')));
  try {
    return new RegExp(`^(?:${pattern})$`).test(candidate);
  } catch {
    // What RE2 reads and JavaScript does not.
    return true;
  }
}
