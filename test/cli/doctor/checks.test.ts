import { alarm, ago, DENIED, endpoint, found, GPU_NAMES, HOST_NAMES, known, NOW, PLATFORM, SGLANG, VLLM, VLLM_LEVELS } from './support';
import { ACCOUNT_CHECKS, ENDPOINT_CHECKS } from '../../../src/cli/doctor/checks';
import { EndpointEvidence, Enrichment } from '../../../src/cli/doctor/evidence';
import { Finding } from '../../../src/cli/doctor/finding';

function judge(check: string, changes: Partial<EndpointEvidence> = {}): Finding[] {
  return ENDPOINT_CHECKS[check](endpoint(changes));
}

/** `verdict: found | fix` of every finding. */
function said(findings: readonly Finding[]): string[] {
  return findings.map(({ verdict, found: text, fix }) => `${verdict}: ${text}${fix === undefined ? '' : ` | ${fix}`}`);
}

function saidOf(check: string, changes: Partial<EndpointEvidence> = {}): string {
  return said(judge(check, changes)).join('\n');
}

const DESCRIPTION = endpoint().description!;
const CONFIGURATION = endpoint().configuration!.value!;
const off = known({ ...CONFIGURATION, detailedObservability: false });
const lately = { ...DESCRIPTION, changedAt: ago(60) };

test('every check names itself, and says ok of an endpoint with nothing wrong', () => {
  for (const [name, check] of Object.entries(ENDPOINT_CHECKS)) {
    const findings = check(endpoint());
    // There is no histogram in this evidence to be judged.
    expect([name, ...findings.map(({ verdict }) => verdict)]).toEqual(name === 'histograms' ? [name] : [name, 'ok']);
    expect(findings.every((finding) => finding.check === name)).toBe(true);
  }
});

describe('enrichment', () => {
  const of = (value: Enrichment, endpoints: EndpointEvidence[] = []) => said(
    ACCOUNT_CHECKS.enrichment({ region: 'eu-central-1', now: NOW, enrichment: known(value), endpoints })).join();

  test.each<[Enrichment, string]>([
    [{ status: 'Running' }, 'ok: OTel enrichment is running'],
    [{ status: 'Running', onlyNamespaces: ['AWS/EC2', 'AWS/SageMaker'] }, 'ok: '],
    [{ status: 'Running', onlyNamespaces: ['AWS/EC2'] }, 'problem: OTel enrichment is running, but only for AWS/EC2 | Add the namespace'],
    [{ status: 'Stopped' }, 'problem: OTel enrichment of the account is Stopped | Deploy `new TelemetryEnrichment(scope, id)`'],
  ])('%j', (value, expected) => {
    expect(of(value)).toContain(expected);
  });

  test('tells that series arrive without it', () => {
    expect(of({ status: 'Stopped' }, [endpoint({ series: undefined }), endpoint()])).toContain('Stopped; engine, GPU or host series arrive nevertheless');
    expect(of({ status: 'Stopped' }, [endpoint({ series: known([]) })])).not.toContain('nevertheless');
  });

  test('is unknown without permission', () => {
    expect(said(ACCOUNT_CHECKS.enrichment({ region: 'x', now: NOW, enrichment: { failure: DENIED }, endpoints: [] })))
      .toEqual(['unknown: access denied | Allow it.']);
  });
});

test.each<[Partial<EndpointEvidence>, string]>([
  [{ description: { ...DESCRIPTION, instances: 1 } }, 'ok: in service, 1 instance'],
  [{}, 'ok: in service, 2 instances'],
  [{ description: { ...DESCRIPTION, status: 'Updating' } }, 'problem: Updating | An endpoint'],
  [{ description: { ...DESCRIPTION, status: 'Failed', failureReason: 'no capacity' } }, 'problem: Failed: no capacity | '],
  [{ description: undefined }, 'problem: there is no such endpoint in this account and Region | Check the name'],
])('endpoint %#', (changes, expected) => {
  expect(saidOf('endpoint', changes)).toContain(expected);
});

