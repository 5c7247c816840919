import { CfnParameter, Fn } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { InsightsAlarms, InsightsSubject } from '../../../src';
import { qwen } from '../../scaling/support';
import { rawPromQlAlarm, rawTarget } from '../scaling-support';
import { found, places, rawComponent, rawEndpoint, stackIn } from '../support';

const RULE = 'scaling-ceiling-alarm';
const copies = (matcher: string) => `count(vllm:num_requests_running{${matcher}})`;
const OF_QWEN = '"aws.sagemaker.inference_component.name"="qwen"';

test('bad: no alarm', () => {
  const stack = stackIn();
  rawTarget(stack);
  expect(found(stack, RULE)).toEqual([expect.objectContaining({
    severity: 'warning',
    logicalId: 'Target',
    property: 'MaxCapacity',
    message: 'no alarm tells when inference-component/qwen has reached its maximum of 8 copies: expected one that compares copies with 8, got none',
  })]);
});

test.each([
  ['another number', `${copies(OF_QWEN)} >= 7`],
  ['another component', `${copies('"aws.sagemaker.inference_component.name"="llama"')} >= 8`],
  ['all components but this', `${copies('"aws.sagemaker.inference_component.name"!="qwen"')} >= 8 and ${copies('"aws.sagemaker.inference_component.name"="x"')}`],
  ['fewer copies', `${copies(OF_QWEN)} < 8`],
])('bad: an alarm on %s', (_what, query) => {
  const stack = stackIn();
  rawTarget(stack);
  rawPromQlAlarm(stack, 'Alarm', query);
  expect(places(stack, RULE)).toEqual(['Target']);
});

test.each([
  ['its copies', `${copies(OF_QWEN)} >= 8`],
  ['one above one less', `${copies(OF_QWEN)} > 7`],
  ['all components', `${copies('')} >= 8`],
])('good: an alarm on %s', (_what, query) => {
  const stack = stackIn();
  rawTarget(stack);
  rawPromQlAlarm(stack, 'Alarm', query);
  expect(places(stack, RULE)).toEqual([]);
});

test.each([
  ['good: an alarm on the endpoint that the component is on, which CloudFormation names', true, []],
  ['bad: an alarm on an endpoint that it is not on', false, ['Target']],
])('%s', (_what, isOn, expected) => {
  const stack = stackIn();
  const { endpoint } = rawEndpoint(stack);
  const component = rawComponent(stack, endpoint.attrEndpointName);
  rawTarget(stack, { resourceId: Fn.select(5, Fn.split(':', component.ref)) });
  const name = isOn ? endpoint.attrEndpointName : 'search';
  rawPromQlAlarm(stack, 'Alarm', `${copies(`"aws.sagemaker.endpoint.name"="${name}"`)} >= 8`);
  expect(places(stack, RULE)).toEqual(expected);
});

test('good: a rule of EventBridge on scaling activities', () => {
  const stack = stackIn();
  rawTarget(stack);
  new events.Rule(stack, 'Rule', { eventPattern: { source: ['aws.application-autoscaling'] } });
  expect(places(stack, RULE)).toEqual([]);
});

test.each([
  ['a number of copies that never changes', { minCapacity: 3, maxCapacity: 3 }],
  ['instances of a variant', { scalableDimension: 'sagemaker:variant:DesiredInstanceCount', resourceId: 'endpoint/chat/variant/AllTraffic' }],
])('good: %s', (_what, changes) => {
  const stack = stackIn();
  rawTarget(stack, changes);
  expect(places(stack, RULE)).toEqual([]);
});

test('good: a maximum that only the deployment knows', () => {
  const stack = stackIn();
  rawTarget(stack, { maxCapacity: new CfnParameter(stack, 'Most', { type: 'Number' }).valueAsNumber });
  expect(places(stack, RULE)).toEqual([]);
});

test('good: a component, or an alarm, of which nobody knows which it is', () => {
  const stack = stackIn();
  rawTarget(stack, { resourceId: new CfnParameter(stack, 'Component').valueAsString });
  expect(places(stack, RULE)).toEqual([]);
  const other = stackIn();
  rawTarget(other);
  rawPromQlAlarm(other, 'Alarm', new CfnParameter(other, 'Query').valueAsString);
  expect(places(other, RULE)).toEqual([]);
});

test('good: the alarms of this library', () => {
  const stack = stackIn();
  const component = qwen(stack);
  component.autoScaleCopies({ minCapacity: 1, maxCapacity: 8 }).scaleOnEnginePressure('Pressure');
  new InsightsAlarms(stack, 'Alarms', { subject: InsightsSubject.endpoint(component.endpoint) });
  expect(places(stack, RULE)).toEqual([]);
});
