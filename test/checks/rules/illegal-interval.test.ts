import { CfnParameter } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { rawPromQlAlarm } from '../scaling-support';
import { found, stackIn } from '../support';

const RULE = 'illegal-interval';

function problems(change: (alarm: cloudwatch.CfnAlarm) => void): string[] {
  const stack = stackIn();
  change(rawPromQlAlarm(stack, 'Alarm', 'up == 0'));
  return found(stack, RULE).map(({ property }) => property);
}

test('bad: an interval that AWS CDK lets pass', () => {
  const stack = stackIn();
  rawPromQlAlarm(stack, 'Alarm', 'up == 0').evaluationInterval = 45;
  expect(found(stack, RULE)).toEqual([expect.objectContaining({
    severity: 'error',
    logicalId: 'Alarm',
    property: 'EvaluationInterval',
    message: expect.stringMatching(/^EvaluationInterval of the alarm .* must be 10, 20, 30 or a multiple of 60 up to 3600 seconds, got: 45$/),
  })]);
});

test.each([[0], [15], [40], [90], [3660]])('bad: %d seconds', (seconds) => {
  expect(problems((alarm) => alarm.addPropertyOverride('EvaluationInterval', seconds))).toEqual(['EvaluationInterval']);
});

test.each([[10], [20], [30], [60], [300], [3600], ['120']])('good: %s seconds', (seconds) => {
  expect(problems((alarm) => alarm.addPropertyOverride('EvaluationInterval', seconds))).toEqual([]);
});

test.each(['PendingPeriod', 'RecoveryPeriod'])('%s is at most a day', (name) => {
  const property = `EvaluationCriteria.PromQLCriteria.${name}`;
  expect(problems((alarm) => alarm.addPropertyOverride(property, 86401))).toEqual([property]);
  expect(problems((alarm) => alarm.addPropertyOverride(property, 86400))).toEqual([]);
  expect(problems((alarm) => alarm.addPropertyOverride(property, -1))).toEqual([property]);
});

test('good: an interval that only the deployment knows', () => {
  expect(problems((alarm) => {
    alarm.evaluationInterval = new CfnParameter(alarm.stack, 'Seconds', { type: 'Number' }).valueAsNumber;
  })).toEqual([]);
});

describe('a classic alarm', () => {
  function classic(period: number, evaluationPeriods: number, isMath: boolean = false): string[] {
    const stack = stackIn();
    const metric = { namespace: 'Mine', metricName: 'Errors' };
    new cloudwatch.CfnAlarm(stack, 'Alarm', {
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 1,
      evaluationPeriods,
      ...isMath ? { metrics: [{ id: 'a', metricStat: { metric, period, stat: 'Sum' } }] } : { ...metric, period, statistic: 'Sum' },
    });
    return found(stack, RULE).map(({ property }) => property);
  }

  test.each([
    ['bad', 45, 1, ['Period']],
    ['good', 60, 3, []],
    ['good', 300, 288, []],
    ['bad', 300, 289, ['EvaluationPeriods']],
    ['good', 3600, 168, []],
    ['bad', 3600, 169, ['EvaluationPeriods']],
  ])('%s: %d seconds, %d times', (_what, period, times, expected) => {
    expect(classic(period, times)).toEqual(expected);
  });

  test('on metric math is judged by its metrics', () => {
    expect(classic(45, 1, true)).toEqual(['Metrics.0']);
    expect(classic(60, 1, true)).toEqual([]);
  });
});

test('good: a composite alarm, which has no interval', () => {
  const stack = stackIn();
  new cloudwatch.CfnCompositeAlarm(stack, 'Alarm', { alarmRule: 'ALARM("other")' });
  expect(found(stack, RULE)).toEqual([]);
});
