import { Construct } from 'constructs';
import { ComponentDeployment } from './component-deployment';
import { ComponentResource, createComponentResource } from './component-resource';
import {
  acceleratorsReserved, checkSpecification, ComponentOverrides, ComponentPlacement, ComponentResources, metricsPath, renderSpecification,
  SpecificationSettings,
} from './component-specification';
import { PublishFrequency } from './detailed-observability';
import { InferenceComponentAdapter, InferenceComponentAdapterOptions } from './inference-component-adapter';
import { IInferenceComponent, ImportedInferenceComponent, InferenceComponentBase } from './inference-component-base';
import { IInferenceEndpoint, InferenceEndpoint } from './inference-endpoint';
import { InstanceFleet } from './instance-fleet';
import { checkComponentName } from './names';
import { ProvisionedEndpoint } from './provisioned-endpoint';
import { rollbackCycles } from './rollback-alarms';
import { ServedModel } from './served-model';
import { ServingEngine } from './serving-engine';
import { Caution, isKnown, Problems, warn } from '../validation';

/** What a component consists of. */
export interface InferenceComponentOptions {
  /** The model. */
  readonly model: ServedModel;

  /** What each copy reserves on an instance. */
  readonly resources: ComponentResources;

  /**
   * The number of copies, at least 1: SageMaker refuses to create a component without any. When copies are autoscaled this is
   * the number to begin with, and **a later change of it undoes what autoscaling decided**: leave it alone then.
   *
   * @default 1
   */
  readonly copies?: number;

  /**
   * The component's name: 1 to 63 letters, digits and inner dashes, unique in account and Region. A named component cannot be
   * moved to another endpoint in one deployment, because both would exist for a moment.
   *
   * @default - a lower-case name made from stack name and construct path: CloudFormation returns the name in an ARN only, whose
   * case may differ from the one that metrics carry
   */
  readonly inferenceComponentName?: string;

  /**
   * Where copies are placed.
   *
   * @default - spread over instances, balanced over zones, with artifacts kept on the instances
   */
  readonly placement?: ComponentPlacement;

  /**
   * How updates reach the copies.
   *
   * @default - SageMaker's own, without rollback alarms
   */
  readonly deployment?: ComponentDeployment;

  /**
   * What differs on an instance type of the fleet, such as a smaller model on a fallback.
   *
   * @default - the same everywhere
   */
  readonly overrides?: { [instanceType: string]: ComponentOverrides };
}

/** Properties of a component. */
export interface InferenceComponentProps extends InferenceComponentOptions {
  /** The endpoint whose instances host the copies: one for inference components, provisioned or imported. */
  readonly endpoint: IInferenceEndpoint;
}

/** Set by SageMaker's guide on adapters: vLLM loads adapters at run time only with it (realtime-endpoints-adapt.html). */
const VLLM_ADAPTERS = { VLLM_ALLOW_RUNTIME_LORA_UPDATING: 'true' };

/**
 * Copies of one model on the instances of an endpoint.
 *
 * Callers name the component in their requests: hand them `inferenceComponentName`.
 *
 * @resource AWS::SageMaker::InferenceComponent
 */
export class InferenceComponent extends InferenceComponentBase {
  /**
   * A component that another stack or tool owns.
   *
   * @param scope the construct that uses it
   * @param id its id there
   * @param inferenceComponentName the component's name
   */
  public static fromInferenceComponentName(scope: Construct, id: string, inferenceComponentName: string): IInferenceComponent {
    const component = new ImportedInferenceComponent(scope, id, { inferenceComponentName });
    const problems = new Problems();
    checkComponentName(problems, 'inferenceComponentName', inferenceComponentName);
    problems.throwIfAny(component);
    return component;
  }

  /** The endpoint whose instances host the copies. */
  public readonly endpoint: IInferenceEndpoint;

  /** The engine that serves the model. */
  public readonly engine?: ServingEngine;

  /** How often the container's own metrics are published, or undefined when the endpoint is imported and does not say. */
  public readonly publishFrequency?: PublishFrequency;

  /** The number of copies in the template. */
  public readonly copies: number;

  /** Whether the engine's own series reach CloudWatch. */
  public readonly publishesEngineMetrics: boolean;

  /** The component's ARN. */
  public readonly inferenceComponentArn: string;

  /** The component's name, which callers send along with a request. */
  public readonly inferenceComponentName: string;

  protected readonly endpointArn?: string;
  private readonly props: InferenceComponentProps;
  private readonly adapters: InferenceComponentAdapter[] = [];

  /** Creates the component on an endpoint. `endpoint.addInferenceComponent` is the shorter way. */
  public constructor(scope: Construct, id: string, props: InferenceComponentProps) {
    super(scope, id);
    this.props = props;
    this.endpoint = props.endpoint;
    this.endpointArn = props.endpoint.endpointArn;
    this.engine = props.model.engine;
    this.copies = props.copies ?? 1;
    this.publishFrequency = props.model._container?.metrics?.publishFrequency ?? props.endpoint.publishFrequency;
    this.check();

    const settings = this.settings(props.model, props.resources);
    this.publishesEngineMetrics = metricsPath(settings) !== undefined;
    const { resource, name } = this.createResource(settings);
    this.inferenceComponentArn = resource.ref;
    this.inferenceComponentName = name;

    if (props.endpoint instanceof InferenceEndpoint) {
      props.endpoint._register(this);
    }
    warn(this, this.cautions());
    this.node.addValidation({
      validate: () => [...this.lateProblems(), ...rollbackCycles(resource, props.deployment?.rollbackAlarms ?? [])],
    });
  }

