import { Size } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnInferenceComponent } from 'aws-cdk-lib/aws-sagemaker';
import { Construct, IDependable } from 'constructs';
import { lateEnvironment } from './environment';
import { createModel } from './model-resource';
import { ServedModel } from './served-model';
import { PublishFrequency } from '../telemetry/publish-frequency';
import { DEFAULT_METRICS_PATH } from '../telemetry/serving-engine';
import { inMebibytes, isKnown, Problems } from '../validation';

/** What each copy of a component reserves on an instance. */
export interface ComponentResources {
  /**
   * Accelerator devices (GPUs, Inferentia or Trainium chips): whole ones, at least 1.
   *
   * @default - none
   */
  readonly accelerators?: number;

  /**
   * CPU cores, fractions allowed, at least 0.25.
   *
   * @default - none reserved
   */
  readonly cpuCores?: number;

  /**
   * Memory (not GPU memory) in whole MiB, at least 128 MiB. What an instance can give is well below what it has:
   * `ml.g5.xlarge` with 16 GiB refused 4096 MiB in a report, so nothing is computed from the instance's size.
   *
   * @default Size.mebibytes(1024)
   */
  readonly minMemory?: Size;

  /**
   * The most memory that a copy may take, in whole MiB, at least 128 MiB.
   *
   * @default - no limit
   */
  readonly maxMemory?: Size;
}

/** How copies are put on instances within a zone. */
export enum PlacementStrategy {
  /** Evenly over the instances, so that less is lost with one. */
  SPREAD = 'SPREAD',
  /** On few instances, so that others can go. */
  BINPACK = 'BINPACK',
}

/** Where copies are placed. */
export interface ComponentPlacement {
  /**
   * How copies are put on instances.
   *
   * @default PlacementStrategy.SPREAD
   */
  readonly strategy?: PlacementStrategy;

  /**
   * By how many copies two zones may differ, from 0 to 100. SageMaker places copies nevertheless where it cannot keep to it.
   *
   * @default 0
   */
  readonly maxZoneImbalance?: number;

  /**
   * Whether instances keep the artifacts and the image, so that copies start sooner when the component is scaled out.
   *
   * @default true
   */
  readonly dataCaching?: boolean;
}

/** What differs on one instance type of a fleet with fallbacks. */
export interface ComponentOverrides {
  /**
   * The model, for example a smaller quantisation.
   *
   * @default - the component's
   */
  readonly model?: ServedModel;

  /**
   * What each copy reserves.
   *
   * @default - as everywhere
   */
  readonly resources?: ComponentResources;
}

/** The limit of a component's container (InferenceComponentContainerSpecification reference). */
const MAX_CONTAINER_ENVIRONMENT_ENTRIES = 16;
/** The limit of a model's container, for artifacts that need a model of their own. */
const MAX_MODEL_ENVIRONMENT_ENTRIES = 100;
const DEFAULT_MIN_MEMORY = Size.mebibytes(1024);

/** One specification of a component: for all instance types, or for one. */
export interface SpecificationSettings {
  readonly model: ServedModel;
  readonly resources: ComponentResources;
  readonly placement: ComponentPlacement;
  /** Whether the endpoint has detailed observability. */
  readonly observed: boolean;
  readonly publishFrequency?: PublishFrequency;
  /** The container's environment, complete at synth only because adapters may come later. */
  readonly environment: () => { [key: string]: string };
}

