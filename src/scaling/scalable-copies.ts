import { PredefinedMetric } from 'aws-cdk-lib/aws-applicationautoscaling';
import { Construct } from 'constructs';
import { CapacityBounds, ScalableCapacity } from './scalable-capacity';
import { ScaleToZeroProps } from './scale-to-zero-props';
import { wakeUp } from './wake-up';
import { IObservedComponent, SignalGrouping, TelemetryScope } from '../telemetry';
import { Caution, InvalidPropertiesError, isKnown, Problems } from '../validation';

/** How many instances may host the copies. */
export interface HostingInstances {
  /** The fewest instances. */
  readonly min: number;

  /** The most instances. */
  readonly max: number;
}

/** Properties of `ScalableCopies`. */
export interface ScalableCopiesProps extends CapacityBounds {
  /** The component, provisioned or imported. */
  readonly component: IObservedComponent;

  /**
   * How many instances may host the copies.
   *
   * @default - unknown: whether all instances may go is not checked
   */
  readonly instances?: HostingInstances;
}

/**
 * The copies of an inference component between two bounds. `component.autoScaleCopies` is the shorter way; this one takes imported
 * components, too.
 *
 * Up to about 40 components with three tiers, or 60 with one, fit a stack of 500 resources.
 */
export class ScalableCopies extends ScalableCapacity {
  private readonly component: IObservedComponent;
  private readonly instances?: HostingInstances;
  private wakes = false;

  /** Registers the copies. Throws when the bounds contradict each other and when the copies are scaled already. */
  public constructor(scope: Construct, id: string, props: ScalableCopiesProps) {
    const { component, instances } = props;
    super(scope, id, props);
    refuseAdapter(this, component);
    this.component = component;
    this.instances = instances;
    this._register({
      scaled: component,
      resourceId: `inference-component/${component.inferenceComponentName}`,
      dimension: 'sagemaker:inference-component:DesiredCopyCount',
      unit: 'copies',
      name: component.inferenceComponentName,
      lowest: 0,
      subject: { scope: TelemetryScope.component(component), groupBy: [SignalGrouping.ENDPOINT, SignalGrouping.COMPONENT] },
      concurrency: PredefinedMetric.SAGEMAKER_INFERENCE_COMPONENT_CONCURRENT_REQUESTS_PER_COPY_HIGH_RESOLUTION,
      invocations: PredefinedMetric.SAGEMAKER_INFERENCE_COMPONENT_INVOCATIONS_PER_COPY,
    });
  }

  /**
   * Lets idle copies go to none, and wakes the component at the first call that finds no copy: target tracking of requests in flight, which
   * scales in, and an alarm on calls that found no copy with a step policy that adds one.
   *
   * Needs `minCapacity: 0` here and, where instances are to go as well, a fleet with `min: 0`, which not every Region takes (eu-west-3
   * was seen to refuse it). **The first call fails**, and calls fail until a copy serves: minutes, and nine and a half were measured
   * where an instance had to be launched. Callers must retry.
   *
   * Throws when `minCapacity` or the fleet's minimum is above 0, and when another policy scales in or tracks requests in flight.
   *
   * @param id the id of the policies
   * @param props how idle is told
   */
  public scaleToZero(id: string, props: ScaleToZeroProps): void {
    const problems = new Problems();
    if (isKnown(this.minCapacity) && this.minCapacity > 0) {
      problems.add(`minCapacity must be 0 for copies that go to zero, got: ${this.minCapacity}`);
    }
    if (this.instances && isKnown(this.instances.min) && this.instances.min > 0) {
      problems.add(`instances: min of the fleet must be 0 for an endpoint that goes to zero, got: ${this.instances.min}`);
    }
    if (this.wakes) {
      problems.add('scaleToZero must stand once, got: twice');
    }
    problems.throwIfAny(this);
    this.wakes = true;
    const { wakeUpCooldown = this.startUpTime, ...tracking } = props;
    this.scaleOnConcurrentRequests(id, tracking);
    this._addAlarm(wakeUp(this, `${id}WakeUp`, this.component.inferenceComponentName, this._target, wakeUpCooldown));
  }

  /** @internal */
  protected _cautions(): Caution[] {
    return this.minCapacity !== 0 || this.wakes ? super._cautions() : [...super._cautions(), {
      id: 'neverWakes',
      message: 'minCapacity is 0 and nothing wakes the component: no policy of its own scales out from zero. Expected scaleToZero, or a schedule that ' +
        'brings copies back',
    }];
  }
}

/** An adapter has no copies of its own: it uses those of its base (realtime-endpoints-adapt.html). */
function refuseAdapter(scope: Construct, component: IObservedComponent): void {
  if ((component as { base?: unknown }).base !== undefined) {
    throw new InvalidPropertiesError(scope, [
      `an adapter uses the copies of its base: expected the component that it belongs to, got: the adapter ${component.node.path}`,
    ]);
  }
}
