import { Duration } from 'aws-cdk-lib';
import { ClassicQuery } from './classic-query';
import { InsightsAlarm } from './insights-alarm';
import { InsightsSubject, SubjectLevel } from './insights-subject';
import { highest, restrictedTo } from './promql-composition';
import { IInferenceComponent, IInferenceEndpoint, ProvisionedEndpoint } from '../endpoint';
import { hasSeveralAccelerators, mayHaveGpus } from '../endpoint/accelerators';
import { InferenceSignal, SignalGrouping, SignalQueryOptions, TelemetryScope } from '../telemetry';
import { ClassicMetric, Dimension } from '../telemetry/classic-metrics';

/** What the user knows that no telemetry tells. */
export interface PanelExpectations {
  /**
   * Output tokens per second of one instance that a benchmark promised: a line on the panels of token throughput.
   *
   * @default - no line
   */
  readonly outputTokensPerSecond?: number;
}

/** What one endpoint may have hundreds of. */
const MANY = [SignalGrouping.COMPONENT, SignalGrouping.COPY, SignalGrouping.GPU, SignalGrouping.MODEL];

/** Charts need no points that lie closer together. */
const SHORTEST_STEP_SECONDS = 60;

/** What panels are drawn from: what is known of the subject, and the queries about it. */
export class PanelContext {
  public constructor(
    private readonly subject: InsightsSubject,
    public readonly alarms: readonly InsightsAlarm[] = [],
    public readonly expectations: PanelExpectations = {},
  ) {}

  public get level(): SubjectLevel {
    return this.subject.level;
  }

  public get isFleet(): boolean {
    return this.level === SubjectLevel.FLEET;
  }

  /** Whether nothing narrows the queries down. */
  public get isEverything(): boolean {
    return this.subject._asked.length === 0;
  }

  public get component(): IInferenceComponent | undefined {
    return this.subject._component;
  }

  /** Whether inference components exist. Where nothing is known there may be some. */
  public get hasComponents(): boolean {
    const { _asked: asked } = this.subject;
    return this.component !== undefined || asked.length === 0 || asked.some(mayHaveComponents);
  }

  /** Whether engine, GPU, host and placement series exist: only a stated `false` rules it out. */
  public get hasDetailedObservability(): boolean {
    return this.some(({ detailedObservability }) => detailedObservability !== false);
  }

  /** Whether classic metrics per instance and container exist: only a stated `false` rules it out. */
  public get hasEnhancedMetrics(): boolean {
    return this.some(({ enhancedMetrics }) => enhancedMetrics !== false);
  }

  /** Whether instances may have GPUs that report. */
  public get hasGpus(): boolean {
    return this.some(({ instanceTypes }) => instanceTypes === undefined || instanceTypes.some(mayHaveGpus));
  }

  /** Whether one instance may have several GPUs, so that an average over them hides a hot one. */
  public get hasSeveralGpus(): boolean {
    return this.some(({ instanceTypes }) =>
      instanceTypes === undefined || instanceTypes.some((type) => mayHaveGpus(type) && hasSeveralAccelerators(type)));
  }

  /** Whether an engine of the subject publishes a signal, as far as is known. */
  public emits(signal: InferenceSignal): boolean {
    const { _engines: engines } = this.subject._scope;
    return engines === undefined || engines.some((engine) => signal._isPublishedBy(engine));
  }

  /** Whether series of more than one engine may be in play, whose answers are told apart. */
  public get hasSeveralEngines(): boolean {
    return this.subject._scope._engines?.length !== 1;
  }

  /** What tells the members of the subject apart: endpoints of a fleet, components of an endpoint. */
  public get member(): SignalGrouping[] {
    if (this.isFleet) {
      return [SignalGrouping.ENDPOINT];
    }
    return this.component || !this.hasComponents ? [] : [SignalGrouping.COMPONENT];
  }

  /** What tells instances apart, zone first. */
  public get instance(): SignalGrouping[] {
    return [...this.endpointOfFleet, SignalGrouping.ZONE, SignalGrouping.INSTANCE_TYPE, SignalGrouping.INSTANCE];
  }

