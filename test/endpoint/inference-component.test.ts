import { Annotations, App, CfnParameter, Duration, Size, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  ComponentPlacement, ComponentResources, ContainerImage, ContainerMetrics, DetailedObservability, IInferenceEndpoint, InferenceComponent,
  InferenceComponentEndpoint, InferenceComponentEndpointProps, InferenceComponentOptions, InferenceEndpoint, InstanceFleet, ModelArtifacts,
  PlacementStrategy, PublishFrequency, ServedModel, ServingEngine, SingleModelEndpoint,
} from '../../src';
import { text } from '../intrinsics';
import { errorOf, propertiesOf, testStack, vllmModel, warnings } from '../support';

const COMPONENT = 'AWS::SageMaker::InferenceComponent';
const FOUR_GPUS = 'ml.g6.12xlarge';
const ONE_GPU = 'ml.g6.xlarge';

function componentEndpoint(stack: Stack, changes: Partial<InferenceComponentEndpointProps> = {}): InferenceComponentEndpoint {
  return new InferenceComponentEndpoint(stack, 'Endpoint', { instances: InstanceFleet.of(FOUR_GPUS, { max: 4 }), ...changes });
}

function importedEndpoint(stack: Stack, attributes: { publishFrequency?: PublishFrequency } = {}): IInferenceEndpoint {
  return InferenceEndpoint.fromEndpointAttributes(stack, 'Imported', { endpointName: 'shared', ...attributes });
}

/** Adds a component to a new endpoint, or to the one given. */
function component(
  stack: Stack, changes: Partial<InferenceComponentOptions> = {}, endpoint: InferenceComponentEndpoint = componentEndpoint(stack),
): InferenceComponent {
  return endpoint.addInferenceComponent('Llama', { model: vllmModel(stack), resources: { accelerators: 1 }, ...changes });
}

function propertiesWith(changes: Partial<InferenceComponentOptions>, endpoint: Partial<InferenceComponentEndpointProps> = {}) {
  const stack = testStack();
  component(stack, changes, componentEndpoint(stack, endpoint));
  return propertiesOf(stack, COMPONENT);
}

function errorWith(changes: Partial<InferenceComponentOptions>, endpoint: Partial<InferenceComponentEndpointProps> = {}): string {
  const stack = testStack();
  const host = componentEndpoint(stack, endpoint);
  return errorOf(() => component(stack, changes, host));
}

function warningsWith(changes: Partial<InferenceComponentOptions>, endpoint: Partial<InferenceComponentEndpointProps> = {}): string[] {
  const stack = testStack();
  component(stack, changes, componentEndpoint(stack, endpoint));
  return warnings(stack);
}

/** A model without artifacts, for any engine. */
function engineModel(
  engine: ServingEngine, more: { metrics?: ContainerMetrics; environment?: { [key: string]: string } } = {},
): ServedModel {
  return ServedModel.fromContainer({ image: ContainerImage.fromDlc('own', '1'), engine, ...more });
}

function uncompressed(stack: Stack): ModelArtifacts {
  return ModelArtifacts.uncompressed(s3.Bucket.fromBucketName(stack, 'Files', 'weights'), 'llama/');
}

/** KEY_1 to KEY_n, each with the value 'x'. */
function entries(count: number): { [key: string]: string } {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`KEY_${index + 1}`, 'x']));
}

describe('the model of a component', () => {
  test('is an inline container with image and archive, and no model name', () => {
    const { Specification, Specifications } = propertiesWith({});

    expect(Specification.ModelName).toBeUndefined();
    expect(text(Specification.Container.Image)).toBe(
      '763104351884.dkr.ecr.eu-central-1.<AWS::URLSuffix>/vllm:0.27.1-gpu-py312-cu129-ubuntu22.04-sagemaker');
    expect(Specification.Container.ArtifactUrl).toBe('s3://weights/llama/model.tar.gz');
    expect(Specifications).toBeUndefined();
  });

  test('may be a container without artifacts', () => {
    const { Specification } = propertiesWith({ model: engineModel(ServingEngine.VLLM) });

    expect(Object.keys(Specification.Container).sort()).toEqual(['ContainerMetricsConfig', 'Image']);
  });

  test('is an existing model by name, and no container', () => {
    const { Specification, Specifications } = propertiesWith({ model: ServedModel.fromModelName('llama-3', { engine: ServingEngine.VLLM }) });

    expect(Specification.ModelName).toBe('llama-3');
    expect(Specification.Container).toBeUndefined();
    expect(Specifications).toBeUndefined();
  });

  test('that exists already must have a legal name', () => {
    expect(errorWith({ model: ServedModel.fromModelName('llama_3', { engine: ServingEngine.VLLM }) })).toContain(
      "model: the model name must be 1 to 63 letters, digits and inner dashes, got: 'llama_3'");
  });

  test('may exist under a name that is a token', () => {
    const stack = testStack();
    const modelName = new CfnParameter(stack, 'ModelName').valueAsString;
    component(stack, { model: ServedModel.fromModelName(modelName, { engine: ServingEngine.VLLM }) });

    expect(propertiesOf(stack, COMPONENT).Specification.ModelName).toEqual({ Ref: 'ModelName' });
  });

  test('runs on the variant of its endpoint', () => {
    const stack = testStack();
    const endpoint = componentEndpoint(stack);
    component(stack, {}, endpoint);
    const properties = propertiesOf(stack, COMPONENT);

    expect(text(properties.EndpointName)).toBe(text(stack.resolve(endpoint.endpointName)));
    expect(text(properties.EndpointName)).toMatch(/^<Endpoint[0-9A-F]+\.EndpointName>$/);
    expect(properties.VariantName).toBe('AllTraffic');
  });

  test('runs on the variant of an imported endpoint', () => {
    const stack = testStack();
    const endpoint = InferenceEndpoint.fromEndpointAttributes(stack, 'Imported', { endpointName: 'shared', variantName: 'blue' });
    new InferenceComponent(stack, 'Llama', { endpoint, model: vllmModel(stack), resources: { accelerators: 1 } });

    expect(propertiesOf(stack, COMPONENT)).toMatchObject({ EndpointName: 'shared', VariantName: 'blue' });
  });
});

