import { Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Ec2Action, Ec2InstanceAction, SnsAction, SsmAction, OpsItemSeverity } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as sns from 'aws-cdk-lib/aws-sns';
import { alarmsOf, byRule } from './support';
import {
  AlarmSeverity, InferenceComponentEndpoint, InsightsAlarmRule, InsightsAlarms, InsightsDashboard, InsightsSubject, InstanceFleet,
  LatencyDiagnosis, PublishFrequency, ServiceObjective,
} from '../../src';
import { bodies, chat, component, provisioned } from '../dashboards/support';
import { errorOf, testStack, vllmModel } from '../support';

const { KV_CACHE_PRESSURE, KV_CACHE_FULL, DISK, GPU_MEMORY_TREND, LATENCY_BASELINE } = InsightsAlarmRule;

function count(stack: Stack, type: string): number {
  return Object.keys(Template.fromStack(stack).findResources(type)).length;
}

describe('the number of alarms', () => {
  const counts = [1, 8, 100].map((components) => {
    const stack = testStack();
    new InsightsAlarms(stack, 'Alarms', { subject: InsightsSubject.endpoint(provisioned(stack, components)) });
    return ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].map((type) => count(stack, type));
  });

  test('does not grow with the components, and is at most 45 with composites', () => {
    expect(new Set(counts.map(([alarms, composites]) => `${alarms} ${composites}`)).size).toBe(1);
    const [[alarms, composites]] = counts;
    expect(composites).toBe(3);
    expect(alarms + composites).toBeLessThanOrEqual(45);
  });
});

describe('an alarm', () => {
  test('states its query, when it is evaluated, and how long something must last', () => {
    const stack = testStack();
    alarmsOf({}, {}, stack);
    expect(byRule(stack)['kv-cache-pressure']).toEqual({
      AlarmDescription: 'The KV cache is nearly full. Soon requests wait for blocks and running ones are preempted, so time to first token ' +
        'rises. Look at the panel "Engine and request pressure". What to do: Add copies, lower the longest context, or quantise the KV cache. ' +
        '(warning, rule kv-cache-pressure)',
      EvaluationCriteria: { PromQLCriteria: { Query: expect.stringContaining('> 90'), PendingPeriod: 300, RecoveryPeriod: 300 } },
      EvaluationInterval: 60,
    });
  });

  test.each([
    // Two intervals must breach, and nothing is evaluated more often than it is published.
    [PublishFrequency.TEN_SECONDS, { fast: 10, normal: 60, slow: 300 }, 120],
    [PublishFrequency.ONE_MINUTE, { fast: 60, normal: 60, slow: 300 }, 120],
    [PublishFrequency.TWO_MINUTES, { fast: 120, normal: 120, slow: 300 }, 240],
    [PublishFrequency.FIVE_MINUTES, { fast: 300, normal: 300, slow: 300 }, 600],
  ])('fits the publish frequency: %s seconds', (publishFrequency, { fast, normal, slow }, pending) => {
    const stack = testStack();
    alarmsOf({}, { publishFrequency }, stack);
    const found = byRule(stack);
    expect(['kv-cache-full', 'disk', 'gpu-memory-exhausted', 'gpu-memory-trend'].map((rule) => found[rule].EvaluationInterval))
      .toEqual([fast, normal, slow, 1800]);
    expect(found['kv-cache-full'].EvaluationCriteria.PromQLCriteria.PendingPeriod).toBe(pending);
  });

  test.each([
    // The rate looks back 20 minutes where metrics come every five: a single event is seen for as long, and must not count.
    [PublishFrequency.TEN_SECONDS, 600],
    [PublishFrequency.ONE_MINUTE, 600],
    [PublishFrequency.FIVE_MINUTES, 1200],
  ])('outlasts the rate that shows a single event: %s seconds', (publishFrequency, pending) => {
    const stack = testStack();
    alarmsOf({}, { publishFrequency }, stack);
    const found = byRule(stack);
    expect(['preemptions', 'latency-baseline'].map((rule) => found[rule].EvaluationCriteria.PromQLCriteria.PendingPeriod)).toEqual([pending, pending]);
  });

  test('does not outlast the rate where the user sets how long something must last', () => {
    const stack = testStack();
    const rules = [InsightsAlarmRule.PREEMPTIONS.withOptions({ pending: Duration.minutes(12) })];
    alarmsOf({ rules }, { publishFrequency: PublishFrequency.FIVE_MINUTES }, stack);
    expect(byRule(stack).preemptions.EvaluationCriteria.PromQLCriteria.PendingPeriod).toBe(720);
  });

  test.each([PublishFrequency.TEN_SECONDS, PublishFrequency.FIVE_MINUTES, undefined])(
    'of classic metrics depends on their own period alone, not on the publish frequency: %s seconds', (publishFrequency) => {
      const stack = testStack();
      alarmsOf({}, { publishFrequency }, stack);
      const found = byRule(stack);
      expect(['errors-5xx', 'errors-4xx', 'mid-stream-errors'].map((rule) => found[rule].EvaluationPeriods)).toEqual([5, 10, 10]);
    });

  test('of something that is over at once waits for nothing', () => {
    const stack = testStack();
    alarmsOf({}, { publishFrequency: PublishFrequency.FIVE_MINUTES }, stack);
    expect(byRule(stack)['gpu-memory-drop'].EvaluationCriteria.PromQLCriteria.PendingPeriod).toBe(0);
  });

  test('of silence waits for the endpoint and its components', () => {
    const stack = testStack();
    new InsightsAlarms(stack, 'Alarms', { subject: InsightsSubject.endpoint(provisioned(stack, 2)) });
    Template.fromStack(stack).hasResource('AWS::CloudWatch::Alarm', {
      Properties: { AlarmDescription: Match.stringLikeRegexp('rule component-stopped') },
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^HostComponent0'), Match.stringLikeRegexp('^HostComponent1')]),
    });
  });
});

