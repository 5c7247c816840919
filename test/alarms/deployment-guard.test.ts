import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, AlarmRule, CompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import {
  CapacitySize, DeploymentGuard, DeploymentGuardProps, EndpointDeployment, InferenceComponentEndpoint, InstanceFleet,
} from '../../src';
import { cycleIn, dependencyGraph } from '../dependency-graph';
import { errorOf, testStack } from '../support';

function guarded(props: Partial<DeploymentGuardProps> = {}) {
  const stack = testStack();
  const endpoint = new InferenceComponentEndpoint(stack, 'Host', {
    instances: InstanceFleet.of('ml.g6.xlarge', { max: 2 }),
    deployment: EndpointDeployment.canary({ size: CapacitySize.percent(10) }),
  });
  const guard = new DeploymentGuard(stack, 'Guard', { endpoint, ...props });
  return { stack, endpoint, guard };
}

test('5XX errors, model errors and latency roll back, by alarms with names that close no cycle', () => {
  const { stack } = guarded({ modelLatency: Duration.millis(1500), errorPercent: 2 });
  const template = Template.fromStack(stack);
  const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
  expect(cycleIn(dependencyGraph(stack))).toBeUndefined();
  const told = ({ MetricName, Threshold, Statistic, ExtendedStatistic }: any) => [MetricName, Threshold, Statistic ?? ExtendedStatistic];
  expect(alarms.map(told)).toEqual([
    ['Invocation5XXErrors', 0.02, 'Average'],
    ['InvocationModelErrors', 0.02, 'Average'],
    ['ModelLatency', 1_500_000, 'p90'],
  ]);
  expect(alarms.map(({ AlarmName }) => AlarmName.replace(/[0-9A-F]{8}/, 'HASH'))).toEqual([
    'Stack-Guard-HASH-Errors5xx', 'Stack-Guard-HASH-ModelErrors', 'Stack-Guard-HASH-Latency',
  ]);
  template.hasResourceProperties('AWS::SageMaker::Endpoint', {
    DeploymentConfig: {
      AutoRollbackConfiguration: {
        Alarms: alarms.map(({ AlarmName }) => ({ AlarmName })),
      },
    },
  });
});

test('without a limit, latency does not roll back', () => {
  expect(guarded().guard.alarms).toHaveLength(2);
});

test.each([
  ['a share above everything', { errorPercent: 101 }, '[Stack/Guard] errorPercent must be a number from 0 to 100 percent, got: 101'],
  ['no time', { modelLatency: Duration.seconds(0) }, '[Stack/Guard] modelLatency must be a number of at least 0.001 seconds, got: 0'],
])('refuses %s', (_, props, message) => {
  expect(errorOf(() => guarded(props))).toBe(message);
});

test('a composite alarm is no rollback alarm', () => {
  const { stack, endpoint } = guarded();
  const composite = new CompositeAlarm(stack, 'All', { alarmRule: AlarmRule.fromAlarm(Alarm.fromAlarmName(stack, 'One', 'one'), 'ALARM' as any) });
  expect(errorOf(() => endpoint.addRollbackAlarm(composite))).toBe(
    "[Stack/Host] a rollback alarm must watch a metric, because SageMaker documents no other for it: got the composite alarm 'Stack/All'");
});
