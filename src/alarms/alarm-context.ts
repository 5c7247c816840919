import { Duration } from 'aws-cdk-lib';
import { IInferenceComponent, IInferenceEndpoint, ProvisionedEndpoint } from '../endpoint';
import { scalingOf } from '../scaling/capacity-registry';
import { InsightsSubject } from '../subject/insights-subject';
import { SubjectFacts } from '../subject/subject-facts';
import {
  InferenceSignal, RequestSeriesForm, ServingEngine, SignalGrouping, SignalQueryOptions, TelemetryDialect, TelemetryScope,
} from '../telemetry';
import { Label } from '../telemetry/labels';
import { differs, Matcher, noneOf, oneOf } from '../telemetry/promql';
import { TelemetryWindow } from '../telemetry/window';

/** What the user knows that no telemetry tells. */
export interface AlarmExpectations {
  /**
   * Output tokens per second of one instance that a benchmark promised: an instance under load that yields far less is reported.
   *
   * @default - unknown: that rule is left out
   */
  readonly outputTokensPerSecond?: number;

  /**
   * The Availability Zones that must have instances, such as `eu-central-1a`.
   *
   * @default - those that had instances within the last day
   */
  readonly zones?: string[];

  /**
   * The most copies that scaling may make of a component, by the component's name. For an endpoint without components the most
   * instances, by the endpoint's name.
   *
   * @default - the maximum of what this app scales; unknown for others, for which rules about scaling are left out
   */
  readonly maximumCopies?: { [name: string]: number };

  /**
   * The names of components that may have no copies on purpose, as scaling to zero does: their silence is not reported.
   *
   * @default - those that this app scales down to zero
   */
  readonly mayBeAtZero?: string[];
}

/** Components that may have equally many copies. */
export interface CopyLimit {
  /** Empty for all: then queries need not name them. */
  readonly names: readonly string[];
  readonly copies: number;
}

/** What alarm rules are made from: what is known of the subject, and the queries about it. */
export class AlarmContext extends SubjectFacts {
  public constructor(
    subject: InsightsSubject,
    public readonly expectations: AlarmExpectations = {},
    private readonly narrowedBy: readonly Matcher[] = [],
  ) {
    super(subject);
  }

  /** How often metrics are published, in seconds: the slowest counts. */
  public get publishSeconds(): number {
    return this.scope._frequencySeconds;
  }

  /** The engines in play. */
  public get engines(): readonly ServingEngine[] {
    return this.scope._engines;
  }

  /** What SageMaker's own request series are, where the app says so: elsewhere nobody knows whether they arrive. */
  public get requestSeries(): RequestSeriesForm | undefined {
    const dialect = TelemetryDialect.of(this.scope._anchor);
    return dialect.hasRequestSeries ? dialect.requestSeries : undefined;
  }

  /** What a component is told apart by. On an endpoint without components the endpoint takes its place. */
  public get perComponent(): SignalGrouping[] {
    return [SignalGrouping.ENDPOINT, ...this.hasComponents ? [SignalGrouping.COMPONENT] : []];
  }

  public get perCopy(): SignalGrouping[] {
    return [...this.perComponent, SignalGrouping.COPY];
  }

  public get perInstance(): SignalGrouping[] {
    return [SignalGrouping.ENDPOINT, SignalGrouping.INSTANCE];
  }

  public get perGpu(): SignalGrouping[] {
    return [SignalGrouping.ENDPOINT, SignalGrouping.GPU];
  }

  /** The endpoint, where it is one. */
  public get endpoint(): IInferenceEndpoint | undefined {
    return this.isFleet ? undefined : this.subject._asked[0];
  }

  /** The components that are known and may not be at zero. */
  public get componentsThatMustHaveCopies(): IInferenceComponent[] {
    return this.components.filter(({ inferenceComponentName: name }) => !this.mayBeAtZero.includes(name));
  }

  /** The limits of copies, each with all components that have it: a clause per component would make queries too long. */
  public get limits(): CopyLimit[] {
    const entries = Object.entries({ ...this.scaledLimits, ...this.expectations.maximumCopies });
    const limits = [...new Set(entries.map(([, copies]) => copies))];
    return limits.map((copies) => ({
      copies,
      names: limits.length === 1 && this.hasOnly(entries.map(([name]) => name))
        ? []
        : entries.filter(([, limit]) => limit === copies).map(([name]) => name),
    }));
  }

  /** The same for some components only. Signals of hosts know none. */
  public ofComponents(names: readonly string[]): AlarmContext {
    return this.hasComponents && names.length > 0 ? this.narrowed(oneOf(Label.COMPONENT, names)) : this;
  }

  /** The same for series that carry a component, whichever it is. */
  public ofAnyComponent(): AlarmContext {
    return this.narrowed(differs(Label.COMPONENT, ''));
  }

  /** The same without the components that may have no copies on purpose. */
  public exceptAtZero(): AlarmContext {
    return this.mayBeAtZero.length > 0 ? this.narrowed(noneOf(Label.COMPONENT, this.mayBeAtZero)) : this;
  }

  /** The query of a signal. */
  public promQl(signal: InferenceSignal, groupBy: SignalGrouping[], options: Omit<SignalQueryOptions, 'scope' | 'groupBy'> = {}): string {
    return signal.promQl({ scope: this.scope, groupBy, ...options });
  }

  /** The percentage of requests that took no longer than an objective. */
  public shareWithin(signal: InferenceSignal, within: Duration, groupBy: SignalGrouping[], window: Duration): string {
    return signal.promQlShareWithin(within, { scope: this.scope, groupBy, window });
  }

  /** The shortest window, in seconds, that is sure to hold enough samples. */
  public get shortestWindow(): number {
    return new TelemetryWindow(this.publishSeconds).shortest;
  }

  /** Whether no other components than these are asked about: of an endpoint of this app all are known. */
  private hasOnly(names: readonly string[]): boolean {
    return this.endpoint instanceof ProvisionedEndpoint && this.components.length > 0 &&
      this.components.every(({ inferenceComponentName: name }) => names.includes(name));
  }

  private get components(): IInferenceComponent[] {
    return this.subject._asked.flatMap(({ inferenceComponents }) => inferenceComponents);
  }

  /** What scaling of this app allows, by the name of the component, or of the endpoint whose instances are scaled. */
  private get scaledLimits(): Record<string, number> {
    const endpoints = this.subject._asked.map((endpoint) => [endpoint.endpointName, scalingOf(endpoint)] as const);
    const components = this.components.map((component) => [component.inferenceComponentName, scalingOf(component)] as const);
    return Object.fromEntries([...endpoints, ...components].flatMap(([name, scaling]) => scaling ? [[name, scaling.maxCapacity]] : []));
  }

  private get mayBeAtZero(): string[] {
    const scaled = this.components.filter((component) => scalingOf(component)?.minCapacity === 0);
    return [...new Set([...this.expectations.mayBeAtZero ?? [], ...scaled.map(({ inferenceComponentName: name }) => name)])];
  }

  private get scope(): TelemetryScope {
    return this.subject._scope._narrowed(this.narrowedBy);
  }

  private narrowed(matcher: Matcher): AlarmContext {
    return new AlarmContext(this.subject, this.expectations, [...this.narrowedBy, matcher]);
  }
}
