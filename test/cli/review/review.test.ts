import { CfnResource, Stack, Stage } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { CfnEndpoint, CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import * as sns from 'aws-cdk-lib/aws-sns';
import { ChatOptions, chatApp } from './app';
import { PublishFrequency } from '../../../src';
import { CAUSES } from '../../../src/alarms/causes';
import { readAssembly } from '../../../src/cli/assembly';
import { drawDashboards } from '../../../src/cli/review/dashboards';
import { differencesOf } from '../../../src/cli/review/diff';
import { markdownOf } from '../../../src/cli/review/markdown';
import { Review, reviewOf } from '../../../src/cli/review/model';
import { pageOf } from '../../../src/cli/review/page';
import { costOfReview } from '../../../src/cli/review/review-cost';
import { scalingChart, stepsOf } from '../../../src/cli/review/scaling-chart';
import { CAUSES_BY_DEPTH } from '../../../src/template';
import { assemblyOf, removeFolders } from '../support';

afterAll(removeFolders);

function review(options: ChatOptions = {}): Review {
  return reviewOf(readAssembly(assemblyOf((app) => chatApp(app, options))));
}

const REVIEW = review();
const [CHAT] = REVIEW.endpoints;

describe('what belongs to an endpoint', () => {
  test('alarms on it, its component and both; composites and helpers beside them; nothing else', () => {
    expect(REVIEW.endpoints.map(({ title }) => title)).toEqual(['chat']);
    const names = CHAT.alarms.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Chat/Insights/Alarms/kv-cache-pressure', 'Chat/Insights/Alarms/errors-5xx', 'Chat/Insights/Alarms/Warning']));
    expect(names).not.toContain('Chat/Stranger');
    expect(names.filter((name) => name.includes('Pressure/'))).toEqual([]);
    expect(REVIEW.others.alarms.map(({ name }) => name)).toEqual(['Chat/Stranger']);
  });

  test('the diagnosis from the deepest cause on, as the library defines it', () => {
    expect(CAUSES_BY_DEPTH).toEqual(CAUSES.map(({ id }) => id));
    expect(CHAT.diagnosis.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['kv-cache-saturated', 'queueing', 'telemetry-missing']));
  });

  test('what is provisioned', () => {
    expect(CHAT.provisioned).toMatchObject({
      detailedObservability: true,
      publishFrequency: 10,
      variants: [{ instanceTypes: ['ml.g6.12xlarge'], instances: { minimum: 1, maximum: 4 } }],
      components: [{ componentName: 'qwen', accelerators: 1 }],
    });
  });
});

describe('Markdown', () => {
  const lines = (options: ChatOptions) => markdownOf(review(options), []).split('\n');

  function changed(before: ChatOptions, after: ChatOptions): string[] {
    const [old, now] = [lines(before), lines(after)];
    expect(now).toHaveLength(old.length);
    return now.filter((line, index) => line !== old[index]);
  }

  test('a changed threshold is one changed line', () => {
    expect(changed({ kvCache: 45 }, { kvCache: 50 })).toEqual([
      '| warning | Chat/Insights/Alarms/kv-cache-pressure | The KV cache is nearly full. | > 50 | 5 min, OK after 5 min | 6:10 | ALARM: ${Chat/Pager} | chat | kv-cache-pressure-b429da |',
    ]);
  });

  test('a changed tier is one changed line', () => {
    expect(changed({ adds: 1 }, { adds: 4 })).toEqual([expect.stringContaining('+5')]);
  });

  test('the same assembly gives the same bytes', () => {
    expect(lines({})).toEqual(lines({}));
  });

  test('tells time to fire: 10 s until a sample, 60 s until the evaluation, 5 minutes pending', () => {
    expect(lines({}).find((line) => line.includes('kv-cache-pressure |'))).toContain('| 6:10 |');
  });

  test('names findings with what to do', () => {
    const finding = {
      ruleId: 'no-gap',
      severity: 'error',
      template: 0,
      stackName: 'Chat',
      logicalId: 'E',
      constructPath: 'Chat/Endpoint',
      property: '',
      message: 'nothing tells silence',
      why: '',
      fix: 'Add an alarm.',
    };
    expect(markdownOf(REVIEW, [finding])).toContain('- error: `no-gap` Chat/Endpoint: nothing tells silence. Add an alarm.');
  });
});

