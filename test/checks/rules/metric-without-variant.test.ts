import { CfnParameter } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { rawPolicy, rawTarget } from '../scaling-support';
import { found, places, stackIn } from '../support';

const RULE = 'metric-without-variant';
const ERRORS = { namespace: 'AWS/SageMaker', metricName: 'Invocation5XXErrors' };
const ALARM = { threshold: 1, evaluationPeriods: 1 };

test('bad: an alarm by endpoint alone', () => {
  const stack = stackIn();
  new cloudwatch.Metric({ ...ERRORS, dimensionsMap: { EndpointName: 'chat' } }).createAlarm(stack, 'Errors', ALARM);
  expect(found(stack, RULE)).toEqual([expect.objectContaining({
    severity: 'error',
    property: 'Dimensions',
    message: 'Invocation5XXErrors must be asked for by endpoint and variant, got the endpoint alone: it has no data',
  })]);
});

test.each([
  ['endpoint and variant', ERRORS, { EndpointName: 'chat', VariantName: 'AllTraffic' }],
  ['component', ERRORS, { InferenceComponentName: 'qwen' }],
  ['endpoint, of an asynchronous endpoint', { ...ERRORS, metricName: 'ApproximateBacklogSize' }, { EndpointName: 'chat' }],
  ['endpoint, in a namespace of one\'s own', { ...ERRORS, namespace: 'Mine' }, { EndpointName: 'chat' }],
])('good: an alarm by %s', (_what, metric, dimensionsMap) => {
  const stack = stackIn();
  new cloudwatch.Metric({ ...metric, dimensionsMap: dimensionsMap as unknown as Record<string, string> }).createAlarm(stack, 'Errors', ALARM);
  expect(places(stack, RULE)).toEqual([]);
});

test('good: an alarm with a dimension that only the deployment knows', () => {
  const stack = stackIn();
  new cloudwatch.CfnAlarm(stack, 'Errors', {
    ...ERRORS,
    comparisonOperator: 'GreaterThanThreshold',
    threshold: 1,
    evaluationPeriods: 1,
    period: 60,
    statistic: 'Sum',
    dimensions: [{ name: 'EndpointName', value: 'chat' }, { name: new CfnParameter(stack, 'Other').valueAsString, value: 'x' }],
  });
  expect(places(stack, RULE)).toEqual([]);
});

test('bad: within metric math', () => {
  const stack = stackIn();
  new cloudwatch.MathExpression({
    expression: 'errors / 2', usingMetrics: { errors: new cloudwatch.Metric({ ...ERRORS, dimensionsMap: { EndpointName: 'chat' } }) },
  }).createAlarm(stack, 'Errors', ALARM);
  expect(found(stack, RULE).map(({ property }) => property)).toEqual(['Metrics']);
});

test.each([
  ['bad', 'SELECT SUM(Invocation5XXErrors) FROM SCHEMA("AWS/SageMaker", EndpointName) WHERE EndpointName = \'chat\'', 1],
  ['good', 'SELECT SUM(Invocation5XXErrors) FROM SCHEMA("AWS/SageMaker", EndpointName, VariantName) WHERE EndpointName = \'chat\'', 0],
  ['good', 'SELECT MAX(ApproximateBacklogSize) FROM SCHEMA("AWS/SageMaker", EndpointName)', 0],
  ['bad', 'SEARCH(\'{AWS/SageMaker,EndpointName} MetricName="Invocation5XXErrors"\', \'Sum\', 60)', 1],
  ['good', 'SEARCH(\'{AWS/SageMaker,EndpointName,VariantName} MetricName="Invocation5XXErrors"\', \'Sum\', 60)', 0],
])('%s: %s', (_what, expression, count) => {
  const stack = stackIn();
  new cloudwatch.CfnAlarm(stack, 'Errors', {
    comparisonOperator: 'GreaterThanThreshold', evaluationPeriods: 1, threshold: 1, metrics: [{ id: 'q', expression, period: 60, returnData: true }],
  });
  expect(places(stack, RULE)).toHaveLength(count);
});

test.each([['bad', ['EndpointName'], 1], ['good', ['EndpointName', 'VariantName'], 0]])('%s: a policy by %j', (_what, names, count) => {
  const stack = stackIn();
  rawPolicy(stack, 'Policy', rawTarget(stack), {
    customizedMetricSpecification: { ...ERRORS, statistic: 'Sum', dimensions: names.map((name) => ({ name, value: 'x' })) },
  });
  expect(places(stack, RULE)).toHaveLength(count);
});

describe('on a dashboard', () => {
  function dashboard(...metrics: unknown[][]): string[] {
    const stack = stackIn();
    new cloudwatch.CfnDashboard(stack, 'Dashboard', {
      dashboardBody: JSON.stringify({ widgets: [{ type: 'text', properties: { markdown: '' } }, { type: 'metric', properties: { metrics } }] }),
    });
    return found(stack, RULE).map(({ message }) => message.split(' ')[0]);
  }

  test('bad: rows by endpoint alone, written out and in short', () => {
    expect(dashboard(['AWS/SageMaker', 'Invocation5XXErrors', 'EndpointName', 'chat'])).toEqual(['Invocation5XXErrors']);
    expect(dashboard(
      ['AWS/SageMaker', 'Invocation5XXErrors', 'EndpointName', 'chat', 'VariantName', 'AllTraffic'],
      ['.', 'ModelLatency', '.', 'chat', { stat: 'p99' }],
    )).toEqual(['ModelLatency']);
    expect(dashboard([{ expression: 'SEARCH(\'{AWS/SageMaker,EndpointName} Invocations\', \'Sum\')' }])).toHaveLength(1);
  });

  test('good: rows by endpoint and variant, written out and in short', () => {
    expect(dashboard(
      ['AWS/SageMaker', 'Invocation5XXErrors', 'EndpointName', 'chat', 'VariantName', 'AllTraffic'],
      ['.', 'ModelLatency', '.', '.', '.', '.'],
      ['...', 'Canary', { label: 'canary' }],
    )).toEqual([]);
  });

  test('good: a body that is no JSON before deployment', () => {
    const stack = stackIn();
    const limit = new CfnParameter(stack, 'Limit', { type: 'Number' }).value;
    new cloudwatch.CfnDashboard(stack, 'Dashboard', { dashboardBody: `{"widgets":[],"limit":${limit}}` });
    expect(places(stack, RULE)).toEqual([]);
  });
});
