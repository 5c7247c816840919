import { CfnResource, Duration, Tokenization } from 'aws-cdk-lib';
import {
  BaseTargetTrackingProps, PredefinedMetric, ScalableTarget, ScalingSchedule, ServiceNamespace, TargetTrackingScalingPolicy,
} from 'aws-cdk-lib/aws-applicationautoscaling';
import { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct, IConstruct } from 'constructs';
import { registerScaling, scalingOf } from './capacity-registry';
import { EnginePressurePolicy } from './engine-pressure';
import { EnginePressureProps } from './engine-pressure-props';
import { MeasuredSubject } from './pressure-measure';
import { resourceCountProblems } from './resource-count';
import { SafetyNet } from './safety-net';
import { ScaleInOwner } from './scale-in-owner';
import { ScalingAlarm } from './scaling-alarm';
import { serviceLinkedRole } from './service-linked-role';
import { ConcurrentRequestsScalingProps, CustomMetricScalingProps, InvocationsScalingProps } from './tracking-props';
import { Caution, isKnown, Problems, warn } from '../validation';

/** How far capacity may go. */
export interface CapacityBounds {
  /** The fewest. */
  readonly minCapacity: number;

  /** The most. */
  readonly maxCapacity: number;

  /**
   * How long it takes from the decision until a new copy or instance serves: download, load into GPU memory and start, and the launch of an
   * instance where none has room, which was measured at nine and a half minutes in all. Unless stated otherwise it is the cooldown after
   * scaling out of every policy: too short, and slow starts add capacity again and again; too long, and pressure that goes on is answered
   * late. So measure it.
   *
   * @default Duration.minutes(5)
   */
  readonly startUpTime?: Duration;
}

/** What scaling needs to know. */
interface CapacityParts {
  readonly scaled: IConstruct;
  readonly resourceId: string;
  readonly dimension: string;
  /** `copies` or `instances`. */
  readonly unit: string;
  /** The name of the component or endpoint. */
  readonly name: string;
  readonly lowest: number;
  readonly subject: MeasuredSubject;
  readonly concurrency: PredefinedMetric;
  readonly invocations: PredefinedMetric;
}

/** AWS's own examples take 40 to 240 seconds on an instance that has room. */
const START_UP_TIME = Duration.minutes(5);
const SCALE_IN_COOLDOWN = Duration.minutes(5);
/** Well above what a copy handles at ease, whatever the model: no better number is known without the model. */
const DEFAULT_NET = SafetyNet.concurrentRequests(100);

/**
 * The number of copies or instances, between two bounds, and the policies that move it. Several policies may add capacity, and the one that
 * asks for most wins; **exactly one may take it away**, and all others need `disableScaleIn`.
 *
 * Application Auto Scaling acts with its service-linked role for SageMaker: the template holds no role for it.
 */
export abstract class ScalableCapacity extends Construct {
  /** The fewest copies or instances. */
  public readonly minCapacity: number;

  /** The most copies or instances. */
  public readonly maxCapacity: number;

  private readonly scaleIn: ScaleInOwner;
  /** @internal */
  protected _target!: ScalableTarget;
  private readonly bounds: CapacityBounds;
  private readonly alarms: ScalingAlarm[] = [];
  private readonly trackers: string[] = [];
  private readonly tracked = new Map<string, string>();
  private parts!: CapacityParts;

  protected constructor(scope: Construct, id: string, bounds: CapacityBounds) {
    super(scope, id);
    this.bounds = bounds;
    this.minCapacity = bounds.minCapacity;
    this.maxCapacity = bounds.maxCapacity;
    this.scaleIn = new ScaleInOwner(this);
  }

  /** How long it takes until a new copy or instance serves. */
  public get startUpTime(): Duration {
    return this.bounds.startUpTime ?? START_UP_TIME;
  }

  /** The alarms that scale. While one is in ALARM capacity changes: that is no trouble. */
  public get scalingAlarms(): ScalingAlarm[] {
    return [...this.alarms];
  }

