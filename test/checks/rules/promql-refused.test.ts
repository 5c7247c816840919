import { CfnParameter } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { rawPromQlAlarm } from '../scaling-support';
import { found, places, rawEndpoint, stackIn } from '../support';

const RULE = 'promql-refused';

test.each([
  ['without an exact name', '{"aws.sagemaker.endpoint.name"="chat"} > 5', 'exact'],
  ['that is no PromQL', 'sum(vllm:num_requests_waiting > 5', '`'],
  ['that yields no vector', '1 + 1', 'must yield an instant vector, got a scalar'],
  ['with a label that matches nothing', 'vllm:num_requests_waiting{aws_sagemaker_endpoint_name="chat"} > 5', 'aws_sagemaker_endpoint_name'],
])('bad: an alarm with a query %s', (_what, query, problem) => {
  const stack = stackIn();
  rawPromQlAlarm(stack, 'Alarm', query);
  expect(found(stack, RULE)).toEqual([expect.objectContaining({
    severity: 'error', logicalId: 'Alarm', property: 'EvaluationCriteria.PromQLCriteria.Query', message: expect.stringContaining(problem),
  })]);
});

test('good: a query with the name of an endpoint that only the deployment knows', () => {
  const stack = stackIn();
  const name = rawEndpoint(stack).endpoint.attrEndpointName;
  rawPromQlAlarm(stack, 'Alarm', `sum(vllm:num_requests_waiting{"aws.sagemaker.endpoint.name"="${name}"}) > 5`);
  expect(places(stack, RULE)).toEqual([]);
});

test('good: a long query that is short enough when its names are', () => {
  const stack = stackIn();
  const name = rawEndpoint(stack).endpoint.attrEndpointName;
  const clause = `vllm:num_requests_waiting{"aws.sagemaker.endpoint.name"="${name}"}`;
  rawPromQlAlarm(stack, 'Alarm', Array.from({ length: 120 }, () => clause).join(' or '));
  expect(places(stack, RULE)).toEqual([]);
});

test('good: a query of which the deployment knows more than names', () => {
  const stack = stackIn();
  const limit = new CfnParameter(stack, 'Limit').valueAsString;
  rawPromQlAlarm(stack, 'Alarm', `sum(vllm:num_requests_waiting) > ${limit}`);
  expect(places(stack, RULE)).toEqual([]);
});

test.each([
  ['bad', 'sum(vllm:num_requests_waiting', 'PromQL', ["widget 'Waiting' of the dashboard Dashboard"]],
  ['good', 'sum(vllm:num_requests_waiting)', 'PromQL', []],
  ['good', '42', 'PromQL', []],
  ['good', 'SELECT MAX(ConcurrentRequestsPerCopy) FROM SCHEMA("AWS/SageMaker", InferenceComponentName)', 'SQL', []],
])('%s: a chart of %s in %s', (_what, query, language, expected) => {
  const stack = stackIn();
  new cloudwatch.CfnDashboard(stack, 'Dashboard', {
    dashboardBody: JSON.stringify({ widgets: [{ type: 'chart', properties: { title: 'Waiting', data: { queries: [{ id: 'a', language, query }] } } }] }),
  });
  expect(found(stack, RULE).map(({ message }) => message.split(':')[0].replace(/Stack\//, ''))).toEqual(expected);
});
