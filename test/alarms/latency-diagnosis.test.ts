import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { byRule, queries } from './support';
import {
  InsightsSubject, LatencyDiagnosis, LatencyDiagnosisProps, RequestSeriesForm, ServiceObjective, ServingEngine, TelemetryDialect,
} from '../../src';
import { chat, component } from '../dashboards/support';
import { errorOf, testStack } from '../support';

const CAUSES = ['zone-imbalance', 'gpu-memory-pressure', 'scaling-stuck', 'kv-cache-saturated', 'queueing', 'platform-overhead', 'telemetry-missing'];
const COMPONENT = '"aws.sagemaker.endpoint.name", "aws.sagemaker.inference_component.name"';
const CHAT = '{"aws.sagemaker.endpoint.name"="chat"}';

function diagnose(props: Partial<LatencyDiagnosisProps> = {}, changes: Parameters<typeof chat>[1] = {}) {
  const stack = testStack();
  const diagnosis = new LatencyDiagnosis(stack, 'Diagnosis', { subject: InsightsSubject.endpoint(chat(stack, changes)), ...props });
  return { stack, diagnosis };
}

const objectives = [ServiceObjective.timeToFirstToken(Duration.seconds(2)), ServiceObjective.availability()];
const expectations = { maximumCopies: { qwen: 4 } };

test('has one alarm per cause', () => {
  const { stack, diagnosis } = diagnose({ objectives, expectations });
  expect(Object.keys(byRule(stack)).sort()).toEqual([...CAUSES].sort());
  expect(CAUSES.map((cause) => diagnosis.alarmOf(cause) !== undefined)).toEqual(CAUSES.map(() => true));
  expect(diagnosis.alarms).toHaveLength(7);
});

test('joins latency and cause per component', () => {
  const found = queries(diagnose({ objectives }).stack);
  const late = '(round(100 - (100 * histogram_fraction(0, 2, ' +
    `sum by (${COMPONENT}) (rate(vllm:time_to_first_token_seconds${CHAT}[5m])))), 0.000001)) > 1`;
  const saturated = `((max by (${COMPONENT}) (100 * last_over_time(vllm:kv_cache_usage_perc${CHAT}[4m]))) > 90) or ` +
    `((sum by (${COMPONENT}) (rate(vllm:num_preemptions_total${CHAT}[5m]))) > 0)`;
  expect(found['kv-cache-saturated'].startsWith(`((${late}) and on (${COMPONENT}) (${saturated})) unless on (${COMPONENT}) (`)).toBe(true);
});

test('names a cause only where no deeper one explains the latency', () => {
  const found = queries(diagnose({ objectives, expectations }).stack);
  const excludes = (cause: string) => found[cause].slice(found[cause].indexOf(' unless on ') + 1);
  expect(found['zone-imbalance']).not.toContain(' unless on ');
  expect(excludes('gpu-memory-pressure')).toContain('vllm:request_success_total');
  expect(excludes('kv-cache-saturated')).toContain('DCGM_FI_DEV_FB_USED');
  expect(excludes('kv-cache-saturated')).toContain('>= 4');
  expect(excludes('queueing')).toContain('vllm:kv_cache_usage_perc');
});

test('compares with yesterday where nothing was promised', () => {
  const { stack } = diagnose();
  expect(queries(stack).queueing).toContain('[1d:5m] offset 1h)) * 3)');
  // A day of latencies is looked at every five minutes, a promise every minute.
  expect(byRule(stack).queueing.EvaluationInterval).toBe(300);
  expect(byRule(diagnose({ objectives }).stack).queueing.EvaluationInterval).toBe(60);
});

test('names no cause that could not be seen, and says why', () => {
  const { diagnosis } = diagnose({}, { engines: [ServingEngine.DJL], instanceTypes: ['ml.c7i.xlarge'] });
  expect(diagnosis.unwatched.map(({ rule }) => rule)).toEqual([
    'zone-imbalance', 'gpu-memory-pressure', 'scaling-stuck', 'kv-cache-saturated', 'queueing', ...[],
  ]);
  expect(diagnosis.unwatched[0].reason).toBe('no series here could show the latency of a component and this cause');
});

test('takes retractions as the evidence of a full cache on SGLang, whose level tells nothing', () => {
  const query = queries(diagnose({ objectives }, { engines: [ServingEngine.SGLANG] }).stack)['kv-cache-saturated'];
  expect(query).toContain('sglang:num_retracted_requests_total');
  expect(query).not.toContain('sglang:token_usage');
});

test('measures the platform for the endpoint as a whole: the classic metric, in microseconds', () => {
  expect(byRule(diagnose().stack)['platform-overhead']).toMatchObject({
    MetricName: 'OverheadLatency', ExtendedStatistic: 'p90', Unit: 'Microseconds', Threshold: 500_000, Period: 60, EvaluationPeriods: 5,
  });
});

test.each([
  [RequestSeriesForm.CUMULATIVE, `0.000001 * histogram_quantile(0.9, sum by (${COMPONENT}) (rate(OverheadLatencyForIc${CHAT}[5m])))`],
  [RequestSeriesForm.DELTA_HISTOGRAM, `0.000001 * histogram_quantile(0.9, sum by (${COMPONENT}) (sum_over_time(OverheadLatencyForIc${CHAT}[5m])))`],
  [RequestSeriesForm.DELTA, `0.000001 * avg by (${COMPONENT}) (avg_over_time(OverheadLatencyForIc${CHAT}[5m]))`],
])('measures the platform per component where the app states what the request series are: %s', (requestSeries, overhead) => {
  const stack = testStack();
  new TelemetryDialect({ requestSeries }).applyTo(stack);
  new LatencyDiagnosis(stack, 'Diagnosis', { subject: InsightsSubject.endpoint(chat(stack)) });
  expect(queries(stack)['platform-overhead']).toBe(`(${overhead}) > 0.5`);
});

test('a fleet has no classic metric of the platform, and series where the app states them', () => {
  const stack = testStack();
  expect(new LatencyDiagnosis(stack, 'Unknown', { subject: InsightsSubject.fleet(stack) }).alarmOf('platform-overhead')).toBeUndefined();
  const other = testStack();
  new TelemetryDialect({ requestSeries: RequestSeriesForm.DELTA }).applyTo(other);
  expect(new LatencyDiagnosis(other, 'Known', { subject: InsightsSubject.fleet(other) }).alarmOf('platform-overhead')).toBeDefined();
});

test('sends a message for each component that a cause is found for', () => {
  const { stack, diagnosis } = diagnose();
  diagnosis.notify(new sns.Topic(stack, 'Topic'));
  Template.fromStack(stack).allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: Match.anyValue() });
});

test('is about an endpoint or a fleet', () => {
  expect(errorOf(() => new LatencyDiagnosis(testStack(), 'Diagnosis', { subject: component() }))).toBe(
    '[Stack/Diagnosis] subject must be an endpoint or a fleet, whose components are told apart, got: a component');
});
