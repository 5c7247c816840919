import { PredefinedMetric } from 'aws-cdk-lib/aws-applicationautoscaling';
import { Construct } from 'constructs';
import { CapacityBounds, ScalableCapacity } from './scalable-capacity';
import { IObservedEndpoint, SignalGrouping, TelemetryScope } from '../telemetry';
import { InvalidPropertiesError } from '../validation';

/** Properties of `ScalableInstances`. */
export interface ScalableInstancesProps extends CapacityBounds {
  /** The endpoint with one model, provisioned or imported. */
  readonly endpoint: IObservedEndpoint;
}

/**
 * The instances of an endpoint with one model between two bounds. `endpoint.autoScaleInstances` is the shorter way; this one takes imported
 * endpoints, too. Endpoints for inference components scale their instances with the copies that are placed on them: scale the copies there.
 *
 * **Changing the instance type** of a scaled endpoint takes two deployments, as `InstanceFleet.fixed` describes.
 */
export class ScalableInstances extends ScalableCapacity {
  /**
   * Registers the instances. Throws when the bounds contradict each other, when the instances are scaled already, and for an endpoint for
   * inference components.
   */
  public constructor(scope: Construct, id: string, props: ScalableInstancesProps) {
    const { endpoint } = props;
    super(scope, id, props);
    refuseComponents(this, endpoint);
    this._register({
      scaled: endpoint,
      resourceId: `endpoint/${endpoint.endpointName}/variant/${endpoint.variantName}`,
      dimension: 'sagemaker:variant:DesiredInstanceCount',
      unit: 'instances',
      name: endpoint.endpointName,
      lowest: 1,
      subject: { scope: TelemetryScope.endpoint(endpoint), groupBy: [SignalGrouping.ENDPOINT] },
      concurrency: PredefinedMetric.SAGEMAKER_VARIANT_CONCURRENT_REQUESTS_PER_MODEL_HIGH_RESOLUTION,
      invocations: PredefinedMetric.SAGEMAKER_VARIANT_INVOCATIONS_PER_INSTANCE,
    });
  }
}

/**
 * Two controllers of one number make no sense, and pressure per instance says nothing where instances hold copies of several models. An
 * endpoint tells by what it hosts; of an import that names no components it is not known.
 */
function refuseComponents(scope: Construct, endpoint: IObservedEndpoint): void {
  const { _hostsComponents: hosts, inferenceComponents = [] } = endpoint as { _hostsComponents?: boolean; inferenceComponents?: unknown[] };
  if (hosts || inferenceComponents.length > 0) {
    throw new InvalidPropertiesError(scope, [
      'the instances of an endpoint for inference components are scaled by SageMaker with the copies that are placed on them (managed instance ' +
      `scaling): expected autoScaleCopies of its components, or an endpoint with one model, got: ${endpoint.node.path}`,
    ]);
  }
}
