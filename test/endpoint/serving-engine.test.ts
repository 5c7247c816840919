import { CfnParameter, Stack } from 'aws-cdk-lib';
import {
  ContainerMetrics, DetailedObservability, InferenceComponent, InferenceComponentEndpoint, InstanceFleet, PublishFrequency, ServingEngine,
} from '../../src';
import { errorOf, propertiesOf, testStack, vllmModel, warnings } from '../support';

interface Settings {
  readonly environment?: { [key: string]: string };
  readonly metrics?: ContainerMetrics;
  readonly observability?: DetailedObservability;
}

function component(stack: Stack, engine: ServingEngine, { environment, metrics, observability }: Settings = {}): InferenceComponent {
  const endpoint = new InferenceComponentEndpoint(stack, 'Endpoint', {
    instances: InstanceFleet.of('ml.g6.12xlarge', { max: 2 }), observability,
  });
  return endpoint.addInferenceComponent('Chat', {
    model: vllmModel(stack, { engine, environment, metrics }), resources: { accelerators: 1 },
  });
}

function containerOf(stack: Stack): Record<string, any> {
  return propertiesOf(stack, 'AWS::SageMaker::InferenceComponent').Specification.Container;
}

function scraped(path: string, seconds: number = 60): Record<string, any> {
  return { MetricsEndpoints: [{ MetricsEndpointPath: path, MetricPublishFrequencyInSeconds: seconds }] };
}

describe('what makes an engine publish metrics on a component', () => {
  test.each([
    ['vllm publishes without further ado', ServingEngine.VLLM, undefined, '/metrics'],
    ['sglang needs SM_SGLANG_ENABLE_METRICS', ServingEngine.SGLANG, { SM_SGLANG_ENABLE_METRICS: 'true' }, '/metrics'],
    ['djl needs SERVING_PROMETHEUS and serves elsewhere', ServingEngine.DJL, { SERVING_PROMETHEUS: 'true' }, '/server/metrics'],
    ['tgi publishes without further ado', ServingEngine.TGI, undefined, '/metrics'],
  ])('%s', (_title, engine, environment, path) => {
    const stack = testStack();
    const { engines, endpoint } = component(stack, engine);
    expect(containerOf(stack).Environment).toEqual(environment);
    expect(containerOf(stack).ContainerMetricsConfig).toEqual(scraped(path));
    expect(engines).toEqual([engine]);
    expect(endpoint.engines).toEqual([engine]);
    expect(warnings(stack)).toEqual([]);
  });

  test('a custom engine is scraped at its path with its environment', () => {
    const stack = testStack();
    const engine = ServingEngine.custom('mine', { metricsPath: '/internal/prometheus_v1.0', metricsEnvironment: { MINE_METRICS: 'on' } });
    const { endpoint } = component(stack, engine, { environment: { OTHER: '1' } });
    expect(containerOf(stack).Environment).toEqual({ MINE_METRICS: 'on', OTHER: '1' });
    expect(containerOf(stack).ContainerMetricsConfig).toEqual(scraped('/internal/prometheus_v1.0'));
    expect(endpoint.engines).toEqual([engine]);
  });

  test.each([
    ['triton', ServingEngine.TRITON],
    ['other', ServingEngine.OTHER],
    ['mine', ServingEngine.custom('mine')],
  ])('%s serves nothing on port 8080, so nothing is scraped and the user is warned', (name, engine) => {
    const stack = testStack();
    const { engines, endpoint } = component(stack, engine);
    expect(containerOf(stack)).not.toHaveProperty('ContainerMetricsConfig');
    expect(engines).toEqual([]);
    expect(endpoint.engines).toEqual([]);
    expect(warnings(stack)).toEqual([
      `no series of the engine '${name}' are expected from this component: it serves no metrics on port 8080 where SageMaker looks. ` +
      'GPU and host series exist nevertheless [ack: cdk-sagemaker-insights:engineWithoutMetrics]',
    ]);
  });

  test('an engine that serves nothing by itself is counted once its container states a path', () => {
    const stack = testStack();
    const { endpoint } = component(stack, ServingEngine.OTHER, { metrics: { path: '/stats' } });
    expect(containerOf(stack).ContainerMetricsConfig).toEqual(scraped('/stats'));
    expect(endpoint.engines).toEqual([ServingEngine.OTHER]);
    expect(warnings(stack)).toEqual([]);
  });

  test('the path and frequency of the container win over those of engine and endpoint', () => {
    const stack = testStack();
    const chat = component(stack, ServingEngine.DJL, {
      metrics: { path: '/proxy/metrics', publishFrequency: PublishFrequency.TEN_SECONDS },
      observability: DetailedObservability.every(PublishFrequency.FIVE_MINUTES),
    });
    expect(containerOf(stack).ContainerMetricsConfig).toEqual(scraped('/proxy/metrics', 10));
    expect(chat.publishFrequency).toBe(10);
    expect(chat.endpoint.publishFrequency).toBe(300);
  });

  test('the frequency is the one of the endpoint otherwise', () => {
    const stack = testStack();
    component(stack, ServingEngine.VLLM, { observability: DetailedObservability.every(PublishFrequency.TWO_MINUTES) });
    expect(containerOf(stack).ContainerMetricsConfig).toEqual(scraped('/metrics', 120));
  });

  test('one engine behind several components is counted once', () => {
    const stack = testStack();
    const { endpoint } = component(stack, ServingEngine.VLLM);
    const another = { model: vllmModel(stack), resources: { accelerators: 1 } };
    const sglang = { model: vllmModel(stack, { engine: ServingEngine.SGLANG }), resources: { accelerators: 1 } };
    (endpoint as InferenceComponentEndpoint).addInferenceComponent('Code', another);
    (endpoint as InferenceComponentEndpoint).addInferenceComponent('Draft', sglang);
    expect(endpoint.engines).toEqual([ServingEngine.VLLM, ServingEngine.SGLANG]);
  });
});

