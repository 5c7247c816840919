import { CloudWatchClient, DescribeAlarmsCommand, GetOTelEnrichmentCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeEndpointCommand, DescribeEndpointConfigCommand, ListEndpointsCommand, ListInferenceComponentsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { doctorUsage, runDoctor } from '../../../src/cli/doctor';
import { PromQlApi } from '../../../src/cli/doctor/aws/promql';
import { CHECK_NAMES } from '../../../src/cli/doctor/checks';
import { Failure } from '../../../src/cli/doctor/failure';

const sageMaker = mockClient(SageMakerClient);
const cloudWatch = mockClient(CloudWatchClient);
const SECRET = 'secret-of-the-user';
const before = { ...process.env };

beforeEach(() => {
  sageMaker.reset();
  cloudWatch.reset();
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'id-of-the-user', AWS_SECRET_ACCESS_KEY: SECRET, AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' });
  delete process.env.AWS_REGION;
  sageMaker.on(ListEndpointsCommand).resolves({ Endpoints: [] });
  cloudWatch.on(GetOTelEnrichmentCommand).resolves({ Status: 'Running' });
  cloudWatch.on(DescribeAlarmsCommand).resolves({});
});

afterEach(() => {
  jest.restoreAllMocks();
  process.env = { ...before };
});

async function run(...argv: string[]) {
  let [out, err] = ['', ''];
  const exit = await runDoctor(argv, { env: {}, out: (text) => out += text, err: (text) => err += text });
  return { exit, out, err };
}

test('the usage names every check, exit code and option', async () => {
  expect(await run('--help')).toEqual({ exit: 0, out: doctorUsage, err: '' });
  for (const part of [...CHECK_NAMES, '--endpoint', '--all', '--region', '--profile', '--json', '--promql-url', '--ignore', 'Exit codes']) {
    expect(doctorUsage).toContain(part);
  }
  expect(Math.max(...doctorUsage.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(140);
});

test('wrong usage is told in a line', async () => {
  expect(await run()).toEqual({ exit: 2, out: '', err: 'expected either --endpoint NAME or --all, got: neither\nSee cdk-sagemaker-insights doctor --help\n' });
});

test('without a Region nothing can be told', async () => {
  expect(await run('--all')).toMatchObject({ exit: 3, out: '', err: expect.stringContaining('could not tell: no Region is set\nfix: Give --region') });
});

test('without credentials nothing can be told', async () => {
  delete process.env.AWS_ACCESS_KEY_ID;
  const { exit, err } = await run('--all', '--region', 'eu-central-1', '--profile', 'nobody');
  expect([exit, err]).toEqual([3, expect.stringContaining('could not tell: Credentials: AWS did not accept the credentials')]);
});

test('an account without endpoints is not healthy', async () => {
  const { exit, err } = await run('--all', '--region', 'eu-central-1');
  expect([exit, err]).toEqual([3, 'asking SageMaker for endpoints\ncould not tell: there is no endpoint in eu-central-1 of this account\nfix: Check --region and --profile.\n']);
});

test('JSON tells the same, and nothing else is written when quiet', async () => {
  const { exit, out, err } = await run('--all', '--region', 'eu-central-1', '--json', '--quiet');
  expect([exit, JSON.parse(out).failure.kind, err]).toEqual([3, 'not found', '']);
});

test('a fault of the doctor itself is no finding, and secrets are hidden in it', async () => {
  sageMaker.on(ListEndpointsCommand).callsFake(() => {
    throw new Failure('other', `bug near ${SECRET}`, 'x');
  });
  expect(await run('--all', '--region', 'eu-central-1', '--quiet')).toEqual({ exit: 3, out: '', err: 'could not tell: bug near [hidden]\nfix: x\n' });
  jest.spyOn(PromQlApi.prototype, 'queryRange').mockRejectedValue(new TypeError('bug'));
  describeEndpoint();
  expect(await run('--endpoint', 'chat', '--region', 'eu-central-1', '--quiet'))
    .toEqual({ exit: 3, out: '', err: 'could not tell: the doctor itself failed: TypeError: bug\nfix: Report it to the project.\n' });
});

function describeEndpoint(): void {
  const times = { CreationTime: new Date('2026-11-01T00:00:00Z'), LastModifiedTime: new Date('2026-11-01T00:00:00Z') };
  sageMaker.on(DescribeEndpointCommand).resolves({ EndpointName: 'chat', EndpointArn: '', EndpointConfigName: 'c', EndpointStatus: 'InService', ...times });
  sageMaker.on(DescribeEndpointConfigCommand).resolves({ EndpointConfigName: 'c', EndpointConfigArn: '', CreationTime: times.CreationTime, ProductionVariants: [] });
  sageMaker.on(ListInferenceComponentsCommand).resolves({ InferenceComponents: [] });
}

test('an API that does not answer is unknown, and is not asked about alarms', async () => {
  describeEndpoint();
  const range = jest.spyOn(PromQlApi.prototype, 'queryRange').mockRejectedValue(new Failure('network', 'no connection', 'Check.'));
  const query = jest.spyOn(PromQlApi.prototype, 'query');
  cloudWatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [{ AlarmName: 'a', EvaluationCriteria: { PromQLCriteria: { Query: 'up{a="chat"}' } } }] });
  const { exit, out } = await run('--endpoint', 'chat', '--region', 'eu-central-1', '--json');
  const unknown = JSON.parse(out).findings.filter(({ verdict }: any) => verdict === 'unknown').map(({ check }: any) => check);
  expect([exit, unknown]).toEqual([3, ['engine-series', 'alarms']]);
  expect(range).toHaveBeenCalled();
  expect(query).not.toHaveBeenCalled();
});

test('an endpoint that cannot be described is looked at as far as possible', async () => {
  describeEndpoint();
  sageMaker.on(DescribeEndpointConfigCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
  jest.spyOn(PromQlApi.prototype, 'queryRange').mockResolvedValue([]);
  jest.spyOn(PromQlApi.prototype, 'query').mockResolvedValue([]);
  const { out } = await run('--endpoint', 'chat', '--region', 'eu-central-1', '--json', '--promql-url', 'http://127.0.0.1:1');
  expect(JSON.parse(out).findings.find(({ check }: any) => check === 'observability')).toMatchObject({ verdict: 'unknown', fix: 'Allow sagemaker:DescribeEndpointConfig.' });
  const { out: text } = await run('--endpoint', 'chat', '--region', 'eu-central-1');
  expect(text).toContain('Endpoint chat\n');
});