describe('rules', () => {
  test('can be left out, changed and added', () => {
    const stack = testStack();
    alarmsOf({
      rules: [
        KV_CACHE_PRESSURE.withOptions({
          threshold: 80,
          severity: AlarmSeverity.CRITICAL,
          pending: Duration.minutes(10),
          recovery: Duration.minutes(2),
          evaluationInterval: Duration.seconds(30),
        }),
        InsightsAlarmRule.custom('many-loras', {
          query: 'count by (model_name) (vllm:lora_requests_info{"aws.sagemaker.endpoint.name"="chat"}) > 8',
          title: 'Many adapters at once',
          remedy: 'Merge some of them.',
          pending: Duration.minutes(1),
        }),
      ],
    }, {}, stack);
    const found = byRule(stack);
    expect(Object.keys(found).sort()).toEqual(['kv-cache-pressure', 'many-loras']);
    expect(found['kv-cache-pressure']).toMatchObject({
      AlarmDescription: expect.stringContaining('(critical, rule kv-cache-pressure)'),
      EvaluationCriteria: { PromQLCriteria: { Query: expect.stringMatching(/ > 80$/), PendingPeriod: 600, RecoveryPeriod: 120 } },
      EvaluationInterval: 30,
    });
    expect(found['many-loras']).toMatchObject({
      AlarmDescription: 'Many adapters at once. What to do: Merge some of them. (warning, rule many-loras)',
      EvaluationCriteria: { PromQLCriteria: { PendingPeriod: 120 } },
    });
  });

  test.each([
    ['a threshold out of range', () => DISK.withOptions({ threshold: 101 }),
      "[InsightsAlarmRule 'disk'] threshold must be a number from 0 to 100 percent, got: 101"],
    ['a threshold of a rule without one', () => InsightsAlarmRule.KV_BOUND.withOptions({ threshold: 1 }),
      "[InsightsAlarmRule 'kv-bound'] the rule has no threshold: expected none, got: 1"],
    ['an evaluation interval that CloudWatch refuses at deployment', () => DISK.withOptions({ evaluationInterval: Duration.seconds(45) }),
      "[InsightsAlarmRule 'disk'] evaluationInterval must be 10, 20 or 30 seconds or whole minutes up to an hour, got: 45 seconds"],
    ['a pending period of more than a day', () => DISK.withOptions({ pending: Duration.hours(25) }),
      "[InsightsAlarmRule 'disk'] pending must be a whole number from 0 to 86400 seconds, got: 90000"],
    ['a query that is none', () => InsightsAlarmRule.custom('mine', { query: 'sum(', title: 'Mine' }),
      /^\[InsightsAlarmRule 'mine'\] query: the query must be valid PromQL/],
    ['a query without a metric name', () => InsightsAlarmRule.custom('mine', { query: '{"a"="b"} > 1', title: 'Mine' }),
      /^\[InsightsAlarmRule 'mine'\] query: a selector must name its metric exactly/],
    ['an id with capitals', () => InsightsAlarmRule.custom('Mine', { query: 'up > 1', title: 'Mine' }),
      "[InsightsAlarmRule 'Mine'] id must be at most 64 lower-case letters, digits and dashes, a letter first, got: 'Mine'"],
  ])('refuse %s', (_, action, message) => {
    expect(errorOf(action)).toMatch(message);
  });

  test('stand once', () => {
    expect(errorOf(() => alarmsOf({ rules: [DISK, DISK.withOptions({ threshold: 80 })] }))).toBe(
      '[Stack/Alarms] rules and objectives must each stand once, got twice: disk');
  });

  test('tell why they watch nothing', () => {
    expect(alarmsOf({}, { detailedObservability: false }).unwatched.find(({ rule }) => rule === 'disk')).toEqual({
      rule: 'disk', reason: 'detailed observability is off, so there is no data',
    });
    expect(alarmsOf({}, { engines: [] }).unwatched.find(({ rule }) => rule === 'waiting-requests')?.reason).toBe(
      'no engine here publishes: requests waiting');
  });

  test('about requests and silence of a fleet watch nothing: classic metrics exist per endpoint, and nobody can be missed', () => {
    const stack = testStack();
    const alarms = new InsightsAlarms(stack, 'Alarms', { subject: InsightsSubject.fleet(stack) });
    expect(alarms.unwatched.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['errors-5xx', 'mid-stream-errors', 'endpoint-silent']));
    expect(alarms.alarmOf('kv-cache-full')).toBeDefined();
    expect(alarms.alarmOf('errors-5xx')).toBeUndefined();
  });

  test('that fit no more because a component came later are reported at synth', () => {
    const stack = testStack();
    const host = new InferenceComponentEndpoint(stack, 'Host', { instances: InstanceFleet.of('ml.g6.xlarge', { max: 1 }) });
    new InsightsAlarms(stack, 'Alarms', { subject: InsightsSubject.endpoint(host), rules: [KV_CACHE_FULL] });
    host.addInferenceComponent('Late', { model: vllmModel(stack), resources: { accelerators: 1 } });
    expect(errorOf(() => Template.fromStack(stack))).toContain(
      'the alarm rule kv-cache-full fits no more: what it watches changed after its alarm was made. Expected: components, their engines, ' +
      'publish frequencies and scaling first, alarms then');
  });

  test('with a query that is too long are reported at synth', () => {
    const stack = testStack();
    const maximumCopies = Object.fromEntries(Array.from({ length: 40 }, (_, number) => [`component-${number}`, number]));
    alarmsOf({ rules: [InsightsAlarmRule.SCALING_NOT_TRIGGERED], expectations: { maximumCopies } }, {}, stack);
    expect(errorOf(() => Template.fromStack(stack))).toMatch(
      /the query of the alarm rule scaling-not-triggered may have at most 10000 characters, names that are tokens counted as 63, got: \d{5}\. Give fewer/);
  });
});

