import { Duration } from 'aws-cdk-lib';
import { ClassicQuery } from './classic-query';
import { InsightsAlarm } from './insights-alarm';
import { highest, restrictedTo } from './promql-composition';
import { ScalableCapacity } from '../scaling';
import { scalingOf } from '../scaling/capacity-registry';
import { InsightsSubject } from '../subject/insights-subject';
import { SubjectFacts } from '../subject/subject-facts';
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
export class PanelContext extends SubjectFacts {
  public constructor(
    subject: InsightsSubject,
    public readonly alarms: readonly InsightsAlarm[] = [],
    public readonly expectations: PanelExpectations = {},
  ) {
    super(subject);
  }

  /** What this app scales of the subject: its component, those of its endpoints, or the instances of these. */
  public get scaled(): ScalableCapacity[] {
    const { _endpoints: endpoints } = this.subject;
    const candidates = this.component ? [this.component] : endpoints.flatMap((endpoint) => [endpoint, ...endpoint.inferenceComponents]);
    return candidates.flatMap((candidate) => scalingOf(candidate) ?? []);
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
}