describe('the resources of a copy', () => {
  test.each([FOUR_GPUS, ONE_GPU, 'ml.p5.48xlarge', 'ml.g99.xlarge'])(
    'row 28: are 1024 MiB of memory by default, not computed from the size of %s', (type) => {
      const { Specification } = propertiesWith({ resources: {} }, { instances: InstanceFleet.of(type, { max: 1 }) });

      expect(Specification.ComputeResourceRequirements).toEqual({ MinMemoryRequiredInMb: 1024 });
    });

  test('are what was asked for', () => {
    const { Specification } = propertiesWith({
      resources: { accelerators: 2, cpuCores: 3.5, minMemory: Size.gibibytes(8), maxMemory: Size.gibibytes(12) },
    });

    expect(Specification.ComputeResourceRequirements).toEqual({
      NumberOfAcceleratorDevicesRequired: 2,
      NumberOfCpuCoresRequired: 3.5,
      MinMemoryRequiredInMb: 8192,
      MaxMemoryRequiredInMb: 12288,
    });
  });

  test('may be the least that the API accepts', () => {
    const { Specification } = propertiesWith({
      resources: { accelerators: 1, cpuCores: 0.25, minMemory: Size.mebibytes(128), maxMemory: Size.mebibytes(128) },
    });

    expect(Specification.ComputeResourceRequirements).toEqual({
      NumberOfAcceleratorDevicesRequired: 1,
      NumberOfCpuCoresRequired: 0.25,
      MinMemoryRequiredInMb: 128,
      MaxMemoryRequiredInMb: 128,
    });
  });

  test.each<[string, ComponentResources, string]>([
    ['no accelerator', { accelerators: 0 }, 'resources: accelerators must be a whole number of at least 1 devices, got: 0'],
    ['half an accelerator', { accelerators: 1.5 }, 'resources: accelerators must be a whole number of at least 1 devices, got: 1.5'],
    ['a fifth of a core', { cpuCores: 0.2 }, 'resources: cpuCores must be a number of at least 0.25 cores, got: 0.2'],
    ['no number of cores', { cpuCores: NaN }, 'resources: cpuCores must be a number of at least 0.25 cores, got: NaN'],
    ['127 MiB at least', { minMemory: Size.mebibytes(127) }, 'resources: minMemory must be a whole number of at least 128 MiB, got: 127'],
    ['a fraction of a MiB', { minMemory: Size.kibibytes(1024 * 200 + 512) }, 'resources: minMemory must be a whole number of at least 128 MiB, got: 200.5'],
    ['127 MiB at most', { minMemory: Size.mebibytes(128), maxMemory: Size.mebibytes(127) }, 'resources: maxMemory must be a whole number of at least 128 MiB, got: 127'],
    [
      'a minimum above the maximum', { minMemory: Size.mebibytes(2048), maxMemory: Size.mebibytes(2047) },
      'resources: minMemory must not be above maxMemory, got: minMemory 2048 MiB, maxMemory 2047 MiB',
    ],
    [
      'a maximum below the default minimum', { maxMemory: Size.mebibytes(512) },
      'resources: minMemory must not be above maxMemory, got: minMemory 1024 MiB, maxMemory 512 MiB',
    ],
  ])('cannot be %s', (_, resources, message) => {
    expect(errorWith({ resources })).toContain(message);
  });

  test('are all reported at once when several are wrong, under the path of the component', () => {
    expect(errorWith({ resources: { accelerators: 0, cpuCores: 0.1 }, copies: 0 })).toBe([
      '[Stack/Endpoint/Llama]',
      '  - copies must be a whole number of at least 1 copies, got: 0',
      '  - resources: accelerators must be a whole number of at least 1 devices, got: 0',
      '  - resources: cpuCores must be a number of at least 0.25 cores, got: 0.1',
    ].join('\n'));
  });

  test('may be tokens, which are not checked', () => {
    const stack = testStack();
    const value = new CfnParameter(stack, 'Value', { type: 'Number' }).valueAsNumber;
    component(stack, {
      resources: { accelerators: value, cpuCores: value, minMemory: Size.mebibytes(value), maxMemory: Size.mebibytes(64 * 1024) },
    });

    expect(propertiesOf(stack, COMPONENT).Specification.ComputeResourceRequirements).toEqual({
      NumberOfAcceleratorDevicesRequired: { Ref: 'Value' },
      NumberOfCpuCoresRequired: { Ref: 'Value' },
      MinMemoryRequiredInMb: { Ref: 'Value' },
      MaxMemoryRequiredInMb: 65536,
    });
  });
});

describe('the accelerators of a copy', () => {
  test('may be all of an instance', () => {
    const { Specification } = propertiesWith({ resources: { accelerators: 4 } });

    expect(Specification.ComputeResourceRequirements.NumberOfAcceleratorDevicesRequired).toBe(4);
  });

  test('cannot be more than the instance type has', () => {
    expect(errorWith({ resources: { accelerators: 5 } })).toContain('resources: accelerators must be at most the 4 of ml.g6.12xlarge, got: 5');
  });

  test('row 17: cannot be more than a fallback has, unless they are overridden for it', () => {
    const instances = InstanceFleet.of(FOUR_GPUS, { max: 4, fallbacks: [ONE_GPU] });

    expect(errorWith({ resources: { accelerators: 2 } }, { instances })).toContain(
      'resources: accelerators must be at most the 1 of ml.g6.xlarge, got: 2');
    const overrides = { [ONE_GPU]: { resources: { accelerators: 1 } } };
    expect(propertiesWith({ resources: { accelerators: 2 }, overrides }, { instances }).Specifications).toHaveLength(2);
  });

  test('are checked in what is overridden too', () => {
    const overrides = { [FOUR_GPUS]: { resources: { accelerators: 8 } } };

    expect(errorWith({ overrides })).toContain('resources: accelerators must be at most the 4 of ml.g6.12xlarge, got: 8');
  });

  test('are checked against what the fleet states about a type', () => {
    const instances = InstanceFleet.of('ml.g99.xlarge', { max: 1, acceleratorsPerInstance: { 'ml.g99.xlarge': 2 } });

    expect(errorWith({ resources: { accelerators: 3 } }, { instances })).toContain(
      'resources: accelerators must be at most the 2 of ml.g99.xlarge, got: 3');
  });

  test('are not checked for an instance type that nobody knows', () => {
    const { Specification } = propertiesWith({ resources: { accelerators: 64 } }, { instances: InstanceFleet.of('ml.g99.xlarge', { max: 1 }) });

    expect(Specification.ComputeResourceRequirements.NumberOfAcceleratorDevicesRequired).toBe(64);
  });

  test('are not checked for an instance type that is a token', () => {
    const stack = testStack();
    const type = new CfnParameter(stack, 'Type').valueAsString;
    component(stack, { resources: { accelerators: 64 } }, componentEndpoint(stack, { instances: InstanceFleet.of(type, { max: 1 }) }));

    expect(propertiesOf(stack, COMPONENT).Specification.ComputeResourceRequirements.NumberOfAcceleratorDevicesRequired).toBe(64);
  });

  test('are missed on GPU instances, where a container without them sees none', () => {
    expect(warningsWith({ resources: {} })).toEqual([
      expect.stringContaining('the component reserves no accelerators on ml.g6.12xlarge, which has 4: its containers see none'),
    ]);
  });

  test('are missed on Inferentia instances', () => {
    expect(warningsWith({ resources: {} }, { instances: InstanceFleet.of('ml.inf2.24xlarge', { max: 1 }) })).toEqual([
      expect.stringContaining('the component reserves no accelerators on ml.inf2.24xlarge, which has 6'),
    ]);
  });

  test.each<[string, ComponentResources, string]>([
    ['they are reserved', { accelerators: 1 }, FOUR_GPUS],
    ['the instances have none', {}, 'ml.c7i.4xlarge'],
  ])('are not missed where %s', (_, resources, type) => {
    expect(warningsWith({ resources }, { instances: InstanceFleet.of(type, { max: 1 }) })).toEqual([]);
  });

  test('are not missed where an override reserves them', () => {
    expect(warningsWith({ resources: {}, overrides: { [FOUR_GPUS]: { resources: { accelerators: 4 } } } })).toEqual([]);
  });
});

describe('the copies of a component', () => {
  test('are one by default', () => {
    expect(propertiesWith({}).RuntimeConfig).toEqual({ CopyCount: 1 });
  });

  test('are as many as asked for', () => {
    const stack = testStack();
    const llama = component(stack, { copies: 3 });

    expect(propertiesOf(stack, COMPONENT).RuntimeConfig).toEqual({ CopyCount: 3 });
    expect(llama.copies).toBe(3);
  });

  test('row 12: cannot be none, which SageMaker refuses when the component is created', () => {
    expect(errorWith({ copies: 0 })).toBe('[Stack/Endpoint/Llama] copies must be a whole number of at least 1 copies, got: 0');
  });

  test.each([-1, 1.5])('cannot be %p', (copies) => {
    expect(errorWith({ copies })).toContain(`copies must be a whole number of at least 1 copies, got: ${copies}`);
  });

  test('may be a token', () => {
    const stack = testStack();
    component(stack, { copies: new CfnParameter(stack, 'Copies', { type: 'Number' }).valueAsNumber });

    expect(propertiesOf(stack, COMPONENT).RuntimeConfig).toEqual({ CopyCount: { Ref: 'Copies' } });
  });
});

