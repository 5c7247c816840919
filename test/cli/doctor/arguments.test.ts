import { argumentsOf, UsageError } from '../../../src/cli/doctor/arguments';

test('are read', () => {
  const argv = [
    '--endpoint', 'a', '--endpoint=b', '--endpoint', 'a', '--region', 'eu-central-1', '--profile', 'p', '--json', '--series', '--quiet',
    '--ignore', 'enrichment', '--promql-url', 'https://example.com/prom',
  ];
  expect(argumentsOf(argv, {})).toEqual({
    help: false,
    endpoints: ['a', 'b'],
    all: false,
    region: 'eu-central-1',
    profile: 'p',
    json: true,
    series: true,
    quiet: true,
    ignored: ['enrichment'],
    promQlUrl: 'https://example.com/prom',
  });
});

test('have defaults', () => {
  expect(argumentsOf(['--all'], { CDK_SAGEMAKER_INSIGHTS_PROMQL_URL: 'http://127.0.0.1:9090' })).toEqual({
    help: false, endpoints: [], all: true, json: false, series: false, quiet: false, ignored: [], promQlUrl: 'http://127.0.0.1:9090',
  });
});

test('need nothing else for help', () => {
  expect(argumentsOf(['-h'], {}).help).toBe(true);
});

test.each<[string[], string]>([
  [[], 'expected either --endpoint NAME or --all, got: neither'],
  [['--all', '--endpoint', 'a'], 'expected either --endpoint NAME or --all, got: both'],
  [['--endpoint', '-a'], "'--endpoint' argument is ambiguous"],
  [['--endpoint', 'a_b'], "--endpoint: expected a name of 1 to 63 letters, digits and inner dashes, got: 'a_b'"],
  [['--endpoint', 'a'.repeat(64)], '--endpoint: expected a name'],
  [['--all', '--ignore', 'nothing'], '--ignore: expected one of enrichment, endpoint, '],
  [['--all', '--region', 'europe'], "--region: expected a Region such as eu-central-1, got: 'europe'"],
  [['--all', '--region', 'cn-north-1'], "--region: expected a commercial Region, because CloudWatch has no PromQL in others, got: 'cn-north-1'"],
  [['--all', '--promql-url', 'monitoring'], '--promql-url: expected an address'],
  [['--all', '--promql-url', 'http://example.com'], '--promql-url: expected an address'],
  [['--all', '--promql-url', 'https://example.com?a=b'], '--promql-url: expected an address'],
  [['--all', '--wrong'], "Unknown option '--wrong'"],
  [['--all', 'chat'], "Unexpected argument 'chat'"],
])('are refused: %j', (argv, message) => {
  expect(() => argumentsOf(argv, {})).toThrow(UsageError);
  expect(() => argumentsOf(argv, {})).toThrow(message);
});
