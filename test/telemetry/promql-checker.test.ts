import { readFileSync } from 'fs';
import { join } from 'path';
import { checkPromQl, PromQlCheckOptions } from '../../src/telemetry/promql-checker';
import { signatureOf } from '../../src/telemetry/promql-rules/functions';
import { QueryText } from '../../src/telemetry/promql-rules/query-text';

const TTFT = 'vllm:time_to_first_token_seconds';
const OPTIONS: PromQlCheckOptions = {
  publishIntervalSeconds: 60,
  histograms: 'NATIVE',
  eventSeries: ['e2e_duration', 'ice_count'],
  histogramSeries: [TTFT, 'vllm:iteration_tokens_total'],
  mustBeVector: true,
};
const CLASSIC: PromQlCheckOptions = { ...OPTIONS, histograms: 'CLASSIC' };

function check(query: string, options: Partial<PromQlCheckOptions> = {}): string[] {
  return checkPromQl(query, { ...OPTIONS, ...options });
}

/** The problems of a query when the grammar fails with an error. */
function isolatedCheck(query: string, error: Error): string[] {
  let problems: string[] = [];
  jest.isolateModules(() => {
    jest.doMock('../../assets/promql-grammar', () => ({ parser: { parse: () => { throw error; } } }));
    const checker = jest.requireActual<typeof import('../../src/telemetry/promql-checker')>('../../src/telemetry/promql-checker');
    problems = checker.checkPromQl(query, OPTIONS);
  });
  return problems;
}

afterEach(() => jest.dontMock('../../assets/promql-grammar'));

/** A query, and its problems in the order in which they are found: none for one that passes. */
type Case = [query: string, ...problems: string[]];

function verify(cases: Case[], options: Partial<PromQlCheckOptions> = {}): void {
  test.each(cases.map(([query, ...problems]) => ({ query, problems })))('$query', ({ query, problems }) => {
    expect(check(query, options)).toEqual(problems);
  });
}

function lostHistogram(histogram: string, consumer: string): string {
  return 'a histogram must not be used as a number, because CloudWatch drops it without an error: expected one of histogram_quantile, ' +
    'histogram_fraction, histogram_avg, histogram_count, histogram_sum, histogram_stddev, histogram_stdvar ' +
    `of \`${histogram}\` first, got: \`${consumer}\``;
}

describe('real queries pass', () => {
  verify([
    ['max by ("aws.sagemaker.inference_component.name") (last_over_time(vllm:kv_cache_usage_perc{"aws.sagemaker.endpoint.name"="llm"}[5m])) > 0.9'],
    [`histogram_quantile(0.99, sum by ("aws.sagemaker.inference_component.name") (rate(${TTFT}{'aws.sagemaker.endpoint.name'='llm'}[5m]))) > 2`],
    [`histogram_quantile(0.99, rate(${TTFT}[5m]) or rate(vllm:iteration_tokens_total[5m]))`],
    ['rate(vllm:prefix_cache_hits_total[5m]) / rate(vllm:prefix_cache_queries_total[5m])'],
    ['100 * (1 - avg by ("@resource.host.id") (rate(node_cpu_seconds_total{mode="idle"}[5m])))'],
    ['100 * (1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)'],
    ['max by ("@resource.host.id") (100 * (1 - node_filesystem_avail_bytes{fstype!~"tmpfs|overlay|squashfs"} / node_filesystem_size_bytes))'],
    ['count by ("@resource.cloud.availability_zone") (group by ("@resource.host.id", "@resource.cloud.availability_zone") (node_memory_MemTotal_bytes))'],
    ['DCGM_FI_DEV_FB_USED / (DCGM_FI_DEV_FB_USED + DCGM_FI_DEV_FB_FREE)'],
    ['max_over_time(e2e_duration{"aws.sagemaker.scaling.direction"="ScaleOut"}[15m])'],
    ['absent_over_time(vllm:num_requests_running{"aws.sagemaker.endpoint.name"="llm"}[10m])'],
    ['sum by ("aws.sagemaker.endpoint.name") (rate(http_requests_total{handler="/invocations",status=~"5.."}[5m])) > 0.05'],
    ['{"vllm:num_requests_waiting", "aws.sagemaker.endpoint.name"="llm"} > 5 and on ("aws.sagemaker.inference_component.name") ' +
      '(max by ("aws.sagemaker.inference_component.name") (vllm:kv_cache_usage_perc) > 0.95) # KV-bound'],
    ['max_over_time((sum(rate(vllm:num_preemptions_total[5m])))[1h:1m]) unless on () (absent(vllm:num_requests_running))'],
    ['predict_linear(vllm:kv_cache_usage_perc[1h], 3600) > 1 or on ("a.b") group(label_replace(foo, "a.b", "$1", "model_name", `(\\w+)`))'],
    ['sum by ("${Token[TOKEN.7]}") (rate(foo{"aws.sagemaker.endpoint.name"="${Token[TOKEN.12]}"}[5m]))'],
    ['foo / on (gpu) group_left ("@resource.host.id") bar > bool -1.5'],
    ['SUM(foo) BY (gpu)'],
  ]);
});