describe('the start-up of a copy', () => {
  function startup(times: { containerTimeout?: Duration; downloadTimeout?: Duration }) {
    const stack = testStack();
    component(stack, { model: vllmModel(stack, { startup: times }) });
    return propertiesOf(stack, COMPONENT).Specification.StartupParameters;
  }

  test('row 2: may take 15 minutes to download and 15 minutes to start, so that a crash loop ends', () => {
    expect(propertiesWith({}).Specification.StartupParameters).toEqual({
      ContainerStartupHealthCheckTimeoutInSeconds: 900,
      ModelDataDownloadTimeoutInSeconds: 900,
    });
  });

  test('row 2: is limited for an existing model too', () => {
    const model = ServedModel.fromModelName('llama', { engine: ServingEngine.VLLM, startup: { downloadTimeout: Duration.minutes(2) } });

    expect(propertiesWith({ model }).Specification.StartupParameters).toEqual({
      ContainerStartupHealthCheckTimeoutInSeconds: 900,
      ModelDataDownloadTimeoutInSeconds: 120,
    });
  });

  test('may take from one minute to one hour', () => {
    expect(startup({ containerTimeout: Duration.seconds(60), downloadTimeout: Duration.seconds(3600) })).toEqual({
      ContainerStartupHealthCheckTimeoutInSeconds: 60,
      ModelDataDownloadTimeoutInSeconds: 3600,
    });
  });

  test.each([
    ['containerTimeout', Duration.seconds(59), '59'],
    ['containerTimeout', Duration.seconds(3601), '3601'],
    ['downloadTimeout', Duration.seconds(59), '59'],
    ['downloadTimeout', Duration.seconds(3601), '3601'],
    ['downloadTimeout', Duration.millis(90_500), '90.5'],
  ])('cannot have a %s of %s', (name, time, got) => {
    expect(errorOf(() => startup({ [name]: time }))).toContain(`model: startup.${name} must be a whole number from 60 to 3600 seconds, got: ${got}`);
  });
});

describe('the placement of copies', () => {
  test('spreads them over instances and zones and caches artifacts by default', () => {
    const { Specification } = propertiesWith({});

    // The schema of CloudFormation requires AvailabilityZoneBalance within SchedulingConfig.
    expect(Specification.SchedulingConfig).toEqual({
      PlacementStrategy: 'SPREAD',
      AvailabilityZoneBalance: { EnforcementMode: 'PERMISSIVE', MaxImbalance: 0 },
    });
    expect(Specification.DataCacheConfig).toEqual({ EnableCaching: true });
  });

  test('is what was asked for', () => {
    const placement = { strategy: PlacementStrategy.BINPACK, maxZoneImbalance: 100, dataCaching: false };
    const { Specification } = propertiesWith({ placement });

    expect(Specification.SchedulingConfig).toEqual({
      PlacementStrategy: 'BINPACK',
      AvailabilityZoneBalance: { EnforcementMode: 'PERMISSIVE', MaxImbalance: 100 },
    });
    expect(Specification.DataCacheConfig).toEqual({ EnableCaching: false });
  });

  test.each<ComponentPlacement>([{ maxZoneImbalance: -1 }, { maxZoneImbalance: 101 }, { maxZoneImbalance: 0.5 }])('cannot be %p', (placement) => {
    expect(errorWith({ placement })).toContain(
      `placement: maxZoneImbalance must be a whole number from 0 to 100 copies, got: ${placement.maxZoneImbalance}`);
  });
});