  /**
   * Scales on the pressure inside the engine: KV cache, waiting requests, queue time, time to first token or any other signal. Any
   * measure of a tier scales out; all must be calm to scale in, and only when they would still be calm with the remaining copies.
   *
   * Each tier is a PromQL alarm and a step policy of its own. Which number a step policy compares with its bounds when a PromQL alarm
   * triggers it is not documented: each has two touching steps with the same adjustment, which apply whatever it is. For a short time
   * after the number of copies rose no tier breaches, so that lasting pressure triggers again, whether an action repeats while its alarm
   * lasts or not.
   *
   * Throws when the engine does not publish what is asked for, when tiers overlap, and when a value for scaling in is not below that for
   * scaling out.
   *
   * @param id the id of the policy
   * @param props when and by how much
   */
  public scaleOnEnginePressure(id: string, props: EnginePressureProps = {}): void {
    const scalesIn = !(props.disableScaleIn ?? this.minCapacity === 0);
    const net = (props.safetyNet ?? (this.minCapacity === 0 ? SafetyNet.NONE : DEFAULT_NET))._target;
    const { unit, name, subject } = this.parts;
    const policy = new EnginePressurePolicy(this, id, props, {
      target: this._target, subject, unit, name, scalesIn, startUp: this.startUpTime, safetyNetTarget: net,
    });
    if (scalesIn) {
      this.scaleIn.claim(id);
    }
    this.alarms.push(...policy.alarms);
    if (net !== undefined) {
      this.scaleOnConcurrentRequests(`${id}SafetyNet`, { targetConcurrentRequests: net, disableScaleIn: true });
    }
  }

  /**
   * Keeps requests in flight per copy or instance at a target: by the predefined metric of high resolution, which arrives every ten
   * seconds and speeds up scaling out only. Throws when another policy tracks it, or two would scale in.
   *
   * @param id the id of the policy
   * @param props the target
   */
  public scaleOnConcurrentRequests(id: string, props: ConcurrentRequestsScalingProps): void {
    this.track(id, 'requests in flight', 'targetConcurrentRequests', props.targetConcurrentRequests, props, { predefinedMetric: this.parts.concurrency });
  }

  /**
   * Keeps requests per minute and copy or instance at a target. Throws when another policy tracks it, or two would scale in.
   *
   * @param id the id of the policy
   * @param props the target
   */
  public scaleOnInvocations(id: string, props: InvocationsScalingProps): void {
    this.track(id, 'requests per minute', 'targetInvocationsPerMinute', props.targetInvocationsPerMinute, props, { predefinedMetric: this.parts.invocations });
  }

  /**
   * Keeps a classic metric at a target. Throws when two policies would scale in.
   *
   * @param id the id of the policy
   * @param props the metric and the target
   */
  public scaleToTrackCustomMetric(id: string, props: CustomMetricScalingProps): void {
    this.track(id, 'a metric', 'targetValue', props.targetValue, props, { customMetric: props.metric });
  }

  /**
   * Moves the bounds at fixed times.
   *
   * @param id the id of the action
   * @param props when, and to what
   */
  public scaleOnSchedule(id: string, props: ScalingSchedule): void {
    const problems = new Problems();
    problems.number('minCapacity', props.minCapacity, { min: this.parts.lowest, unit: this.parts.unit });
    problems.number('maxCapacity', props.maxCapacity, { min: this.parts.lowest, unit: this.parts.unit });
    checkOrder(problems, props.minCapacity ?? this.minCapacity, props.maxCapacity ?? this.maxCapacity);
    if (props.minCapacity === undefined && props.maxCapacity === undefined) {
      problems.add('a schedule must move minCapacity, maxCapacity or both, got: neither');
    }
    problems.throwIfAny(this);
    this._target.scaleOnSchedule(id, props);
  }

  /**
   * What is allowed but likely to surprise, once all policies are there.
   * @internal
   */
  protected _cautions(): Caution[] {
    return this.scaleIn.exists ? [] : [{
      id: 'neverScalesIn',
      message: `no policy takes ${this.parts.unit} away, so they stay where the busiest time took them: expected one policy without disableScaleIn`,
    }];
  }