describe('objectives', () => {
  test('burn rates of a latency: over an hour and five minutes, over six hours and half an hour', () => {
    const stack = testStack();
    alarmsOf({ objectives: [ServiceObjective.timeToFirstToken(Duration.seconds(2), { target: 99 })] }, {}, stack);
    const found = byRule(stack);
    const share = (window: string) => '(round(100 - (100 * histogram_fraction(0, 2, sum by ("aws.sagemaker.endpoint.name", ' +
      `"aws.sagemaker.inference_component.name") (rate(vllm:time_to_first_token_seconds{"aws.sagemaker.endpoint.name"="chat"}[${window}])))), 0.000001))`;
    expect(found['time-to-first-token-fast-burn'].EvaluationCriteria.PromQLCriteria.Query).toBe(
      `(${share('1h')} > 14.4) and (${share('5m')} > 14.4)`);
    expect(found['time-to-first-token-slow-burn'].EvaluationCriteria.PromQLCriteria.Query).toBe(
      `(${share('6h')} > 6) and (${share('30m')} > 6)`);
    expect(found['time-to-first-token-fast-burn'].EvaluationInterval).toBe(60);
    expect(found['time-to-first-token-slow-burn'].EvaluationInterval).toBe(300);
  });

  test('take the place of the comparison with yesterday', () => {
    expect(alarmsOf().alarmOf(LATENCY_BASELINE.id)).toBeDefined();
    expect(alarmsOf({ objectives: [ServiceObjective.availability()] }).alarmOf(LATENCY_BASELINE.id)).toBeUndefined();
  });

  test('burn rates of availability: two classic alarms, which a composite joins', () => {
    const stack = testStack();
    alarmsOf({ rules: [], objectives: [ServiceObjective.availability({ target: 99.9 })] }, {}, stack);
    const template = Template.fromStack(stack);
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm', { Properties: { MetricName: 'Invocation5XXErrors' } }));
    expect(alarms.map(({ Properties: { Period, Threshold, Statistic } }) => [Period, Threshold, Statistic])).toEqual([
      [3600, 0.0144, 'Average'], [300, 0.0144, 'Average'], [21600, 0.006, 'Average'], [1800, 0.006, 'Average'],
    ]);
    template.hasResourceProperties('AWS::CloudWatch::CompositeAlarm', {
      AlarmDescription: Match.stringLikeRegexp('rule availability-fast-burn'),
      AlarmRule: { 'Fn::Join': ['', Match.arrayWith(['") AND ALARM("'])] },
    });
  });

  test.each([
    ['a target that allows too much', () => ServiceObjective.availability({ target: 90 }),
      "[ServiceObjective 'availability'] target must be a percentage from 95 to below 100 that is known at synth, got: 90"],
    ['a target that allows nothing', () => ServiceObjective.availability({ target: 100 }),
      "[ServiceObjective 'availability'] target must be a percentage from 95 to below 100 that is known at synth, got: 100"],
    ['no time', () => ServiceObjective.interTokenLatency(Duration.seconds(0)),
      "[ServiceObjective 'inter-token-latency'] the time must be above 0 seconds and known at synth, got: 0"],
  ])('refuse %s', (_, action, message) => {
    expect(errorOf(action)).toBe(message);
  });
});