describe('the metrics of a container', () => {
  const TEN_SECONDS = { observability: DetailedObservability.every(PublishFrequency.TEN_SECONDS) };

  function metricsOf(model: ServedModel, endpoint: Partial<InferenceComponentEndpointProps> = TEN_SECONDS) {
    return propertiesWith({ model }, endpoint).Specification.Container.ContainerMetricsConfig;
  }

  test("are scraped at the engine's path as often as the endpoint publishes", () => {
    expect(metricsOf(engineModel(ServingEngine.VLLM))).toEqual({
      MetricsEndpoints: [{ MetricsEndpointPath: '/metrics', MetricPublishFrequencyInSeconds: 10 }],
    });
  });

  test('are scraped where DJL Serving has them once they are switched on', () => {
    const { Container } = propertiesWith({ model: engineModel(ServingEngine.DJL) }, TEN_SECONDS).Specification;

    expect(Container.ContainerMetricsConfig).toEqual({
      MetricsEndpoints: [{ MetricsEndpointPath: '/server/metrics', MetricPublishFrequencyInSeconds: 10 }],
    });
    expect(Container.Environment).toEqual({ SERVING_PROMETHEUS: 'true' });
  });

  test('are scraped at a path and frequency of their own', () => {
    const stack = testStack();
    const metrics = { path: '/v2/prom_metrics-1.0', publishFrequency: PublishFrequency.TWO_MINUTES };
    const llama = component(stack, { model: engineModel(ServingEngine.VLLM, { metrics }) }, componentEndpoint(stack, TEN_SECONDS));

    expect(propertiesOf(stack, COMPONENT).Specification.Container.ContainerMetricsConfig).toEqual({
      MetricsEndpoints: [{ MetricsEndpointPath: '/v2/prom_metrics-1.0', MetricPublishFrequencyInSeconds: 120 }],
    });
    expect(llama.publishFrequency).toBe(PublishFrequency.TWO_MINUTES);
  });

  test("keep the endpoint's frequency when only a path is given", () => {
    expect(metricsOf(engineModel(ServingEngine.VLLM, { metrics: { path: '/own' } }))).toEqual({
      MetricsEndpoints: [{ MetricsEndpointPath: '/own', MetricPublishFrequencyInSeconds: 10 }],
    });
  });

  test("keep the engine's path when only a frequency is given", () => {
    expect(metricsOf(engineModel(ServingEngine.VLLM, { metrics: { publishFrequency: PublishFrequency.FIVE_MINUTES } }))).toEqual({
      MetricsEndpoints: [{ MetricsEndpointPath: '/metrics', MetricPublishFrequencyInSeconds: 300 }],
    });
  });

  test('need a path where the engine has none', () => {
    const stack = testStack();
    const model = engineModel(ServingEngine.OTHER, { metrics: { path: '/prometheus' } });
    const own = component(stack, { model });

    expect(propertiesOf(stack, COMPONENT).Specification.Container.ContainerMetricsConfig.MetricsEndpoints[0].MetricsEndpointPath).toBe('/prometheus');
    expect(own.engines).toHaveLength(1);
    expect(warnings(stack)).toEqual([]);
  });

  test.each([
    'metrics', '/', '/a/../b', '/a b', '/a?b=c', `/${'a'.repeat(256)}`,
  ])('cannot be scraped at %p', (path) => {
    expect(errorWith({ model: engineModel(ServingEngine.VLLM, { metrics: { path } }) })).toContain(
      `model: metrics.path must be a path such as '/metrics' of at most 256 letters, digits and /_.- without '..', got: '${path}'`);
  });

  test('may be scraped at a path of 256 characters', () => {
    const path = `/${'a'.repeat(255)}`;

    expect(metricsOf(engineModel(ServingEngine.VLLM, { metrics: { path } })).MetricsEndpoints[0].MetricsEndpointPath).toBe(path);
  });

  test('cannot be scraped at an illegal path of an engine either', () => {
    expect(errorWith({ model: engineModel(ServingEngine.custom('own', { metricsPath: 'metrics' })) })).toContain(
      "engine 'own': metricsPath must be a path such as '/metrics' of at most 256 letters, digits and /_.- without '..', got: 'metrics'");
  });

  test('cannot be published at a frequency that the API does not know', () => {
    const metrics = { publishFrequency: 45 as PublishFrequency };

    expect(errorWith({ model: engineModel(ServingEngine.VLLM, { metrics }) })).toContain(
      'model: metrics.publishFrequency must be one of 10, 30, 60, 120, 180, 240, 300 seconds, got: 45');
  });

  test('may be published at a frequency that is known at deployment only, which tells nothing about the slowest one', () => {
    const stack = testStack();
    const publishFrequency: number = new CfnParameter(stack, 'Frequency', { type: 'Number' }).valueAsNumber;
    const llama = component(stack, { model: engineModel(ServingEngine.VLLM, { metrics: { publishFrequency } }) });

    expect(propertiesOf(stack, COMPONENT).Specification.Container.ContainerMetricsConfig).toEqual({
      MetricsEndpoints: [{ MetricsEndpointPath: '/metrics', MetricPublishFrequencyInSeconds: { Ref: 'Frequency' } }],
    });
    expect(llama.slowestPublishFrequency).toBeUndefined();
  });

  test.each([
    ['an engine', engineModel(ServingEngine.DJL)],
    ['a container with metrics of its own', engineModel(ServingEngine.VLLM, { metrics: { path: '/own', publishFrequency: PublishFrequency.ONE_MINUTE } })],
  ])('are not scraped from %s when observability is disabled', (_, model) => {
    const stack = testStack();
    const silent = component(stack, { model }, componentEndpoint(stack, { observability: DetailedObservability.disabled() }));
    const { Container } = propertiesOf(stack, COMPONENT).Specification;

    expect(Object.keys(Container)).toEqual(['Image']);
    expect(silent.engines).toEqual([]);
    expect(warnings(stack)).toEqual([]);
  });

  test("have no frequency when an imported endpoint does not state one, so that SageMaker's own holds", () => {
    const stack = testStack();
    const llama = new InferenceComponent(stack, 'Llama', { endpoint: importedEndpoint(stack), model: vllmModel(stack), resources: { accelerators: 1 } });

    expect(propertiesOf(stack, COMPONENT).Specification.Container.ContainerMetricsConfig).toEqual({
      MetricsEndpoints: [{ MetricsEndpointPath: '/metrics' }],
    });
    expect(llama.publishFrequency).toBeUndefined();
  });

  test('have the frequency of an imported endpoint that states one', () => {
    const stack = testStack();
    const endpoint = importedEndpoint(stack, { publishFrequency: PublishFrequency.THIRTY_SECONDS });
    new InferenceComponent(stack, 'Llama', { endpoint, model: vllmModel(stack), resources: { accelerators: 1 } });

    expect(propertiesOf(stack, COMPONENT).Specification.Container.ContainerMetricsConfig).toEqual({
      MetricsEndpoints: [{ MetricsEndpointPath: '/metrics', MetricPublishFrequencyInSeconds: 30 }],
    });
  });

  test('are switched on for SGLang by its environment', () => {
    expect(propertiesWith({ model: engineModel(ServingEngine.SGLANG) }).Specification.Container.Environment).toEqual({
      SM_SGLANG_ENABLE_METRICS: 'true',
    });
  });

  test('are not expected when the user switched them off, which is warned about', () => {
    const stack = testStack();
    const model = engineModel(ServingEngine.SGLANG, { environment: { SM_SGLANG_ENABLE_METRICS: 'false' } });
    const silent = component(stack, { model });
    const { Container } = propertiesOf(stack, COMPONENT).Specification;

    expect(Container.Environment).toEqual({ SM_SGLANG_ENABLE_METRICS: 'false' });
    expect(Container.ContainerMetricsConfig).toBeUndefined();
    expect(silent.engines).toEqual([]);
    expect(warnings(stack)).toEqual([
      expect.stringContaining("no series of the engine 'sglang' are expected from this component: its environment switches them off"),
    ]);
  });

  test('are not expected from an engine that serves none on port 8080, which is warned about', () => {
    const stack = testStack();
    const silent = component(stack, { model: engineModel(ServingEngine.TRITON) });

    expect(propertiesOf(stack, COMPONENT).Specification.Container.ContainerMetricsConfig).toBeUndefined();
    expect(silent.engines).toEqual([]);
    expect(warnings(stack)).toEqual([
      expect.stringContaining("no series of the engine 'triton' are expected from this component: it serves no metrics on port 8080"),
    ]);
  });
});

describe('the slowest publish frequency', () => {
  const every = (publishFrequency: PublishFrequency) => ({ observability: DetailedObservability.every(publishFrequency) });
  const POOLS = InstanceFleet.of(FOUR_GPUS, { max: 4, fallbacks: [ONE_GPU] });

  function publishing(publishFrequency?: PublishFrequency): ServedModel {
    return engineModel(ServingEngine.VLLM, { metrics: publishFrequency === undefined ? {} : { publishFrequency } });
  }

  /** What a component says, and what its endpoint says then. */
  function slowest(changes: Partial<InferenceComponentOptions>, endpoint: Partial<InferenceComponentEndpointProps>) {
    const stack = testStack();
    const host = componentEndpoint(stack, endpoint);
    return [component(stack, changes, host).slowestPublishFrequency, host.slowestPublishFrequency];
  }

  test('is that of the endpoint when nothing else is stated', () => {
    expect(slowest({}, every(PublishFrequency.TWO_MINUTES))).toEqual([120, 120]);
    expect(componentEndpoint(testStack(), every(PublishFrequency.TEN_SECONDS)).slowestPublishFrequency).toBe(10);
  });

  test('is that of the container when it is slower than the endpoint', () => {
    expect(slowest({ model: publishing(PublishFrequency.FIVE_MINUTES) }, every(PublishFrequency.TEN_SECONDS))).toEqual([300, 300]);
  });

  test('is that of the endpoint when the container is faster, because the endpoint publishes about the component too', () => {
    expect(slowest({ model: publishing(PublishFrequency.TEN_SECONDS) }, every(PublishFrequency.FIVE_MINUTES))).toEqual([300, 300]);
  });

  test('is that of a model on one instance type when it is the slowest', () => {
    const overrides = { [ONE_GPU]: { model: publishing(PublishFrequency.FIVE_MINUTES) } };
    const stack = testStack();
    const host = componentEndpoint(stack, { ...every(PublishFrequency.TEN_SECONDS), instances: POOLS });
    const llama = component(stack, { overrides }, host);

    expect(propertiesOf(stack, COMPONENT).Specifications.map(({ Container }: any) =>
      Container.ContainerMetricsConfig.MetricsEndpoints[0].MetricPublishFrequencyInSeconds)).toEqual([10, 300]);
    expect([llama.publishFrequency, llama.slowestPublishFrequency]).toEqual([10, 300]);
    expect([host.publishFrequency, host.slowestPublishFrequency]).toEqual([10, 300]);
  });

  test('is not that of a model which is overridden on every instance type', () => {
    const overrides = { [FOUR_GPUS]: { model: publishing() }, [ONE_GPU]: { model: publishing(PublishFrequency.THIRTY_SECONDS) } };
    const endpoint = { ...every(PublishFrequency.TEN_SECONDS), instances: POOLS };

    expect(slowest({ model: publishing(PublishFrequency.FIVE_MINUTES), overrides }, endpoint)).toEqual([30, 30]);
  });

  test('of an endpoint is that of its slowest component', () => {
    const stack = testStack();
    const endpoint = componentEndpoint(stack, every(PublishFrequency.TEN_SECONDS));
    const resources = { accelerators: 1 };
    const frequencies = [PublishFrequency.ONE_MINUTE, PublishFrequency.FOUR_MINUTES, PublishFrequency.THIRTY_SECONDS]
      .map((frequency) => endpoint.addInferenceComponent(`Every${frequency}`, { model: publishing(frequency), resources }).slowestPublishFrequency);

    expect(frequencies).toEqual([60, 240, 30]);
    expect(endpoint.slowestPublishFrequency).toBe(240);
  });

  test('is unknown on an imported endpoint that states none, also when the container does', () => {
    const stack = testStack();
    const options = { model: publishing(PublishFrequency.TEN_SECONDS), resources: { accelerators: 1 } };
    const endpoint = importedEndpoint(stack);
    const llama = new InferenceComponent(stack, 'Llama', { endpoint, ...options });

    expect([llama.publishFrequency, llama.slowestPublishFrequency, endpoint.slowestPublishFrequency]).toEqual([10, undefined, undefined]);
  });

  test('of an imported endpoint counts the components that are added to it', () => {
    const stack = testStack();
    const endpoint = importedEndpoint(stack, { publishFrequency: PublishFrequency.TEN_SECONDS });
    expect(endpoint.slowestPublishFrequency).toBe(10);
    new InferenceComponent(stack, 'Llama', { endpoint, model: publishing(PublishFrequency.FIVE_MINUTES), resources: { accelerators: 1 } });

    expect(endpoint.slowestPublishFrequency).toBe(300);
  });

  test('is unknown where the frequency of the endpoint is known at deployment only', () => {
    const stack = testStack();
    const frequency: number = new CfnParameter(stack, 'Frequency', { type: 'Number' }).valueAsNumber;
    const endpoint = componentEndpoint(stack, every(frequency));

    expect([component(stack, {}, endpoint).slowestPublishFrequency, endpoint.slowestPublishFrequency]).toEqual([undefined, undefined]);
  });
});

