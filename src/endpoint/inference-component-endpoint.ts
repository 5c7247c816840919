import { Construct } from 'constructs';
import { InferenceComponent } from './inference-component';
import { InferenceComponentOptions } from './inference-component-props';
import { InstanceFleet } from './instance-fleet';
import { ProvisionedEndpoint, ProvisionedEndpointProps } from './provisioned-endpoint';
import { ServingEngine } from '../telemetry/serving-engine';
import { isKnown, Problems } from '../validation';

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
    this._checkCommon(problems, props);
    problems.throwIfAny(this);

    this._provision(props, {
      variant: this.instances._render(),
      configuration: { vpcConfig: this._vpcConfig(props.network), enableNetworkIsolation: props.security?.networkIsolation },
      retainInstanceCount: () => this.instances.minInstances !== this.instances.maxInstances,
    });
    this.node.addValidation({ validate: () => this.validateCapacity() });
  }

  /** The engines whose own series reach CloudWatch. */
  public get engines(): ServingEngine[] | undefined {
    return [...new Set(this.provisioned.flatMap((component) => component.engines!))];
  }

  /** @internal */
  public get _hostsComponents(): boolean {
    return true;
  }

  /**
   * Adds a model.
   *
   * @param id the component's construct id
   * @param options the model, what each copy reserves, and how many copies there are
   */
  public addInferenceComponent(id: string, options: InferenceComponentOptions): InferenceComponent {
    return new InferenceComponent(this, id, { endpoint: this, ...options });
  }

  private get provisioned(): InferenceComponent[] {
    return this.inferenceComponents as InferenceComponent[];
  }

  /**
   * What all copies reserve together must fit on the largest fleet of at least one instance type, or SageMaker keeps trying until
   * the start-up time-outs end: all in the template, and the most copies of each component beside the template's of the others. A lower
   * bound: copies that need several accelerators may leave single ones free.
   */
  private validateCapacity(): string[] {
    const all = this.shortage((component) => component.copies);
    if (all) {
      return [`instances: the components reserve ${all}. Raise max or lower accelerators and copies`];
    }
    return this.provisioned.flatMap((scaledOut) => {
      const shortage = this.shortage((component) => component === scaledOut ? component._mostCopies : component.copies);
      return shortage === undefined ? [] : [
        `instances: the component ${scaledOut.node.id} may never have its ${scaledOut._mostCopies} copies: beside the others it would reserve ` +
        `${shortage}. Raise max or lower maxCapacity`,
      ];
    });
  }

  private shortage(copiesOf: (component: InferenceComponent) => number): string | undefined {
    const { instanceTypes, maxInstances } = this.instances;
    const fits = instanceTypes.map((type) => {
      const perInstance = this.instances.acceleratorsOf(type);
      const reserved = this.provisioned.reduce((sum, component) => sum + component._acceleratorsOn(type, copiesOf(component)), 0);
      return { type, reserved, available: perInstance === undefined ? Infinity : perInstance * maxInstances };
    });
    if (!isKnown(maxInstances) || fits.some(({ reserved, available }) => reserved <= available)) {
      return undefined;
    }
    const found = fits.map(({ type, reserved, available }) => `${reserved} of ${available} on ${type}`).join(', ');
    return `more accelerators than ${maxInstances} instances have: expected at most what they have, got: ${found}`;
  }
}