describe('size', () => {
  verify([
    ['', "the query must not be empty: expected a PromQL expression, got: ''"],
    [' \n', "the query must not be empty: expected a PromQL expression, got: ' \n'"],
  ]);

  test('10,000 characters pass and one more does not', () => {
    expect(check('a'.repeat(10_000))).toEqual([]);
    expect(check('a'.repeat(10_001))).toEqual(['the query must have at most 10000 characters, where a CDK token counts as 63, got: 10001']);
  });

  test('every token counts as 63 characters, however long its text is', () => {
    const token = '${Token[AWS.StackName.1234]}';
    expect(check(token + 'a'.repeat(10_000 - 63))).toEqual([]);
    expect(check(token + 'a'.repeat(10_001 - 63))).toEqual([expect.stringMatching(/got: 10001$/)]);
  });
});

describe('nesting', () => {
  test('that exhausts the stack of the grammar is a problem rather than an error', () => {
    expect(isolatedCheck('['.repeat(1000), new RangeError('Maximum call stack size exceeded'))).toEqual([
      `the query must be nested less deeply: expected fewer brackets and signs, got: \`${'['.repeat(100)}…\``,
    ]);
  });

  test('is the only error of the grammar that is swallowed', () => {
    expect(() => isolatedCheck('foo', new TypeError('broken'))).toThrow('broken');
  });

  test('of a few hundred brackets is fine', () => {
    expect(check('('.repeat(500) + 'a' + ')'.repeat(500))).toEqual([]);
  });
});

describe('strings', () => {
  verify([
    ['foo{a="b\\"c\\\\\\n\\x41\\u00e9\\101"}'],
    ["foo{a='it\\'s'}"],
    ['foo{a=~`\\d+\\.`}'],
    ['foo{a="b}', 'a string must be closed: expected " at its end, got: `"b}`'],
    ["foo{a='b\\'}", "a string must be closed: expected ' at its end, got: `'b\\'}`"],
    ['foo{a=~"\\d+"}', 'a string must hold only escape sequences of PromQL: expected `\\\\d` for a backslash, got: `\\d` in `"\\d+"`'],
    ['foo{a="it\\\'s"}', 'a string must hold only escape sequences of PromQL: expected `\\\\\'` for a backslash, got: `\\\'` in `"it\\\'s"`'],
    ['foo{a="\\u00"}', 'a string must hold only escape sequences of PromQL: expected `\\\\u` for a backslash, got: `\\u` in `"\\u00"`'],
  ]);
});

describe('syntax', () => {
  verify([
    ['sum(foo', 'the query must be valid PromQL: expected more at its end, got: `sum(foo`'],
    ['# nothing but a comment', 'the query must be valid PromQL: expected more at its end, got: `# nothing but a comment`'],
    ['sum(foo)) > 1', 'the query must be valid PromQL: expected something else at character 9, got: `) > 1`'],
    ['foo{a=b}', 'the query must be valid PromQL: expected something else at character 7, got: `b}`'],
    ['foo > 1.5h', 'the query must be valid PromQL: expected something else at character 10, got: `h`'],
    ['rate(foo[5x]) and bar', 'the query must be valid PromQL: expected something else at character 11, got: `x]) and bar`'],
    ['foo{a="${Token[TOKEN.1]}"} >> 1', 'the query must be valid PromQL: expected something else at character 29, got: `> 1`'],
    ['sum by (gpu) (rate(vllm:num_preemptions_total[5m])) >',
      'the query must be valid PromQL: expected more at its end, got: `…(rate(vllm:num_preemptions_total[5m])) >`'],
    ['my_rate(foo)', 'only functions of PromQL can be called: expected one of them, got: `my_rate`'],
  ]);

  describe('names that lack their quotes', () => {
    const label = (name: string) => `a label with "." or "@" must be quoted: expected \`"${name}"\`, got: \`${name}\``;
    verify([
      ['foo{aws.sagemaker.endpoint.name="x"}', label('aws.sagemaker.endpoint.name')],
      ['sum by (gpu, aws.sagemaker.variant.name) (foo)', label('aws.sagemaker.variant.name')],
      ['foo{@resource.host.id="x"} > on (@resource.host.type) bar', label('@resource.host.id'), label('@resource.host.type')],
      ['foo.bar > 1', 'a metric name with "." must be quoted within the braces: expected `{"foo.bar"}`, got: `foo.bar`'],
    ]);
  });
});