describe('observability', () => {
  const created = (day: string) => (
    { configuration: known({ ...CONFIGURATION, detailedObservability: undefined, createdAt: new Date(day) }) });

  test.each<[Partial<EndpointEvidence>, string]>([
    [{}, 'ok: detailed observability is on, published every 60 s'],
    [{ configuration: off }, 'problem: detailed observability is off (configuration chat-1) | With this library'],
    [created('2026-06-16T23:59:59Z'), 'problem: detailed observability is off by default: the configuration of 2026-06-16 does not state it'],
    [created('2026-06-18T00:00:00Z'), 'ok: detailed observability is on by default: the configuration of 2026-06-18 does not state it'],
    [{ configuration: { failure: DENIED } }, 'unknown: access denied | Allow it.'],
  ])('%#', (changes, expected) => {
    expect(saidOf('observability', changes)).toContain(expected);
  });

  test('is not judged where there is no configuration', () => {
    expect(judge('observability', { configuration: undefined })).toEqual([]);
  });
});

describe('metrics-flag', () => {
  const with_ = (environment: Record<string, string>) => ({ containers: known([{ ...SGLANG, environment }]) });

  test.each<[Partial<EndpointEvidence>, string]>([
    [{}, 'ok: no engine here needs a flag'],
    [with_({}), 'problem: llama: sglang serves no metrics: SM_SGLANG_ENABLE_METRICS is not set | Set SM_SGLANG_ENABLE_METRICS=true'],
    [with_({ SM_SGLANG_ENABLE_METRICS: 'false' }), "SM_SGLANG_ENABLE_METRICS is 'false'"],
    [with_({ SM_SGLANG_ENABLE_METRICS: 'True' }), 'ok: llama: sglang has SM_SGLANG_ENABLE_METRICS=True'],
    [{ containers: known([{ of: 'm', image: 'a.dkr.ecr/djl-inference:1', environment: {} }]) }, 'problem: m: djl serves no metrics: SERVING_PROMETHEUS'],
    [{ containers: known([{ of: 'm', environment: {} }]) }, 'ok: '],
    [{ containers: { failure: DENIED } }, 'unknown: access denied'],
  ])('%#', (changes, expected) => {
    expect(saidOf('metrics-flag', changes)).toContain(expected);
  });

  test('is not judged without containers', () => {
    expect(judge('metrics-flag', { containers: undefined })).toEqual([]);
  });
});

describe('metrics-address', () => {
  const silent = known(PLATFORM);
  const triton = { of: 'm', image: 'a.dkr.ecr/sagemaker-tritonserver:25.09', environment: {} };
  const djl = { of: 'm', image: 'a.dkr.ecr/team/djl-inference@sha256:1', environment: {} };

  test.each<[Partial<EndpointEvidence>, string]>([
    [{ containers: known([triton]), series: silent }, 'problem: m: Triton serves metrics on port 8002; SageMaker scrapes port 8080 only'],
    [{ containers: known([{ ...VLLM, environment: { SM_VLLM_PORT: '8000' } }]), series: silent }, 'problem: qwen: SM_VLLM_PORT=8000'],
    [{ containers: known([{ ...VLLM, environment: { SM_VLLM_PORT: '8080' } }]), series: silent }, 'ok: '],
    [{ containers: known([{ ...VLLM, environment: { SM_VLLM_PORT: '8000' } }]) }, 'ok: '],
    [{ containers: known([{ ...VLLM, metricsPath: '/stats' }]), series: silent }, 'problem: qwen: SageMaker scrapes /stats, vllm serves /metrics'],
    [{ containers: known([djl]), series: silent }, 'problem: m: SageMaker scrapes /metrics (none is set), djl serves /server/metrics'],
    [{ containers: known([{ ...djl, metricsPath: '/server/metrics' }]), series: silent }, 'ok: '],
    [{ containers: known([djl]), series: silent, description: lately }, 'ok: '],
    [{ containers: known([djl]), series: known([found('Response_2XX_total')]) }, 'ok: '],
  ])('%#', (changes, expected) => {
    expect(saidOf('metrics-address', changes)).toContain(expected);
  });

  test('is not judged where containers are not known', () => {
    expect(judge('metrics-address', { containers: { failure: DENIED } })).toEqual([]);
  });
});

