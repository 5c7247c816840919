import { Construct } from 'constructs';
import { InferenceComponent, InferenceComponentOptions } from './inference-component';
import { InstanceFleet } from './instance-fleet';
import { ProvisionedEndpoint, ProvisionedEndpointProps } from './provisioned-endpoint';
import { ServingEngine } from './serving-engine';
import { isKnown, Problems, warn } from '../validation';

/** Properties of an endpoint for inference components. */
export interface InferenceComponentEndpointProps extends ProvisionedEndpointProps {
  /** The instances that the components share. */
  readonly instances: InstanceFleet;
}

/**
 * An endpoint whose instances are shared by inference components: many models on the same GPUs, each with its own copies.
 *
 * It has one production variant. The endpoint starts empty; models come with `addInferenceComponent`.
 *
 * @resource AWS::SageMaker::Endpoint
 */
export class InferenceComponentEndpoint extends ProvisionedEndpoint {
  /** Creates the endpoint with its role and configuration. */
  public constructor(scope: Construct, id: string, props: InferenceComponentEndpointProps) {
    super(scope, id, props, props.instances);
    const problems = new Problems();
    this._checkCommon(problems);
    problems.throwIfAny(this);

    this._provision(props, {
      variant: this.instances._render(),
      configuration: { vpcConfig: this._vpcConfig(props.network), enableNetworkIsolation: props.security?.networkIsolation },
      retainInstanceCount: this.instances.minInstances !== this.instances.maxInstances,
    });
    this.node.addValidation({ validate: () => this.validateCapacity() });
  }

  /** The engines whose own series reach CloudWatch. */
  public get engines(): ServingEngine[] | undefined {
    const components = this.inferenceComponents as InferenceComponent[];
    return [...new Set(components.filter(({ publishesEngineMetrics }) => publishesEngineMetrics).map(({ engine }) => engine!))];
  }

  /**
   * Adds a model.
   *
   * @param id the component's construct id
   * @param options the model, what each copy reserves, and how many copies there are
   */
  public addInferenceComponent(id: string, options: InferenceComponentOptions): InferenceComponent {
    const component = new InferenceComponent(this, id, { endpoint: this, ...options });
    if (this.instances.minInstances === 0) {
      warn(component, [{
        id: 'instancesCannotReachZero',
        message:
          'the fleet may shrink to 0 instances but this component always keeps ' + `${component.copies} copies, so it never will: ` +
          'expected a component whose copies are autoscaled down to 0, or a fleet with min of at least 1',
      }]);
    }
    return component;
  }

  /** What all copies reserve together must fit on the largest fleet, or SageMaker keeps trying until the start-up time-outs end. */
  private validateCapacity(): string[] {
    const perInstance = this.instances.instanceTypes.map((type) => this.instances.acceleratorsOf(type));
    if (!isKnown(this.instances.maxInstances) || !perInstance.every((count) => count !== undefined)) {
      return [];
    }
    const available = this.instances.maxInstances * Math.max(...perInstance);
    const reserved = (this.inferenceComponents as InferenceComponent[])
      .reduce((sum, component) => sum + component._acceleratorsReserved, 0);
    return reserved <= available ? [] : [
      `instances: the components reserve ${reserved} accelerators together, expected at most the ${available} of ` +
      `${this.instances.maxInstances} instances: raise max or lower accelerators and copies`,
    ];
  }
}