describe('exact metric name', () => {
  verify([
    ['foo'],
    ['foo{}'],
    ['{"foo.bar"}'],
    ["{'foo', a='b'}"],
    ['{}', 'a selector must name its metric exactly: expected `name{...}` or `{"name", ...}`, got: `{}`'],
    ['{""}', 'a selector must name its metric exactly: expected `name{...}` or `{"name", ...}`, got: `{""}`'],
    ['foo > 1 and {a="b"}', 'a selector must name its metric exactly: expected `name{...}` or `{"name", ...}`, got: `{a="b"}`'],
    ['{__name__="foo"}', '`__name__` must not be matched: expected the exact metric name, as in `name{...}`, got: `__name__="foo"`'],
    ['{"__name__"=~"vllm:.+"}', '`__name__` must not be matched: expected the exact metric name, as in `name{...}`, got: `"__name__"=~"vllm:.+"`'],
    ['foo{__name__!="bar"}', '`__name__` must not be matched: expected the exact metric name, as in `name{...}`, got: `__name__!="bar"`'],
    ['sum by (__name__) (foo)'],
    ['foo{"bar"}', 'a selector must name one metric, got 2: `foo{"bar"}`'],
    ['{"foo", "bar"}', 'a selector must name one metric, got 2: `{"foo", "bar"}`'],
  ]);
});

describe('label spelling', () => {
  const wrong = (name: string, expected: string, place: string) => (
    `label \`${name}\` does not exist and matches nothing: expected \`"${expected}"\`, got: \`${place}\``
  );
  verify([
    ['foo{"aws.sagemaker.endpoint.name"="x", model_name="y", modelName="z"}'],
    ['foo{aws_sagemaker_endpoint_name="x"}',
      wrong('aws_sagemaker_endpoint_name', 'aws.sagemaker.endpoint.name', 'aws_sagemaker_endpoint_name="x"')],
    ['foo{_resource_host_id="x"}', wrong('_resource_host_id', '@resource.host.id', '_resource_host_id="x"')],
    ['foo{"resource.host.type"="x"}', wrong('resource.host.type', '@resource.host.type', '"resource.host.type"="x"')],
    ['sum without (resource_cloud_availability_zone) (foo)',
      wrong('resource_cloud_availability_zone', '@resource.cloud.availability_zone', 'without (resource_cloud_availability_zone)')],
    ['foo and on (aws_sagemaker_inference_component_name) bar',
      wrong('aws_sagemaker_inference_component_name', 'aws.sagemaker.inference_component.name', 'on (aws_sagemaker_inference_component_name)')],
    ['foo * on (gpu) group_left ("aws.sagemaker.container_id") bar',
      wrong('aws.sagemaker.container_id', 'aws.sagemaker.container.id', 'on (gpu) group_left ("aws.sagemaker.container_id")')],
  ]);
});