describe('engine-series', () => {
  const silent = known(PLATFORM);
  const unknownImage = known([{ of: 'm', image: 'a.dkr.ecr/team/chat:1', environment: {} }]);

  test.each<[string, Partial<EndpointEvidence>, string]>([
    ['what needs traffic may be absent', {}, 'ok: vllm: 3 of 15 series arrive; not seen, which is normal without traffic'],
    ['levels may not', { series: known([found('vllm:num_requests_running')]) },
      'problem: vllm: 1 of 15 series arrive; missing although always published: vllm:kv_cache_usage_perc, vllm:num_requests_waiting'],
    ['no flag', { series: silent, containers: known([SGLANG]) }, 'problem: no series of sglang arrived in the last three hours | Settle metrics-flag first.'],
    ['nothing explains it', { series: silent }, "problem: no series of vllm arrived in the last three hours | Look into the container's log"],
    ['changed lately', { series: silent, description: lately }, 'unknown: no series of vllm yet'],
    ['no instances', { series: silent, description: { ...DESCRIPTION, instances: 0 } }, 'ok: no series of vllm: the endpoint is scaled to zero'],
    ['no copies', { series: silent, containers: known([{ ...VLLM, copies: 0 }]) }, 'ok: no series of vllm: the endpoint is scaled to zero'],
    ['some copies', { series: silent, containers: known([{ ...VLLM, copies: 0 }, { ...VLLM, copies: 1 }]) }, 'problem: '],
    ['an engine without series', { series: silent, containers: known([{ of: 'm', image: 'a/triton:1', environment: {} }]) }, 'ok: the engine publishes no series'],
    ['an image that does not tell', { containers: unknownImage }, 'ok: vllm: 3 of 15'],
    ['an image that does not tell, silent', { containers: unknownImage, series: silent }, 'problem: no series of any engine that this library knows'],
    ['no answer', { series: { failure: DENIED } }, 'unknown: access denied'],
  ])('%s', (_what, changes, expected) => {
    expect(saidOf('engine-series', changes)).toContain(expected);
  });

  test('says so when all are there', () => {
    const all = known(['tgi_batch_current_size', 'tgi_queue_size', 'tgi_request_queue_duration'].map((name) => found(name)));
    expect(saidOf('engine-series', { series: all, containers: known([{ of: 'm', image: 'a/huggingface-pytorch-tgi-inference:1', environment: {} }]) }))
      .toBe('ok: tgi: 3 of 3 series arrive');
  });

  test('is explained by observability that is off', () => {
    expect(judge('engine-series', { configuration: off, series: silent })).toEqual([]);
  });
});

describe('naming', () => {
  const underscored = known([found('vllm:num_requests_running', { as: 'vllm_num_requests_running' }), found('vllm:num_requests_waiting')]);
  const console_ = (highest: number) => known([found('vllm:kv_cache_usage_perc', { as: 'KVCacheUtilization', highest })]);

  test.each<[Partial<EndpointEvidence>, string]>([
    [{ series: underscored }, 'problem: 1 of 2 engine series arrive with underscores: vllm_num_requests_running | ' +
      'Right after the App is created: `new TelemetryDialect({ naming: SeriesNaming.UNDERSCORE }).applyTo(app)`, then deploy.'],
    [{ series: console_(0.4) }, 'with names like titles of the console: KVCacheUtilization | Right after the App is created: `new TelemetryDialect({ ' +
      "seriesNames: { 'vllm:kv_cache_usage_perc': 'KVCacheUtilization' } })"],
    [{ series: console_(42) }, 'KVCacheUtilization is in percent already'],
    [{ series: known([found('vllm:kv_cache_usage_perc', { as: 'vllm:gpu_cache_usage_perc' })]) }, 'with names of older engines: vllm:gpu_cache_usage_perc'],
  ])('%#', (changes, expected) => {
    expect(saidOf('naming', changes)).toContain(expected);
  });

  test('says nothing of percent for a ratio', () => {
    expect(saidOf('naming', { series: console_(1) })).not.toContain('percent');
  });

  test('is fine where deployed alarms ask for what arrives', () => {
    const selectors = [{ text: 's', metricName: 'vllm_num_requests_running', rows: 1, mayBeAbsent: false }];
    expect(saidOf('naming', { series: underscored, alarms: known([alarm({ selectors })]) })).toContain('ok: engine series have other names than by default');
  });

  test('is not judged without engine series', () => {
    expect(judge('naming', { series: undefined })).toEqual([]);
  });
});

describe('histograms', () => {
  const [native, bucket] = ['vllm:time_to_first_token_seconds', 'vllm:time_to_first_token_seconds_bucket'];

  test('native ones are what queries read', () => {
    expect(saidOf('histograms', { series: known([found(native)]) })).toBe('ok: histograms are stored as native ones');
  });

  test('buckets need another dialect', () => {
    expect(saidOf('histograms', { series: known([found(native, { as: bucket })]) }))
      .toBe(`problem: histograms are stored in buckets: ${bucket} | Right after the App is created: ` +
        '`new TelemetryDialect({ histograms: HistogramForm.CLASSIC }).applyTo(app)`, then deploy.');
  });

  test('buckets are fine where deployed alarms ask for them', () => {
    const selectors = [{ text: 's', metricName: bucket, rows: 1, mayBeAbsent: false }];
    expect(saidOf('histograms', { series: known([found(native, { as: bucket })]), alarms: known([alarm({ selectors })]) })).toContain('ok: ');
  });
});