  /**
   * Registers what is scaled.
   * @internal
   */
  protected _register(parts: CapacityParts): void {
    this.parts = parts;
    this.check();
    registerScaling(parts.scaled, this);
    this._target = new ScalableTarget(this, 'Target', {
      serviceNamespace: ServiceNamespace.SAGEMAKER,
      resourceId: parts.resourceId,
      scalableDimension: parts.dimension,
      minCapacity: this.minCapacity,
      maxCapacity: this.maxCapacity,
      role: serviceLinkedRole(this),
    });
    // What scales goes first when all is deleted: an endpoint whose target is registered cannot be deleted.
    const resource = parts.scaled.node.defaultChild;
    if (CfnResource.isCfnResource(resource)) {
      this._target.node.addDependency(resource);
    }
    this.node.addValidation({
      validate: () => {
        warn(this, this._cautions());
        return resourceCountProblems(this, (construct) => construct instanceof ScalableCapacity);
      },
    });
  }

  /**
   * What moves capacity, a line for each policy, for people.
   * @internal
   */
  public get _policies(): string[] {
    return [...this.alarms.map(({ title }) => title), ...this.trackers];
  }

  /**
   * What is scaled and how far, such as `qwen: 1 to 8 copies`.
   * @internal
   */
  public get _title(): string {
    const [fewest, most] = [this.minCapacity, this.maxCapacity].map((bound) => Tokenization.stringifyNumber(bound));
    return `${this.parts.name}: ${fewest} to ${most} ${this.parts.unit}`;
  }

  /**
   * Adds an alarm to those that scale.
   * @internal
   */
  protected _addAlarm(alarm: ScalingAlarm): void {
    this.alarms.push(alarm);
  }

  private track(
    id: string, what: string, property: string, targetValue: number, props: BaseTargetTrackingProps,
    metric: { readonly predefinedMetric?: PredefinedMetric; readonly customMetric?: IMetric },
  ): void {
    const problems = new Problems();
    if (isKnown(targetValue) && !(targetValue > 0)) {
      problems.add(`${property} must be above 0, got: ${targetValue}`);
    }
    const other = metric.predefinedMetric && this.tracked.get(metric.predefinedMetric);
    if (other !== undefined) {
      problems.add(`a metric may be tracked by one policy of a target, got: ${other} and ${id}, both of ${metric.predefinedMetric}. ` +
        'The safety net of engine pressure is such a policy: leave it out with SafetyNet.NONE');
    }
    problems.throwIfAny(this);
    if (!props.disableScaleIn) {
      this.scaleIn.claim(id);
    }
    new TargetTrackingScalingPolicy(this, id, {
      scalingTarget: this._target,
      policyName: props.policyName,
      targetValue,
      disableScaleIn: props.disableScaleIn ?? false,
      scaleInCooldown: props.scaleInCooldown ?? SCALE_IN_COOLDOWN,
      scaleOutCooldown: props.scaleOutCooldown ?? this.startUpTime,
      ...metric,
    });
    this.trackers.push(`${id}: keeps ${what} at ${Tokenization.stringifyNumber(targetValue)}${props.disableScaleIn ? ', scales out only' : ''}`);
    if (metric.predefinedMetric) {
      this.tracked.set(metric.predefinedMetric, id);
    }
  }

  private check(): void {
    const { lowest, unit, scaled } = this.parts;
    const problems = new Problems();
    if (scalingOf(scaled)) {
      problems.add(`${unit} may be scaled by one target, got another one: ${scalingOf(scaled)!.node.path}`);
    }
    problems.number('minCapacity', this.minCapacity, { min: lowest, unit });
    problems.number('maxCapacity', this.maxCapacity, { min: Math.max(1, lowest), unit });
    checkOrder(problems, this.minCapacity, this.maxCapacity);
    problems.seconds('startUpTime', this.startUpTime, { min: 0 });
    problems.throwIfAny(this);
  }
}

function checkOrder(problems: Problems, minCapacity: number | undefined, maxCapacity: number | undefined): void {
  if (isKnown(minCapacity) && isKnown(maxCapacity) && minCapacity > maxCapacity) {
    problems.add(`minCapacity must not be above maxCapacity, got: minCapacity ${minCapacity}, maxCapacity ${maxCapacity}`);
  }
}