describe('composites', () => {
  test('bundle each severity, and keep quiet while an update runs', () => {
    const stack = testStack();
    const alarms = alarmsOf({}, {}, stack);
    const template = Template.fromStack(stack);
    const composites = Object.values(template.findResources('AWS::CloudWatch::CompositeAlarm')).map(({ Properties }) => Properties);
    expect(composites).toHaveLength(3);
    for (const { ActionsSuppressor, ActionsSuppressorWaitPeriod, ActionsSuppressorExtensionPeriod } of composites) {
      expect(ActionsSuppressor['Fn::GetAtt'][0]).toMatch(/^AlarmsDeploymentAlarm/);
      expect([ActionsSuppressorWaitPeriod, ActionsSuppressorExtensionPeriod]).toEqual([60, 300]);
    }
    expect(alarms.compositeOf(AlarmSeverity.CRITICAL)?.node.id).toBe('Critical');
  });

  test('never have more than fit: more are bundled by composites of their own', () => {
    const stack = testStack();
    const rules = Array.from({ length: 70 }, (_, number) => InsightsAlarmRule.custom(`rule-${number}`, { query: 'up > 1', title: `Rule ${number}` }));
    alarmsOf({ rules }, {}, stack);
    const composites = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::CompositeAlarm'));
    const children = composites.map(({ Properties: { AlarmRule } }) => AlarmRule['Fn::Join'][1].filter((part: unknown) => typeof part === 'object').length);
    // 31 with the longest name fit into 10,240 characters: 31, 31, 8 and the one above them.
    expect(children.sort((left, right) => left - right)).toEqual([3, 8, 31, 31]);
  });

  test('an update is seen by events that become 1 at its beginning and 0 at its end', () => {
    const stack = testStack();
    alarmsOf({}, {}, stack);
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        'source': ['aws.sagemaker'],
        'detail-type': ['SageMaker Endpoint State Change'],
        'detail': {
          EndpointName: ['chat'],
          EndpointStatus: ['UPDATING', 'SYSTEM_UPDATING', 'ROLLING_BACK', 'IN_SERVICE', 'FAILED', 'UPDATE_ROLLBACK_FAILED'],
        },
      },
      Targets: [{ Arn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:eu-central-1:111122223333:log-group:', { Ref: Match.anyValue() }]] } }],
    });
    const filters = Object.values(template.findResources('AWS::Logs::MetricFilter')).map(({ Properties }) => Properties);
    expect(filters.map(({ FilterPattern, MetricTransformations: [{ MetricValue }] }) => [FilterPattern, MetricValue])).toEqual([
      ['{ ($.detail.EndpointStatus = "UPDATING") || ($.detail.EndpointStatus = "SYSTEM_UPDATING") || ($.detail.EndpointStatus = "ROLLING_BACK") }', '1'],
      ['{ ($.detail.EndpointStatus = "IN_SERVICE") || ($.detail.EndpointStatus = "FAILED") || ($.detail.EndpointStatus = "UPDATE_ROLLBACK_FAILED") }', '0'],
    ]);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'cdk-sagemaker-insights', Statistic: 'Maximum', Threshold: 0, ComparisonOperator: 'GreaterThanThreshold', TreatMissingData: 'ignore',
    });
    template.hasResourceProperties('AWS::Logs::ResourcePolicy', { PolicyDocument: Match.anyValue() });
  });

  test('unless the user does not want it', () => {
    const stack = testStack();
    alarmsOf({ quietWhileDeploying: false }, {}, stack);
    expect(count(stack, 'AWS::Events::Rule')).toBe(0);
    Template.fromStack(stack).allResourcesProperties('AWS::CloudWatch::CompositeAlarm', { ActionsSuppressor: Match.absent() });
  });
});