test.each<[string, string, string[], string[], string]>([
  ['vllm:time_to_first_token_seconds', 'vllm:time_to_first_token_seconds', ['histogram'], ['cumulative'], 'ok: 1 of 1 series'],
  ['vllm:time_to_first_token_seconds', 'vllm:time_to_first_token_seconds', [], ['delta'], 'problem: vllm:time_to_first_token_seconds has delta temporality'],
  ['vllm:time_to_first_token_seconds', 'vllm:time_to_first_token_seconds', ['gauge'], [], 'problem: vllm:time_to_first_token_seconds is a gauge, not a histogram'],
  ['vllm:time_to_first_token_seconds', 'vllm:time_to_first_token_seconds_bucket', ['sum'], ['cumulative'], 'ok: '],
  ['vllm:prompt_tokens_total', 'vllm:prompt_tokens_total', ['sum'], ['DELTA'], 'problem: vllm:prompt_tokens_total has delta temporality'],
  ['node_cpu_seconds_total', 'node_cpu_seconds_total', [], [], 'ok: 0 of 1 series'],
  ['vllm:num_requests_running', 'vllm:num_requests_running', ['gauge'], ['delta'], 'ok: '],
])('series-kinds of %s as %s: %j %j', (name, as, types, temporalities, expected) => {
  expect(saidOf('series-kinds', { series: known([found(name, { as, types, temporalities })]) })).toContain(expected);
});

describe('freshness', () => {
  const aged = (engine: number, host: number) => known([
    found('vllm:num_requests_running', { newest: ago(engine) }), found('vllm:num_requests_waiting', { newest: ago(engine + 600) }),
    found('node_memory_MemTotal_bytes', { newest: ago(host) }),
  ]);
  const slow = known({ ...CONFIGURATION, publishSeconds: 300 });

  test.each<[Partial<EndpointEvidence>, string]>([
    [{ series: aged(300, 10) }, 'ok: newest samples: engine 5 min ago, host 10 s ago'],
    [{ series: aged(301, 10) }, 'problem: samples stopped: engine 5 min ago; at most 5 min is normal | The instances still report: look into the log of what publishes engine'],
    [{ series: aged(8000, 8000) }, 'problem: samples stopped: engine 2 h ago, host 2 h ago; at most 5 min is normal | Look at recent deployments'],
    [{ series: aged(1200, 10), configuration: slow }, 'ok: '],
    [{ series: aged(1201, 10), configuration: slow }, 'problem: samples stopped: engine 20 min ago; at most 20 min'],
    [{ series: aged(1201, 1201), description: { ...DESCRIPTION, instances: 0 } }, 'the endpoint is scaled to zero'],
    [{ series: aged(301, 10), configuration: undefined }, 'problem: '],
  ])('%#', (changes, expected) => {
    expect(saidOf('freshness', changes)).toContain(expected);
  });

  test('is not judged without series', () => {
    expect(judge('freshness', { series: known([found('ice_count')]) })).toEqual([]);
  });
});

describe('hardware-series', () => {
  const only = (names: string[]) => known(names.map((name) => found(name)));
  const types = (instanceTypes: string[]) => known({ ...CONFIGURATION, instanceTypes });

  test.each<[Partial<EndpointEvidence>, string]>([
    [{ series: only([...GPU_NAMES, ...HOST_NAMES]) }, 'ok: 9 series of instances and GPUs arrive'],
    [{ series: only(HOST_NAMES) }, 'problem: not one sample in three hours of DCGM_FI_DEV_GPU_UTIL, DCGM_FI_DEV_FB_USED'],
    [{ series: only(HOST_NAMES), configuration: types(['ml.inf2.xlarge']) }, 'ok: 5 series of instances arrive'],
    [{ series: only(HOST_NAMES), configuration: types(['ml.c7i.large', 'ml.p5.48xlarge']) }, 'problem: '],
    [{ series: only(HOST_NAMES), configuration: undefined }, 'problem: '],
    [{ series: only([]), description: lately }, 'unknown: '],
    [{ series: only([]), description: { ...DESCRIPTION, instances: 0 } }, 'ok: no series of instances: the endpoint is scaled to zero'],
  ])('%#', (changes, expected) => {
    expect(saidOf('hardware-series', changes)).toContain(expected);
  });

  test('is explained by observability that is off, or by an API that does not answer', () => {
    expect([...judge('hardware-series', { configuration: off }), ...judge('hardware-series', { series: { failure: DENIED } })]).toEqual([]);
  });
});