describe('the environment that the user gives', () => {
  test.each([
    ['sglang', ServingEngine.SGLANG, { SM_SGLANG_ENABLE_METRICS: 'false' }],
    ['djl', ServingEngine.DJL, { SERVING_PROMETHEUS: 'false' }],
  ])('wins over what %s needs, which then is not scraped, not counted and warned about', (name, engine, environment) => {
    const stack = testStack();
    const { endpoint } = component(stack, engine, { environment });
    expect(containerOf(stack).Environment).toEqual(environment);
    expect(containerOf(stack)).not.toHaveProperty('ContainerMetricsConfig');
    expect(endpoint.engines).toEqual([]);
    expect(warnings(stack)).toEqual([
      `no series of the engine '${name}' are expected from this component: its environment switches them off. ` +
      'GPU and host series exist nevertheless [ack: cdk-sagemaker-insights:engineWithoutMetrics]',
    ]);
  });

  test.each([
    ['SM_SGLANG_ENABLE_METRICS=true', ServingEngine.SGLANG, { SM_SGLANG_ENABLE_METRICS: 'true' }, '/metrics'],
    ['SM_SGLANG_ENABLE_METRICS=True', ServingEngine.SGLANG, { SM_SGLANG_ENABLE_METRICS: 'True' }, '/metrics'],
    ['SM_SGLANG_ENABLE_METRICS=TRUE', ServingEngine.SGLANG, { SM_SGLANG_ENABLE_METRICS: 'TRUE' }, '/metrics'],
    ['SM_SGLANG_ENABLE_METRICS=1', ServingEngine.SGLANG, { SM_SGLANG_ENABLE_METRICS: '1' }, '/metrics'],
    ['SERVING_PROMETHEUS=TRUE', ServingEngine.DJL, { SERVING_PROMETHEUS: 'TRUE' }, '/server/metrics'],
  ])('may switch metrics on itself with %s, which is kept', (_setting, engine, environment, path) => {
    const stack = testStack();
    const { endpoint } = component(stack, engine, { environment });
    expect(containerOf(stack).Environment).toEqual(environment);
    expect(containerOf(stack).ContainerMetricsConfig).toEqual(scraped(path));
    expect(endpoint.engines).toEqual([engine]);
    expect(warnings(stack)).toEqual([]);
  });

  test.each(['false', 'False', '0', 'no', ''])('switches metrics off with any other value, such as %p', (value) => {
    const stack = testStack();
    const { endpoint } = component(stack, ServingEngine.SGLANG, { environment: { SM_SGLANG_ENABLE_METRICS: value } });
    expect(containerOf(stack)).not.toHaveProperty('ContainerMetricsConfig');
    expect(endpoint.engines).toEqual([]);
    expect(warnings(stack)).toEqual([expect.stringContaining('its environment switches them off')]);
  });

  test('must be what a custom engine needs word for word where that is no switch', () => {
    const engine = ServingEngine.custom('mine', { metricsPath: '/metrics', metricsEnvironment: { MINE_METRICS: 'prometheus' } });
    const [same, other] = ['prometheus', 'Prometheus'].map((value) =>
      component(testStack(), engine, { environment: { MINE_METRICS: value } }).endpoint.engines);
    expect(same).toEqual([engine]);
    expect(other).toEqual([]);
  });

  test('is not taken for switching metrics off when its value is known at deployment only', () => {
    const stack = testStack();
    const value = new CfnParameter(stack, 'EnableMetrics').valueAsString;
    const { endpoint } = component(stack, ServingEngine.SGLANG, { environment: { SM_SGLANG_ENABLE_METRICS: value } });
    expect(containerOf(stack).Environment).toEqual({ SM_SGLANG_ENABLE_METRICS: { Ref: 'EnableMetrics' } });
    expect(containerOf(stack).ContainerMetricsConfig).toEqual(scraped('/metrics'));
    expect(endpoint.engines).toEqual([ServingEngine.SGLANG]);
    expect(warnings(stack)).toEqual([]);
  });

  test('holds at most 16 entries on a component, those of the engine included', () => {
    const environment = Object.fromEntries([...Array(16).keys()].map((index) => [`KEY_${index}`, 'value']));
    const stack = testStack();
    component(stack, ServingEngine.VLLM, { environment });
    expect(Object.keys(containerOf(stack).Environment)).toHaveLength(16);
    expect(errorOf(() => component(testStack(), ServingEngine.SGLANG, { environment })))
      .toContain('[Stack/Endpoint/Chat] model: environment may hold at most 16 entries here, got: 17 (SM_SGLANG_ENABLE_METRICS, KEY_0, ');
  });
});

