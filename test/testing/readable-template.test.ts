import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EndpointInsights, InferenceEndpoint, InsightsAlarmRule, PublishFrequency, ServingEngine } from '../../src';
import { readableTemplate, snapshotSerializer } from '../../src/testing';

/** A stack that watches an imported endpoint with one rule. */
function watched(kvCache: number, context = {}): Stack {
  const stack = new Stack(new App({ context }), 'Stack', { env: { region: 'eu-central-1', account: '111122223333' } });
  const endpoint = InferenceEndpoint.fromEndpointAttributes(stack, 'Chat', {
    endpointName: 'chat', engines: [ServingEngine.VLLM], publishFrequency: PublishFrequency.ONE_MINUTE,
  });
  new EndpointInsights(stack, 'Insights', {
    endpoint, rules: [InsightsAlarmRule.KV_CACHE_PRESSURE.withOptions({ threshold: kvCache })],
  }).notify(new sns.Topic(stack, 'Pager'));
  return stack;
}

function changedLines(before: string, after: string): string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  expect(now).toHaveLength(old.length);
  return now.flatMap((line, index) => line === old[index] ? [] : [old[index].trim(), line.trim()]);
}

describe('a template in lines', () => {
  test('a changed threshold changes the line that says when, the query, and the threshold that a chart draws', () => {
    const [before, after] = [45, 50].map((threshold) => readableTemplate(Template.fromStack(watched(threshold))));
    expect(changedLines(before, after)).toEqual([
      'when: > 45, for 5 min, every 60 s, OK after 5 min', 'when: > 50, for 5 min, every 60 s, OK after 5 min',
      '> 45', '> 50',
      'threshold 45 "The KV cache is nearly full"', 'threshold 50 "The KV cache is nearly full"',
    ]);
  });

  test('an alarm: name, severity, when, what it says, its query and whom it tells', () => {
    const text = readableTemplate(Template.fromStack(watched(45, { 'aws:cdk:enable-path-metadata': true })));
    expect(text).toContain([
      'alarm Insights/Alarms/kv-cache-pressure (warning)',
      '  when: > 45, for 5 min, every 60 s, OK after 5 min',
      '  says: The KV cache is nearly full.',
    ].join('\n'));
    expect(text).toMatch(/\n {2}query:\n {4}\(\n {6}max by \(/);
    expect(text).toContain('\n  ALARM -> ${Pager}\n');
  });

  test('names are logical ids without their hashes where the app writes no paths', () => {
    const stack = new Stack(new App({ context: { 'aws:cdk:enable-path-metadata': false } }), 'Stack');
    new cloudwatch.Metric({ namespace: 'N', metricName: 'M', dimensionsMap: { D: 'V' }, statistic: 'Sum', period: Duration.minutes(1) })
      .createAlarm(stack, 'Late', { threshold: 3, evaluationPeriods: 5, datapointsToAlarm: 4, alarmDescription: 'Late.' });
    expect(readableTemplate(Template.fromStack(stack).toJSON())).toBe([
      'alarm Late',
      '  when: >= 3 in 4 of 5 periods (4 min), missing data: missing',
      '  says: Late.',
      '  query:',
      '    Sum of N M {D=V} over 60 s',
    ].join('\n'));
  });

  test('metric math, a composite alarm and actions that are off', () => {
    const stack = new Stack(new App({ context: { 'aws:cdk:enable-path-metadata': true } }), 'Stack');
    const [errors, calls] = ['Errors', 'Calls'].map((metricName) => new cloudwatch.Metric({ namespace: 'N', metricName, statistic: 'Sum' }));
    const alarm = new cloudwatch.MathExpression({ expression: '100 * errors / calls', usingMetrics: { errors, calls }, label: 'Share' })
      .createAlarm(stack, 'Share', { threshold: 5, evaluationPeriods: 1, actionsEnabled: false });
    new cloudwatch.CompositeAlarm(stack, 'Any', { alarmRule: cloudwatch.AlarmRule.anyOf(alarm), actionsSuppressor: alarm });
    const text = readableTemplate(Template.fromStack(stack));
    expect(text.split('\n\n')[0]).toBe([
      'alarm Share',
      '  when: >= 5 in 1 of 1 periods (5 min), missing data: missing',
      '  query:',
      '    expr_1 (compared): 100 * errors / calls "Share"',
      '    errors: Sum of N Errors {} over 300 s',
      '    calls: Sum of N Calls {} over 300 s',
      '  actions are off',
    ].join('\n'));
    expect(text.split('\n\n')[1].split('\n')).toEqual([
      expect.stringMatching(/^alarm Any named StackAny\w+$/),
      '  when: (ALARM("${Share.Arn}"))',
      '  quiet while: ${Share.Arn}',
      '  besides: {"ActionsSuppressorExtensionPeriod":60,"ActionsSuppressorWaitPeriod":60}',
    ]);
  });

  test('a template without any of it is nothing', () => {
    expect(readableTemplate({})).toBe('');
  });
});

describe('the snapshot serializer', () => {
  const printer = (value: unknown) => JSON.stringify(value);
  const serialize = (value: any) => snapshotSerializer.serialize(value, {}, '', 0, [], printer);

  test('takes templates with alarms, dashboards or scaling, and nothing else', () => {
    expect(snapshotSerializer.test({ Resources: { A: { Type: 'AWS::CloudWatch::Alarm' } } })).toBe(true);
    for (const other of [undefined, null, 'Resources', {}, { Resources: null }, { Resources: { A: { Type: 'AWS::SNS::Topic' } } }]) {
      expect(snapshotSerializer.test(other)).toBe(false);
    }
  });

  test('keeps every other resource and section as it is', () => {
    const json = Template.fromStack(watched(45)).toJSON();
    const text: string = serialize(json);
    const [, rest] = text.split(/\n\n(?=\{)/);
    const kept = JSON.parse(rest);
    expect(Object.keys(kept.Resources).sort()).toEqual(Object.entries<any>(json.Resources)
      .filter(([, { Type }]) => !/^AWS::CloudWatch::(Alarm|CompositeAlarm|Dashboard)$/.test(Type)).map(([id]) => id).sort());
    expect(kept.Rules).toEqual(json.Rules);
    expect(text).toContain('when: > 45, for 5 min');
    expect(text).not.toContain('DashboardBody');
  });

  test('works in Jest', () => {
    expect.addSnapshotSerializer(snapshotSerializer);
    expect({ Resources: { Late9F3A2B1C: { Type: 'AWS::CloudWatch::Dashboard', Properties: { DashboardBody: '{"widgets":[]}' } } } })
      .toMatchInlineSnapshot(`
dashboard Late: 0 widgets

{
  "Resources": {},
}
`);
  });
});

describe('what is written in other ways', () => {
  const lines = (resources: object) => readableTemplate({ Resources: resources as any }).split('\n');
  const dashboard = (body: unknown) => ({ D: { Type: 'AWS::CloudWatch::Dashboard', Properties: { DashboardBody: body } } });

  test('a dashboard that names what another stack exports', () => {
    const body = { 'Fn::Join': ['', ['{"widgets":[{"type":"text","properties":{"markdown":"# ', { 'Fn::ImportValue': 'A:"quoted"' }, '"}}]}']] };
    expect(lines(dashboard(body))).toEqual(['dashboard D: 1 widgets', '  [0,0 0x0] text "# ${Fn::ImportValue A:quoted}"']);
  });

  test('a dashboard that only the deployment knows', () => {
    expect(lines(dashboard({ 'Fn::If': ['Big', '{}', '{}'] }))).toEqual(['dashboard D: known at deployment only']);
  });

  test('rows that repeat the row before, statistics of the widget, and what is no list', () => {
    const widgets = [
      { type: 'metric', properties: { stat: 'Sum', metrics: [['N', 'A', 'D', 'v', { period: 60 }], ['.', 'B', '.', '.'], ['...', 'w']] } },
      { type: 'explorer', properties: { metrics: [{ metricName: 'C' }] } },
      { type: 'metric', properties: { metrics: 'none' } },
      { type: 'log' },
    ];
    expect(lines(dashboard(JSON.stringify({ start: '-PT3H', widgets })))).toEqual([
      'dashboard D: 4 widgets',
      '  besides: {"start":"-PT3H"}',
      '  [0,0 0x0] metric',
      '    Sum of N A {D=v}, besides: {"period":60}',
      '    Sum of N B {D=v}',
      '    Sum of N B {D=w}',
      '    besides: {"stat":"Sum"}',
      '  [0,0 0x0] explorer',
      '    {"metricName":"C"}',
      '  [0,0 0x0] metric',
      '  [0,0 0x0] log',
    ]);
  });

  test('an alarm whose metrics only the deployment knows', () => {
    const properties = { Metrics: { 'Fn::If': ['Big', [], []] }, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 2 };
    expect(lines({ Late: { Type: 'AWS::CloudWatch::Alarm', Properties: properties } })[0]).toBe('alarm Late');
  });

  test('settings that no word says', () => {
    const properties = {
      Namespace: 'N',
      MetricName: 'M',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      Unit: 'Seconds',
      EvaluateLowSampleCountPercentile: 'ignore',
      AlarmName: 'prod-late',
    };
    expect(lines({ Late: { Type: 'AWS::CloudWatch::Alarm', Properties: properties } })).toEqual([
      'alarm Late named prod-late',
      '  when: > 1 in 1 of 1 periods (60 s), missing data: missing',
      '  query:',
      '    Sum of N M {} over 60 s',
      '  besides: {"Unit":"Seconds","EvaluateLowSampleCountPercentile":"ignore"}',
    ]);
  });

  test('a policy whose target is elsewhere, with its bounds', () => {
    const policy = {
      PolicyName: 'p',
      PolicyType: 'StepScaling',
      ResourceId: 'endpoint/e/variant/v',
      StepScalingPolicyConfiguration: { AdjustmentType: 'ChangeInCapacity', StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 2 }] },
    };
    const [head, rest] = lines({ Out: { Type: 'AWS::ApplicationAutoScaling::ScalingPolicy', Properties: policy } });
    expect(head).toBe('policy Out: +2');
    expect(rest).toContain('"MetricIntervalLowerBound":0');
  });
});