describe('what differs per instance type', () => {
  const INSTANCES = InstanceFleet.of(FOUR_GPUS, { max: 4, fallbacks: ['ml.g6e.12xlarge', ONE_GPU] });

  test('row 17: becomes one specification per instance type in the order of the fleet, and no common one', () => {
    const { Specification, Specifications } = propertiesWith({
      resources: { accelerators: 4, minMemory: Size.gibibytes(16) },
      overrides: { [ONE_GPU]: { resources: { accelerators: 1, minMemory: Size.gibibytes(4) } } },
    }, { instances: INSTANCES });

    expect(Specification).toBeUndefined();
    expect(Specifications.map((specification: any) => [specification.InstanceType, specification.ComputeResourceRequirements])).toEqual([
      [FOUR_GPUS, { NumberOfAcceleratorDevicesRequired: 4, MinMemoryRequiredInMb: 16384 }],
      ['ml.g6e.12xlarge', { NumberOfAcceleratorDevicesRequired: 4, MinMemoryRequiredInMb: 16384 }],
      [ONE_GPU, { NumberOfAcceleratorDevicesRequired: 1, MinMemoryRequiredInMb: 4096 }],
    ]);
  });

  test('row 17: is complete on every instance type', () => {
    const { Specifications } = propertiesWith({ overrides: { [ONE_GPU]: {} } }, { instances: INSTANCES });

    for (const specification of Specifications) {
      expect(Object.keys(specification).sort()).toEqual([
        'ComputeResourceRequirements', 'Container', 'DataCacheConfig', 'InstanceType', 'SchedulingConfig', 'StartupParameters',
      ]);
    }
  });

  test('may be the model', () => {
    const stack = testStack();
    const bucket = s3.Bucket.fromBucketName(stack, 'Small', 'weights');
    const small = vllmModel(stack, { artifacts: ModelArtifacts.archive(bucket, 'llama-int4/model.tar.gz') });
    component(stack, { overrides: { [ONE_GPU]: { model: small } } }, componentEndpoint(stack, { instances: INSTANCES }));

    expect(propertiesOf(stack, COMPONENT).Specifications.map(({ Container }: any) => Container.ArtifactUrl)).toEqual([
      's3://weights/llama/model.tar.gz', 's3://weights/llama/model.tar.gz', 's3://weights/llama-int4/model.tar.gz',
    ]);
  });

  test('may be a model that exists already', () => {
    const existing = ServedModel.fromModelName('llama-int4', { engine: ServingEngine.VLLM });
    const { Specifications } = propertiesWith({ overrides: { [ONE_GPU]: { model: existing } } }, { instances: INSTANCES });

    expect(Specifications.map(({ ModelName, Container }: any) => [ModelName, Container === undefined])).toEqual([
      [undefined, false], [undefined, false], ['llama-int4', true],
    ]);
  });

  test('may be uncompressed artifacts, with a model of its own for that type only', () => {
    const stack = testStack();
    const small = vllmModel(stack, { artifacts: uncompressed(stack) });
    component(stack, { overrides: { [ONE_GPU]: { model: small } } }, componentEndpoint(stack, { instances: INSTANCES }));
    const [model] = Object.keys(Template.fromStack(stack).findResources('AWS::SageMaker::Model'));

    expect(propertiesOf(stack, COMPONENT).Specifications.map(({ ModelName }: any) => ModelName)).toEqual([
      undefined, undefined, { 'Fn::GetAtt': [model, 'ModelName'] },
    ]);
    expect(propertiesOf(stack, 'AWS::SageMaker::Model').PrimaryContainer.ModelDataSource.S3DataSource.S3Uri).toBe('s3://weights/llama/');
  });

  test('cannot name a type that the fleet does not have', () => {
    expect(errorWith({ overrides: { 'ml.p5.48xlarge': {} } }, { instances: INSTANCES })).toContain(
      'overrides may only name instance types of the endpoint (ml.g6.12xlarge, ml.g6e.12xlarge, ml.g6.xlarge), got: ml.p5.48xlarge');
  });

  test('may name a type that a fallback known at deployment only may be', () => {
    const stack = testStack();
    const type = new CfnParameter(stack, 'Fallback').valueAsString;
    const instances = InstanceFleet.of(FOUR_GPUS, { max: 4, fallbacks: [type] });
    component(stack, { overrides: { [ONE_GPU]: {} } }, componentEndpoint(stack, { instances }));

    expect(propertiesOf(stack, COMPONENT).Specifications.map(({ InstanceType }: any) => InstanceType)).toEqual([FOUR_GPUS, { Ref: 'Fallback' }]);
  });

  test('may be stated for a type that is known at deployment only, by the same token', () => {
    const stack = testStack();
    const type = new CfnParameter(stack, 'Fallback').valueAsString;
    const endpoint = componentEndpoint(stack, { instances: InstanceFleet.of(FOUR_GPUS, { max: 4, fallbacks: [type] }) });
    component(stack, { resources: { accelerators: 4 }, overrides: { [type]: { resources: { accelerators: 1 } } } }, endpoint);

    expect(propertiesOf(stack, COMPONENT).Specifications.map(({ InstanceType, ComputeResourceRequirements }: any) =>
      [InstanceType, ComputeResourceRequirements.NumberOfAcceleratorDevicesRequired])).toEqual([[FOUR_GPUS, 4], [{ Ref: 'Fallback' }, 1]]);
  });

  test('may be stated where another type is known at deployment only, with uncompressed artifacts', () => {
    const stack = testStack();
    const type = new CfnParameter(stack, 'Fallback').valueAsString;
    const instances = InstanceFleet.of(FOUR_GPUS, { max: 4, fallbacks: [type] });
    const small = vllmModel(stack, { artifacts: ModelArtifacts.uncompressed(s3.Bucket.fromBucketName(stack, 'Small', 'weights'), 'llama-int4/') });
    const options = { model: vllmModel(stack, { artifacts: uncompressed(stack) }), overrides: { [FOUR_GPUS]: { model: small } } };
    component(stack, options, componentEndpoint(stack, { instances }));
    const models = Template.fromStack(stack).findResources('AWS::SageMaker::Model');

    expect(() => (stack.node.root as App).synth()).not.toThrow();
    expect(propertiesOf(stack, COMPONENT).Specifications.map(({ InstanceType, ModelName }: any) => [
      InstanceType, models[ModelName['Fn::GetAtt'][0]].Properties.PrimaryContainer.ModelDataSource.S3DataSource.S3Uri,
    ])).toEqual([[FOUR_GPUS, 's3://weights/llama-int4/'], [{ Ref: 'Fallback' }, 's3://weights/llama/']]);
  });

  test('gives each instance type a model of its own for uncompressed artifacts', () => {
    const stack = testStack();
    const model = vllmModel(stack, { artifacts: uncompressed(stack) });
    const overrides = { [ONE_GPU]: { resources: { accelerators: 1 } } };
    component(stack, { model, overrides }, componentEndpoint(stack, { instances: INSTANCES }));
    const names = propertiesOf(stack, COMPONENT).Specifications.map(({ ModelName }: any) => ModelName['Fn::GetAtt'][0]);

    expect(names.sort()).toEqual(Object.keys(Template.fromStack(stack).findResources('AWS::SageMaker::Model')).sort());
    expect(new Set(names).size).toBe(3);
  });

  test('cannot be stated on an imported endpoint, whose fleet is unknown', () => {
    const stack = testStack();
    const options = { endpoint: importedEndpoint(stack), model: vllmModel(stack), resources: {}, overrides: { [ONE_GPU]: {} } };

    expect(errorOf(() => new InferenceComponent(stack, 'Llama', options))).toContain(
      'overrides may only name instance types of the endpoint (unknown, because it is imported), got: ml.g6.xlarge');
  });

  test('may be nothing at all on an imported endpoint', () => {
    const stack = testStack();
    new InferenceComponent(stack, 'Llama', {
      endpoint: importedEndpoint(stack), model: vllmModel(stack), resources: { accelerators: 1 }, overrides: {},
    });

    expect(propertiesOf(stack, COMPONENT).Specification.ComputeResourceRequirements.NumberOfAcceleratorDevicesRequired).toBe(1);
  });

  test('is held to the same bounds', () => {
    expect(errorWith({ overrides: { [ONE_GPU]: { resources: { cpuCores: 0.1 } } } }, { instances: INSTANCES })).toContain(
      'resources: cpuCores must be a number of at least 0.25 cores, got: 0.1');
  });

  test('is told once what is wrong with all of it', () => {
    const overrides = { [FOUR_GPUS]: { model: engineModel(ServingEngine.VLLM, { metrics: { path: 'metrics' } }) }, [ONE_GPU]: {} };

    expect(errorWith({ model: engineModel(ServingEngine.VLLM, { metrics: { path: 'metrics' } }), copies: 0, overrides }, { instances: INSTANCES }))
      .toBe([
        '[Stack/Endpoint/Llama]',
        '  - copies must be a whole number of at least 1 copies, got: 0',
        "  - model: metrics.path must be a path such as '/metrics' of at most 256 letters, digits and /_.- without '..', got: 'metrics'",
      ].join('\n'));
  });

  test('is warned about once when it is the same on several instance types', () => {
    const silent = engineModel(ServingEngine.TRITON);

    expect(warningsWith({ model: silent, overrides: { [ONE_GPU]: { model: silent } } }, { instances: INSTANCES })).toEqual([
      expect.stringContaining("no series of the engine 'triton' are expected from this component"),
    ]);
  });

  test('row 32: is warned about when it holds secrets', () => {
    const gated = engineModel(ServingEngine.VLLM, { environment: { HF_TOKEN: 'hf_x' } });

    expect(warningsWith({ overrides: { [ONE_GPU]: { model: gated } } }, { instances: INSTANCES })).toEqual([
      expect.stringContaining('environment holds what looks like a secret (HF_TOKEN)'),
    ]);
  });
});

