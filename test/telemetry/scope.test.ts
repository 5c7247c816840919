import { CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  EngineSeries, IInferenceEndpoint, InferenceComponent, InferenceComponentEndpoint, InferenceEndpoint, InferenceEndpointAttributes,
  InferenceSignal, InstanceFleet, PublishFrequency, ServingEngine, SignalGrouping, TelemetryScope,
} from '../../src';
import { text as readable } from '../intrinsics';
import { errorOf, testStack, vllmModel } from '../support';

const { KV_CACHE_UTILIZATION, RUNNING_REQUESTS, WAITING_FOR_CAPACITY, GPU_TEMPERATURE, TELEMETRY_GAP } = InferenceSignal;
const ENDPOINT = '"aws.sagemaker.endpoint.name"';
const VARIANT = '"aws.sagemaker.variant.name"';
const COMPONENT = '"aws.sagemaker.inference_component.name"';

/** An import that publishes every minute. */
function imported(stack: Stack, endpointName: string, attributes: Partial<InferenceEndpointAttributes> = {}): IInferenceEndpoint {
  return InferenceEndpoint.fromEndpointAttributes(stack, endpointName, {
    endpointName, publishFrequency: PublishFrequency.ONE_MINUTE, ...attributes,
  });
}

function provisioned(stack: Stack, id: string = 'Endpoint', endpointName?: string): InferenceComponentEndpoint {
  return new InferenceComponentEndpoint(stack, id, { instances: InstanceFleet.of('ml.g6.12xlarge', { max: 2 }), endpointName });
}

function addComponent(endpoint: InferenceComponentEndpoint, id: string, engine: ServingEngine = ServingEngine.VLLM): InferenceComponent {
  return endpoint.addInferenceComponent(id, { model: vllmModel(endpoint, { engine }), resources: { accelerators: 1 } });
}

/** A series that every endpoint has, so that only the scope shows. */
function gpuTemperature(scope: TelemetryScope): string {
  return GPU_TEMPERATURE.promQl({ scope });
}

describe('the scope of everything', () => {
  test('asks for whatever belongs to an endpoint: hosts and GPUs outside of SageMaker have series of the same names', () => {
    expect(gpuTemperature(TelemetryScope.everything(testStack()))).toBe(`max (last_over_time(DCGM_FI_DEV_GPU_TEMP{${ENDPOINT}!=""}[20m]))`);
  });

  test('asks for the engines that are known', () => {
    const scope = TelemetryScope.everything(testStack(), { engines: [ServingEngine.VLLM] });
    expect(RUNNING_REQUESTS.promQl({ scope })).toBe(`sum (last_over_time(vllm:num_requests_running{${ENDPOINT}!=""}[20m]))`);
  });

  test('is split by endpoint, which tells the endpoints apart', () => {
    const scope = TelemetryScope.everything(testStack());
    expect(GPU_TEMPERATURE.promQl({ scope, groupBy: [SignalGrouping.ENDPOINT] }))
      .toBe(`max by (${ENDPOINT}) (last_over_time(DCGM_FI_DEV_GPU_TEMP{${ENDPOINT}!=""}[20m]))`);
  });

  test('takes any construct of the app', () => {
    const endpoint = imported(testStack(), 'chat');
    expect(gpuTemperature(TelemetryScope.everything(endpoint))).toBe(`max (last_over_time(DCGM_FI_DEV_GPU_TEMP{${ENDPOINT}!=""}[20m]))`);
  });
});

