import { Construct } from 'constructs';
import {
  acceleratorsReserved, checkSpecification, ComponentOverrides, metricsPath, renderSpecification, SpecificationSettings,
} from './component-specification';
import { driverCautions } from './driver-cautions';
import { isTrue } from './environment';
import { drainEnvironment } from './graceful-shutdown';
import { InferenceComponentProps } from './inference-component-props';
import { InstanceFleet } from './instance-fleet';
import { ProvisionedEndpoint } from './provisioned-endpoint';
import { PublishFrequency } from '../telemetry/publish-frequency';
import { slowestOf } from '../telemetry/publish-frequency-checks';
import { ServingEngine } from '../telemetry/serving-engine';
import { Caution, isKnown, Problems } from '../validation';

/**
 * What SageMaker's guide on adapters asks of vLLM (realtime-endpoints-adapt.html): adapters can be loaded, and at run time. The
 * second is the form that AWS's vLLM container passes on as `--enable-lora`.
 */
const VLLM_ADAPTERS = { VLLM_ALLOW_RUNTIME_LORA_UPDATING: 'true', SM_VLLM_ENABLE_LORA: 'true' };

/** What a component runs on each instance type of its endpoint: one specification, or one per type where overrides differ. */
export class ComponentPlan {
  public constructor(
    private readonly props: InferenceComponentProps,
    private readonly hasAdapters: () => boolean,
    private readonly isScaled: () => boolean,
  ) {}

  /** The endpoint, when this app provisions it. */
  public get host(): ProvisionedEndpoint | undefined {
    return this.props.endpoint instanceof ProvisionedEndpoint ? this.props.endpoint : undefined;
  }

  /** The engines whose own series reach CloudWatch. */
  public get publishingEngines(): ServingEngine[] {
    return [...new Set(this.specifications.filter((settings) => metricsPath(settings) !== undefined).map(({ model }) => model.engine))];
  }

  /** The longest interval at which a container or the endpoint publishes, or undefined when that is unknown. */
  public get slowestPublishFrequency(): PublishFrequency | undefined {
    return slowestOf(this.props.endpoint.publishFrequency, this.specifications.map(({ publishFrequency }) => publishFrequency));
  }

  /** The accelerators that a number of copies reserves on instances of a type, 0 when unknown. */
  public acceleratorsOn(instanceType: string, copies: number): number {
    return acceleratorsReserved(this.on(instanceType).resources, copies);
  }

  public check(problems: Problems): void {
    const { model, resources } = this.props;
    checkSpecification(problems, this.settings({ model, resources }));
    for (const [type, overrides] of this.overrides) {
      checkSpecification(problems, this.settings(overrides));
      if (!this.types.includes(type) && this.types.every(isKnown)) {
        const known = this.types.join(', ') || 'unknown, because it is imported';
        problems.add(`overrides may only name instance types of the endpoint (${known}), got: ${type}`);
      }
    }
    if (!this.host && this.specifications.some((settings) => settings.model._container && !settings.model._fitsComponentContainer)) {
      problems.add(
        'model: uncompressed artifacts need a model of their own, which needs the role of the endpoint: expected an archive on an ' +
        'imported endpoint, got: a prefix');
    }
    for (const type of this.types) {
      const available = this.fleet!.acceleratorsOf(type);
      const { accelerators } = this.on(type).resources;
      if (isKnown(accelerators) && available !== undefined && accelerators > available) {
        problems.add(`resources: accelerators must be at most the ${available} of ${type}, got: ${accelerators}`);
      }
    }
  }

  /** What came later, such as adapters and scaling, makes wrong. */
  public checkEnvironment(problems: Problems): void {
    for (const settings of this.hasAdapters() || this.isScaled() ? this.specifications : []) {
      checkSpecification(problems, settings);
    }
    for (const settings of this.hasAdapters() ? this.specifications : []) {
      for (const [key, value] of Object.entries(adapterEnvironment(settings.model.engine))) {
        const own = settings.model._container?.environment?.[key];
        if (isKnown(own) && !isTrue(own)) {
          problems.add(`model: environment ${key} must be '${value}' for a component with adapters, got: '${own}'`);
        }
      }
    }
  }