describe('bucket series', () => {
  describe('with native histograms', () => {
    verify([
      [`histogram_quantile(0.9, sum(rate(${TTFT}_bucket[5m])))`,
        `histograms are stored as native histograms: expected the base name \`${TTFT}\`, got: \`${TTFT}_bucket\``],
      ['{"unknown_bucket", a="b"}', 'histograms are stored as native histograms: expected the base name `unknown`, got: `{"unknown_bucket", a="b"}`'],
      [`rate(${TTFT}_sum[5m]) / rate(${TTFT}_count[5m])`,
        `histograms are stored as native histograms: expected \`histogram_sum\` of a rate of \`${TTFT}\`, got: \`${TTFT}_sum\``,
        `histograms are stored as native histograms: expected \`histogram_count\` of a rate of \`${TTFT}\`, got: \`${TTFT}_count\``],
      ['ice_count'],
    ]);
  });

  describe('with classic histograms', () => {
    verify([
      [`histogram_quantile(0.9, sum by (le) (rate(${TTFT}_bucket[5m]))) > 2`],
      [`rate(${TTFT}_sum[5m]) / rate(${TTFT}_count[5m])`],
      [`rate(${TTFT}[5m]) > 1`,
        `histograms are stored as classic histograms: expected \`${TTFT}_bucket\`, \`${TTFT}_count\` or \`${TTFT}_sum\`, got: \`${TTFT}\``],
    ], CLASSIC);
  });
});

describe('bucket label', () => {
  verify([
    ['sum by (le, gpu) (foo)', 'native histograms have no label `le`: expected other labels only, got: `by (le, gpu)`'],
    ['foo{"le"="0.5"}', 'native histograms have no label `le`: expected other labels only, got: `"le"="0.5"`'],
    ['foo{level="le"}'],
  ]);
});

describe('histogram as number', () => {
  describe('read as one first', () => {
    verify([
      [`histogram_quantile(0.9, ${TTFT})`],
      [`histogram_fraction(0, 2, sum(rate(${TTFT}[5m]))) < 0.99`],
      [`histogram_avg(${TTFT}) + histogram_sum(${TTFT}) / histogram_count(${TTFT})`],
      [`histogram_stddev({"${TTFT}"}) > histogram_stdvar(-${TTFT} * 2 / 3)`],
      [`histogram_quantile(0.9, 2 * sum(sum_over_time(${TTFT}[5m])) or limitk(3, ${TTFT}))`],
      [`histogram_quantile(0.9, sum(avg without (tp_rank, pp_rank) (rate(${TTFT}[5m])))) > avg(foo)`],
      [`count(${TTFT}) + count_over_time(${TTFT}[5m]) + on () absent_over_time(${TTFT}[10m])`],
      [`foo and ${TTFT} unless ${TTFT}`],
      [`histogram_quantile(0.9, max_over_time(foo[5m]) and ${TTFT} or increase(${TTFT}[5m:1m] offset 5m))`],
      [`histogram_quantile(0.9, label_replace((${TTFT} @ end()), "a", "$1", "b", "(.*)"))`],
    ]);
  });

  describe('lost', () => {
    verify([
      [TTFT, lostHistogram(TTFT, TTFT)],
      [`{"${TTFT}"}`, lostHistogram(`{"${TTFT}"}`, `{"${TTFT}"}`)],
      [`sum(rate(${TTFT}[5m]))`, lostHistogram(`sum(rate(${TTFT}[5m]))`, `sum(rate(${TTFT}[5m]))`)],
      [`${TTFT} > 1`, lostHistogram(TTFT, `${TTFT} > 1`)],
      [`1 <= bool (${TTFT})`, lostHistogram(`(${TTFT})`, `1 <= bool (${TTFT})`)],
      [`rate(${TTFT}[5m]) / rate(foo[5m])`, lostHistogram(`rate(${TTFT}[5m])`, `rate(${TTFT}[5m]) / rate(foo[5m])`)],
      [`foo * ${TTFT}`, lostHistogram(TTFT, `foo * ${TTFT}`)],
      [`2 / ${TTFT}`, lostHistogram(TTFT, `2 / ${TTFT}`)],
      [`${TTFT} + 1`, lostHistogram(TTFT, `${TTFT} + 1`)],
      // The average of histograms is a histogram (Prometheus 3), so it is lost where it is compared and not where it is averaged.
      [`avg by (gpu) (rate(${TTFT}[5m])) > 2`, lostHistogram(`avg by (gpu) (rate(${TTFT}[5m]))`, `avg by (gpu) (rate(${TTFT}[5m])) > 2`)],
      [`avg(${TTFT})`, lostHistogram(`avg(${TTFT})`, `avg(${TTFT})`)],
      [`max(avg without (tp_rank) (${TTFT}))`, lostHistogram(`avg without (tp_rank) (${TTFT})`, `max(avg without (tp_rank) (${TTFT}))`)],
      [`min(${TTFT})`, lostHistogram(TTFT, `min(${TTFT})`)],
      [`max(${TTFT})`, lostHistogram(TTFT, `max(${TTFT})`)],
      [`topk(3, ${TTFT})`, lostHistogram(TTFT, `topk(3, ${TTFT})`)],
      [`max_over_time(${TTFT}[5m])`, lostHistogram(`${TTFT}[5m]`, `max_over_time(${TTFT}[5m])`)],
      [`ceil(${TTFT})`, lostHistogram(TTFT, `ceil(${TTFT})`)],
      [`foo or ${TTFT}`, lostHistogram(`foo or ${TTFT}`, `foo or ${TTFT}`)],
      [`${TTFT} / ${TTFT}`, lostHistogram(TTFT, `${TTFT} / ${TTFT}`)],
    ]);
  });
});

