import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EndpointInsights, FleetInsights, InferenceEndpoint, ServiceObjective } from '../../src';
import { bodies, provisioned } from '../dashboards/support';
import { testStack } from '../support';

test('one construct for an endpoint: alarms, diagnosis and the dashboard that shows them', () => {
  const stack = testStack();
  const insights = new EndpointInsights(stack, 'Insights', {
    endpoint: provisioned(stack, 2), objectives: [ServiceObjective.timeToFirstToken(Duration.seconds(2))],
  });
  insights.notify(new sns.Topic(stack, 'Topic'));
  const shown = insights.alarms.alarms.length + insights.diagnosis.alarms.length;
  const { widgets } = Object.values(bodies(stack))[0];
  const tiles = widgets.filter(({ type }: any) => type === 'alarm').flatMap(({ properties }: any) => properties.alarms);
  expect(tiles).toHaveLength(shown);
  const messages = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')).filter(({ Properties }) => Properties.AlarmActions);
  expect(messages.length).toBeGreaterThan(20);
});

test('at most 45 alarms per endpoint with composites, whatever the number of components', () => {
  const counts = [1, 8, 100].map((components) => {
    const stack = testStack();
    new EndpointInsights(stack, 'Insights', { endpoint: provisioned(stack, components) });
    const template = Template.fromStack(stack);
    return ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].map((type) => Object.keys(template.findResources(type)).length);
  });
  expect(counts[0][0] + counts[0][1]).toBeLessThanOrEqual(45);
  expect(counts).toEqual([counts[0], counts[0], counts[0]]);
});

test('works on an imported endpoint of which only the name is known', () => {
  const stack = testStack();
  const insights = new EndpointInsights(stack, 'Insights', { endpoint: InferenceEndpoint.fromEndpointName(stack, 'Chat', 'chat') });
  expect(insights.alarms.alarmOf('kv-cache-full')).toBeDefined();
  Template.fromStack(stack);
});

test('one construct for a fleet', () => {
  const stack = testStack();
  const insights = new FleetInsights(stack, 'Insights');
  expect(insights.alarms.alarmOf('kv-cache-full')).toBeDefined();
  expect(insights.diagnosis.alarmOf('queueing')).toBeDefined();
  expect(Object.keys(bodies(stack))).toHaveLength(1);
});