describe('what all components of an endpoint reserve', () => {
  const TWO_INSTANCES = InstanceFleet.of(FOUR_GPUS, { max: 2 });

  function appWith(instances: InstanceFleet, ...components: Array<Omit<InferenceComponentOptions, 'model'>>): App {
    const stack = testStack();
    const endpoint = componentEndpoint(stack, { instances });
    components.forEach((options, index) => endpoint.addInferenceComponent(`Component${index}`, { model: vllmModel(stack), ...options }));
    return stack.node.root as App;
  }

  test('may be the whole fleet', () => {
    const app = appWith(TWO_INSTANCES, { resources: { accelerators: 2 }, copies: 3 }, { resources: { accelerators: 1 }, copies: 2 });

    expect(() => app.synth()).not.toThrow();
  });

  test('cannot be more than the fleet at its largest', () => {
    const app = appWith(TWO_INSTANCES, { resources: { accelerators: 2 }, copies: 3 }, { resources: { accelerators: 1 }, copies: 3 });

    expect(errorOf(() => app.synth())).toContain(
      'instances: the components reserve more accelerators than 2 instances have: expected at most what they have, ' +
      'got: 9 of 8 on ml.g6.12xlarge. Raise max or lower accelerators and copies');
  });

  test('counts components that were made with their constructor', () => {
    const stack = testStack();
    const endpoint = componentEndpoint(stack, { instances: InstanceFleet.fixed(ONE_GPU) });
    new InferenceComponent(stack, 'Llama', { endpoint, model: vllmModel(stack), resources: { accelerators: 1 }, copies: 2 });

    expect(errorOf(() => (stack.node.root as App).synth())).toContain(
      'got: 2 of 1 on ml.g6.xlarge.');
  });

  test('is measured on the type with the most accelerators', () => {
    const instances = InstanceFleet.of(ONE_GPU, { max: 2, fallbacks: ['ml.g6.48xlarge'] });

    // Two instances of the fallback have 16 accelerators.
    expect(() => appWith(instances, { resources: { accelerators: 1 }, copies: 16 }).synth()).not.toThrow();
    expect(errorOf(() => appWith(instances, { resources: { accelerators: 1 }, copies: 17 }).synth())).toContain(
      'got: 17 of 2 on ml.g6.xlarge, 17 of 16 on ml.g6.48xlarge.');
  });

  test('is what overrides say where they apply to every type', () => {
    const instances = InstanceFleet.of(ONE_GPU, { max: 1 });
    const overrides = { [ONE_GPU]: { resources: { accelerators: 1 } } };

    // One copy with one accelerator fits on one instance with one accelerator.
    expect(() => appWith(instances, { resources: { accelerators: 2 }, overrides }).synth()).not.toThrow();
  });

  test('is not measured where the accelerators of a type are unknown', () => {
    expect(() => appWith(InstanceFleet.of('ml.g99.xlarge', { max: 1 }), { resources: { accelerators: 8 }, copies: 8 }).synth()).not.toThrow();
  });

  test('is not measured where sizes are tokens', () => {
    const stack = testStack();
    const number = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
    const endpoint = componentEndpoint(stack, { instances: InstanceFleet.of(ONE_GPU, { max: number }) });
    endpoint.addInferenceComponent('Llama', { model: vllmModel(stack), resources: { accelerators: 1 }, copies: 100 });
    const fixed = new InferenceComponentEndpoint(stack, 'Fixed', { instances: InstanceFleet.fixed(ONE_GPU) });
    fixed.addInferenceComponent('Copies', { model: vllmModel(stack), resources: { accelerators: 1 }, copies: number });
    fixed.addInferenceComponent('Accelerators', { model: vllmModel(stack), resources: { accelerators: number }, copies: 100 });

    expect(() => (stack.node.root as App).synth()).not.toThrow();
  });
});

