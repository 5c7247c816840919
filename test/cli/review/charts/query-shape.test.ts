import { expressionRequest, metricRequest } from '../../../../src/cli/review/charts/classic-shape';
import { queryShape } from '../../../../src/cli/review/charts/query-shape';

const ENDPOINT = '"aws.sagemaker.endpoint.name"';
const COMPONENT = '"aws.sagemaker.inference_component.name"';

test.each([
  ['one endpoint', `sum(up{${ENDPOINT}="chat"})`, `sum(up{${ENDPOINT}="<endpoint>"})`, { endpoint: ['chat'] }],
  ['the same name twice', `up{${ENDPOINT}="a"} / up{${ENDPOINT}="a"}`, `up{${ENDPOINT}="<endpoint>"} / up{${ENDPOINT}="<endpoint>"}`, { endpoint: ['a'] }],
  ['two names', `up{${ENDPOINT}="a"} / up{${ENDPOINT}="b"}`, `up{${ENDPOINT}="<endpoint>"} / up{${ENDPOINT}="<endpoint 2>"}`, { endpoint: ['a', 'b'] }],
  ['several kinds', `up{${ENDPOINT}="a",${COMPONENT}!="b"}`, `up{${ENDPOINT}="<endpoint>",${COMPONENT}!="<component>"}`, { endpoint: ['a'], component: ['b'] }],
  ['a list', `up{${COMPONENT}=~"a|b|c"}`, `up{${COMPONENT}=~"<components>"}`, { component: ['a', 'b', 'c'] }],
  ['tokens in a list', `up{${ENDPOINT}=~"<A.EndpointName>|<B.EndpointName>"}`, `up{${ENDPOINT}=~"<endpoints>"}`,
    { endpoint: ['<A.EndpointName>', '<B.EndpointName>'] }],
  ['a name without quotes around its label', 'up{model_name="llama"}', 'up{model_name="<model>"}', { model: ['llama'] }],
  ['whatever is there', `up{${ENDPOINT}!=""}`, `up{${ENDPOINT}!=""}`, {}],
  ['a pattern', `up{${ENDPOINT}=~"chat-.*"}`, `up{${ENDPOINT}=~"chat-.*"}`, {}],
  ['other labels and texts', 'label_replace(up{mode="idle"}, "shows", "P50", "", "")', 'label_replace(up{mode="idle"}, "shows", "P50", "", "")', {}],
])('a query with %s', (_, query, text, names) => {
  expect(queryShape(query)).toEqual({ text, names });
});

test('windows and limits are part of a shape', () => {
  const shapes = ['up[1m]', 'up[5m]', 'up > 1', 'up > 2'].map((query) => queryShape(query).text);
  expect(new Set(shapes).size).toBe(4);
});

const LATENCY = { namespace: 'AWS/SageMaker', metricName: 'ModelLatency', statistic: 'p50', period: 60 };

test('a classic metric is known by everything but names', () => {
  const { key, names } = metricRequest({ ...LATENCY, dimensions: { VariantName: 'blue', EndpointName: 'chat', InstanceType: 'ml.g6.xlarge' } });
  expect(key).toBe('AWS/SageMaker ModelLatency EndpointName,InstanceType,VariantName p50 60');
  expect(names).toEqual({ endpoint: ['chat'], variant: ['blue'] });
});

test('an expression has its metrics and other expressions within', () => {
  const { key, expression, using, names } = expressionRequest('e1 * 100', 60, {
    e1: 'm1 / m2', m1: { ...LATENCY, dimensions: { EndpointName: 'a' } }, m2: { ...LATENCY, statistic: 'p90', dimensions: { EndpointName: 'a' } },
  });
  expect(key).toBe('([AWS/SageMaker ModelLatency EndpointName p50 60] / [AWS/SageMaker ModelLatency EndpointName p90 60]) * 100 every 60');
  expect(expression).toBe('(m1 / m2) * 100');
  expect(Object.keys(using!)).toEqual(['m1', 'm2']);
  expect(names).toEqual({ endpoint: ['a'] });
});

test('expressions that stand within each other end', () => {
  expect(expressionRequest('e1', 60, { e1: 'e2 + 1', e2: 'e1 + 1' }).expression).toBe('((e1 + 1) + 1)');
});

test.each([
  ['one name', '"chat"', '"<endpoint>"', ['chat']],
  ['a list', '("a" OR "b")', '(<endpoints>)', ['a', 'b']],
])('a search for %s', (_, term, replaced, endpoint) => {
  const search = (names: string) => `SEARCH('{AWS/SageMaker,EndpointName} MetricName="m1" EndpointName=${names}', 'Sum', 60)`;
  const { key, names } = expressionRequest(search(term), 60, { m1: 'never' });
  expect(key).toBe(`${search(replaced)} every 60`);
  expect(names).toEqual({ endpoint });
});