test.each<[string[], string[], string]>([
  [['sum'], ['delta'], 'RequestSeriesForm.DELTA }'],
  [['histogram'], ['delta'], 'RequestSeriesForm.DELTA_HISTOGRAM }'],
  [['histogram'], ['cumulative'], 'RequestSeriesForm.CUMULATIVE }'],
  [[], [], 'ok: arrive in OpenTelemetry: Invocations (kind not stated)'],
])('request-series: %j %j', (types, temporalities, expected) => {
  const text = saidOf('request-series', { series: known([found('Invocations', { types, temporalities })]) });
  expect(text).toContain(expected);
  expect(text.includes('RequestSeriesForm')).toBe(types.length > 0);
});

test('request-series are not judged where the API did not answer', () => {
  expect(judge('request-series', { series: { failure: DENIED } })).toEqual([]);
});

describe('alarms', () => {
  const selector = (metricName: string, rows = 0, mayBeAbsent = false) => ({ text: metricName, metricName, rows, mayBeAbsent });
  const silent = (name: string, ...names: string[]) => alarm({ name, canYield: false, selectors: names.map((one) => selector(one)) });
  const missing = [silent('a', VLLM_LEVELS[0]), silent('b', VLLM_LEVELS[0], VLLM_LEVELS[1])];

  test.each<[string, Partial<EndpointEvidence>, string]>([
    ['none', {}, 'ok: no PromQL alarm is about this endpoint | Add `EndpointInsights`'],
    ['fine', { alarms: known([alarm(), alarm()]) }, 'ok: 2 of 2 PromQL alarms parse and can fire'],
    ['refused', { alarms: known([alarm({ refusal: 'parse error', problems: ['expected more'] })]) },
      'problem: kv: CloudWatch refuses the query: parse error (expected more) | Correct'],
    ['refused without a reason of ours', { alarms: known([alarm({ refusal: 'parse error' })]) }, 'the query: parse error | Correct'],
    ['against a rule', { alarms: known([alarm({ problems: ['one', 'two'] })]) }, 'problem: kv: one; two | Correct'],
    ['not answered', { alarms: known([alarm({ failure: DENIED })]) }, 'unknown: kv: access denied | Allow it.'],
    ['not read', { alarms: { failure: DENIED } }, 'unknown: access denied | Allow it.'],
    ['of a name that nobody knows', { alarms: known([silent('a', 'vllm:nonsense'), alarm()]) },
      'problem: a: cannot fire, it selects nothing: vllm:nonsense | This library knows no such series'],
    ['of missing series', { alarms: known(missing) },
      `problem: 2 alarms cannot fire: a, b: they select nothing of ${VLLM_LEVELS[0]}, ${VLLM_LEVELS[1]} | The series are missing or too old`],
    ['of series with another name', { alarms: known([missing[0]]), series: known([found(VLLM_LEVELS[0], { as: 'KVCacheUtilization' })]) },
      `problem: 1 alarm cannot fire: a: it selects nothing of ${VLLM_LEVELS[0]} | What they ask for arrives as KVCacheUtilization`],
    ['scaled to zero', { alarms: known(missing), description: { ...DESCRIPTION, instances: 0 } }, 'ok: cannot fire while the endpoint is scaled to zero'],
    ['changed lately', { alarms: known(missing), description: lately }, 'unknown: cannot fire yet: a, b'],
    ['of an answer that is not there', { alarms: known(missing), series: undefined }, 'The series are missing or too old'],
  ])('%s', (_what, changes, expected) => {
    expect(saidOf('alarms', changes)).toContain(expected);
  });

  test('what may be absent is not called missing', () => {
    const one = alarm({ name: 'a', canYield: false, selectors: [selector(VLLM_LEVELS[0]), selector('ice_count', 0, true), selector(VLLM_LEVELS[1], 3)] });
    expect(saidOf('alarms', { alarms: known([one]) })).toContain(`it selects nothing of ${VLLM_LEVELS[0]} |`);
  });

  test('are not judged where nothing was asked', () => {
    expect(judge('alarms', { alarms: undefined })).toEqual([]);
  });
});
