import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { HttpRequest } from '@smithy/core/protocols';
import { PromQlApi } from '../../../src/cli/doctor/aws/promql';
import { RateLimit } from '../../../src/cli/doctor/aws/rate-limit';

const AT = new Date('2026-11-25T12:00:00.500Z');
const VECTOR = { status: 'success', data: { resultType: 'vector', result: [{ metric: { a: 'b' }, value: [1, '2.5'] }, { metric: {}, histogram: [1, {}] }] } };

type Answer = { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> } | Error;

function api(answers: Answer[], url = 'https://monitoring.eu-central-1.amazonaws.com') {
  const requests: HttpRequest[] = [];
  const slept: number[] = [];
  const { config } = new CloudWatchClient({ region: 'eu-central-1', maxAttempts: 3 });
  const clock = { now: () => 0, sleep: async (milliseconds: number) => void slept.push(milliseconds) };
  return {
    requests,
    slept,
    api: new PromQlApi({
      url,
      region: 'eu-central-1',
      credentials: async () => ({ accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'token' }),
      sha256: config.sha256,
      retries: () => config.retryStrategy() as never,
      limit: new RateLimit(1000, clock),
      clock,
      send: async (request) => {
        requests.push(request);
        const answer = answers.length > 1 ? answers.shift()! : answers[0];
        if (answer instanceof Error) {
          throw answer;
        }
        return { status: answer.status, headers: answer.headers ?? {}, body: typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body) };
      },
    }),
  };
}

test('a query is signed for the service `monitoring` and read', async () => {
  const { api: promQl, requests } = api([{ status: 200, body: VECTOR }]);
  expect(await promQl.query('up', AT)).toEqual([{ labels: { a: 'b' }, value: 2.5, points: [] }, { labels: {}, points: [] }]);
  const [{ method, hostname, path, query, headers }] = requests;
  expect([method, hostname, path, query]).toEqual(['GET', 'monitoring.eu-central-1.amazonaws.com', '/api/v1/query', { query: 'up', time: '1795608000.500' }]);
  expect(headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=id\/\d{8}\/eu-central-1\/monitoring\/aws4_request, SignedHeaders=\S+, Signature=[0-9a-f]{64}$/);
  expect(headers['x-amz-security-token']).toBe('token');
});

test('a range is read', async () => {
  const { api: promQl, requests } = api([{ status: 200, body: { status: 'success', data: { resultType: 'matrix', result: [{ metric: {}, values: [[1, '2'], [61, '3']] }] } } }]);
  expect(await promQl.queryRange('up', new Date(AT.getTime() - 60_000), AT, 60)).toEqual([{ labels: {}, points: [[1, 2], [61, 3]] }]);
  expect(requests[0].query).toEqual({ query: 'up', start: '1795607940.500', end: '1795608000.500', step: '60' });
});

test('a scalar has no rows', async () => {
  expect(await api([{ status: 200, body: { status: 'success', data: { resultType: 'scalar', result: [1, '1'] } } }]).api.query('1', AT)).toEqual([]);
});

test('a long query is sent in the body, and a path of its own is kept', async () => {
  const { api: promQl, requests } = api([{ status: 200, body: VECTOR }], 'http://127.0.0.1:8080/proxy/');
  await promQl.query(`up or ${'x'.repeat(2000)}`, AT);
  expect([requests[0].method, requests[0].path, requests[0].port, requests[0].query]).toEqual(['POST', '/proxy/api/v1/query', 8080, {}]);
  expect(requests[0].body).toMatch(/^query=up\+or\+x{2000}&time=/);
});

test('a query is not sent again when it is refused', async () => {
  const { api: promQl, requests } = api([{ status: 400, body: { status: 'error', errorType: 'bad_data', error: 'parse error: no function not found' } }]);
  await expect(promQl.query('up', AT)).rejects.toMatchObject({ kind: 'refused', message: 'parse error: no function not found' });
  expect(requests).toHaveLength(1);
});

test.each<[string, Answer, string, number]>([
  ['throttling', { status: 429, body: { __type: 'com.amazonaws#ThrottlingException', message: 'Rate exceeded' } }, 'throttled', 3],
  ['throttling in a header', { status: 400, body: {}, headers: { 'x-amzn-errortype': 'ThrottlingException:http://x' } }, 'throttled', 3],
  ['an error of the service', { status: 503, body: 'Service Unavailable' }, 'other', 3],
  ['a lost connection', Object.assign(new Error('reset'), { code: 'ECONNRESET' }), 'network', 3],
  ['expired credentials', { status: 403, body: { message: 'The security token included in the request is expired' } }, 'credentials', 1],
  ['a missing permission', { status: 403, body: { Message: 'User is not authorized to perform: cloudwatch:GetMetricData' } }, 'denied', 1],
  ['an answer that is none', { status: 200, body: '<html>' }, 'other', 1],
  ['a fault of its own', new TypeError('bug'), 'other', 1],
])('%s', async (_what, answer, kind, attempts) => {
  const { api: promQl, requests } = api([answer]);
  await expect(promQl.query('up', AT)).rejects.toMatchObject({ kind });
  expect(requests).toHaveLength(attempts);
});

test('waits before it tries again, and forgets what passed', async () => {
  const throttled = { status: 429, body: { __type: 'ThrottlingException', message: 'Rate exceeded' } };
  const { api: promQl, requests, slept } = api([throttled, throttled, { status: 200, body: VECTOR }]);
  expect(await promQl.query('up', AT)).toHaveLength(2);
  expect([requests.length, slept.length]).toEqual([3, expect.any(Number)]);
  expect(slept.filter((milliseconds) => milliseconds > 0).length).toBeGreaterThan(0);
});