describe('what changed', () => {
  test('nothing', () => {
    expect(differencesOf(REVIEW, review())).toEqual([]);
  });

  test('thresholds, bounds and the frequency, in words', () => {
    const changes = differencesOf(REVIEW, review({ kvCache: 80, maxCapacity: 12, frequency: PublishFrequency.ONE_MINUTE }));
    expect(changes).toEqual(expect.arrayContaining([
      '~ endpoint chat: detailed observability every 10 s -> every 60 s',
      '~ scaling of inference-component/qwen: bounds 1 to 8 -> 1 to 12',
      '~ alarm Chat/Insights/Alarms/kv-cache-pressure: threshold > 90 -> > 80',
      '~ alarm Chat/Insights/Alarms/kv-cache-pressure: time to fire 6:10 -> 7:00',
    ]));
  });

  test('what came and went', () => {
    const nothing = { ...REVIEW, endpoints: [], dashboards: [] };
    expect(differencesOf(nothing, REVIEW)).toContain('+ alarm Chat/Insights/Alarms/kv-cache-pressure: The KV cache is nearly full.');
    expect(differencesOf(REVIEW, nothing)).toContain('- scaling policy Chat/Endpoint/Qwen/ScalableCopies/Pressure/Tier1: +1');
  });
});

describe('scaling as a step chart', () => {
  const [target] = CHAT.scaling;

  test('from what takes away to what adds most', () => {
    expect(stepsOf(target).map(({ change, sign }) => [change, sign])).toEqual([['-1', -1], ['+1', 1], ['+2', 1]]);
    expect(stepsOf(target)[1].when).toContain('above 45 percent');
  });

  test('steps of one policy with their bounds', () => {
    const policy = {
      ...target.policies[0],
      adjustmentType: 'ChangeInCapacity',
      alarms: [],
      steps: [
        { lower: 0, upper: 10, adjustment: 1 }, { lower: 10, adjustment: 3 },
      ],
    };
    expect(stepsOf({ ...target, policies: [policy] })).toEqual([
      { change: '+1', sign: 1, when: 'from 0 up to 10 above the threshold of: no alarm calls it' },
      { change: '+3', sign: 1, when: 'from 10 above the threshold of: no alarm calls it' },
    ]);
  });

  test('is text that a browser shows', () => {
    const { text } = scalingChart(target);
    expect(text.match(/class="change">[^<]*/g)).toEqual(['class="change">-1', 'class="change">0', 'class="change">+1', 'class="change">+2']);
    expect(scalingChart({ ...target, policies: [] }).text).toBe('');
  });
});

test('what it costs: PromQL alarms and metrics at 0.10 USD, composites at 0.50 USD, the first three dashboards nothing', () => {
  const { alarmMetrics, composites, dashboards, alarmDollars, dashboardDollars, samplesPerDay } = costOfReview(REVIEW);
  const all = [...CHAT.alarms, ...CHAT.diagnosis, ...REVIEW.others.alarms];
  const simple = all.filter(({ kind }) => kind !== 'composite').length;
  // Two tiers and calm.
  expect(alarmMetrics).toBe(simple + 3);
  expect(composites).toBe(all.length - simple);
  expect(alarmDollars).toBeCloseTo(alarmMetrics * 0.1 + composites * 0.5, 10);
  expect([dashboards, dashboardDollars]).toEqual([1, 0]);
  expect(samplesPerDay).toBeGreaterThan(1e6);
});

test('the samples of one alarm, counted by hand', () => {
  const [alarm] = CHAT.alarms.filter(({ rule }) => rule === 'kv-cache-pressure');
  const [endpoint, others] = [{ ...CHAT, alarms: [alarm], diagnosis: [], scaling: [] }, { ...REVIEW.others, alarms: [] }];
  const only = { ...REVIEW, endpoints: [endpoint], others };
  // A range of 40 s is 4 samples at 10 s, looked at each of the 1,440 minutes of a day.
  expect(alarm.query).toContain('[40s]');
  expect(costOfReview(only).samplesPerDay).toBe(4 * 1440);
});

