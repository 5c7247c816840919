import { filesOf } from './support';
import { InsightsAlarmRule, InsightsAlarms, InsightsSubject, InstanceFleet, LatencyDiagnosis, PrometheusRules, SingleModelEndpoint } from '../../src';
import { alarmsOf, byRule, queries } from '../alarms/support';
import { chat } from '../dashboards/support';
import { errorOf, testStack, vllmModel } from '../support';

const { KV_CACHE_FULL } = InsightsAlarmRule;

test('an alert has the query, the periods and the severity of its alarm', () => {
  const stack = testStack();
  const alarms = alarmsOf({ rules: [KV_CACHE_FULL] }, {}, stack);
  const lines = new PrometheusRules(stack, 'Rules', { alarms }).toYaml().split('\n');
  const { EvaluationCriteria: { PromQLCriteria }, AlarmDescription, EvaluationInterval } = byRule(stack)['kv-cache-full'];
  expect(lines).toEqual([
    'groups:',
    `  - name: "sagemaker-insights-${EvaluationInterval}s"`,
    `    interval: "${EvaluationInterval}s"`,
    '    rules:',
    '      - alert: "kv-cache-full"',
    `        expr: ${JSON.stringify(queries(stack)['kv-cache-full'])}`,
    `        for: "${PromQLCriteria.PendingPeriod}s"`,
    `        keep_firing_for: "${PromQLCriteria.RecoveryPeriod}s"`,
    '        labels:',
    '          severity: "critical"',
    '        annotations:',
    expect.stringMatching(/^ {10}summary: ".+"$/),
    `          description: ${JSON.stringify(AlarmDescription)}`,
    '',
  ]);
});

test('every PromQL alarm is exported, and every other rule is named with its reason', () => {
  const stack = testStack();
  const alarms = alarmsOf({}, {}, stack);
  const diagnosis = new LatencyDiagnosis(stack, 'Diagnosis', { subject: InsightsSubject.endpoint(chat(stack, {}, 'Same')) });
  const text = new PrometheusRules(stack, 'Rules', { alarms, diagnosis }).toYaml();
  const exported = [...text.matchAll(/- alert: "(.*)"/g)].map(([, id]) => id);
  expect(exported.sort()).toEqual(Object.keys(queries(stack)).sort());
  const named = [...text.matchAll(/^# Not exported: ([\w-]+): (.+)$/gm)];
  expect(named.map(([, id, reason]) => [id, reason])).toEqual(expect.arrayContaining([
    ['errors-5xx', 'an alarm of classic metrics'],
    ['platform-overhead', 'an alarm of classic metrics'],
    ...alarms.unwatched.map(({ rule, reason }) => [rule, reason]),
  ]));
});

test('what looks like a template of Prometheus stays text', () => {
  const stack = testStack();
  const own = InsightsAlarmRule.custom('own', { title: 'Mind the {{ braces }}', query: 'vector(1)' });
  const text = new PrometheusRules(stack, 'Rules', { alarms: alarmsOf({ rules: [own] }, {}, stack) }).toYaml();
  expect(text).toContain('summary: "Mind the {{ \\"{{\\" }} braces }}"');
});

test('the file stands beside the template', () => {
  const files = filesOf((stack) => [new PrometheusRules(stack, 'Rules', { alarms: alarmsOf({}, {}, stack), fileName: 'chat.rules.yaml' })]);
  expect(files['chat.rules.yaml']).toContain('- alert: "kv-cache-full"');
});

test('a name that only the deployment knows is refused, and so is a prefix with spaces', () => {
  const stack = testStack();
  const single = new SingleModelEndpoint(stack, 'Single', { model: vllmModel(stack), instances: InstanceFleet.fixed('ml.g6.12xlarge') });
  const alarms = new InsightsAlarms(stack, 'Alarms', { subject: InsightsSubject.endpoint(single) });
  expect(errorOf(() => new PrometheusRules(stack, 'Rules', { alarms }).toYaml())).toContain('endpointName of Stack/Single must be known at synth');
  expect(errorOf(() => new PrometheusRules(stack, 'Others', { alarms, groupPrefix: 'a b' }))).toContain('groupPrefix must be letters, digits');
});
