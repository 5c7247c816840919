import { App } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as events from 'aws-cdk-lib/aws-events';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { found, places, rawEndpoint, stackIn } from '../support';

const RULE = 'alarm-actions';

function errors(scope: Construct, endpointName: string, id: string = 'Errors'): cloudwatch.Alarm {
  return new cloudwatch.Metric({
    namespace: 'AWS/SageMaker', metricName: 'Invocation5XXErrors', dimensionsMap: { EndpointName: endpointName, VariantName: 'AllTraffic' },
  }).createAlarm(scope, id, { threshold: 1, evaluationPeriods: 1 });
}

test('bad: alarms that tell nobody', () => {
  const stack = stackIn();
  const { endpoint } = rawEndpoint(stack);
  errors(stack, endpoint.attrEndpointName);
  errors(stack, endpoint.attrEndpointName, 'More');
  expect(found(stack, RULE)).toEqual([expect.objectContaining({
    severity: 'warning',
    logicalId: 'Endpoint',
    message: 'none of the 2 alarms of the endpoint Stack/Endpoint has an action that tells somebody: expected at least one, got none',
  })]);
});

test('good: one of them has a topic', () => {
  const stack = stackIn();
  const { endpoint } = rawEndpoint(stack);
  errors(stack, endpoint.attrEndpointName);
  errors(stack, endpoint.attrEndpointName, 'More').addAlarmAction(new actions.SnsAction(new sns.Topic(stack, 'Topic')));
  expect(places(stack, RULE)).toEqual([]);
});

test('bad: the topic is of an alarm of something else, or its actions are off', () => {
  const stack = stackIn();
  const { endpoint } = rawEndpoint(stack);
  const topic = new actions.SnsAction(new sns.Topic(stack, 'Topic'));
  errors(stack, 'search', 'Other').addAlarmAction(topic);
  const off = errors(stack, endpoint.attrEndpointName);
  off.addAlarmAction(topic);
  (off.node.defaultChild as cloudwatch.CfnAlarm).actionsEnabled = false;
  expect(places(stack, RULE)).toEqual(['Endpoint']);
});

test.each([
  ['good: a composite alarm over composite alarms tells, from another stack', true, []],
  ['bad: composite alarms tell nobody', false, ['Endpoint']],
])('%s', (_what, isTold, expected) => {
  const app = new App();
  const stack = stackIn(app, 'Serving');
  const { endpoint } = rawEndpoint(stack);
  const watching = stackIn(app, 'Watching');
  const inner = new cloudwatch.CompositeAlarm(watching, 'Inner', {
    alarmRule: cloudwatch.AlarmRule.anyOf(errors(watching, endpoint.attrEndpointName)),
  });
  const outer = new cloudwatch.CompositeAlarm(watching, 'Outer', { alarmRule: cloudwatch.AlarmRule.anyOf(inner) });
  if (isTold) {
    outer.addAlarmAction(new actions.SnsAction(new sns.Topic(watching, 'Topic')));
  }
  expect(places(stack, RULE)).toEqual(expected);
});

test.each([
  ['good: a composite alarm names it', 'ALARM("errors")', []],
  ['bad: a composite alarm names one that is called alike', 'ALARM("errors-of-others")', ['Endpoint']],
])('%s', (_what, alarmRule, expected) => {
  const stack = stackIn();
  (errors(stack, rawEndpoint(stack).endpoint.attrEndpointName).node.defaultChild as cloudwatch.CfnAlarm).alarmName = 'errors';
  new cloudwatch.CfnCompositeAlarm(stack, 'Composite', { alarmRule, alarmActions: ['arn:aws:sns:eu-central-1:111122223333:topic'] });
  expect(places(stack, RULE)).toEqual(expected);
});

test('good: a rule of EventBridge routes changes of alarms', () => {
  const stack = stackIn();
  errors(stack, rawEndpoint(stack).endpoint.attrEndpointName);
  new events.Rule(stack, 'Rule', { eventPattern: { source: ['aws.cloudwatch'], detailType: ['CloudWatch Alarm State Change'] } });
  expect(places(stack, RULE)).toEqual([]);
});

test('good: an endpoint without alarms is the matter of another rule', () => {
  const stack = stackIn();
  rawEndpoint(stack);
  expect(places(stack, RULE)).toEqual([]);
});