describe('actions', () => {
  const withActions = (stack: Stack) => Object.entries(byRule(stack)).filter(([, { AlarmActions }]) => AlarmActions).map(([rule]) => rule);

  test('a message per contributor comes from the alarms: critical ones and warnings', () => {
    const stack = testStack();
    const alarms = alarmsOf({ rules: [KV_CACHE_FULL, KV_CACHE_PRESSURE, GPU_MEMORY_TREND] }, {}, stack);
    alarms.notify(new sns.Topic(stack, 'Topic'));
    expect(withActions(stack)).toEqual(['kv-cache-full', 'kv-cache-pressure']);
    Template.fromStack(stack).allResourcesProperties('AWS::CloudWatch::CompositeAlarm', { AlarmActions: Match.absent() });
  });

  test('a message per severity comes from the composite', () => {
    const stack = testStack();
    const alarms = alarmsOf({ rules: [KV_CACHE_FULL, KV_CACHE_PRESSURE] }, {}, stack);
    alarms.notifyBySeverity(new sns.Topic(stack, 'Topic'), [AlarmSeverity.CRITICAL]);
    expect(withActions(stack)).toEqual([]);
    const composites = Object.entries(Template.fromStack(stack).findResources('AWS::CloudWatch::CompositeAlarm'));
    expect(composites.filter(([, { Properties }]) => Properties.AlarmActions).map(([id]) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(['AlarmsCritical']);
  });

  test('what PromQL alarms do not support is refused, and a composite named where it is a way out', () => {
    const alarms = alarmsOf({ rules: [KV_CACHE_FULL] });
    expect(errorOf(() => alarms.addAlarmAction(new SsmAction(OpsItemSeverity.HIGH)))).toMatch(
      /^\[Stack\/Alarms\] PromQL alarms do not support OpsItems: expected SNS, Lambda or Application Auto Scaling, got: arn:.*opsitem:2\. A composite alarm does: use compositeOf\(severity\)$/);
    expect(errorOf(() => alarms.addAlarmAction(new Ec2Action(Ec2InstanceAction.STOP)))).toMatch(
      /^\[Stack\/Alarms\] PromQL alarms do not support actions on EC2 instances: expected SNS, Lambda or Application Auto Scaling, got: arn:.*:ec2:stop$/);
  });

  test('classic alarms and composites take them', () => {
    const stack = testStack();
    const alarms = alarmsOf({ rules: [InsightsAlarmRule.ERRORS_5XX] }, {}, stack);
    alarms.addAlarmAction(new SsmAction(OpsItemSeverity.HIGH));
    alarms.compositeOf(AlarmSeverity.CRITICAL)!.addAlarmAction(new SnsAction(new sns.Topic(stack, 'Topic')));
    expect(withActions(stack)).toEqual(['errors-5xx']);
  });

  test('updates that failed are told by events', () => {
    const stack = testStack();
    const topic = new sns.Topic(stack, 'Topic');
    alarmsOf({ quietWhileDeploying: false }, {}, stack).onFailedUpdate('Failed', new targets.SnsTopic(topic));
    Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { detail: { EndpointName: ['chat'], EndpointStatus: ['FAILED', 'ROLLING_BACK', 'UPDATE_ROLLBACK_FAILED'] } },
    });
    const fleet = new InsightsAlarms(stack, 'Fleet', { subject: InsightsSubject.fleet(stack) });
    expect(errorOf(() => fleet.onFailedUpdate('Failed', new targets.SnsTopic(topic)))).toBe(
      '[Stack/Fleet] events tell of one endpoint: expected the subject of one, got: a fleet');
  });
});