  /** What tells instances apart where neither zone nor type matters. */
  public get host(): SignalGrouping[] {
    return [...this.endpointOfFleet, SignalGrouping.INSTANCE];
  }

  /** What tells the copies of components apart, zone first. */
  public get copy(): SignalGrouping[] {
    return [...this.endpointOfFleet, SignalGrouping.ZONE, ...this.component ? [] : [SignalGrouping.COMPONENT], SignalGrouping.COPY];
  }

  /** The endpoint, where there are several. */
  public get endpointOfFleet(): SignalGrouping[] {
    return this.isFleet ? [SignalGrouping.ENDPOINT] : [];
  }

  /**
   * The query of a signal. What knows no component is asked of the endpoint, and narrowed to the instances that hold a copy where the
   * answer names instances.
   */
  public promQl(signal: InferenceSignal, options: Omit<SignalQueryOptions, 'scope'> = {}): string {
    return !this.component || signal === InferenceSignal.TELEMETRY_PRESENCE || signal.groupings.includes(SignalGrouping.COMPONENT)
      ? signal.promQl({ scope: this.subject._scope, ...options })
      : this.promQlOfInstances(signal, options);
  }

  /** The query of a signal about instances with all that is on them: for a component those that hold a copy. */
  public promQlOfInstances(signal: InferenceSignal, options: Omit<SignalQueryOptions, 'scope'>): string {
    const { _scope: scope, _asked: [endpoint] } = this.subject;
    if (!this.component) {
      return signal.promQl({ scope, ...options });
    }
    const ofEndpoint = signal.promQl({ scope: TelemetryScope.endpoint(endpoint), ...options });
    const { groupBy = [] } = options;
    return groupBy.includes(SignalGrouping.INSTANCE)
      ? restrictedTo(ofEndpoint, this.promQl(InferenceSignal.TELEMETRY_PRESENCE, { groupBy }))
      : ofEndpoint;
  }

  /** The same, cut to the highest rows: for splits that may have more rows than CloudWatch returns. */
  public rows(signal: InferenceSignal, groupBy: SignalGrouping[], options: Omit<SignalQueryOptions, 'scope' | 'groupBy'> = {}): string {
    const promQl = this.promQl(signal, { groupBy, ...options });
    const mayBeMany = groupBy.some((grouping) => this.isFleet || MANY.includes(grouping));
    return mayBeMany ? highest(promQl) : promQl;
  }

  /** How far apart the points of a chart are: not closer than metrics are published. */
  public get step(): Duration {
    return Duration.seconds(Math.max(SHORTEST_STEP_SECONDS, this.subject._scope._frequencySeconds));
  }

  /** What turns a sum over a step into one per minute. */
  public get minutesPerStep(): number {
    return this.step.toSeconds() / 60;
  }

  /** A classic metric of the subject by a dimension set: every combination of what the subject does not fix. */
  public classic(
    metric: ClassicMetric, dimensions: readonly string[], options: Omit<ClassicQuery, 'metric' | 'dimensions' | 'values'> = {},
  ): ClassicQuery {
    const { _asked: asked } = this.subject;
    const known: Record<string, string[]> = {
      [Dimension.ENDPOINT]: asked.map(({ endpointName }) => endpointName),
      [Dimension.VARIANT]: asked.length === 1 ? [asked[0].variantName] : [],
      [Dimension.COMPONENT]: this.component ? [this.component.inferenceComponentName] : [],
    };
    const values = Object.fromEntries(dimensions.map((dimension) => [dimension, known[dimension] ?? []]));
    return { metric, dimensions, values, ...options };
  }

  private some(test: (endpoint: IInferenceEndpoint) => boolean): boolean {
    const { _asked: asked } = this.subject;
    return asked.length === 0 || asked.some(test);
  }
}

/** An import that names no components may have some: only an endpoint of this app is sure to have none. */
function mayHaveComponents(endpoint: IInferenceEndpoint): boolean {
  return endpoint.inferenceComponents.length > 0 || !(endpoint instanceof ProvisionedEndpoint);
}
