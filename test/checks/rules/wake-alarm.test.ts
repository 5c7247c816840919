import { CfnParameter } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { qwen } from '../../scaling/support';
import { rawPolicy, rawPromQlAlarm, rawTarget } from '../scaling-support';
import { found, places, stackIn } from '../support';

const RULE = 'wake-alarm';
const CONCURRENCY = { predefinedMetricSpecification: { predefinedMetricType: 'SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution' } };

function classic(scope: Construct, metric: cloudwatch.MetricProps, action: string): void {
  const alarm = new cloudwatch.Metric(metric).createAlarm(scope, 'Wake', { threshold: 1, evaluationPeriods: 1 });
  alarm.addAlarmAction({ bind: () => ({ alarmActionArn: action }) });
}

test('bad: target tracking from zero, which sees no load there', () => {
  const stack = stackIn();
  rawPolicy(stack, 'Tracking', rawTarget(stack, { minCapacity: 0 }), CONCURRENCY);
  expect(found(stack, RULE)).toEqual([expect.objectContaining({
    severity: 'error',
    logicalId: 'Target',
    property: 'MinCapacity',
    message: 'nothing wakes inference-component/qwen once it has no copies: expected a step policy on calls that found no copy, got none',
  })]);
});

test.each([
  ['good: calls without a copy', 'AWS/SageMaker', 'NoCapacityInvocationFailures', 'qwen', 1, 0],
  ['bad: calls without a copy of another component', 'AWS/SageMaker', 'NoCapacityInvocationFailures', 'llama', 1, 1],
  ['bad: a policy that takes copies away', 'AWS/SageMaker', 'NoCapacityInvocationFailures', 'qwen', -1, 1],
  ['bad: requests per copy', 'AWS/SageMaker', 'ConcurrentRequestsPerCopy', 'qwen', 1, 1],
  ['good: a queue', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'qwen', 1, 0],
])('%s', (_what, namespace, metricName, component, adjustment, count) => {
  const stack = stackIn();
  const policy = rawPolicy(stack, 'Step', rawTarget(stack, { minCapacity: 0 }), adjustment);
  classic(stack, { namespace, metricName, dimensionsMap: { InferenceComponentName: component } }, policy.ref);
  expect(places(stack, RULE)).toHaveLength(count);
});

test('bad: an alarm on calls without a copy that starts no policy', () => {
  const stack = stackIn();
  rawTarget(stack, { minCapacity: 0 });
  classic(stack, {
    namespace: 'AWS/SageMaker', metricName: 'NoCapacityInvocationFailures', dimensionsMap: { InferenceComponentName: 'qwen' },
  }, 'arn:aws:sns:eu-central-1:111122223333:topic');
  expect(places(stack, RULE)).toEqual(['Target']);
});

test.each([
  ['bad: PromQL on the engine', 'vllm:num_requests_waiting{"aws.sagemaker.inference_component.name"="qwen"} > 0', 1],
  ['good: PromQL on something else', 'gateway_requests_total > 0', 0],
])('%s', (_what, query, count) => {
  const stack = stackIn();
  rawPromQlAlarm(stack, 'Alarm', query, [rawPolicy(stack, 'Step', rawTarget(stack, { minCapacity: 0 }), 1).ref]);
  expect(places(stack, RULE)).toHaveLength(count);
});

test('good: target tracking of a metric outside of SageMaker', () => {
  const stack = stackIn();
  rawPolicy(stack, 'Tracking', rawTarget(stack, { minCapacity: 0 }), {
    customizedMetricSpecification: { namespace: 'Mine', metricName: 'Backlog', statistic: 'Average' },
  });
  expect(places(stack, RULE)).toEqual([]);
});

test.each([['good: a schedule that brings copies', 2, 0], ['bad: a schedule that takes them', 0, 1]])('%s', (_what, minCapacity, count) => {
  const stack = stackIn();
  rawTarget(stack, {
    minCapacity: 0, scheduledActions: [{ scheduledActionName: 'a', schedule: 'cron(0 6 * * ? *)', scalableTargetAction: { minCapacity, maxCapacity: 4 } }],
  });
  expect(places(stack, RULE)).toHaveLength(count);
});

test('good: a minimum above zero, or one that only the deployment knows', () => {
  const stack = stackIn();
  rawTarget(stack, { minCapacity: new CfnParameter(stack, 'Fewest', { type: 'Number' }).valueAsNumber });
  expect(places(stack, RULE)).toEqual([]);
  const other = stackIn();
  rawTarget(other, { minCapacity: 1 });
  expect(places(other, RULE)).toEqual([]);
});

test('good: a component of which nobody knows which it is', () => {
  const stack = stackIn();
  rawTarget(stack, { minCapacity: 0, resourceId: new CfnParameter(stack, 'Component').valueAsString });
  expect(places(stack, RULE)).toEqual([]);
});

test('good: scaleToZero of this library', () => {
  const stack = stackIn();
  qwen(stack, {}, { min: 0 }).autoScaleCopies({ minCapacity: 0, maxCapacity: 4 }).scaleToZero('Idle', { targetConcurrentRequests: 4 });
  expect(places(stack, RULE)).toEqual([]);
});
