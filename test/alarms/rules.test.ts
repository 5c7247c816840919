import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { alarmsOf, byRule, queries } from './support';
import { InferenceEndpointAttributes, InsightsAlarmRule, InsightsAlarms, InsightsSubject, PublishFrequency, ServingEngine } from '../../src';
import { checkPromQl } from '../../src/telemetry/promql-checker';
import { EVENT_SERIES } from '../../src/telemetry/signals/lifecycle';
import { chat, provisioned, single } from '../dashboards/support';
import { errorOf, testStack, vllmModel } from '../support';

/* Queries are written out by hand for an endpoint `chat` on vLLM that publishes every minute. */

const CHAT = '{"aws.sagemaker.endpoint.name"="chat"}';
const ENDPOINT = '"aws.sagemaker.endpoint.name"';
const COMPONENT = `${ENDPOINT}, "aws.sagemaker.inference_component.name"`;
const COPY = `${COMPONENT}, "aws.sagemaker.container.id", "@resource.host.id"`;
const GPU = `${ENDPOINT}, "@resource.host.id", gpu`;
const HOST = `${ENDPOINT}, "@resource.host.id"`;
const KV = `max by (${COMPONENT}) (100 * last_over_time(vllm:kv_cache_usage_perc${CHAT}[4m]))`;
const WAITING = `max by (${COMPONENT}) (sum by (${COPY}) (last_over_time(vllm:num_requests_waiting${CHAT}[4m])))`;
const PREEMPTIONS = `sum by (${COMPONENT}) (rate(vllm:num_preemptions_total${CHAT}[5m]))`;
const USED = `last_over_time(DCGM_FI_DEV_FB_USED${CHAT}[4m])`;
const MEMORY = `max by (${GPU}) (100 * (${USED} / (${USED} + last_over_time(DCGM_FI_DEV_FB_FREE${CHAT}[4m]))))`;

function queriesOf(props: Parameters<typeof alarmsOf>[0] = {}, changes: Parameters<typeof alarmsOf>[1] = {}): Record<string, string> {
  const stack = testStack();
  alarmsOf(props, changes, stack);
  return queries(stack);
}

describe('rules about the engine', () => {
  test.each([
    ['kv-cache-pressure', `(${KV}) > 90`],
    ['kv-cache-full', `(${KV}) > 95`],
    ['waiting-requests', `(${WAITING}) > 10`],
    ['preemptions', `(${PREEMPTIONS}) > 0`],
    ['kv-bound', `((${KV}) > 95) and ((${WAITING}) > 5) and ((${PREEMPTIONS}) > 0)`],
    ['throughput-stalled',
      `((sum by (${COPY}) (last_over_time(vllm:num_requests_running${CHAT}[4m]))) > 0) and ` +
      `((sum by (${COPY}) (rate(vllm:generation_tokens_total${CHAT}[5m]))) == 0) and ` +
      `(group by (${COPY}) (present_over_time(vllm:num_requests_running${CHAT}[2m])))`],
  ])('%s', (rule, query) => {
    expect(queriesOf()[rule]).toBe(query);
  });

  test('preemptions of the last five minutes, however often they are published: they come now and then', () => {
    const fast = queriesOf({}, { publishFrequency: PublishFrequency.TEN_SECONDS });
    expect(fast.preemptions).toBe(`(${PREEMPTIONS}) > 0`);
    expect(fast['kv-bound']).toContain(`and ((${PREEMPTIONS}) > 0)`);
    const slow = queriesOf({}, { publishFrequency: PublishFrequency.FIVE_MINUTES });
    expect(slow.preemptions).toBe(`(${PREEMPTIONS.replace('[5m]', '[20m]')}) > 0`);
  });

  test('throughput below the expected rate: half of it, while requests wait', () => {
    expect(queriesOf({ expectations: { outputTokensPerSecond: 800 } })['throughput-below-expected']).toBe(
      `((sum by (${HOST}) (rate(vllm:generation_tokens_total${CHAT}[5m]))) < 400) and ` +
      `((sum by (${HOST}) (last_over_time(vllm:num_requests_waiting${CHAT}[4m]))) > 0)`);
  });

  test('the cache of SGLang, which is full on purpose, is no reason to alarm; its retractions are', () => {
    const sglang = queriesOf({}, { engines: [ServingEngine.SGLANG] });
    expect(Object.keys(sglang)).not.toEqual(expect.arrayContaining(['kv-cache-pressure']));
    expect(Object.keys(sglang)).not.toEqual(expect.arrayContaining(['kv-cache-full']));
    expect(Object.keys(sglang)).not.toEqual(expect.arrayContaining(['kv-bound']));
    expect(sglang.preemptions).toContain('sglang:num_retracted_requests_total');
    const both = queriesOf({}, { engines: [ServingEngine.VLLM, ServingEngine.SGLANG] });
    expect(both['kv-cache-pressure']).toBe(`(${KV}) > 90`);
    expect(both['waiting-requests']).toContain('sglang:num_queue_reqs');
  });
});