describe('an endpoint without detailed observability', () => {
  test.each([
    ['sglang', ServingEngine.SGLANG],
    ['djl', ServingEngine.DJL],
    ['other', ServingEngine.OTHER],
  ])('neither sets up nor counts %s, and does not warn about it', (_name, engine) => {
    const stack = testStack();
    const { endpoint } = component(stack, engine, { observability: DetailedObservability.disabled() });
    expect(containerOf(stack)).not.toHaveProperty('Environment');
    expect(containerOf(stack)).not.toHaveProperty('ContainerMetricsConfig');
    expect(endpoint.engines).toEqual([]);
    expect(warnings(stack)).toEqual([]);
  });
});

describe('a metrics path', () => {
  const EXPECTED = "a path such as '/metrics' of at most 256 letters, digits and /_.- without '..'";
  const LONGEST = `/${'a'.repeat(255)}`;

  test.each(['/metrics', '/a', '/a/b_c.d-e', '/./a', LONGEST])('may be %p', (path) => {
    const stack = testStack();
    component(stack, ServingEngine.custom('mine', { metricsPath: path }));
    expect(containerOf(stack).ContainerMetricsConfig).toEqual(scraped(path));
  });

  test.each(['', 'metrics', '/', '/a/../b', '/a b', '/a?b=c', '/métriques', `${LONGEST}a`])('of an engine must not be %p', (path) => {
    expect(errorOf(() => component(testStack(), ServingEngine.custom('mine', { metricsPath: path }))))
      .toBe(`[Stack/Endpoint/Chat] engine 'mine': metricsPath must be ${EXPECTED}, got: '${path}'`);
  });

  test('of a container must fit too', () => {
    expect(errorOf(() => component(testStack(), ServingEngine.VLLM, { metrics: { path: 'metrics' } })))
      .toBe(`[Stack/Endpoint/Chat] model: metrics.path must be ${EXPECTED}, got: 'metrics'`);
  });

  test('comes with one of the seven frequencies', () => {
    expect(errorOf(() => component(testStack(), ServingEngine.VLLM, { metrics: { publishFrequency: 45 as PublishFrequency } }))).toBe(
      '[Stack/Endpoint/Chat] model: metrics.publishFrequency must be one of 10, 30, 60, 120, 180, 240, 300 seconds, got: 45');
  });
});