describe('the scope of one endpoint', () => {
  test('asks for its name', () => {
    expect(gpuTemperature(TelemetryScope.endpoint(imported(testStack(), 'chat'))))
      .toBe(`max (last_over_time(DCGM_FI_DEV_GPU_TEMP{${ENDPOINT}="chat"}[4m]))`);
  });

  test('refers to an endpoint that this app provisions and that has no name of its own', () => {
    const stack = testStack();
    const endpoint = provisioned(stack);
    const [logicalId] = Object.keys(Template.fromStack(stack).findResources('AWS::SageMaker::Endpoint'));
    expect(readable(stack.resolve(gpuTemperature(TelemetryScope.endpoint(endpoint)))))
      .toBe(`max (last_over_time(DCGM_FI_DEV_GPU_TEMP{${ENDPOINT}="<${logicalId}.EndpointName>"}[4m]))`);
  });

  test('refers to an endpoint whose name is known at deployment only', () => {
    const stack = testStack();
    const name = new CfnParameter(stack, 'Name').valueAsString;
    const endpoint = InferenceEndpoint.fromEndpointName(stack, 'Endpoint', name);
    expect(readable(stack.resolve(gpuTemperature(TelemetryScope.endpoint(endpoint)))))
      .toBe(`max (last_over_time(DCGM_FI_DEV_GPU_TEMP{${ENDPOINT}="<Name>"}[20m]))`);
  });

  test('does not ask for the variant that everybody has', () => {
    const scope = TelemetryScope.endpoint(imported(testStack(), 'chat', { variantName: 'AllTraffic' }));
    expect(gpuTemperature(scope)).not.toContain('variant');
  });

  test('asks for a variant that somebody chose', () => {
    expect(gpuTemperature(TelemetryScope.endpoint(imported(testStack(), 'chat', { variantName: 'blue' }))))
      .toBe(`max (last_over_time(DCGM_FI_DEV_GPU_TEMP{${ENDPOINT}="chat",${VARIANT}="blue"}[4m]))`);
  });

  test('has the components that are added before a query is built', () => {
    const endpoint = provisioned(testStack(), 'Endpoint', 'chat');
    const scope = TelemetryScope.endpoint(endpoint);
    addComponent(endpoint, 'Qwen');
    expect(RUNNING_REQUESTS.promQl({ scope })).toContain('vllm:num_requests_running');
  });
});

describe('the scope of several endpoints', () => {
  test('asks for any of their names', () => {
    const stack = testStack();
    expect(gpuTemperature(TelemetryScope.endpoints([imported(stack, 'chat'), imported(stack, 'code')])))
      .toBe(`max (last_over_time(DCGM_FI_DEV_GPU_TEMP{${ENDPOINT}=~"chat|code"}[4m]))`);
  });

  test('asks as the scope of one endpoint where there is one', () => {
    const endpoint = imported(testStack(), 'chat');
    expect(gpuTemperature(TelemetryScope.endpoints([endpoint]))).toBe(gpuTemperature(TelemetryScope.endpoint(endpoint)));
  });

  test('refers to names that are known at deployment only', () => {
    const stack = testStack();
    const name = new CfnParameter(stack, 'Name').valueAsString;
    const scope = TelemetryScope.endpoints([InferenceEndpoint.fromEndpointName(stack, 'Endpoint', name), imported(stack, 'code')]);
    expect(readable(stack.resolve(gpuTemperature(scope)))).toBe(`max (last_over_time(DCGM_FI_DEV_GPU_TEMP{${ENDPOINT}=~"<Name>|code"}[20m]))`);
  });

  test.each([
    ['the same chosen variant asks for it', ['blue', 'blue'], `,${VARIANT}="blue"`],
    ['different chosen variants asks for both', ['blue', 'green'], `,${VARIANT}=~"blue|green"`],
    ['a chosen variant and AllTraffic asks for no variant', ['blue', undefined], ''],
    ['AllTraffic asks for no variant', [undefined, undefined], ''],
  ])('with %s', (_what, [first, second], matcher) => {
    const stack = testStack();
    const scope = TelemetryScope.endpoints([
      imported(stack, 'chat', { variantName: first }), imported(stack, 'code', { variantName: second }),
    ]);
    expect(gpuTemperature(scope)).toBe(`max (last_over_time(DCGM_FI_DEV_GPU_TEMP{${ENDPOINT}=~"chat|code"${matcher}}[4m]))`);
  });

  test('asks about each with its own variant where each is asked about on its own', () => {
    const stack = testStack();
    const scope = TelemetryScope.endpoints([imported(stack, 'chat', { variantName: 'blue' }), imported(stack, 'code')]);
    expect(TELEMETRY_GAP.promQl({ scope })).toBe(
      `absent_over_time(node_memory_MemTotal_bytes{${ENDPOINT}="chat",${VARIANT}="blue"}[5m]) or ` +
      `absent_over_time(node_memory_MemTotal_bytes{${ENDPOINT}="code"}[5m])`);
  });

  test('without an endpoint is refused', () => {
    expect(errorOf(() => TelemetryScope.endpoints([]))).toBe(
      'a telemetry scope of endpoints needs at least one endpoint, got: none (TelemetryScope.everything asks about all)');
  });
});