describe('rules about GPUs', () => {
  const ABOVE_RESERVED = `(((${MEMORY}) - (quantile_over_time(0.5, (${MEMORY})[1d:20m]))) > 1) and (count_over_time((${MEMORY})[30m:10m] offset 1h))`;
  const AVERAGES = ['', ' offset 2h', ' offset 4h', ' offset 6h'].map((ago) => `avg_over_time((${MEMORY})[2h:10m]${ago})`);
  const RISES = [0, 1, 2].map((part) => `(((${AVERAGES[part]}) - (${AVERAGES[part + 1]})) > 0.1)`).join(' and ');
  const XID = `max by (${GPU}) (last_over_time(DCGM_FI_DEV_XID_ERRORS${CHAT}[4m]) != 0 != 13 != 31 != 43 != 63 != 92 != 94 != 121 != 126 != 154)`;

  test.each([
    ['gpu-memory-drop', `((max_over_time((${MEMORY})[10m:1m])) - (${MEMORY})) > 20`],
    ['gpu-memory-exhausted', `((${MEMORY}) > 98) and (${ABOVE_RESERVED})`],
    ['gpu-memory-trend', `((predict_linear((${MEMORY})[1d:30m], 259200)) > 99) and (${RISES}) and (${ABOVE_RESERVED})`],
    ['gpu-temperature', `(max by (${GPU}) (last_over_time(DCGM_FI_DEV_GPU_TEMP${CHAT}[4m]))) > 85`],
  ])('%s', (rule, query) => {
    expect(queriesOf()[rule]).toBe(query);
  });

  test('a code of a hardware error that was not there a quarter of an hour ago, where somebody asks for it', () => {
    expect(queriesOf({ rules: [InsightsAlarmRule.XID_ERRORS] })['xid-errors']).toBe(
      `(${XID}) unless ((${XID}) == (last_over_time((${XID})[45m:5m] offset 15m)))`);
    expect(queriesOf()['xid-errors']).toBeUndefined();
  });

  test('none on instances without GPUs', () => {
    const stack = testStack();
    const alarms = alarmsOf({ rules: InsightsAlarmRule.all() }, { instanceTypes: ['ml.c7i.xlarge'] }, stack);
    expect(Object.values(queries(stack)).join()).not.toContain('DCGM');
    expect(alarms.unwatched.filter(({ rule }) => rule.startsWith('gpu-') || rule === 'xid-errors').map(({ reason }) => reason)).toEqual(
      Array(5).fill('the instance types have no GPUs that report'));
  });
});

