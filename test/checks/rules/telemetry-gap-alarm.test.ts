import { readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { App, CfnParameter, NestedStack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { InferenceComponentEndpoint, InsightsAlarms, InsightsSubject, InstanceFleet } from '../../../src';
import { checkTemplates } from '../../../src/checks/check-templates';
import { places, rawComponent, rawEndpoint, stackIn } from '../support';

const RULE = 'telemetry-gap-alarm';

function alarm(scope: Construct, query: string, id: string = 'Gap'): cloudwatch.CfnAlarm {
  return new cloudwatch.CfnAlarm(scope, id, {
    evaluationCriteria: { promQlCriteria: { query, pendingPeriod: 300, recoveryPeriod: 300 } }, evaluationInterval: 60,
  } as cloudwatch.CfnAlarmProps);
}

const absent = (name: string) => `absent_over_time(node_memory_MemTotal_bytes{"aws.sagemaker.endpoint.name"="${name}"}[5m])`;

test('bad: an endpoint without any alarm', () => {
  const stack = stackIn();
  rawEndpoint(stack);
  expect(places(stack, RULE)).toEqual(['Endpoint']);
});

test.each([
  ['another endpoint', absent('search')],
  ['all endpoints', 'absent_over_time(node_memory_MemTotal_bytes[5m])'],
  ['all endpoints but this', 'absent(node_memory_MemTotal_bytes{"aws.sagemaker.endpoint.name"!="chat"})'],
  ['something else of this one', 'sum(vllm:num_requests_waiting{"aws.sagemaker.endpoint.name"="chat"}) > 5'],
  ['a name that only looks like the function', 'sum(vllm:num_requests_waiting{"aws.sagemaker.endpoint.name"="chat", reason="absent("}) > 5'],
])('bad: an alarm on %s', (_what, query) => {
  const stack = stackIn();
  rawEndpoint(stack, { endpointName: 'chat' });
  alarm(stack, query);
  expect(places(stack, RULE)).toEqual(['Endpoint']);
});

test.each([
  ['its name', absent('chat')],
  ['an expression for its name', 'absent(node_memory_MemTotal_bytes{"aws.sagemaker.endpoint.name"=~"search|ch.t"})'],
  ['a count that is zero without rows', 'count(vllm:num_requests_running{"aws.sagemaker.endpoint.name"="chat"}) or vector(0) < 1'],
])('good: an alarm on the absence of %s', (_what, query) => {
  const stack = stackIn();
  rawEndpoint(stack, { endpointName: 'chat' });
  alarm(stack, query);
  expect(places(stack, RULE)).toEqual([]);
});

test('good: an alarm that refers to the endpoint, or to one of its components', () => {
  const stack = stackIn();
  alarm(stack, absent(rawEndpoint(stack).endpoint.attrEndpointName));
  expect(places(stack, RULE)).toEqual([]);

  const other = stackIn();
  rawComponent(other, rawEndpoint(other).endpoint.attrEndpointName, 'qwen');
  alarm(other, 'absent_over_time(vllm:num_requests_running{"aws.sagemaker.inference_component.name"="qwen"}[5m])');
  expect(places(other, RULE)).toEqual([]);
});

test('bad: an alarm that refers to another endpoint of the app', () => {
  const app = new App();
  const stack = stackIn(app, 'Watched');
  const other = stackIn(app, 'Other');
  alarm(stack, absent(rawEndpoint(stack).endpoint.attrEndpointName));
  rawEndpoint(other);
  expect(checkTemplates(app.synth().stacks.map(({ stackName, template }) => ({ stackName, json: template })))
    .filter(({ ruleId }) => ruleId === RULE).map(({ stackName }) => stackName)).toEqual(['Other']);
});

test('good: an alarm in another stack', () => {
  const app = new App();
  const { endpoint } = rawEndpoint(stackIn(app, 'Serving'));
  const watching = stackIn(app, 'Watching');
  alarm(watching, absent(endpoint.attrEndpointName));
  expect(places(watching, RULE)).toEqual([]);
});

test('good: an alarm on a name that only the deployment knows may be on it', () => {
  const stack = stackIn();
  rawEndpoint(stack);
  alarm(stack, absent('CHAT')).addPropertyOverride('EvaluationCriteria.PromQLCriteria.Query', {
    'Fn::Join': ['', ['absent(up{"aws.sagemaker.endpoint.name"="', { 'Fn::ImportValue': 'made "elsewhere"' }, '"})']],
  });
  expect(places(stack, RULE)).toEqual([]);
});

test('good: an alarm of which nobody knows what it asks may be it', () => {
  const stack = stackIn();
  rawEndpoint(stack);
  alarm(stack, new CfnParameter(stack, 'Query').valueAsString);
  expect(places(stack, RULE)).toEqual([]);
});

test.each([
  ['bad: a classic alarm for which silence is fine', cloudwatch.TreatMissingData.NOT_BREACHING, ['Endpoint']],
  ['good: a classic alarm that takes silence for a breach', cloudwatch.TreatMissingData.BREACHING, []],
])('%s', (_what, treatMissingData, expected) => {
  const stack = stackIn();
  const { endpoint } = rawEndpoint(stack);
  const metric = new cloudwatch.Metric({
    namespace: '/aws/sagemaker/Endpoints',
    metricName: 'CPUUtilization',
    dimensionsMap: { EndpointName: endpoint.attrEndpointName, VariantName: 'AllTraffic' },
  });
  metric.createAlarm(stack, 'Hot', { threshold: 90, evaluationPeriods: 3, treatMissingData });
  expect(places(stack, RULE)).toEqual(expected);
});

test('good: an endpoint with metrics switched off', () => {
  const stack = stackIn();
  rawEndpoint(stack, { config: { metricsConfig: { enableDetailedObservability: false } } });
  expect(places(stack, RULE)).toEqual([]);
});

test('good: the alarms of this library, in the same stack and in a nested one', () => {
  const stack = stackIn();
  const endpoint = new InferenceComponentEndpoint(stack, 'Chat', { instances: InstanceFleet.of('ml.g6.12xlarge', { min: 2, max: 4 }) });
  new InsightsAlarms(new NestedStack(stack, 'Alarms'), 'Alarms', { subject: InsightsSubject.endpoint(endpoint) });
  const { directory } = (stack.node.root as App).synth();
  const templates = readdirSync(directory).filter((file) => file.endsWith('.template.json'));
  expect(templates).toHaveLength(2);
  const all = templates.map((file) => ({ stackName: file, json: JSON.parse(readFileSync(path.join(directory, file), 'utf8')) }));
  expect(checkTemplates(all).filter(({ ruleId }) => ruleId === RULE)).toEqual([]);
});