  public cautions(): Caution[] {
    return [
      ...this.specifications.flatMap(({ model }) => [...model._cautions(), ...driverCautions(model, this.fleet)]),
      ...this.idleAcceleratorCautions(),
      ...this.silentEngineCautions(),
    ];
  }

  /** What is likely to surprise about the fewest copies, which autoscaling may change after the component was made. */
  public lateCautions(fewestCopies: number): Caution[] {
    return this.fleet?.minInstances !== 0 || !isKnown(fewestCopies) || fewestCopies === 0 ? [] : [{
      id: 'instancesCannotReachZero',
      message:
        `the fleet may shrink to 0 instances but this component always keeps ${fewestCopies} copies, so it never will: expected a ` +
        'component whose copies are autoscaled down to 0, or a fleet with min of at least 1',
    }];
  }

  /** A caution for an adapter whose base cannot be told to load it. */
  public adapterCautions(): Caution[] {
    const lacking = this.specifications
      .filter(({ model }) => model._modelName !== undefined)
      .flatMap(({ model }) => Object.entries(adapterEnvironment(model.engine)).map((entry) => entry.join('=')));
    return lacking.length === 0 ? [] : [{
      id: 'adapterOnExistingModel',
      message: `the base runs an existing model: its environment must hold ${[...new Set(lacking)].join(' and ')}, or the adapter cannot be loaded`,
    }];
  }

  public render(scope: Construct) {
    return this.overrides.length > 0
      ? {
        specifications: this.types.map((instanceType, index) => ({
          instanceType, ...renderSpecification(new Construct(scope, `Specification${index}`), this.host, this.on(instanceType)),
        })),
      }
      : { specification: renderSpecification(scope, this.host, this.specifications[0]) };
  }

  private get fleet(): InstanceFleet | undefined {
    return this.host?.instances;
  }

  private get types(): string[] {
    return this.fleet?.instanceTypes ?? [];
  }

  private get overrides(): Array<[string, ComponentOverrides]> {
    return Object.entries(this.props.overrides ?? {});
  }

  private get specifications(): SpecificationSettings[] {
    return this.overrides.length > 0 ? this.types.map((type) => this.on(type)) : [this.settings({})];
  }

  private on(instanceType: string): SpecificationSettings {
    return this.settings(this.props.overrides?.[instanceType] ?? {});
  }

  private settings({ model = this.props.model, resources = this.props.resources }: ComponentOverrides): SpecificationSettings {
    const { endpoint, placement = {} } = this.props;
    const observed = endpoint.detailedObservability ?? true;
    return {
      model,
      resources,
      observed,
      placement,
      publishFrequency: model._container?.metrics?.publishFrequency ?? endpoint.publishFrequency,
      environment: () => model._environment(observed, {
        ...this.hasAdapters() ? adapterEnvironment(model.engine) : {},
        ...this.isScaled() ? drainEnvironment(model) : {},
      }),
    };
  }

  private idleAcceleratorCautions(): Caution[] {
    const [first] = this.types;
    const available = first === undefined ? undefined : this.fleet!.acceleratorsOf(first);
    return !available || this.on(first).resources.accelerators !== undefined ? [] : [{
      id: 'componentWithoutAccelerators',
      message: `the component reserves no accelerators on ${first}, which has ${available}: its containers see none`,
    }];
  }

  private silentEngineCautions(): Caution[] {
    return this.specifications.filter((settings) => settings.observed && metricsPath(settings) === undefined).map(({ model }) => ({
      id: 'engineWithoutMetrics',
      message:
        `no series of the engine '${model.engine.name}' are expected from this component: ` +
        (model._metricsSwitchedOff ? 'its environment switches them off' : 'it serves no metrics on port 8080 where SageMaker looks') +
        '. GPU and host series exist nevertheless',
    }));
  }
}

function adapterEnvironment(engine: ServingEngine): { [key: string]: string } {
  return engine === ServingEngine.VLLM ? VLLM_ADAPTERS : {};
}
