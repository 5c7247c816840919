import { IConstruct } from 'constructs';
import { Label } from './labels';
import { equals, Matcher, oneOf } from './promql';
import { PublishFrequency } from './publish-frequency';
import { ServingEngine } from './serving-engine';
import { UNKNOWN_FREQUENCY_SECONDS } from './window';

/** The variant's name where nobody chose one: the one that AWS's own tools give. */
export const DEFAULT_VARIANT_NAME = 'AllTraffic';

/** What telemetry needs to know of an endpoint. */
export interface IObservedEndpoint extends IConstruct {
  /** The endpoint's name. */
  readonly endpointName: string;

  /** The name of the production variant meant. */
  readonly variantName: string;

  /** The engines whose own series reach CloudWatch: empty when none does, undefined when unknown. */
  readonly engines?: ServingEngine[];

  /** The longest interval at which anything on the endpoint is published, its components included; undefined when unknown. */
  readonly slowestPublishFrequency?: PublishFrequency;
}

/** What telemetry needs to know of an inference component. */
export interface IObservedComponent extends IConstruct {
  /** The component's name. */
  readonly inferenceComponentName: string;

  /** The engines whose own series reach CloudWatch: empty when none does, undefined when unknown. */
  readonly engines?: ServingEngine[];

  /** The longest interval at which anything about the component is published, its endpoint's included; undefined when unknown. */
  readonly slowestPublishFrequency?: PublishFrequency;
}

/** What is known of everything in an account and Region. */
export interface EverythingOptions {
  /**
   * The longest interval at which any endpoint publishes.
   *
   * @default PublishFrequency.FIVE_MINUTES
   */
  readonly slowestPublishFrequency?: PublishFrequency;

  /**
   * The engines in use.
   *
   * @default - unknown: queries ask for the series of every engine
   */
  readonly engines?: ServingEngine[];
}

interface ScopeParts {
  readonly anchor: IConstruct;
  readonly subject: string;
  readonly matchers: readonly Matcher[];
  readonly engines?: readonly ServingEngine[];
  readonly frequencySeconds: number;
  /** One set of matchers per subject, for questions that must be asked of each on its own. */
  readonly parts: ReadonlyArray<readonly Matcher[]>;
  readonly isComponent?: boolean;
}

/** Whom a query asks about. Windows fit the slowest publish frequency in it. */
export class TelemetryScope {
  /**
   * Every endpoint in the account and Region of the query.
   *
   * @param scope any construct of the app, which has the app's telemetry dialect
   * @param options what is known of the endpoints
   */
  public static everything(scope: IConstruct, options: EverythingOptions = {}): TelemetryScope {
    return new TelemetryScope({
      anchor: scope,
      subject: 'everything',
      matchers: [],
      parts: [[]],
      engines: options.engines,
      frequencySeconds: options.slowestPublishFrequency ?? UNKNOWN_FREQUENCY_SECONDS,
    });
  }

  /**
   * One endpoint, with all that is on it when the query is built.
   *
   * @param endpoint the endpoint, provisioned or imported
   */
  public static endpoint(endpoint: IObservedEndpoint): TelemetryScope {
    return TelemetryScope.endpoints([endpoint]);
  }

  /**
   * Several endpoints.
   *
   * @param endpoints at least one endpoint
   */
  public static endpoints(endpoints: IObservedEndpoint[]): TelemetryScope {
    if (endpoints.length === 0) {
      throw new Error('a telemetry scope of endpoints needs at least one endpoint, got: none (TelemetryScope.everything asks about all)');
    }
    const engines = endpoints.map((endpoint) => endpoint.engines);
    return new TelemetryScope({
      anchor: endpoints[0],
      subject: endpoints.map(({ node }) => node.path).join(', '),
      matchers: [oneOf(Label.ENDPOINT, endpoints.map(({ endpointName }) => endpointName)), ...commonVariant(endpoints)],
      parts: endpoints.map((endpoint) => [equals(Label.ENDPOINT, endpoint.endpointName), ...commonVariant([endpoint])]),
      engines: engines.some((some) => some === undefined) ? undefined : [...new Set(engines.flatMap((some) => some!))],
      frequencySeconds: Math.max(...endpoints.map((endpoint) => endpoint.slowestPublishFrequency ?? UNKNOWN_FREQUENCY_SECONDS)),
    });
  }

  /**
   * One inference component.
   *
   * @param component the component, provisioned or imported
   */
  public static component(component: IObservedComponent): TelemetryScope {
    const matchers = [equals(Label.COMPONENT, component.inferenceComponentName)];
    return new TelemetryScope({
      anchor: component,
      subject: component.node.path,
      matchers,
      parts: [matchers],
      engines: component.engines,
      frequencySeconds: component.slowestPublishFrequency ?? UNKNOWN_FREQUENCY_SECONDS,
      isComponent: true,
    });
  }

  /** @internal */
  public readonly _anchor: IConstruct;

  /**
   * How the scope is called in messages.
   * @internal
   */
  public readonly _subject: string;

  /** @internal */
  public readonly _matchers: readonly Matcher[];

  /** @internal */
  public readonly _parts: ReadonlyArray<readonly Matcher[]>;

  /** @internal */
  public readonly _engines?: readonly ServingEngine[];

  /** @internal */
  public readonly _frequencySeconds: number;

  /** @internal */
  public readonly _isComponent: boolean;

  private constructor(parts: ScopeParts) {
    this._anchor = parts.anchor;
    this._subject = parts.subject;
    this._matchers = parts.matchers;
    this._parts = parts.parts;
    this._engines = parts.engines;
    this._frequencySeconds = parts.frequencySeconds;
    this._isComponent = parts.isComponent ?? false;
  }
}

/**
 * The variant is asked for only where somebody chose one: endpoints of this library and of AWS's tools have a single variant,
 * and a matcher less is a way less to match nothing.
 */
function commonVariant(endpoints: readonly IObservedEndpoint[]): Matcher[] {
  const variants = [...new Set(endpoints.map(({ variantName }) => variantName))];
  return variants.includes(DEFAULT_VARIANT_NAME) ? [] : [oneOf(Label.VARIANT, variants)];
}
