/* The endpoints of a template and what serves on them. */
import { listOf } from './intrinsics';
import { canMeet, Place } from './place';
import { ReadResource, Template } from './template';

/** One component on an endpoint. */
export interface ReadComponent {
  readonly logicalId: string;
  /** How it is called at deployment. */
  readonly componentName: string;
  readonly base?: string;
  readonly copies?: number;
  readonly accelerators?: number;
  readonly minMemory?: number;
  readonly image?: string;
}

/** An endpoint with its configuration. */
export interface ReadEndpoint {
  readonly logicalId: string;
  readonly name: string;
  /** How it is called at deployment, as others name it. */
  readonly endpointName: string;
  /** Undefined where the configuration is of another stack. */
  readonly configuration?: ReadResource;
  readonly variants: readonly ReadVariant[];
  /** Undefined where the configuration does not say. */
  readonly detailedObservability?: boolean;
  readonly publishFrequency?: number;
  readonly components: readonly ReadComponent[];
  readonly deployment?: any;
  readonly place?: Place;
}

/** One production variant. */
export interface ReadVariant {
  readonly variantName: string;
  readonly instanceTypes: readonly string[];
  readonly instances: { readonly initial?: number; readonly minimum?: number; readonly maximum?: number };
  readonly model?: string;
  readonly routing?: string;
}

/** The endpoints of a template, in its order. */
export function endpointsIn(template: Template): ReadEndpoint[] {
  const configurations = template.ofType('AWS::SageMaker::EndpointConfig');
  const components = template.ofType('AWS::SageMaker::InferenceComponent');
  return template.ofType('AWS::SageMaker::Endpoint').map(({ logicalId, name, properties, place }) => {
    const token = `\${${name}}`;
    const endpointName: string = properties.EndpointName ?? token;
    const configuration = configurations.find((candidate) =>
      [`\${${candidate.name}}`, candidate.properties.EndpointConfigName].includes(properties.EndpointConfigName) && canMeet(candidate.place, place));
    const metrics = configuration?.properties.MetricsConfig;
    return {
      logicalId,
      name,
      endpointName,
      configuration,
      variants: listOf(configuration?.properties.ProductionVariants).map(readVariant),
      detailedObservability: metrics?.EnableDetailedObservability,
      publishFrequency: metrics?.MetricPublishFrequencyInSeconds,
      components: components
        .filter((component) => [token, endpointName].includes(component.properties.EndpointName) && canMeet(component.place, place))
        .map(readComponent),
      deployment: properties.DeploymentConfig,
      place,
    };
  });
}

function readVariant(variant: any): ReadVariant {
  const scaling = variant.ManagedInstanceScaling?.Status === 'ENABLED' ? variant.ManagedInstanceScaling : {};
  const pools = listOf(variant.InstancePools);
  return {
    variantName: variant.VariantName,
    instanceTypes: variant.InstanceType ? [variant.InstanceType]
      : [...pools].sort((a, b) => a.Priority - b.Priority).map(({ InstanceType }) => InstanceType),
    instances: { initial: variant.InitialInstanceCount, minimum: scaling.MinInstanceCount, maximum: scaling.MaxInstanceCount },
    model: variant.ModelName,
    routing: variant.RoutingConfig?.RoutingStrategy,
  };
}

function readComponent({ logicalId, name, properties }: ReadResource): ReadComponent {
  const { Specification: specification = {}, RuntimeConfig: runtime } = properties;
  const { ComputeResourceRequirements: needs = {}, Container: container = {}, BaseInferenceComponentName: base } = specification;
  return {
    logicalId,
    componentName: properties.InferenceComponentName ?? `\${${name}}`,
    base,
    copies: runtime?.CopyCount,
    accelerators: needs.NumberOfAcceleratorDevicesRequired,
    minMemory: needs.MinMemoryRequiredInMb,
    image: container.Image,
  };
}
