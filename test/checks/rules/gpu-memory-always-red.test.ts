import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { rawPromQlAlarm } from '../scaling-support';
import { found, places, rawEndpoint, RawEndpointChanges, stackIn } from '../support';

const RULE = 'gpu-memory-always-red';
const USED = 'DCGM_FI_DEV_FB_USED{"aws.sagemaker.endpoint.name"="chat"}';
const FREE = 'DCGM_FI_DEV_FB_FREE{"aws.sagemaker.endpoint.name"="chat"}';

function classic(scope: Construct, threshold: number, namespace: string, metricName: string, dimensions: Record<string, string>, operator = '>='): void {
  new cloudwatch.Metric({ namespace, metricName, dimensionsMap: dimensions }).createAlarm(scope, 'Memory', {
    threshold,
    evaluationPeriods: 1,
    comparisonOperator: operator === '>=' ? cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD : cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
  });
}

const OF_CHAT = { EndpointName: 'chat', VariantName: 'AllTraffic' };

test('bad: a classic alarm on 90 percent', () => {
  const stack = stackIn();
  classic(stack, 90, '/aws/sagemaker/Endpoints', 'GPUMemoryUtilizationNormalized', OF_CHAT);
  expect(found(stack, RULE)).toEqual([expect.objectContaining({
    severity: 'error',
    property: 'Threshold',
    message: expect.stringContaining('expected a level of GPU memory above the 90 % that the engine reserves, got: 90 %'),
  })]);
});

test.each([
  ['of a component', '/aws/sagemaker/InferenceComponents', 'GPUMemoryUtilizationNormalized', { InferenceComponentName: 'qwen' }],
  ['summed over GPUs', '/aws/sagemaker/Endpoints', 'GPUMemoryUtilization', OF_CHAT],
])('bad: a classic alarm %s', (_what, namespace, metricName, dimensions) => {
  const stack = stackIn();
  classic(stack, 80, namespace, metricName, dimensions as unknown as Record<string, string>);
  expect(places(stack, RULE)).toHaveLength(1);
});

test.each([
  ['98 percent', 98, 'GPUMemoryUtilizationNormalized', '>='],
  ['little memory in use', 20, 'GPUMemoryUtilizationNormalized', '<'],
  ['busy GPUs', 80, 'GPUUtilizationNormalized', '>='],
])('good: a classic alarm on %s', (_what, threshold, metricName, operator) => {
  const stack = stackIn();
  classic(stack, threshold, '/aws/sagemaker/Endpoints', metricName, OF_CHAT, operator);
  expect(places(stack, RULE)).toEqual([]);
});

test.each([
  ['a share', `${USED} / (${USED} + ${FREE}) > 0.9`, '90 %'],
  ['percent', `100 * ${USED} / (${USED} + ${FREE}) > 85`, '85 %'],
  ['percent at the end, aggregated', `max by (gpu) (${USED} / (${FREE} + ${USED})) * 100 >= 80`, '80 %'],
  ['over time', `avg_over_time((100 * (last_over_time(${USED}[5m]) / (${USED} + ${FREE})))[10m:1m]) > 70`, '70 %'],
  ['the other way round', `75 < 100 * (${USED} / (${USED} + ${FREE}))`, '75 %'],
  ['one of two', `(100 * ${USED} / (${USED} + ${FREE}) > 60) or up == 0`, '60 %'],
])('bad: PromQL in %s', (_what, query, level) => {
  const stack = stackIn();
  rawPromQlAlarm(stack, 'Memory', query);
  expect(found(stack, RULE)).toEqual([expect.objectContaining({
    logicalId: 'Memory', property: 'EvaluationCriteria.PromQLCriteria.Query', message: expect.stringContaining(`got: ${level}`),
  })]);
});

test.each([
  ['98 percent', `100 * ${USED} / (${USED} + ${FREE}) > 98`],
  ['memory and something else', `(100 * ${USED} / (${USED} + ${FREE}) > 80) and DCGM_FI_DEV_GPU_TEMP > 85`],
  ['a drop', `100 * ${USED} / (${USED} + ${FREE}) < 50`],
  ['a rise', `100 * (${USED} - ${USED} offset 10m) / (${USED} + ${FREE}) > 20`],
  ['MiB, of which nobody knows how many there are', `${USED} > 70000`],
  ['the memory controller', 'DCGM_FI_DEV_MEM_COPY_UTIL > 80'],
  ['a sum', `sum(100 * ${USED} / (${USED} + ${FREE})) > 80`],
  ['what is no PromQL', 'max( > 90'],
])('good: PromQL on %s', (_what, query) => {
  const stack = stackIn();
  rawPromQlAlarm(stack, 'Memory', query);
  expect(places(stack, RULE)).toEqual([]);
});

describe('of an endpoint of the app', () => {
  function alarmAt(threshold: number, changes: RawEndpointChanges): string[] {
    const stack = stackIn();
    const { endpoint } = rawEndpoint(stack, changes);
    classic(stack, threshold, '/aws/sagemaker/Endpoints', 'GPUMemoryUtilization', { EndpointName: endpoint.attrEndpointName, VariantName: 'AllTraffic' });
    return places(stack, RULE);
  }

  test('what its engine is told to reserve counts', () => {
    const environment = { SM_VLLM_GPU_MEMORY_UTILIZATION: '0.5' };
    expect(alarmAt(80, { environment })).toEqual([]);
    expect(alarmAt(45, { environment })).toHaveLength(1);
    expect(alarmAt(80, {})).toHaveLength(1);
  });

  test('a server that reserves nothing passes', () => {
    expect(alarmAt(80, { image: '763104351884.dkr.ecr.eu-central-1.amazonaws.com/pytorch-inference:2.6.0-gpu-py312' })).toEqual([]);
  });
});