describe('where alarms stand', () => {
  test('a component has none of its own', () => {
    expect(errorOf(() => new InsightsAlarms(testStack(), 'Alarms', { subject: component() }))).toBe(
      '[Stack/Alarms] subject must be an endpoint or a fleet, whose alarms have components as contributors, got: a component');
  });

  test('in the Region and account of the endpoint: alarms cannot look elsewhere', () => {
    expect(errorOf(() => alarmsOf({}, { region: 'us-east-1', account: '444455556666' }))).toBe([
      '[Stack/Alarms]',
      '  - alarms must stand in the Region of what they watch, us-east-1, got a stack in: eu-central-1',
      '  - alarms must stand in the account of what they watch, 444455556666, got a stack in: 111122223333',
    ].join('\n'));
  });

  test('nor can those of a fleet in another Region, or the diagnosis of an endpoint there', () => {
    const message = 'alarms must stand in the Region of what they watch, us-east-1, got a stack in: eu-central-1';
    const stack = testStack();
    expect(errorOf(() => new InsightsAlarms(stack, 'Fleet', { subject: InsightsSubject.fleet(stack, { region: 'us-east-1' }) })))
      .toBe(`[Stack/Fleet] ${message}`);
    const subject = InsightsSubject.endpoint(chat(stack, { region: 'us-east-1' }));
    expect(errorOf(() => new LatencyDiagnosis(stack, 'Diagnosis', { subject }))).toBe(`[Stack/Diagnosis] ${message}`);
  });
});

test('dashboards show them as tiles and their thresholds as lines', () => {
  const stack = testStack();
  const subject = InsightsSubject.endpoint(chat(stack));
  const { alarms } = new InsightsAlarms(stack, 'Alarms', { subject, rules: [KV_CACHE_FULL.withOptions({ threshold: 93 }), DISK] });
  new InsightsDashboard(stack, 'Insights', { subject, alarms });
  const { widgets } = Object.values(bodies(stack))[0];
  expect(widgets.filter(({ type }: any) => type === 'alarm').flatMap(({ properties }: any) => properties.alarms)).toHaveLength(2);
  const cache = widgets.find(({ properties }: any) => properties.title === 'KV cache in use: highest of a copy');
  expect(cache.properties.plotOptions.annotations.horizontal).toEqual([
    { type: 'static', label: 'The KV cache is full', value: 93, color: '#d62728' },
  ]);
});

test('two syntheses give the same template', () => {
  const make = () => {
    const stack = testStack();
    new InsightsAlarms(stack, 'Alarms', { subject: InsightsSubject.endpoint(provisioned(stack, 2)) }).notify(new sns.Topic(stack, 'Topic'));
    return JSON.stringify(Template.fromStack(stack).toJSON());
  };
  expect(make()).toBe(make());
});