describe('uncompressed artifacts of a component', () => {
  test('get a model of their own, because an inline container takes archives only', () => {
    const stack = testStack();
    component(stack, { model: vllmModel(stack, { artifacts: uncompressed(stack), environment: { SM_VLLM_MAX_MODEL_LEN: '8192' } }) });
    const [[modelId, model]] = Object.entries(Template.fromStack(stack).findResources('AWS::SageMaker::Model'));
    const { Specification } = propertiesOf(stack, COMPONENT);

    expect(Specification.ModelName).toEqual({ 'Fn::GetAtt': [modelId, 'ModelName'] });
    expect(Specification.Container).toBeUndefined();
    expect(model.Properties.PrimaryContainer.ModelDataSource).toEqual({
      S3DataSource: { S3Uri: 's3://weights/llama/', S3DataType: 'S3Prefix', CompressionType: 'None' },
    });
    expect(model.Properties.PrimaryContainer.ModelDataUrl).toBeUndefined();
    expect(model.Properties.PrimaryContainer.Environment).toEqual({ SM_VLLM_MAX_MODEL_LEN: '8192' });
    expect(text(model.Properties.PrimaryContainer.Image)).toBe(
      '763104351884.dkr.ecr.eu-central-1.<AWS::URLSuffix>/vllm:0.27.1-gpu-py312-cu129-ubuntu22.04-sagemaker');
    expect(text(model.Properties.ExecutionRoleArn)).toMatch(/^<EndpointRole[0-9A-F]+\.Arn>$/);
  });

  test('row 5: give that model no name that a replacement could collide with', () => {
    const stack = testStack();
    component(stack, { model: vllmModel(stack, { artifacts: uncompressed(stack) }), inferenceComponentName: 'llama' });

    expect(propertiesOf(stack, 'AWS::SageMaker::Model').ModelName).toBeUndefined();
  });

  test('row 27: leave network and isolation to the configuration of the endpoint', () => {
    const stack = testStack();
    const endpoint = componentEndpoint(stack, { security: { networkIsolation: true } });
    component(stack, { model: vllmModel(stack, { artifacts: uncompressed(stack) }) }, endpoint);

    expect(propertiesOf(stack, 'AWS::SageMaker::EndpointConfig').EnableNetworkIsolation).toBe(true);
    expect(Object.keys(propertiesOf(stack, 'AWS::SageMaker::Model')).sort()).toEqual(['ExecutionRoleArn', 'PrimaryContainer']);
  });

  test('cannot have metrics of their own, which a model in CloudFormation has no place for', () => {
    const stack = testStack();
    const model = vllmModel(stack, { artifacts: uncompressed(stack), metrics: { path: '/own' } });

    expect(errorOf(() => component(stack, { model }))).toContain(
      'model: metrics cannot be set together with uncompressed artifacts: CloudFormation gives models no metrics path. ' +
      'Expected an archive or no metrics, got both');
  });

  test('are impossible on an imported endpoint, whose role is unknown', () => {
    const stack = testStack();
    const model = vllmModel(stack, { artifacts: uncompressed(stack) });

    expect(errorOf(() => new InferenceComponent(stack, 'Llama', { endpoint: importedEndpoint(stack), model, resources: {} }))).toContain(
      'model: uncompressed artifacts need a model of their own, which needs the role of the endpoint: expected an archive on an imported endpoint');
  });

  test('allow the 100 environment variables of a model', () => {
    const stack = testStack();
    component(stack, { model: vllmModel(stack, { artifacts: uncompressed(stack), environment: entries(100) }) });

    expect(Object.keys(propertiesOf(stack, 'AWS::SageMaker::Model').PrimaryContainer.Environment)).toHaveLength(100);
    const other = testStack();
    const model = vllmModel(other, { artifacts: uncompressed(other), environment: entries(101) });
    expect(errorOf(() => component(other, { model }))).toContain('model: environment may hold at most 100 entries here, got: 101 (KEY_1, ');
  });

  test('are still expected to publish the metrics of an engine at /metrics', () => {
    const stack = testStack();
    const llama = component(stack, { model: vllmModel(stack, { artifacts: uncompressed(stack) }) });

    expect(llama.engines).toHaveLength(1);
    expect(warnings(stack)).toEqual([]);
  });

  test('are not expected to publish the metrics of an engine at another path, which the model cannot state', () => {
    const stack = testStack();
    const llama = component(stack, { model: vllmModel(stack, { engine: ServingEngine.DJL, artifacts: uncompressed(stack) }) });

    expect(llama.engines).toEqual([]);
    expect(warnings(stack)).toEqual([expect.stringContaining("no series of the engine 'djl' are expected from this component")]);
  });
});