describe('precedence: what follows a selector belongs to it, and operators bind as PromQL has it', () => {
  verify([
    ['foo > foo offset 1d * 1.2 or -bar @ 1700000000 ^ 2 ^ foo offset 1h'],
    ['foo - foo offset 1d > 5 and bar'],
    [`foo > ${TTFT} offset 1d / 2`, lostHistogram(`${TTFT} offset 1d / 2`, `foo > ${TTFT} offset 1d / 2`)],
    [`foo > foo offset 1d + ${TTFT}`, lostHistogram(TTFT, `foo offset 1d + ${TTFT}`)],
    [`-foo @ 5 ^ ${TTFT}`, lostHistogram(TTFT, `foo @ 5 ^ ${TTFT}`)],
    [`2 ^ foo offset 1d ^ ${TTFT}`, lostHistogram(TTFT, `foo offset 1d ^ ${TTFT}`)],
    [`foo * foo offset 1d / ${TTFT}`, lostHistogram(TTFT, `foo * foo offset 1d / ${TTFT}`)],
    [`foo or foo offset 1d and ${TTFT} > 1`, lostHistogram(TTFT, `${TTFT} > 1`)],
    ['(foo + bar) offset 1d', '`offset` must follow a selector, a range or a subquery, got: `(foo + bar) offset 1d`'],
  ]);
});

describe('call arguments', () => {
  verify([
    ['rate(foo)', 'argument 1 of `rate` must be of kind range vector, got instant vector: `foo`'],
    ['sum(foo[5m])', 'argument 1 of `sum` must be of kind instant vector, got range vector: `foo[5m]`'],
    ['topk(foo, 3)',
      'argument 1 of `topk` must be of kind scalar, got instant vector: `foo`', 'argument 2 of `topk` must be of kind instant vector, got scalar: `3`'],
    ['histogram_quantile("0.9", foo)', 'argument 1 of `histogram_quantile` must be of kind scalar, got string: `"0.9"`'],
    ['rate(foo[5m], 1)', '`rate` must have 1 argument, got 2: `rate(foo[5m], 1)`'],
    ['sum()', '`sum` must have 1 argument, got 0: `sum()`'],
    ['vector(time(1))', '`time` must have 0 arguments, got 1: `time(1)`'],
    ['round(foo, 1, 2)', '`round` must have 1 to 2 arguments, got 3: `round(foo, 1, 2)`'],
    ['label_join(foo, "a")', '`label_join` must have at least 3 arguments, got 2: `label_join(foo, "a")`'],
    ['label_join(foo, "a", ",", "b", "c", 1)', 'argument 6 of `label_join` must be of kind string, got scalar: `1`'],
    ['label_join(foo, "a", ",")'],
    ['clamp(round(foo), 0, scalar(bar))'],
    ['vector(hour())', 'argument 1 of `vector` must be of kind scalar, got instant vector: `hour()`'],
  ]);
});

describe('operands', () => {
  verify([
    ['foo > bar[5m]', 'an operator must stand between scalars and instant vectors, got a range vector: `bar[5m]`'],
    ['foo + "a"', 'an operator must stand between scalars and instant vectors, got a string: `"a"`'],
    ['foo and -bar[5m]', 'an operator must stand between scalars and instant vectors, got a range vector: `bar[5m]`',
      'an operator must stand between scalars and instant vectors, got a range vector: `-bar[5m]`'],
    ['foo or 1', '`or` must stand between instant vectors, got a scalar: `1`'],
    ['foo or vector(1)'],
    ['foo * (1 > 2)', 'a comparison of two scalars must have `bool`: expected `> bool`, got: `1 > 2`'],
    ['foo * (1 > bool 2)'],
    ['foo + bool bar', '`bool` must follow a comparison, got: `+ bool` in `foo + bool bar`'],
    ['foo * on () 2'],
    ['foo * on (gpu) 2', 'labels must be matched between instant vectors, got a scalar next to `on (gpu)`: `foo * on (gpu) 2`'],
    ['foo and on (gpu) group_left () bar',
      '`and` must not have group_left or group_right, got: `on (gpu) group_left ()` in `foo and on (gpu) group_left () bar`'],
  ]);
});