describe('the scope of one component', () => {
  test('asks for its name, which is unique in an account and Region', () => {
    const [component] = imported(testStack(), 'chat', { inferenceComponentNames: ['qwen'] }).inferenceComponents;
    expect(gpuTemperature(TelemetryScope.component(component)))
      .toBe(`max (last_over_time(DCGM_FI_DEV_GPU_TEMP{${COMPONENT}="qwen"}[4m]))`);
  });

  test('takes a component of which only the name is known', () => {
    const component = InferenceComponent.fromInferenceComponentName(testStack(), 'Qwen', 'qwen');
    expect(gpuTemperature(TelemetryScope.component(component)))
      .toBe(`max (last_over_time(DCGM_FI_DEV_GPU_TEMP{${COMPONENT}="qwen"}[20m]))`);
  });

  test('takes a component that this app provisions', () => {
    const endpoint = provisioned(testStack());
    const component = endpoint.addInferenceComponent('Qwen', {
      model: vllmModel(endpoint), resources: { accelerators: 1 }, inferenceComponentName: 'qwen',
    });
    expect(RUNNING_REQUESTS.promQl({ scope: TelemetryScope.component(component) }))
      .toBe(`sum (last_over_time(vllm:num_requests_running{${COMPONENT}="qwen"}[4m]))`);
  });
});