describe('the environment of a container', () => {
  function environmentOf(environment: { [key: string]: string }, engine: ServingEngine = ServingEngine.VLLM) {
    return propertiesWith({ model: engineModel(engine, { environment }) }).Specification.Container.Environment;
  }

  function environmentError(environment: { [key: string]: string }, engine: ServingEngine = ServingEngine.VLLM): string {
    return errorWith({ model: engineModel(engine, { environment }) });
  }

  test('is left out when it is empty', () => {
    expect(environmentOf({})).toBeUndefined();
  });

  test('may hold 16 entries', () => {
    expect(environmentOf(entries(16))).toEqual(entries(16));
  });

  test('cannot hold 17 entries', () => {
    expect(environmentError(entries(17))).toContain('model: environment may hold at most 16 entries here, got: 17 (KEY_1, KEY_2, KEY_3, ');
  });

  test('counts the entry that switches the metrics of an engine on', () => {
    expect(environmentError(entries(16), ServingEngine.SGLANG)).toContain(
      'model: environment may hold at most 16 entries here, got: 17 (SM_SGLANG_ENABLE_METRICS, KEY_1, ');
    expect(Object.keys(environmentOf(entries(15), ServingEngine.SGLANG))).toHaveLength(16);
  });

  test('counts no such entry when observability is disabled', () => {
    const model = engineModel(ServingEngine.SGLANG, { environment: entries(16) });
    const { Specification } = propertiesWith({ model }, { observability: DetailedObservability.disabled() });

    expect(Specification.Container.Environment).toEqual(entries(16));
  });

  test('counts the two entries that a later adapter needs', () => {
    const stack = testStack();
    const llama = component(stack, { model: vllmModel(stack, { environment: entries(15) }) });
    llama.addAdapter('Adapter', { artifacts: ModelArtifacts.archive(s3.Bucket.fromBucketName(stack, 'Adapters', 'adapters'), 'a.tar.gz') });

    expect(errorOf(() => (stack.node.root as App).synth())).toContain(
      'model: environment may hold at most 16 entries here, got: 17 (VLLM_ALLOW_RUNTIME_LORA_UPDATING, SM_VLLM_ENABLE_LORA, KEY_1, ');
  });

  test('has room for a later adapter with 14 entries', () => {
    const stack = testStack();
    const llama = component(stack, { model: vllmModel(stack, { environment: entries(14) }) });
    llama.addAdapter('Adapter', { artifacts: ModelArtifacts.archive(s3.Bucket.fromBucketName(stack, 'Adapters', 'adapters'), 'a.tar.gz') });

    expect(() => (stack.node.root as App).synth()).not.toThrow();
  });

  test('may have keys and values of 1024 characters', () => {
    const environment = { [`K${'E'.repeat(1023)}`]: 'v'.repeat(1024) };

    expect(environmentOf(environment)).toEqual(environment);
  });

  test('cannot have keys of more', () => {
    expect(environmentError({ [`K${'E'.repeat(1024)}`]: 'v' })).toContain(
      'model: a key of environment must have at most 1024 characters, got: 1025');
  });

  test('cannot have values of more', () => {
    expect(environmentError({ PROMPT: 'v'.repeat(1025) })).toContain(
      'model: the value of environment PROMPT must have at most 1024 characters, got: 1025');
  });

  test.each(['1_FIRST', 'WITH-DASH', 'WITH BLANK', 'dotted.key', ''])('cannot have the key %p', (key) => {
    expect(environmentError({ [key]: 'x' })).toContain(
      `model: a key of environment must be letters, digits and underscores that do not begin with a digit, got: '${key}'`);
  });

  test('may have values that are tokens, whose length is not checked', () => {
    const stack = testStack();
    const value = `${new CfnParameter(stack, 'Value').valueAsString}${'v'.repeat(1025)}`;
    component(stack, { model: vllmModel(stack, { environment: { PROMPT: value } }) });

    expect(text(propertiesOf(stack, COMPONENT).Specification.Container.Environment.PROMPT)).toBe(`<Value>${'v'.repeat(1025)}`);
  });

  test.each([
    'HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'MY_API_KEY', 'OPENAI_APIKEY', 'DB_PASSWORD', 'CLIENT_SECRET',
    'GOOGLE_CREDENTIALS', 'SSH_PRIVATE_KEY', 'hf_token', 'HfToken', 'HFTOKEN', 'TOKEN', 'DB_PASS', 'PASS', 'PRIVATEKEY', 'CLIENTSECRET',
    'SECRETS', 'PASSPHRASE', 'KEY_PASSPHRASE', 'JWT', 'SESSION_JWT', 'BEARER', 'PASSWORD1', 'PASSWD',
  ])('row 32: is warned about when it holds %s', (key) => {
    const found = warningsWith({ model: engineModel(ServingEngine.VLLM, { environment: { [key]: 'x', PLAIN: 'x' } }) });

    expect(found).toEqual([
      expect.stringContaining(`environment holds what looks like a secret (${key}): SageMaker stores and shows it in plain text`),
    ]);
  });

  test('row 32: is warned about once with all that looks like a secret', () => {
    const environment = { HF_TOKEN: 'x', DB_PASSWORD: 'x' };

    expect(warningsWith({ model: engineModel(ServingEngine.VLLM, { environment }) })).toEqual([
      expect.stringContaining('environment holds what looks like a secret (HF_TOKEN, DB_PASSWORD)'),
    ]);
  });

  test.each([
    'SM_VLLM_MAX_NUM_BATCHED_TOKENS', 'TOKENIZERS_PARALLELISM', 'EOS_TOKEN', 'SM_VLLM_TOKENIZER', 'PAD_TOKEN', 'MAX_TOKENS', 'SM_VLLM_MAX_MODEL_LEN',
    'SECRETARY_MODE', 'KEYBOARD', 'MONKEY', 'MAX_NEW_TOKEN', 'PASSTHROUGH_MODE', 'BYPASS_CACHE', 'TOKENIZER', 'EosToken', 'NEW_TOKEN',
    'COST_PER_TOKEN',
  ])('row 32: is not warned about when it holds %s', (key) => {
    expect(warningsWith({ model: engineModel(ServingEngine.VLLM, { environment: { [key]: 'x' } }) })).toEqual([]);
  });

  test('row 32: may hold a secret once the user has acknowledged it', () => {
    const stack = testStack();
    const llama = component(stack, { model: vllmModel(stack, { environment: { HF_TOKEN: 'x' } }) });
    Annotations.of(llama).acknowledgeWarning('cdk-sagemaker-insights:secretInEnvironment', 'a public read token');

    expect(warnings(stack)).toEqual([]);
  });
});

describe('a component on a fleet that may shrink to none', () => {
  const EXPECTED = 'the fleet may shrink to 0 instances but this component always keeps 2 copies, so it never will';
  const FROM_ZERO = { instances: InstanceFleet.of(FOUR_GPUS, { min: 0, max: 4 }) };

  test('keeps it from shrinking, which is warned about', () => {
    expect(warningsWith({ copies: 2 }, FROM_ZERO)).toEqual([expect.stringContaining(EXPECTED)]);
  });

  test('is warned about too when it was made with its constructor', () => {
    const stack = testStack();
    new InferenceComponent(stack, 'Llama', {
      endpoint: componentEndpoint(stack, FROM_ZERO), model: vllmModel(stack), resources: { accelerators: 1 }, copies: 2,
    });

    expect(warnings(stack)).toEqual([expect.stringContaining(EXPECTED)]);
  });

  test('is not warned about when the number of copies is known at deployment only', () => {
    const stack = testStack();
    const copies = new CfnParameter(stack, 'Copies', { type: 'Number' }).valueAsNumber;
    component(stack, { copies }, componentEndpoint(stack, FROM_ZERO));

    expect(warnings(stack)).toEqual([]);
  });

  test.each([
    ['always has an instance', InstanceFleet.of(FOUR_GPUS, { min: 1, max: 4 })],
    ['has a fixed number of instances', InstanceFleet.fixed(FOUR_GPUS)],
  ])('is not warned about when the fleet %s', (_, instances) => {
    expect(warningsWith({}, { instances })).toEqual([]);
  });
});

describe('the endpoint of components', () => {
  const FLEETS: Array<[string, InstanceFleet]> = [
    ['managed', InstanceFleet.of(FOUR_GPUS, { min: 0, max: 4 })],
    ['fixed', InstanceFleet.fixed(FOUR_GPUS, { count: 2 })],
    ['pooled', InstanceFleet.of(FOUR_GPUS, { max: 4, fallbacks: [ONE_GPU] })],
  ];

  test.each(FLEETS)('row 10: never gives its variant a model name, with a %s fleet', (_, instances) => {
    const stack = testStack();
    component(stack, {}, componentEndpoint(stack, { instances }));
    const { ProductionVariants } = propertiesOf(stack, 'AWS::SageMaker::EndpointConfig');

    expect(ProductionVariants).toHaveLength(1);
    expect(ProductionVariants[0]).not.toHaveProperty('ModelName');
  });

  test.each(FLEETS)('row 11: never sends a weight or SSM access but always a role, with a %s fleet', (_, instances) => {
    const stack = testStack();
    component(stack, {}, componentEndpoint(stack, { instances }));
    const { ProductionVariants, ExecutionRoleArn } = propertiesOf(stack, 'AWS::SageMaker::EndpointConfig');

    expect(ProductionVariants[0]).not.toHaveProperty('InitialVariantWeight');
    expect(ProductionVariants[0]).not.toHaveProperty('EnableSSMAccess');
    expect(text(ExecutionRoleArn)).toMatch(/^<EndpointRole[0-9A-F]+\.Arn>$/);
  });

  test('row 11: states the role that the user gives', () => {
    const stack = testStack();
    const role = new iam.Role(stack, 'Own', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
    component(stack, {}, componentEndpoint(stack, { security: { role } }));

    expect(propertiesOf(stack, 'AWS::SageMaker::EndpointConfig').ExecutionRoleArn).toEqual(stack.resolve(role.roleArn));
  });

  test('row 10: cannot be one for a single model, whose variant has a model name', () => {
    const stack = testStack();
    const endpoint = new SingleModelEndpoint(stack, 'Single', { model: vllmModel(stack), instances: InstanceFleet.fixed(ONE_GPU) });

    expect(errorOf(() => new InferenceComponent(stack, 'Llama', { endpoint, model: vllmModel(stack), resources: { accelerators: 1 } })))
      .toBe("[Stack/Llama] endpoint must be one for inference components, got: the single-model endpoint 'Stack/Single'");
  });
});
