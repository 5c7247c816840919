import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { whereaboutsOf, Whereabouts } from './whereabouts';
import { IInferenceComponent, IInferenceEndpoint } from '../endpoint';
import { EverythingOptions, TelemetryScope } from '../telemetry';

/** What a dashboard of many endpoints is about. */
export interface FleetSubjectOptions extends EverythingOptions {
  /**
   * Endpoints of the fleet that are known, provisioned or imported: they are linked.
   *
   * @default - none is known
   */
  readonly endpoints?: IInferenceEndpoint[];

  /**
   * Whether queries ask about `endpoints` alone. Each name then stands in every query, and what is known of the endpoints decides
   * which panels there are: for about twenty endpoints at most, all in one account and Region.
   *
   * @default false - queries ask about every endpoint of the account and Region: their size does not grow with the fleet
   */
  readonly endpointsOnly?: boolean;

  /**
   * The Region of the fleet.
   *
   * @default - that of `endpoints`, or of the dashboard where none is known
   */
  readonly region?: string;

  /**
   * The account of the fleet. Needs cross-account observability.
   *
   * @default - that of `endpoints`, or of the dashboard where none is known
   */
  readonly account?: string;
}

/** How much a dashboard is about. */
export enum SubjectLevel {
  /** Many endpoints. */
  FLEET = 'fleet',
  /** One endpoint. */
  ENDPOINT = 'endpoint',
  /** One inference component. */
  COMPONENT = 'component',
}

interface SubjectParts {
  readonly level: SubjectLevel;
  readonly endpoints: readonly IInferenceEndpoint[];
  /** The endpoints that queries are narrowed to: none asks about all. */
  readonly asked: readonly IInferenceEndpoint[];
  readonly component?: IInferenceComponent;
  readonly whereabouts: Whereabouts;
  readonly makeScope: () => TelemetryScope;
}

/** What a dashboard is about: one inference component, one endpoint or a fleet of endpoints. */
export class InsightsSubject {
  /**
   * One inference component.
   *
   * @param component the component, provisioned or imported
   * @param endpoint the endpoint that hosts it: instances are the endpoint's
   */
  public static component(component: IInferenceComponent, endpoint: IInferenceEndpoint): InsightsSubject {
    return new InsightsSubject({
      level: SubjectLevel.COMPONENT,
      endpoints: [endpoint],
      asked: [endpoint],
      component,
      whereabouts: whereaboutsOf(endpoint),
      makeScope: () => TelemetryScope.component(component),
    });
  }

  /**
   * One endpoint with all that is on it.
   *
   * @param endpoint the endpoint, provisioned or imported
   */
  public static endpoint(endpoint: IInferenceEndpoint): InsightsSubject {
    return new InsightsSubject({
      level: SubjectLevel.ENDPOINT,
      endpoints: [endpoint],
      asked: [endpoint],
      whereabouts: whereaboutsOf(endpoint),
      makeScope: () => TelemetryScope.endpoint(endpoint),
    });
  }

  /**
   * Many endpoints: by default every endpoint of an account and Region. Throws when `endpointsOnly` has no endpoints, and when
   * endpoints lie in several accounts or Regions: queries run in one.
   *
   * @param scope any construct of the app
   * @param options which endpoints, and what is known of them
   */
  public static fleet(scope: IConstruct, options: FleetSubjectOptions = {}): InsightsSubject {
    const { endpoints = [], endpointsOnly = false, region, account } = options;
    if (endpointsOnly && endpoints.length === 0) {
      throw new Error('a fleet with endpointsOnly needs endpoints: expected at least one, got: none');
    }
    checkTogether(endpoints);
    return new InsightsSubject({
      level: SubjectLevel.FLEET,
      endpoints,
      asked: endpointsOnly ? endpoints : [],
      whereabouts: { ...endpoints.length > 0 ? whereaboutsOf(endpoints[0]) : {}, ...stated({ region, account }) },
      makeScope: () => endpointsOnly ? TelemetryScope.endpoints(endpoints) : TelemetryScope.everything(scope, options),
    });
  }

  /** How much it is about. */
  public readonly level: SubjectLevel;

  /**
   * The endpoints that are known.
   * @internal
   */
  public readonly _endpoints: readonly IInferenceEndpoint[];

  /**
   * The endpoints that queries are narrowed to: none asks about all.
   * @internal
   */
  public readonly _asked: readonly IInferenceEndpoint[];

  /** @internal */
  public readonly _component?: IInferenceComponent;

  /** @internal */
  public readonly _whereabouts: Whereabouts;

  private readonly makeScope: () => TelemetryScope;

  private constructor(parts: SubjectParts) {
    this.level = parts.level;
    this._endpoints = parts.endpoints;
    this._asked = parts.asked;
    this._component = parts.component;
    this._whereabouts = parts.whereabouts;
    this.makeScope = parts.makeScope;
  }

  /**
   * Whom queries ask about, with all that is known when it is asked for.
   * @internal
   */
  public get _scope(): TelemetryScope {
    return this.makeScope();
  }
}

function checkTogether(endpoints: readonly IInferenceEndpoint[]): void {
  for (const what of ['region', 'account'] as const) {
    const known = [...new Set(endpoints.map(({ env }) => env[what]).filter((value) => !Token.isUnresolved(value)))];
    if (known.length > 1) {
      throw new Error(`the endpoints of a fleet must lie in one ${what}, because queries run in one: got: ${known.join(', ')}`);
    }
  }
}

function stated({ region, account }: Whereabouts): Whereabouts {
  return { ...region === undefined ? {} : { region }, ...account === undefined ? {} : { account } };
}
