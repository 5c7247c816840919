import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { body, chat, provisioned } from './support';
import { InferenceEndpoint, InferenceSignal, InsightsAlarm, InsightsDashboard, InsightsSubject } from '../../src';
import { testStack } from '../support';

/** The bytes of the body of an endpoint's dashboard: how long the names are matters little. */
function bytes(components: number, alarms: number = 0): number {
  const stack = testStack();
  const watched = Array.from({ length: alarms }, (_, number): InsightsAlarm => ({
    alarm: Alarm.fromAlarmName(stack, `Alarm${number}`, `stack-endpoint-alarm-${number}-0123456789`),
    signal: InferenceSignal.all()[number],
    threshold: 1,
  }));
  new InsightsDashboard(stack, 'Insights', { subject: InsightsSubject.endpoint(provisioned(stack, components)), alarms: watched });
  return Buffer.byteLength(JSON.stringify(body(stack)));
}

test('the body of an endpoint stays under 60 KB, and does not grow with its components', () => {
  const [eight, hundred] = [8, 100].map((components) => bytes(components));
  expect(hundred).toBeLessThan(60_000);
  expect(hundred - eight).toBeLessThan(10);
});

test('ten alarms cost little', () => {
  expect(bytes(8, 10)).toBeLessThan(62_000);
});

test('the queries of a fleet do not grow with its endpoints: each costs a link', () => {
  const ofFleet = (count: number) => {
    const stack = testStack();
    const endpoints = Array.from({ length: count }, (_, number) => InferenceEndpoint.fromEndpointName(stack, `E${number}`, `endpoint-${number}`));
    new InsightsDashboard(stack, 'Insights', { subject: InsightsSubject.fleet(stack, { endpoints }) });
    return body(stack).widgets;
  };
  const [small, large] = [ofFleet(1), ofFleet(50)];
  expect(large.slice(1)).toEqual(small.slice(1));
  expect(large[0].properties.markdown).toContain('and 25 more');
});

test('many components on an imported endpoint change nothing either', () => {
  const bodyOf = (count: number) => {
    const stack = testStack();
    const inferenceComponentNames = Array.from({ length: count }, (_, number) => `component-${number}`);
    new InsightsDashboard(stack, 'Insights', { subject: InsightsSubject.endpoint(chat(stack, { inferenceComponentNames })) });
    return body(stack).widgets.slice(1);
  };
  expect(bodyOf(200)).toEqual(bodyOf(1));
});