describe('apps that are written in other ways', () => {
  const reviewed = (fill: Parameters<typeof assemblyOf>[0]) => reviewOf(readAssembly(assemblyOf(fill)));
  const promQlAlarm = (stack: Stack, id: string, query: string) => new cloudwatch.CfnAlarm(stack, id, {
    alarmName: `prod-${id}`, evaluationInterval: 60, evaluationCriteria: { promQlCriteria: { query, pendingPeriod: 60 } },
  });

  test('another stack renames nothing', () => {
    const [before, after] = [false, true].map((more) => reviewed((app) => {
      chatApp(app);
      if (more) {
        new sns.Topic(new Stack(app, 'Another'), 'Topic');
      }
    }));
    expect(differencesOf(before, after)).toEqual([]);
  });

  test('a fleet names its endpoints, and one that is dropped is seen', () => {
    const [three, two] = ['chat|search|summaries', 'chat|search'].map((names) => reviewed((app) =>
      promQlAlarm(new Stack(app, 'Fleet'), 'waiting', `sum(up{"aws.sagemaker.endpoint.name"=~"${names}"})>5`)));
    const [row] = markdownOf(three, []).split('\n').filter((line) => line.includes('prod-waiting'));
    expect(row).toContain('| chat, search, summaries |');
    expect(row).toContain('| > 5 |');
    expect(markdownOf(two, [])).not.toBe(markdownOf(three, []));
  });

  test('an alarm of something else in the same stack is no alarm of the endpoint, and spelling does not matter', () => {
    const { endpoints: [chat], others } = reviewed((app) => {
      const stack = chatApp(app);
      promQlAlarm(stack, 'spaced', 'absent(up{"aws.sagemaker.endpoint.name" = "chat"})');
      promQlAlarm(stack, 'orders', 'absent(queue)');
    });
    expect(chat.alarms.map(({ name }) => name)).toContain('Chat/spaced');
    expect(others.alarms.map(({ name }) => name)).toEqual(['Chat/Stranger', 'Chat/orders']);
  });

  test('endpoints of two stages that are called alike are two', () => {
    const fill = (instances: number) => reviewed((app) => ['Beta', 'Prod'].forEach((id) => {
      const stack = new Stack(new Stage(app, id), 'Chat');
      const endpointConfigName = new CfnEndpointConfig(stack, 'Config', {
        endpointConfigName: 'chat-config',
        productionVariants: [{ variantName: 'v', modelName: 'm', instanceType: 'ml.g5.2xlarge', initialInstanceCount: id === 'Prod' ? instances : 1 }],
      }).endpointConfigName!;
      new CfnEndpoint(stack, 'Endpoint', { endpointName: 'chat', endpointConfigName });
      promQlAlarm(stack, `${id}-gap`, 'absent(up{"aws.sagemaker.endpoint.name"="chat"})');
    }));
    const { endpoints } = fill(6);
    const seen = endpoints.map(({ title, provisioned, alarms }) =>
      [title, provisioned!.variants[0].instances.initial, alarms.map(({ name }) => name)]);
    expect(seen).toEqual([
      ['chat (Beta, any Region, any account)', 1, ['Beta/Chat/Beta-gap']],
      ['chat (Prod, any Region, any account)', 6, ['Prod/Chat/Prod-gap']],
    ]);
    expect(differencesOf(fill(6), fill(1))).toEqual(['~ endpoint chat (Prod, any Region, any account): variant v 6 x ml.g5.2xlarge, model m -> 1 x ml.g5.2xlarge, model m']);
  });

  test('an alarm in another Region is not one of the endpoint', () => {
    const { endpoints } = reviewed((app) => {
      chatApp(app);
      promQlAlarm(new Stack(app, 'Far', { env: { region: 'us-east-1', account: '111122223333' } }), 'far', 'absent(up{"aws.sagemaker.endpoint.name"="chat"})');
    });
    expect(endpoints.map(({ title, provisioned }) => [title, provisioned !== undefined])).toEqual([
      ['chat (eu-central-1, 111122223333)', true], ['chat (us-east-1, 111122223333)', false],
    ]);
    expect(endpoints[1].alarms.map(({ name }) => name)).toEqual(['Far/far']);
  });

  test('what only the deployment knows is said to be so', () => {
    const odd = reviewed((app) => {
      const stack = new Stack(app, 'Odd');
      const when = (value: unknown) => ({ 'Fn::If': ['Big', value, value] }) as any;
      new CfnResource(stack, 'Board', { type: 'AWS::CloudWatch::Dashboard', properties: { DashboardBody: when('{}') } });
      new CfnResource(stack, 'Alarm', { type: 'AWS::CloudWatch::Alarm', properties: { Metrics: when([]), EvaluationPeriods: when(1), AlarmActions: when([]) } });
      new CfnResource(stack, 'Policy', { type: 'AWS::ApplicationAutoScaling::ScalingPolicy', properties: { PolicyType: 'PredictiveScaling' } });
    });
    const text = markdownOf(odd, []);
    expect(text).toContain('## Dashboard Odd/Board\n\nKnown at deployment only.');
    expect(text).toMatch(/\| {2}\| Odd\/Alarm \|.*\| unknown \|/);
    expect(text).toContain('- Odd/Policy: PredictiveScaling');
    expect(pageOf(odd, [], drawDashboards(odd))).toContain('PredictiveScaling');
  });
});