describe('rules about zones', () => {
  const INSTANCES = (by: string, group: string) => `count by (${by}) (group by (${group}) (last_over_time(node_memory_MemTotal_bytes${CHAT}[4m])))`;
  const ZONE = '"@resource.cloud.availability_zone"';
  const now = INSTANCES(ENDPOINT, HOST);
  const perZone = INSTANCES(`${ENDPOINT}, ${ZONE}`, `${ENDPOINT}, ${ZONE}, "@resource.host.id"`);

  test('a zone without instances: one that had some within the last day, while there are instances enough for all', () => {
    const expected = `max_over_time((${perZone})[1d:5m])`;
    expect(queriesOf()['zone-without-instances']).toBe(
      `((${expected}) unless (${perZone})) and on (${ENDPOINT}) (((${now}) - (count by (${ENDPOINT}) (${expected}))) >= 0)`);
  });

  test('or one of those that the user names', () => {
    const expected = ['a', 'b'].map((zone) => `(label_replace(${now}, "@resource.cloud.availability_zone", "eu-central-1${zone}", "", ""))`).join(' or ');
    expect(queriesOf({ expectations: { zones: ['eu-central-1a', 'eu-central-1b'] } })['zone-without-instances']).toBe(
      `((${expected}) unless (${perZone})) and on (${ENDPOINT}) (((${now}) - (count by (${ENDPOINT}) (${expected}))) >= 0)`);
  });
});

describe('rules about scaling', () => {
  test('are silent while no maximum is known', () => {
    expect(alarmsOf().unwatched.filter(({ rule }) => rule.startsWith('scaling')).map(({ reason }) => reason)).toEqual(
      Array(2).fill('no maximum of copies is known'));
  });

  test('ask once for all components with the same maximum', () => {
    const query = queriesOf({ expectations: { maximumCopies: { qwen: 4, llama: 4, code: 2 } } })['scaling-at-maximum'];
    expect(query.match(/=~"qwen\|llama"/g)).toHaveLength(2);
    expect(query.match(/\) >= 4/g)).toHaveLength(1);
    expect(query.match(/"aws.sagemaker.inference_component.name"="code"/g)).toHaveLength(2);
    expect(query.match(/\) >= 2/g)).toHaveLength(1);
  });
});

describe('rules about telemetry', () => {
  const COPIES = (labels: string) => `count by (${COMPONENT}) (group by (${COPY}) (last_over_time(vllm:num_requests_running${labels}[4m])))`;

  test('a component that reported within the last day', () => {
    expect(queriesOf()['component-stopped']).toBe(`(max_over_time((${COPIES(CHAT)})[1d:5m])) unless (${COPIES(CHAT)})`);
  });

  test('but not one that may be at zero', () => {
    expect(queriesOf({ expectations: { mayBeAtZero: ['nightly'] } })['component-stopped']).toContain(
      '{"aws.sagemaker.endpoint.name"="chat","aws.sagemaker.inference_component.name"!~"nightly"}');
  });

  test('fewer components than were deployed', () => {
    const two = { inferenceComponentNames: ['qwen', 'llama'] };
    expect(queriesOf({}, two)['components-missing']).toMatch(/ or 0 \* .* < 2$/);
    expect(queriesOf({ expectations: { mayBeAtZero: ['llama'] } }, two)['components-missing']).toMatch(/ < 1$/);
  });

  test('an endpoint of which nothing arrives', () => {
    expect(queriesOf()['endpoint-silent']).toBe(`absent_over_time(node_memory_MemTotal_bytes${CHAT}[5m])`);
  });
});