describe('modifiers', () => {
  verify([
    ['rate(foo[5m] offset 1h)'],
    ['max_over_time(rate(foo[5m])[1h:1m] offset 1h @ 1700000000)'],
    ['foo @ start() offset -5m'],
    ['foo > bar # a comment\n offset 1d'],
    ['rate((foo + bar)[5m])', 'a range must follow a selector: expected `name{...}[5m]`, got: `(foo + bar)[5m]`'],
    ['rate(foo[5m][5m])', 'a range must follow a selector: expected `name{...}[5m]`, got: `foo[5m][5m]`'],
    ['rate(foo[5m][1h:])', 'a subquery must follow an instant vector, got a range vector: `foo[5m][1h:]`'],
    ['(foo) offset 5m', '`offset` must follow a selector, a range or a subquery, got: `(foo) offset 5m`'],
    ['sum(foo) @ 5', '`@` must follow a selector, a range or a subquery, got: `sum(foo) @ 5`'],
    ['foo offset 1m offset 2m', '`offset` must be given once, got: `foo offset 1m offset 2m`'],
    ['foo @ 1 offset 2m @ end()', '`@` must be given once, got: `foo @ 1 offset 2m @ end()`'],
  ]);
});

describe('result', () => {
  describe('of an alarm', () => {
    verify([
      ['foo[5m]', 'the query must yield an instant vector, got a range vector: `foo[5m]`'],
      ['(foo[1h:5m])', 'the query must yield an instant vector, got a range vector: `(foo[1h:5m])`'],
      ['1', 'the query must yield an instant vector, got a scalar: `1`'],
      ['scalar(foo) * 2', 'the query must yield an instant vector, got a scalar: `scalar(foo) * 2`'],
      ['"a"', 'the query must yield an instant vector, got a string: `"a"`'],
      ['vector(1)'],
    ]);
  });

  describe('of a chart', () => {
    verify([
      ['foo[5m]', 'the query must yield an instant vector, got a range vector: `foo[5m]`'],
      ['1'],
      ['"a"'],
    ], { mustBeVector: false });
  });
});

describe('durations', () => {
  const wrong = (duration: string, place: string) => (
    `a duration must be written out and longer than zero: expected for example \`5m\`, got: \`${duration}\` in \`${place}\``
  );
  verify([
    ['rate(foo[1h30m]) + rate(foo[300]) + rate(foo[3e2]) + rate(foo[0x12c]) + rate(foo[1_000]) + rate(foo[240000ms])'],
    ['rate(foo[5m+1m])', wrong('5m+1m', 'foo[5m+1m]')],
    ['rate(foo[5m:step()])', wrong('step()', 'foo[5m:step()]')],
    ['rate(foo[(5m)])', wrong('(5m)', 'foo[(5m)]')],
    ['rate(foo[inf])', wrong('inf', 'foo[inf]')],
    ['rate(e2e_duration[0s])', wrong('0s', 'e2e_duration[0s]')],
    ['rate(e2e_duration[-5m])', wrong('-5m', 'e2e_duration[-5m]')],
    ['foo offset -5m + foo offset 0'],
    ['foo offset range()', wrong('range()', 'foo offset range()')],
  ]);
});

