import { CheckedApp, isUnknown, numberIn } from './checked-app';
import { listOf, ReadEndpoint, ReadResource } from '../template';

const CONFIGURATION_OF_ENGINES = ['SM_VLLM_GPU_MEMORY_UTILIZATION', 'SM_SGLANG_MEM_FRACTION_STATIC', 'OPTION_GPU_MEMORY_UTILIZATION'];

/** A container that serves on an endpoint. */
export interface ServedContainer {
  readonly image?: string;
  /** The share of GPU memory that its engine is told to reserve. */
  readonly reservedShare?: number;
}

const ACCELERATED = /^ml\.(?:g\d|p\d|inf|trn)/;
const ENGINES = /vllm|sglang|djl-inference|djl-serving|\blmi\b|tgi|text-generation-inference|trtllm|tensorrt-llm/i;
/** AWS's images of servers that hold no language model, or none with metrics and reserved memory. */
const OTHER_SERVERS = new RegExp('(?:^|\\/)(?:(?:huggingface-|stabilityai-)?(?:pytorch|tensorflow|mxnet)-inference(?!-neuron)|(?:sagemaker-)?' +
  '(?:tritonserver|xgboost|scikit-learn|sparkml-serving)|(?:huggingface-)?tei)[\\w-]*(?=[:@]|$)');

/** The models of an endpoint's variants. */
export function modelsOf(app: CheckedApp, { variants }: ReadEndpoint): ReadResource[] {
  return variants.flatMap(({ model }) => app.referred('AWS::SageMaker::Model', 'ModelName', model) ?? []);
}

/** The containers on an endpoint, as far as the templates say. */
export function containersOf(app: CheckedApp, endpoint: ReadEndpoint): ServedContainer[] {
  const ofModels = modelsOf(app, endpoint).flatMap(containersOfModel);
  const ofComponents = endpoint.components.flatMap((component) => {
    const { Specification: specification = {} } = app.resourceOf(component).properties;
    const model = app.referred('AWS::SageMaker::Model', 'ModelName', specification.ModelName);
    const container = specification.Container?.Image === undefined ? [] : [readContainer(specification.Container)];
    return [...container, ...model ? containersOfModel(model) : []];
  });
  return [...ofModels, ...ofComponents];
}

function containersOfModel({ properties }: ReadResource): ServedContainer[] {
  return [properties.PrimaryContainer, ...listOf(properties.Containers)].filter((container) => container !== undefined).map(readContainer);
}

function readContainer({ Image, Environment = {} }: any): ServedContainer {
  const share = CONFIGURATION_OF_ENGINES.map((name) => numberIn(Environment[name])).find((value) => value !== undefined);
  return { image: Image, reservedShare: share };
}

/**
 * Whether an endpoint answers in real time with a language model on its own instances: an engine's image, or an accelerator and not an
 * image of another server. Serverless and asynchronous endpoints have no detailed observability.
 */
export function servesLanguageModels(app: CheckedApp, endpoint: ReadEndpoint): boolean {
  const { configuration, variants, components } = endpoint;
  const properties = configuration?.properties;
  const isOther = properties?.AsyncInferenceConfig !== undefined
    || listOf(properties?.ProductionVariants).some((variant) => variant?.ServerlessConfig !== undefined);
  if (configuration === undefined || isOther) {
    return false;
  }
  const images = containersOf(app, endpoint).flatMap(({ image }) => image ?? []);
  if (images.some((image) => ENGINES.test(image))) {
    return true;
  }
  if (images.length > 0 && images.every((image) => OTHER_SERVERS.test(image))) {
    return false;
  }
  return variants.some(({ instanceTypes }) => instanceTypes.some((type) => ACCELERATED.test(type)))
    || components.some(({ accelerators }) => (numberIn(accelerators) ?? 0) > 0);
}

/** The endpoints of an app that serve language models in real time. */
export function languageModelEndpoints(app: CheckedApp): ReadEndpoint[] {
  return app.endpoints.filter((endpoint) => servesLanguageModels(app, endpoint));
}

/** The name of an endpoint in messages. */
export function called({ name, endpointName }: ReadEndpoint): string {
  return isUnknown(endpointName) ? name : endpointName;
}
