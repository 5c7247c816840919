/* What moto holds, as read_back.py prints it, and how checks on it are told. */
import { isDeepStrictEqual } from 'util';

export interface Resource {
  readonly type: string;
  readonly physicalId: string;
}

export interface Template {
  readonly Resources: { readonly [id: string]: { readonly Type: string; readonly Properties?: any } };
}

type Described = readonly any[];

export interface State {
  readonly stack: null | {
    readonly status: string;
    readonly template: Template;
    /** What moto created, by logical id. */
    readonly resources: { readonly [id: string]: Resource };
  };
  /** All that moto holds of each kind, of this stack and of others. */
  readonly held: {
    readonly models: Described;
    readonly configurations: Described;
    readonly endpoints: Described;
    readonly dashboards: Described;
    readonly topics: Described;
    readonly roles: Described;
    readonly logGroups: Described;
    readonly logPolicies: Described;
    readonly rules: Described;
  };
}

/** What a check asserts, and what is wrong. */
export interface Check {
  readonly what: string;
  readonly passed: boolean;
}

export class Checks {
  public readonly made: Check[] = [];

  public same(what: string, found: unknown, expected: unknown): void {
    const passed = isDeepStrictEqual(found, expected);
    this.made.push({ passed, what: passed ? what : `${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(found)}` });
  }

  public other(what: string, found: unknown, than: unknown): void {
    this.made.push({ passed: !isDeepStrictEqual(found, than), what: `${what}: expected a change` });
  }

  /** The only one there is. Where there is none or several, that is a failure, and the rest is checked against nothing or the first. */
  public only(what: string, list: Described): any {
    this.same(`${what}: one`, list.length, 1);
    return list[0] ?? {};
  }
}

/** The resources of a type in the stored template. */
export function ofType({ stack }: State, type: string): any[] {
  return Object.values(stack?.template.Resources ?? {}).filter(({ Type }) => Type === type).map(({ Properties }) => Properties);
}

/** What the configuration in the stored template says about metrics. */
export function metricsConfig(state: State): unknown {
  return ofType(state, 'AWS::SageMaker::EndpointConfig').map(({ MetricsConfig }) => MetricsConfig);
}

/** How many resources of each type of the template moto skipped. */
export function skipped({ stack }: State): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [id, { Type }] of Object.entries(stack?.template.Resources ?? {})) {
    if (stack!.resources[id] === undefined) {
      counts.set(Type, (counts.get(Type) ?? 0) + 1);
    }
  }
  return new Map([...counts].sort(([one], [another]) => one.localeCompare(another)));
}
