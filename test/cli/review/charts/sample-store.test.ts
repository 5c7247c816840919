import { readFileSync } from 'fs';
import * as path from 'path';
import { Stack } from 'aws-cdk-lib';
import { SAMPLES } from './support';
import { InferenceEndpoint, InsightsDashboard, InsightsSubject, PublishFrequency, ServingEngine } from '../../../../src';
import { ChartPage } from '../../../../src/cli/review/charts/chart-page';
import { packageFile } from '../../../../src/cli/review/charts/package-file';
import { readDashboard } from '../../../../src/cli/review/charts/read-dashboard';
import { sampleStore, SampleStore } from '../../../../src/cli/review/charts/sample-store';
import { ChartWidget } from '../../../../src/cli/review/charts/widget';
import { body } from '../../../dashboards/support';
import { testStack } from '../../../support';

const store = sampleStore();

function endpoint(stack: Stack, engine: ServingEngine, publishFrequency: PublishFrequency) {
  return InferenceEndpoint.fromEndpointAttributes(stack, 'Endpoint', {
    endpointName: 'whatever-it-is-called',
    inferenceComponentNames: ['its-component'],
    engines: [engine],
    publishFrequency,
    instanceTypes: ['ml.g6.12xlarge'],
  });
}

function bodyOf(engine: ServingEngine, frequency: PublishFrequency) {
  const stack = testStack();
  new InsightsDashboard(stack, 'Insights', { subject: InsightsSubject.endpoint(endpoint(stack, engine, frequency)) });
  return body(stack);
}

test('an answer is found by the key, for every situation', () => {
  expect(new SampleStore(SAMPLES).lookUp('total')).toEqual([[{ labels: {}, values: '12345' }], []]);
  expect(new SampleStore(SAMPLES).lookUp('constructor')).toBeUndefined();
});

test('files of the package are found from its source and from a bundle', () => {
  const root = path.join(path.sep, 'home', 'assets', 'package');
  const file = path.join(root, 'assets', 'sample-data', 'file');
  expect(packageFile('sample-data', 'file', path.join(root, 'src', 'cli', 'review', 'charts'))).toBe(file);
  expect(packageFile('sample-data', 'file', path.join(root, 'assets', 'cli'))).toBe(file);
});

test('the shipped store has four situations of an hour', () => {
  const { situations, points, step, from } = store.file;
  expect(situations.map(({ title }) => title)).toEqual(['Healthy day', 'KV saturation', 'Zone loss', 'Cold start']);
  expect([from, points, step]).toEqual(['10:00', 61, 60]);
});

test('a saturated KV cache is full, a healthy one is not', () => {
  const chart = readDashboard(bodyOf(ServingEngine.VLLM, PublishFrequency.ONE_MINUTE))
    .find((widget) => widget.kind === 'chart' && widget.title?.startsWith('KV cache in use: highest')) as ChartWidget;
  const highest = store.lookUpQuery(chart.queries[0].promQl!)!.map((rows) =>
    Math.max(...rows.flatMap(({ values }) => values.split(',').map(Number))));
  const [healthy, saturated] = highest;
  expect(healthy).toBeLessThan(20);
  expect(saturated).toBeGreaterThan(95);
  expect(store.lookUpQuery('up')).toBeUndefined();
});

test.each([
  [ServingEngine.VLLM, PublishFrequency.TEN_SECONDS], [ServingEngine.VLLM, PublishFrequency.ONE_MINUTE],
  [ServingEngine.SGLANG, PublishFrequency.THIRTY_SECONDS], [ServingEngine.VLLM, PublishFrequency.FIVE_MINUTES],
])('nearly every chart of an endpoint has sample data: %s every %d s', (engine, frequency) => {
  const page = new ChartPage(store);
  page.section(bodyOf(engine, frequency), { id: 'a', title: 'A' });
  const { full, partial, none } = page.coverage;
  expect(full).toBeGreaterThan(35);
  // Nothing is simulated of what components reserve.
  expect([partial, none]).toEqual([0, 1]);
});

test('the dashboards of fifty endpoints are less than five megabytes', () => {
  const page = new ChartPage(store);
  const text = JSON.stringify(bodyOf(ServingEngine.VLLM, PublishFrequency.ONE_MINUTE));
  const sections = Array.from({ length: 50 }, (_, index) =>
    page.section(JSON.parse(text.replaceAll('whatever-it-is-called', `endpoint-${index}`)), { id: `d${index}`, title: `Endpoint ${index}` }));
  const script = 700_000;
  expect(sections.join('').length + page.scripts('').length + page.style().length + script).toBeLessThan(5_000_000);
});

test('the shipped file is small', () => {
  expect(readFileSync(path.join(__dirname, '..', '..', '..', '..', 'assets', 'sample-data', 'sample-data.json.br')).length).toBeLessThan(300_000);
});