describe('rules about requests', () => {
  test.each([
    ['errors-5xx', 'Invocation5XXErrors', 0.05, 5],
    ['errors-4xx', 'Invocation4XXErrors', 0.2, 10],
    ['model-errors', 'InvocationModelErrors', 0.05, 5],
  ])('%s: the average of the metric is the share', (rule, metric, threshold, periods) => {
    const stack = testStack();
    alarmsOf({}, {}, stack);
    expect(byRule(stack)[rule]).toMatchObject({
      Namespace: 'AWS/SageMaker',
      MetricName: metric,
      Dimensions: [{ Name: 'EndpointName', Value: 'chat' }, { Name: 'VariantName', Value: 'AllTraffic' }],
      Statistic: 'Average',
      Period: 60,
      EvaluationPeriods: periods,
      Threshold: threshold,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  test('answers that broke off, compared with all requests', () => {
    const stack = testStack();
    alarmsOf({}, {}, stack);
    const { Metrics, Threshold } = byRule(stack)['mid-stream-errors'];
    expect(Threshold).toBe(5);
    expect(Metrics[0].Expression).toBe('IF(requests > 0, 100 * FILL(broken, 0) / requests)');
    expect(Metrics.slice(1).map(({ MetricStat: { Metric: { MetricName }, Stat } }: any) => [MetricName, Stat])).toEqual([
      ['MidStreamErrors', 'Sum'], ['Invocations', 'Sum'],
    ]);
  });
});

describe('rules about the requests of components', () => {
  const { COMPONENT_ERRORS, CALLS_WITHOUT_COPY } = InsightsAlarmRule;
  const ERRORS = 'SELECT AVG(Invocation5XXErrors) FROM SCHEMA("AWS/SageMaker", ';
  const ENDING = 'GROUP BY InferenceComponentName ORDER BY AVG() DESC';

  test('errors: one alarm, which asks the metrics of containers, because those name the endpoint, too', () => {
    const stack = testStack();
    alarmsOf({ rules: [COMPONENT_ERRORS] }, { inferenceComponentNames: ['qwen', 'llama'] }, stack);
    expect(byRule(stack)['component-errors']).toMatchObject({
      Metrics: [{
        Expression: `${ERRORS}EndpointName, VariantName, InferenceComponentName, InstanceId, ContainerId) WHERE EndpointName = 'chat' ${ENDING}`,
        Period: 60,
      }],
      Threshold: 0.05,
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 5,
      TreatMissingData: 'notBreaching',
    });
  });

  test('errors of a fleet: the metrics of components, wherever they are', () => {
    const stack = testStack();
    alarmsOf({ subject: InsightsSubject.fleet(stack), rules: [COMPONENT_ERRORS] }, {}, stack);
    expect(byRule(stack)['component-errors'].Metrics[0].Expression).toBe(`${ERRORS}InferenceComponentName) ${ENDING}`);
  });

  test('errors are not watched without enhanced metrics', () => {
    expect(alarmsOf({ rules: [COMPONENT_ERRORS] }, { enhancedMetrics: false }).unwatched).toEqual([{
      rule: 'component-errors', reason: 'enhanced metrics are off, and no other metric says both, the endpoint and the component',
    }]);
  });

  test('neither are watched on an endpoint without components, nor errors of some endpoints at once', () => {
    const stack = testStack();
    const rules = [COMPONENT_ERRORS, CALLS_WITHOUT_COPY];
    expect(new InsightsAlarms(stack, 'None', { subject: single(stack), rules }).unwatched.map(({ reason }) => reason)).toEqual(
      Array(2).fill('there are no inference components on this endpoint'));
    const some = InsightsSubject.fleet(stack, { endpoints: [chat(stack), chat(stack, { endpointName: 'code' }, 'Code')], endpointsOnly: true });
    expect(new InsightsAlarms(stack, 'Some', { subject: some, rules: [COMPONENT_ERRORS] }).unwatched.map(({ reason }) => reason)).toEqual([
      'a query for classic metrics can name one endpoint only: watch each endpoint for them',
    ]);
  });

  test('calls that found no copy: an alarm for each component that must have some, where somebody asks for it', () => {
    const stack = testStack();
    const host = chat(stack, { inferenceComponentNames: ['qwen', 'llama', 'nightly'] });
    const alarms = new InsightsAlarms(stack, 'Alarms', {
      subject: InsightsSubject.endpoint(host), rules: [CALLS_WITHOUT_COPY], expectations: { mayBeAtZero: ['nightly'] },
    });
    const found = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm', { Properties: { Namespace: 'AWS/SageMaker' } }));
    expect(found.map(({ Properties }) => Properties)).toEqual(['qwen', 'llama'].map((name) => ({
      AlarmDescription: expect.stringContaining(`Calls found no copy. Component: ${name}. `),
      Namespace: 'AWS/SageMaker',
      MetricName: 'NoCapacityInvocationFailures',
      Dimensions: [{ Name: 'InferenceComponentName', Value: name }],
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    })));
    const [qwen, llama, nightly] = host.inferenceComponents;
    expect([undefined, qwen, llama, nightly].map((component) => alarms.alarmOf('calls-without-copy', component) !== undefined))
      .toEqual([false, true, true, false]);
    expect(alarms.alarms.map(({ title }) => title)).toEqual(['Calls found no copy: qwen', 'Calls found no copy: llama']);
    expect(alarmsOf().alarmOf('calls-without-copy', qwen)).toBeUndefined();
  });

  test('calls that found no copy in a fleet of all endpoints: one alarm', () => {
    const stack = testStack();
    alarmsOf({ subject: InsightsSubject.fleet(stack), rules: [CALLS_WITHOUT_COPY] }, {}, stack);
    expect(byRule(stack)['calls-without-copy']).toMatchObject({
      Metrics: [{
        Expression: 'SELECT SUM(NoCapacityInvocationFailures) FROM SCHEMA("AWS/SageMaker", InferenceComponentName) ' +
          'GROUP BY InferenceComponentName ORDER BY SUM() DESC',
        Period: 60,
      }],
      Threshold: 0,
      EvaluationPeriods: 1,
    });
  });

  test('a component that comes later has no alarm, which is reported at synth', () => {
    const stack = testStack();
    const host = provisioned(stack, 1);
    new InsightsAlarms(stack, 'Alarms', { subject: InsightsSubject.endpoint(host), rules: [CALLS_WITHOUT_COPY] });
    host.addInferenceComponent('Late', { model: vllmModel(stack), resources: { accelerators: 1 } });
    expect(errorOf(() => Template.fromStack(stack))).toContain('the alarm rule calls-without-copy fits no more');
  });
});

describe('every query', () => {
  const ALL = InsightsAlarmRule.all();
  const known = { outputTokensPerSecond: 500, maximumCopies: { qwen: 4 }, mayBeAtZero: ['nightly'] };

  test.each<[string, Partial<InferenceEndpointAttributes>]>([
    ['vLLM every minute', {}],
    ['vLLM every ten seconds', { publishFrequency: PublishFrequency.TEN_SECONDS }],
    ['vLLM every five minutes', { publishFrequency: PublishFrequency.FIVE_MINUTES }],
    ['SGLang', { engines: [ServingEngine.SGLANG] }],
    ['DJL', { engines: [ServingEngine.DJL] }],
    ['TGI', { engines: [ServingEngine.TGI] }],
    ['an engine without series', { engines: [] }],
    ['nothing known', { engines: undefined, publishFrequency: undefined, instanceTypes: undefined }],
  ])('is one that CloudWatch takes: %s', (_, changes) => {
    const found = queriesOf({ rules: ALL, expectations: known }, changes);
    expect(Object.keys(found).length).toBeGreaterThan(10);
    for (const [rule, query] of Object.entries(found)) {
      const problems = checkPromQl(query, {
        publishIntervalSeconds: changes.publishFrequency ?? ('publishFrequency' in changes ? 300 : 60),
        eventSeries: [...EVENT_SERIES],
        histogramSeries: [],
        mustBeVector: true,
      });
      expect({ rule, problems }).toEqual({ rule, problems: [] });
    }
  });

  test('keeps the labels that a person needs: the endpoint at least', () => {
    for (const [rule, query] of Object.entries(queriesOf({ expectations: known }))) {
      expect({ rule, keeps: rule === 'endpoint-silent' || query.includes(`by (${ENDPOINT}`) }).toEqual({ rule, keeps: true });
    }
  });

  test('every rule has a description that says what to do and names a panel', () => {
    const stack = new Stack();
    alarmsOf({ rules: ALL, expectations: known }, {}, stack);
    const descriptions = Object.values(byRule(stack)).map(({ AlarmDescription }) => AlarmDescription);
    expect(descriptions.length).toBe(ALL.length);
    for (const description of descriptions) {
      expect(description).toMatch(/ Look at the panel "[^"]+"\. What to do: .{20,} \((critical|warning|information), rule [\w-]+\)$/);
      expect(description.length).toBeLessThanOrEqual(1024);
    }
  });
});