export function checkSpecification(problems: Problems, { model, resources, placement, environment }: SpecificationSettings): void {
  model._check(problems, model._fitsComponentContainer ? MAX_CONTAINER_ENVIRONMENT_ENTRIES : MAX_MODEL_ENVIRONMENT_ENTRIES, environment());
  if (model._container?.metrics && !model._fitsComponentContainer) {
    problems.add(
      'model: metrics cannot be set together with uncompressed artifacts: CloudFormation gives models no metrics path. ' +
      'Expected an archive or no metrics, got both');
  }
  problems.number('resources: accelerators', resources.accelerators, { min: 1, unit: 'devices' });
  problems.number('resources: cpuCores', resources.cpuCores, { min: 0.25, unit: 'cores', fractions: true });
  problems.mebibytes('resources: minMemory', resources.minMemory, { min: 128 });
  problems.mebibytes('resources: maxMemory', resources.maxMemory, { min: 128 });
  const { minMemory = DEFAULT_MIN_MEMORY, maxMemory } = resources;
  if (maxMemory && !minMemory.isUnresolved() && !maxMemory.isUnresolved() && inMebibytes(minMemory) > inMebibytes(maxMemory)) {
    problems.add(
      `resources: minMemory must not be above maxMemory, got: minMemory ${inMebibytes(minMemory)} MiB, maxMemory ${inMebibytes(maxMemory)} MiB`);
  }
  problems.number('placement: maxZoneImbalance', placement.maxZoneImbalance, { min: 0, max: 100, unit: 'copies' });
}

/** Who runs the containers of a component on an endpoint of this app. */
export interface ComponentHost {
  readonly role: iam.IRole;
  readonly _grantee: iam.IGrantable;
  readonly _outliving: readonly IDependable[];
}

export function renderSpecification(
  scope: Construct, host: ComponentHost | undefined, settings: SpecificationSettings,
): CfnInferenceComponent.InferenceComponentSpecificationProperty {
  const { model, resources, placement } = settings;
  const { minMemory = DEFAULT_MIN_MEMORY } = resources;
  return {
    ...renderModel(scope, host, settings),
    computeResourceRequirements: {
      numberOfAcceleratorDevicesRequired: resources.accelerators,
      numberOfCpuCoresRequired: resources.cpuCores,
      minMemoryRequiredInMb: minMemory.toMebibytes(),
      maxMemoryRequiredInMb: resources.maxMemory?.toMebibytes(),
    },
    startupParameters: {
      containerStartupHealthCheckTimeoutInSeconds: model._containerTimeout.toSeconds(),
      modelDataDownloadTimeoutInSeconds: model._downloadTimeout.toSeconds(),
    },
    schedulingConfig: {
      placementStrategy: placement.strategy ?? PlacementStrategy.SPREAD,
      availabilityZoneBalance: { enforcementMode: 'PERMISSIVE', maxImbalance: placement.maxZoneImbalance ?? 0 },
    },
    dataCacheConfig: { enableCaching: placement.dataCaching ?? true },
  };
}

/**
 * Where a container publishes metrics on an endpoint with detailed observability, or undefined when nowhere SageMaker looks: a
 * model that is not described inline can only be scraped at the default path.
 */
export function metricsPath({ model, observed }: Pick<SpecificationSettings, 'model' | 'observed'>): string | undefined {
  const path = model._container?.metrics?.path ?? model.engine.metricsPath;
  const reachable = model._fitsComponentContainer || path === DEFAULT_METRICS_PATH;
  return observed && reachable && !model._metricsSwitchedOff ? path : undefined;
}

function renderModel(scope: Construct, host: ComponentHost | undefined, settings: SpecificationSettings):
Pick<CfnInferenceComponent.InferenceComponentSpecificationProperty, 'modelName' | 'container'> {
  const { model, publishFrequency, environment } = settings;
  if (!model._container) {
    return { modelName: model._modelName };
  }
  const late = lateEnvironment(environment);
  if (!model._fitsComponentContainer) {
    const { role, _grantee: grantee, _outliving: outliving } = host!;
    return { modelName: createModel(scope, model._container, { role, grantee, outliving, environment: late }).attrModelName };
  }
  const path = metricsPath(settings);
  return {
    container: {
      image: model._container.image.bind(scope, host?._grantee).imageUri,
      artifactUrl: model._container.artifacts?.bind(scope, host?._grantee).uri,
      environment: late,
      containerMetricsConfig: path === undefined ? undefined : {
        metricsEndpoints: [{ metricsEndpointPath: path, metricPublishFrequencyInSeconds: publishFrequency }],
      },
    },
  };
}

/** What a number of copies reserves, as far as it is known at synth. */
export function acceleratorsReserved(resources: ComponentResources, copies: number): number {
  return isKnown(resources.accelerators) && isKnown(copies) ? resources.accelerators * copies : 0;
}