  /**
   * Adds an adapter (LoRA) of this component's model. It uses the copies of this component: it has no image, resources or
   * copies of its own. On vLLM the container is told to load adapters at run time.
   *
   * @param id the adapter's construct id
   * @param options the adapter's artifacts
   */
  public addAdapter(id: string, options: InferenceComponentAdapterOptions): InferenceComponentAdapter {
    const adapter = new InferenceComponentAdapter(this, id, { ...options, base: this, endpoint: this.endpoint, role: this.host?.role });
    this.adapters.push(adapter);
    if (this.props.model._modelName !== undefined && this.engine === ServingEngine.VLLM) {
      warn(adapter, [{
        id: 'adapterOnExistingModel',
        message: `the base runs an existing model: its environment must hold ${Object.entries(VLLM_ADAPTERS).map((entry) => entry.join('=')).join()}, or the adapter cannot be loaded`,
      }]);
    }
    return adapter;
  }

  /**
   * The accelerators that all copies reserve, 0 when unknown.
   * @internal
   */
  public get _acceleratorsReserved(): number {
    return acceleratorsReserved(this.props.resources, this.copies);
  }

  private get host(): ProvisionedEndpoint | undefined {
    return this.endpoint instanceof ProvisionedEndpoint ? this.endpoint : undefined;
  }

  private get fleet(): InstanceFleet | undefined {
    return this.host?.instances;
  }

  private settings(model: ServedModel, resources: ComponentResources): SpecificationSettings {
    const observed = this.endpoint.detailedObservability ?? true;
    return {
      model,
      resources,
      observed,
      placement: this.props.placement ?? {},
      publishFrequency: model._container?.metrics?.publishFrequency ?? this.endpoint.publishFrequency,
      environment: () => model._environment(observed, this.loadsAdapters ? VLLM_ADAPTERS : {}),
    };
  }

  private get loadsAdapters(): boolean {
    return this.adapters.length > 0 && this.engine === ServingEngine.VLLM;
  }

  private overridden(type: string): SpecificationSettings {
    const { model, resources } = this.props.overrides?.[type] ?? {};
    return this.settings(model ?? this.props.model, resources ?? this.props.resources);
  }

  private createResource(settings: SpecificationSettings): ComponentResource {
    const { props, host } = this;
    return createComponentResource(this, {
      givenName: props.inferenceComponentName,
      host: props.endpoint,
      role: host?.role,
      endpointName: props.endpoint.endpointName,
      variantName: props.endpoint.variantName,
      runtimeConfig: { copyCount: this.copies },
      deploymentConfig: props.deployment?._render(),
      ...props.overrides
        ? {
          specifications: this.fleet!.instanceTypes.map((instanceType) => ({
            instanceType, ...renderSpecification(new Construct(this, instanceType), host?.role, this.overridden(instanceType)),
          })),
        }
        : { specification: renderSpecification(this, host?.role, settings) },
    });
  }

  private check(): void {
    const { model, resources, overrides, inferenceComponentName, deployment } = this.props;
    const problems = new Problems();
    checkComponentName(problems, 'inferenceComponentName', inferenceComponentName);
    problems.number('copies', this.copies, { min: 1, unit: 'copies' });
    deployment?._check(problems);
    checkSpecification(problems, this.settings(model, resources));
    if (!this.host && !model._fitsComponentContainer && model._container) {
      problems.add('model: uncompressed artifacts need a model of their own, which needs the role of the endpoint: expected an archive on an imported endpoint');
    }
    const types = this.fleet?.instanceTypes ?? [];
    for (const type of Object.keys(overrides ?? {})) {
      checkSpecification(problems, this.overridden(type));
      if (!types.includes(type)) {
        problems.add(`overrides may only name instance types of the endpoint (${types.join(', ') || 'unknown, because it is imported'}), got: ${type}`);
      }
    }
    for (const type of types) {
      const available = this.fleet!.acceleratorsOf(type);
      const { accelerators } = this.overridden(type).resources;
      if (isKnown(accelerators) && available !== undefined && accelerators > available) {
        problems.add(`resources: accelerators must be at most the ${available} of ${type}, got: ${accelerators}`);
      }
    }
    problems.throwIfAny(this);
  }

  private lateProblems(): string[] {
    const problems = new Problems();
    if (this.adapters.length > 0) {
      checkSpecification(problems, this.settings(this.props.model, this.props.resources));
    }
    for (const [key, value] of Object.entries(this.loadsAdapters ? VLLM_ADAPTERS : {})) {
      const own = this.props.model._container?.environment?.[key];
      if (own !== undefined && own !== value) {
        problems.add(`model: environment ${key} must be '${value}' for a component with adapters, got: '${own}'`);
      }
    }
    return problems.found;
  }

  private cautions(): Caution[] {
    const { model, resources, deployment } = this.props;
    const cautions = [...model._cautions(), ...deployment?._cautions() ?? []];
    const [first] = this.fleet?.instanceTypes ?? [];
    if (first !== undefined && resources.accelerators === undefined && (this.fleet!.acceleratorsOf(first) ?? 0) > 0) {
      cautions.push({
        id: 'componentWithoutAccelerators',
        message: `the component reserves no accelerators on ${first}, which has ${this.fleet!.acceleratorsOf(first)}: its containers see none`,
      });
    }
    if (this.endpoint.detailedObservability !== false && !this.publishesEngineMetrics) {
      cautions.push({
        id: 'engineWithoutMetrics',
        message:
          `no series of the engine '${model.engine.name}' are expected from this component: ` +
          (model._metricsSwitchedOff ? 'its environment switches them off' : 'it serves no metrics on port 8080') +
          '. GPU and host series exist nevertheless',
      });
    }
    return cautions;
  }
}
