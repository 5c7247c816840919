import { ago, alarm, DENIED, endpoint, found, known, NOW, PLATFORM, VLLM_LEVELS } from './support';
import { Evidence } from '../../../src/cli/doctor/evidence';
import { Failure } from '../../../src/cli/doctor/failure';
import { jsonOf, jsonOfFailure } from '../../../src/cli/doctor/report/json';
import { EXIT_CODES, reportOn } from '../../../src/cli/doctor/report/report';
import { textOf, wrapped } from '../../../src/cli/doctor/report/text';

const evidence = (changes: Partial<Evidence> = {}): Evidence => (
  { region: 'eu-central-1', now: NOW, enrichment: known({ status: 'Running' }), endpoints: [endpoint()], ...changes });

test('healthy is when nothing is wrong or unknown', () => {
  const report = reportOn(evidence(), []);
  // Of the twelve checks of an endpoint the one on histograms has nothing to say here; enrichment comes on top.
  expect(report.counts).toEqual({ ok: 12, problem: 0, unknown: 0 });
  expect(EXIT_CODES[report.verdict]).toBe(0);
  expect(textOf(report, false)).toContain('healthy: 0 problems, 0 unknown, 12 ok\n');
});

test('one problem outweighs what is unknown', () => {
  const report = reportOn(evidence({ enrichment: { failure: DENIED }, endpoints: [endpoint({ description: undefined })] }), []);
  expect([report.verdict, EXIT_CODES[report.verdict]]).toEqual(['problem', 1]);
  expect(textOf(report, false)).toContain('NOT healthy: 1 problem, 1 unknown, ');
});

test('what is unknown is not healthy', () => {
  const report = reportOn(evidence({ enrichment: { failure: DENIED } }), []);
  expect([report.verdict, EXIT_CODES[report.verdict]]).toEqual(['unknown', 3]);
  expect(textOf(report, false)).toContain('could not tell everything: 0 problems, 1 unknown, 11 ok\n');
});

test('what is ignored is shown and counts for nothing', () => {
  const report = reportOn(evidence({ enrichment: known({ status: 'Stopped' }) }), ['enrichment']);
  expect(report.verdict).toBe('ok');
  expect(textOf(report, false)).toMatch(/^ {2}ignored {2}enrichment {7}OTel enrichment of the account is Stopped/m);
  expect(textOf(report, false)).toContain('healthy: 0 problems, 0 unknown, 11 ok, 1 ignored\n');
  expect(JSON.parse(jsonOf(report)).findings[0]).toMatchObject({ check: 'enrichment', verdict: 'problem', ignored: true });
});

test('a table names endpoint, check, finding and fix', () => {
  const series = known([...VLLM_LEVELS.map((name) => found(name, { as: name.replace(':', '_') })), ...PLATFORM]);
  const lines = textOf(reportOn(evidence({ endpoints: [endpoint({ series })] }), []), false).split('\n');
  expect(lines[0]).toBe('cdk-sagemaker-insights doctor: eu-central-1, 2026-11-25T12:00:00Z');
  expect(lines.filter((line) => /^\S/.test(line)).slice(1, 3)).toEqual(['Account', 'Endpoint chat']);
  const at = lines.findIndex((line) => line.includes('naming'));
  expect(lines.slice(at, at + 4)).toEqual([
    '  PROBLEM  naming           3 of 3 engine series arrive with underscores: vllm_kv_cache_usage_perc,',
    '                            vllm_num_requests_running, vllm_num_requests_waiting',
    '                            fix: Right after the App is created: `new TelemetryDialect({ naming:',
    '                            SeriesNaming.UNDERSCORE }).applyTo(app)`, then deploy.',
  ]);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(118);
});

test('a hint is no fix', () => {
  expect(textOf(reportOn(evidence(), []), false)).toContain('hint: Add `EndpointInsights`');
  expect(textOf(reportOn(evidence({ endpoints: [endpoint({ alarms: known([alarm()]) })] }), []), false)).not.toContain('hint:');
});

test('series are listed on request', () => {
  const series = known([
    found('vllm:num_requests_running', { types: ['gauge'], rows: 2, newest: ago(59) }),
    found('vllm:num_requests_waiting', { as: 'QueueDepth', newest: ago(180) }),
  ]);
  const text = textOf(reportOn(evidence({ endpoints: [endpoint({ series }), endpoint({ name: 'other', series: undefined })] }), []), true);
  expect(text).toContain('    vllm:num_requests_running: 2 rows, gauge, 59 s ago\n');
  expect(text).toContain('    QueueDepth: 1 row, kind not stated, 3 min ago, known as vllm:num_requests_waiting\n');
});

test('JSON holds findings and series', () => {
  const series = known([found('vllm:num_requests_running', { as: 'vllm_num_requests_running', types: ['gauge'], temporalities: ['cumulative'], newest: ago(45) })]);
  const json = JSON.parse(jsonOf(reportOn(evidence({ endpoints: [endpoint({ series })] }), [])));
  expect(json).toMatchObject({ region: 'eu-central-1', at: '2026-11-25T12:00:00.000Z', verdict: 'problem' });
  expect(json.findings[0]).toEqual({ check: 'enrichment', verdict: 'ok', found: 'OTel enrichment is running' });
  expect(json.findings.find(({ check }: any) => check === 'naming')).toMatchObject({ endpoint: 'chat', verdict: 'problem', fix: expect.any(String) });
  expect(json.series).toEqual([{
    endpoint: 'chat',
    name: 'vllm_num_requests_running',
    knownAs: 'vllm:num_requests_running',
    source: 'engine',
    rows: 1,
    types: ['gauge'],
    temporalities: ['cumulative'],
    newest: '2026-11-25T11:59:15.000Z',
    ageSeconds: 45,
  }]);
  expect(JSON.parse(jsonOfFailure(new Failure('network', 'a', 'b')))).toEqual({ verdict: 'unknown', failure: { kind: 'network', message: 'a', fix: 'b' } });
});

test.each<[string, number, string[]]>([
  ['', 5, ['']],
  ['a bb ccc', 4, ['a bb', 'ccc']],
  ['a bb', 4, ['a bb']],
  ['longer a', 4, ['longer', 'a']],
])('%j over lines of %d', (text, width, lines) => {
  expect(wrapped(text, width)).toEqual(lines);
});