describe('range length', () => {
  verify([
    ['rate(foo[4m])'],
    ['rate(foo[3m])', 'a range must span at least 4 publish intervals of 1m: expected at least 4m, got: `foo[3m]`'],
    ['max_over_time({"foo.bar", a="b"}[.5])', 'a range must span at least 4 publish intervals of 1m: expected at least 4m, got: `{"foo.bar", a="b"}[.5]`'],
    ['max_over_time(e2e_duration[1m]) + sum_over_time({"ice_count"}[1m])'],
    ['max_over_time(foo[1m:10s])'],
    // Whether there is any sample: that there is none is an answer.
    ['present_over_time(foo[1m])'],
    ['absent_over_time(foo[1m])', 'a range must span at least 4 publish intervals of 1m: expected at least 4m, got: `foo[1m]`'],
  ]);

  describe('at 300 seconds', () => {
    verify([
      ['rate(foo[5m])', 'a range must span at least 4 publish intervals of 5m: expected at least 20m, got: `foo[5m]`'],
      ['rate(foo[20m])'],
    ], { publishIntervalSeconds: 300 });
  });

  describe('at 10 seconds', () => {
    verify([
      ['rate(foo[39s])', 'a range must span at least 4 publish intervals of 10s: expected at least 40s, got: `foo[39s]`'],
      ['rate(foo[40s])'],
    ], { publishIntervalSeconds: 10 });
  });
});

describe('lookback', () => {
  const tooLong = (total: string, place: string) => (
    `ranges, subqueries and offsets must reach back at most 7d together: expected 7d or less, got ${total}: \`${place}\``
  );
  verify([
    ['rate(foo[7d]) + rate(foo[1w])'],
    ['rate(foo[8d])', tooLong('8d', 'foo[8d]')],
    ['rate(foo[1y])', tooLong('365d', 'foo[1y]')],
    ['foo offset 7d'],
    ['foo > 2 * foo offset 8d', tooLong('8d', 'foo offset 8d')],
    ['rate(foo[6d] offset 2d)', tooLong('8d', 'foo[6d] offset 2d')],
    ['rate(foo[6d] offset -1d) + max_over_time(bar[6d:1h])'],
    ['max_over_time(rate(foo[5m])[7d:1h])', tooLong('10085m', 'rate(foo[5m])[7d:1h]')],
    ['max_over_time(max_over_time(foo[3d:1h])[3d:1h] offset 36h)', tooLong('180h', 'max_over_time(foo[3d:1h])[3d:1h] offset 36h')],
    ['max_over_time((foo offset 4d + bar offset 1d)[6d:1h])', tooLong('10d', '(foo offset 4d + bar offset 1d)[6d:1h]')],
  ]);
});

describe('the grammar', () => {
  test('is loaded by the first check, not by the import', () => {
    const load = jest.fn(() => ({ parser: { parse: () => { throw new RangeError(); } } }));
    jest.isolateModules(() => {
      jest.doMock('../../assets/promql-grammar', load);
      const checker = jest.requireActual<typeof import('../../src/telemetry/promql-checker')>('../../src/telemetry/promql-checker');
      expect(load).not.toHaveBeenCalled();
      checker.checkPromQl('foo', OPTIONS);
      expect(load).toHaveBeenCalledTimes(1);
    });
  });

  test('is not asked about a query that is empty or too long', () => {
    expect(isolatedCheck('', new TypeError('asked'))).toHaveLength(1);
    expect(isolatedCheck('a'.repeat(10_001), new TypeError('asked'))).toHaveLength(1);
  });
});

describe('messages', () => {
  test('name each problem of a query once', () => {
    expect(check('rate(foo[1m]) + rate(foo[1m]) > sum by (le) (bar)')).toEqual([
      'native histograms have no label `le`: expected other labels only, got: `by (le)`',
      'a range must span at least 4 publish intervals of 1m: expected at least 4m, got: `foo[1m]`',
    ]);
  });

  test('show tokens as they were written, on one line, and at most 100 characters of the query', () => {
    expect(check('{a="${Token[TOKEN.1]}",\n  b="c"}')).toEqual([
      'a selector must name its metric exactly: expected `name{...}` or `{"name", ...}`, got: `{a="${Token[TOKEN.1]}", b="c"}`',
    ]);
    expect(check(`{a="${'b'.repeat(200)}"}`)).toEqual([
      `a selector must name its metric exactly: expected \`name{...}\` or \`{"name", ...}\`, got: \`{a="${'b'.repeat(96)}…\``,
    ]);
  });
});

describe('query text', () => {
  test('gives back every part as it was written', () => {
    const text = new QueryText('a${Token[X.1]}b${Token[Y.22]}');
    expect(text.parsed).toBe(`a${'a'.repeat(63)}b${'a'.repeat(63)}`);
    expect(text.written(0, 1)).toBe('a');
    expect(text.written(1, 64)).toBe('${Token[X.1]}');
    expect(text.written(64, 128)).toBe('b${Token[Y.22]}');
    expect(text.written(0, 128)).toBe('a${Token[X.1]}b${Token[Y.22]}');
  });
});