describe('the engines in a scope', () => {
  /** Which series of running requests a query asks for: each engine has its own name for it. */
  function enginesIn(scope: TelemetryScope): string[] {
    const names: [series: string, engine: string][] = [
      ['vllm:num_requests_running', 'vllm'], ['sglang:num_running_reqs', 'sglang'], ['tgi_batch_current_size', 'tgi'], ['mine_running', 'mine'],
    ];
    const query = RUNNING_REQUESTS.promQl({ scope });
    return names.filter(([series]) => query.includes(series)).map(([, engine]) => engine);
  }

  const MINE = ServingEngine.custom('mine', { series: { runningRequests: EngineSeries.gauge('mine_running') } });

  test.each([
    ['vllm', ServingEngine.VLLM], ['sglang', ServingEngine.SGLANG], ['tgi', ServingEngine.TGI], ['mine', MINE],
  ])('are %s alone where it is the only one known', (name, engine) => {
    expect(enginesIn(TelemetryScope.endpoint(imported(testStack(), 'chat', { engines: [engine] })))).toEqual([name]);
  });

  test('are all that this library knows where an import does not say', () => {
    expect(enginesIn(TelemetryScope.endpoint(imported(testStack(), 'chat')))).toEqual(['vllm', 'sglang', 'tgi']);
    expect(enginesIn(TelemetryScope.everything(testStack()))).toEqual(['vllm', 'sglang', 'tgi']);
  });

  test('are those of the components', () => {
    const endpoint = provisioned(testStack());
    addComponent(endpoint, 'Qwen');
    addComponent(endpoint, 'Llama', ServingEngine.SGLANG);
    addComponent(endpoint, 'Gemma');
    expect(enginesIn(TelemetryScope.endpoint(endpoint))).toEqual(['vllm', 'sglang']);
  });

  test('are that of the component in its own scope', () => {
    const endpoint = provisioned(testStack());
    addComponent(endpoint, 'Qwen');
    expect(enginesIn(TelemetryScope.component(addComponent(endpoint, 'Llama', ServingEngine.SGLANG)))).toEqual(['sglang']);
  });

  test('are those of all endpoints together, each once', () => {
    const stack = testStack();
    const scope = TelemetryScope.endpoints([
      imported(stack, 'chat', { engines: [ServingEngine.SGLANG] }),
      imported(stack, 'code', { engines: [ServingEngine.SGLANG, ServingEngine.TGI] }),
      imported(stack, 'batch', { engines: [] }),
    ]);
    expect(enginesIn(scope)).toEqual(['sglang', 'tgi']);
    expect(RUNNING_REQUESTS.promQl({ scope }).split('sglang:num_running_reqs')).toHaveLength(2);
  });

  test('are all that this library knows where one of several endpoints does not say', () => {
    const stack = testStack();
    const scope = TelemetryScope.endpoints([imported(stack, 'chat', { engines: [ServingEngine.SGLANG] }), imported(stack, 'code')]);
    expect(enginesIn(scope)).toEqual(['vllm', 'sglang', 'tgi']);
  });

  test('keep a custom one beside an endpoint that does not say', () => {
    const stack = testStack();
    const scope = TelemetryScope.endpoints([imported(stack, 'chat', { engines: [MINE] }), imported(stack, 'code')]);
    expect(enginesIn(scope)).toEqual(['vllm', 'sglang', 'tgi', 'mine']);
  });

  test('are none where none publishes, which is said', () => {
    const stack = testStack();
    expect(errorOf(() => KV_CACHE_UTILIZATION.promQl({ scope: TelemetryScope.endpoint(imported(stack, 'chat', { engines: [] })) }))).toBe(
      'the signal kv-cache-utilization of Stack/chat has no series: expected an engine that publishes it, got: none with series of its own');
  });

  test('are named in the error where none publishes what is asked', () => {
    const stack = testStack();
    const scope = TelemetryScope.endpoints([
      imported(stack, 'chat', { engines: [ServingEngine.SGLANG] }), imported(stack, 'code', { engines: [ServingEngine.DJL] }),
    ]);
    expect(errorOf(() => WAITING_FOR_CAPACITY.promQl({ scope }))).toBe(
      'the signal waiting-for-capacity of Stack/chat, Stack/code has no series: expected an engine that publishes it, got: sglang, djl');
  });

  test('are left out of the query where they do not publish what is asked', () => {
    const scope = TelemetryScope.endpoint(imported(testStack(), 'chat', { engines: [ServingEngine.SGLANG, ServingEngine.VLLM, ServingEngine.DJL] }));
    expect(WAITING_FOR_CAPACITY.promQl({ scope }))
      .toBe(`sum (last_over_time(vllm:num_requests_waiting_by_reason{${ENDPOINT}="chat",reason="capacity"}[4m]))`);
  });

  test('are of no matter for GPUs, hosts and requests', () => {
    const scope = TelemetryScope.endpoint(imported(testStack(), 'chat', { engines: [] }));
    expect(gpuTemperature(scope)).toBe(`max (last_over_time(DCGM_FI_DEV_GPU_TEMP{${ENDPOINT}="chat"}[4m]))`);
    expect(InferenceSignal.INVOCATIONS.promQl({ scope })).toBe(`sum (sum_over_time(Invocations{${ENDPOINT}="chat"}[5m])) / 300`);
  });

  test('are all that this library knows in messages about everything', () => {
    const scope = TelemetryScope.everything(testStack(), { engines: [ServingEngine.TRITON, ServingEngine.OTHER] });
    expect(errorOf(() => KV_CACHE_UTILIZATION.promQl({ scope }))).toBe(
      'the signal kv-cache-utilization of everything has no series: expected an engine that publishes it, got: triton, other');
  });
});
