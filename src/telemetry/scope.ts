import type * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { IConstruct } from 'constructs';
import { Label } from './labels';
import { differs, equals, Matcher, oneOf } from './promql';
import { PublishFrequency } from './publish-frequency';
import { ServingEngine } from './serving-engine';
import { UNKNOWN_FREQUENCY_SECONDS } from './window';
import { isKnown } from '../validation';

/** The variant's name where nobody chose one: the one that AWS's own tools give. */
export const DEFAULT_VARIANT_NAME = 'AllTraffic';

/** The engines that this library knows: all are asked for where nothing is known. */
export const EVERY_ENGINE: readonly ServingEngine[] = [ServingEngine.VLLM, ServingEngine.SGLANG, ServingEngine.DJL, ServingEngine.TGI];

/** Exporters of hosts and GPUs run outside of SageMaker, too, and their series have the same names. */
const OF_ANY_ENDPOINT = [differs(Label.ENDPOINT, '')];

/** What telemetry needs to know of an endpoint. */
export interface IObservedEndpoint extends sagemaker.IEndpoint {
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
  /** One set of matchers per subject, for questions that must be asked of each on its own. */
  readonly parts: ReadonlyArray<readonly Matcher[]>;
  readonly matchers: readonly Matcher[];
  /** The members' engines and frequencies, which may change until a query is built. */
  readonly members: () => readonly ScopeMember[];
  readonly isComponent?: boolean;
  readonly isEverything?: boolean;
}

interface ScopeMember {
  readonly engines?: readonly ServingEngine[];
  readonly slowestPublishFrequency?: PublishFrequency;
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
      matchers: OF_ANY_ENDPOINT,
      parts: [OF_ANY_ENDPOINT],
      isEverything: true,
      members: () => [options],
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
    return new TelemetryScope({
      anchor: endpoints[0],
      subject: endpoints.map(({ node }) => node.path).join(', '),
      matchers: [oneOf(Label.ENDPOINT, endpoints.map(({ endpointName }) => endpointName)), ...commonVariant(endpoints)],
      parts: endpoints.map((endpoint) => [equals(Label.ENDPOINT, endpoint.endpointName), ...commonVariant([endpoint])]),
      members: () => endpoints,
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
      members: () => [component],
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
  public readonly _isComponent: boolean;

  private readonly isEverything: boolean;

  private readonly members: () => readonly ScopeMember[];

  private constructor(parts: ScopeParts) {
    this._anchor = parts.anchor;
    this._subject = parts.subject;
    this._matchers = parts.matchers;
    this._parts = parts.parts;
    this.members = parts.members;
    this._isComponent = parts.isComponent ?? false;
    this.isEverything = parts.isEverything ?? false;
  }

  /**
   * The same, with conditions that every row must meet: for series that know the labels in question.
   * @internal
   */
  public _narrowed(further: readonly Matcher[]): TelemetryScope {
    return new TelemetryScope({
      anchor: this._anchor,
      subject: this._subject,
      matchers: [...this._matchers, ...further],
      parts: this._parts.map((part) => [...part, ...further]),
      members: this.members,
      isComponent: this._isComponent,
      isEverything: this.isEverything,
    });
  }

  /** @internal */
  public get _isEndpoint(): boolean {
    return !this._isComponent && !this.isEverything && this._parts.length === 1;
  }

  /**
   * The engines that may publish: those that are known and, where a member does not say, every engine of this library.
   * @internal
   */
  public get _engines(): readonly ServingEngine[] {
    const members = this.members();
    const known = members.flatMap(({ engines }) => engines ?? []);
    return [...new Set(members.every(({ engines }) => engines !== undefined) ? known : [...EVERY_ENGINE, ...known])];
  }

  /**
   * The longest interval at which a member publishes, in seconds.
   * @internal
   */
  public get _frequencySeconds(): number {
    return Math.max(...this.members().map(({ slowestPublishFrequency: frequency }) =>
      isKnown(frequency) ? frequency : UNKNOWN_FREQUENCY_SECONDS));
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