describe('the table of functions', () => {
  const grammar = readFileSync(join(__dirname, '../../node_modules/@prometheus-io/lezer-promql/src/promql.grammar'), 'utf-8');
  const functions = [...grammar.matchAll(/condFn<"(\w+)">/g)].map(([, name]) => name).filter((name) => !/^(min|max)_of$/.test(name));
  const aggregations = [
    'avg', 'bottomk', 'count', 'count_values', 'group', 'max', 'min', 'quantile', 'limitk', 'limit_ratio', 'stddev', 'stdvar', 'sum', 'topk',
  ];

  test('knows every function and aggregation of the grammar', () => {
    expect(functions.length).toBeGreaterThan(80);
    expect([...functions, ...aggregations, 'start', 'end'].filter((name) => signatureOf(name) === signatureOf('from_the_future'))).toEqual([]);
  });
});

describe('fuzz', () => {
  const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);
  const random = generator(seed);
  const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)];
  const PIECES = [
    'foo', TTFT, 'e2e_duration', 'rate', 'sum', 'avg', 'histogram_quantile', 'last_over_time', 'by', 'without', 'on', 'group_left', 'bool', 'and', 'or',
    'unless', 'offset', '@', 'start()', '(', ')', '{', '}', '[', ']', '[5m]', '[1h:1m]', ':', ',', '=', '=~', '!=', '>', '<=', '+', '-', '*', '/', '^', '1',
    '0.9', '5m', '"a"', '"aws.sagemaker.endpoint.name"', "'", '"', '`', '\\', '.', '#', '\n', ' ', '${Token[TOKEN.1]}', 'é', '\u0000', '𝒳', 'le', '__name__',
  ];

  function survives(query: string): void {
    try {
      expect(check(query).every((problem) => typeof problem === 'string')).toBe(true);
    } catch (error) {
      throw new Error(`FUZZ_SEED=${seed}, query ${JSON.stringify(query)}: ${(error as Error).stack}`);
    }
  }

  test(`never throws on pieces of PromQL (FUZZ_SEED=${seed})`, () => {
    for (let round = 0; round < 1000; round++) {
      survives(Array.from({ length: 1 + Math.floor(random() * 30) }, () => pick(PIECES)).join(pick(['', ' '])));
    }
  });

  test(`never throws on a damaged query (FUZZ_SEED=${seed})`, () => {
    const query = `histogram_quantile(0.99, sum by ("a.b", gpu) (rate(${TTFT}{"c.d"="x",e=~'y|z'}[5m] offset 1h))) > 2 and on (gpu) max_over_time((foo)[1h:1m])`;
    for (let round = 0; round < 1000; round++) {
      const from = Math.floor(random() * query.length);
      survives(query.slice(0, from) + (random() < 0.5 ? pick(PIECES) : '') + query.slice(from + Math.floor(random() * 10)));
    }
  });

  test.each(PIECES.map((piece) => [piece]))('never throws on very many of %j', (piece) => {
    survives(piece.repeat(5000).slice(0, 5000));
  });
});

/** Numbers from 0 to 1 that a seed determines (Lehmer's generator). */
function generator(seed: number): () => number {
  const modulus = 2 ** 31 - 1;
  let state = 1 + (seed % (modulus - 1));
  return () => {
    state = (state * 48271) % modulus;
    return state / modulus;
  };
}

describe('a place of which little is known', () => {
  // A query that a user wrote may run on an endpoint of somebody else: then neither form of histograms and no range is wrong.
  const unknown = { publishIntervalSeconds: undefined, histograms: undefined };

  verify([
    [`histogram_quantile(0.9, sum by (le) (rate(${TTFT}_bucket[1s])))`],
    [`histogram_quantile(0.9, rate(${TTFT}[1s]))`],
    [`rate(${TTFT}_count[5m])`],
    ['rate(vllm:generation_tokens_total[1s])'],
  ], unknown);

  verify([
    ['rate(foo[8d])', expect.stringMatching(/reach back at most 7d/)],
    ['{job="x"}', expect.stringMatching(/must name its metric exactly/)],
  ], unknown);
});
