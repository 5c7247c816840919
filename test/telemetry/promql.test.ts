import { Aws, Lazy, Stack } from 'aws-cdk-lib';
import { differs, duration, equals, HistogramVector, Matcher, noneOf, oneOf, Selector, Vector } from '../../src/telemetry/promql';
import { checkPromQl } from '../../src/telemetry/promql-checker';
import { text as readable } from '../intrinsics';

const LABEL = 'aws.sagemaker.endpoint.name';

/** Values that would end the string, the selector or the query, or change a regular expression, if they were not escaped. */
const HOSTILE: [what: string, value: string][] = [
  ['a quote', 'a"b'],
  ['a quote that closes the selector', '"} or vector(1) #'],
  ['a backslash', 'a\\b'],
  ['a backslash before a quote', 'a\\"b'],
  ['a backslash at the end', 'a\\'],
  ['several backslashes', '\\\\\\'],
  ['a backslash that looks like an escape sequence', '\\n\\x41\\u0041'],
  ['a newline', 'a\nb'],
  ['a carriage return', 'a\r\nb'],
  ['a tab', 'a\tb'],
  ['a newline behind a comment sign', '# comment\nup'],
  ['braces', '{a}'],
  ['a repetition of a regular expression', 'a{2}'],
  ['a class of a regular expression', '[abc]'],
  ['a group and an alternative of a regular expression', '(a|b)'],
  ['wildcards of a regular expression', '.*.+.?'],
  ['anchors of a regular expression', '^a$'],
  ['a single quote and a backtick', 'it\'s `a`'],
  ['letters beyond ASCII', 'Grüße 🙂'],
  ['what looks like a token but is none', '${Token[a'],
  ['the empty string', ''],
];

/** What a PromQL string in double quotes stands for: its escape sequences are among those of JSON. */
function decode(quoted: string): string {
  return JSON.parse(quoted.replace(/\t/g, '\\t')) as string;
}

/** The only string literal of a selector with one matcher on a legacy label. */
function literalOf(matcher: Matcher): string {
  return /^m\{l(?:=|!=|=~|!~)(".*")\}$/s.exec(new Selector('m', [matcher]).text)![1];
}

/** Whether a selector with a regular expression would match a value. Prometheus anchors at both ends, and a dot is any character. */
function matches(matcher: Matcher, value: string): boolean {
  return new RegExp(`^(?:${decode(literalOf(matcher))})$`, 's').test(value);
}

function problemsOf(query: string): string[] {
  return checkPromQl(query, { publishIntervalSeconds: 1, histograms: 'NATIVE', eventSeries: [], histogramSeries: [], mustBeVector: true });
}

describe('a label value', () => {
  test.each(HOSTILE)('with %s stands for itself once PromQL has read it', (_what, value) => {
    expect(decode(literalOf(equals('l', value)))).toBe(value);
    expect(decode(literalOf(differs('l', value)))).toBe(value);
  });

  test.each(HOSTILE)('with %s leaves the query valid and on one line', (_what, value) => {
    for (const matcher of [equals(LABEL, value), differs(LABEL, value), oneOf(LABEL, [value, 'x']), noneOf(LABEL, [value])]) {
      const { text } = new Selector('up', [matcher]);
      expect(problemsOf(text)).toEqual([]);
      expect(text).not.toMatch(/[\n\r]/);
    }
  });

  test.each(HOSTILE)('with %s matches itself and nothing else as one of several', (_what, value) => {
    const matcher = oneOf('l', [value, 'other']);
    expect(matches(matcher, value)).toBe(true);
    expect(matches(matcher, 'other')).toBe(true);
    expect(matches(matcher, `${value}x`)).toBe(false);
    expect(matches(matcher, `x${value}`)).toBe(false);
    expect(matches(matcher, 'another')).toBe(false);
  });

  test.each([
    ['a"b', 'm{l="a\\"b"}'],
    ['a\\b', 'm{l="a\\\\b"}'],
    ['a\nb\rc', 'm{l="a\\nb\\rc"}'],
    ['{a}', 'm{l="{a}"}'],
    ['a.b*', 'm{l="a.b*"}'],
  ])('%j is written as PromQL wants it', (value, text) => {
    expect(new Selector('m', [equals('l', value)]).text).toBe(text);
  });

  test('has its regular expression escaped twice where several are asked for: for the expression and for the string', () => {
    expect(new Selector('m', [oneOf('l', ['a.b', 'c|d', 'e\\f', '"'])]).text).toBe('m{l=~"a\\\\.b|c\\\\|d|e\\\\\\\\f|\\""}');
  });

  test('matches no neighbour through a dot of its own', () => {
    expect(matches(oneOf('l', ['v1.2', 'x']), 'v1.2')).toBe(true);
    expect(matches(oneOf('l', ['v1.2', 'x']), 'v1x2')).toBe(false);
  });

  test('is compared exactly where only one is asked for', () => {
    expect(new Selector('m', [oneOf('l', ['a.b'])]).text).toBe('m{l="a.b"}');
  });

  test('is excluded by a regular expression, even a single one', () => {
    expect(new Selector('m', [noneOf('fstype', ['tmpfs', 'overlay', 'squashfs'])]).text).toBe('m{fstype!~"tmpfs|overlay|squashfs"}');
    expect(new Selector('m', [noneOf('l', ['a.b'])]).text).toBe('m{l!~"a\\\\.b"}');
  });

  test('that is empty stands for series without the label', () => {
    expect(new Selector('m', [equals('priority', '')]).text).toBe('m{priority=""}');
    expect(new Selector('m', [differs('priority', '')]).text).toBe('m{priority!=""}');
  });
});

describe('a token in a label value', () => {
  test('survives in the middle of what is escaped around it', () => {
    const { text } = new Selector('m', [equals('l', `"a${Aws.STACK_NAME}\\b\n`)]);
    expect(readable(new Stack().resolve(text))).toBe('m{l="\\"a<AWS::StackName>\\\\b\\n"}');
  });

  test('is not taken for a regular expression, while the text around it is', () => {
    const { text } = new Selector('m', [oneOf('l', [`${Aws.STACK_NAME}.a`, `b|${Aws.REGION}`, 'c$'])]);
    expect(readable(new Stack().resolve(text))).toBe('m{l=~"<AWS::StackName>\\\\.a|b\\\\|<AWS::Region>|c\\\\$"}');
  });

  test('is left whole next to another one', () => {
    const { text } = new Selector('m', [noneOf('l', [`${Aws.REGION}${Aws.STACK_NAME}`])]);
    expect(readable(new Stack().resolve(text))).toBe('m{l!~"<AWS::Region><AWS::StackName>"}');
  });

  test('is replaced by a name that is known at synth only', () => {
    const { text } = new Selector('m', [equals(LABEL, Lazy.string({ produce: () => 'chat' }))]).lastOverTime(60);
    expect(new Stack().resolve(text)).toBe('last_over_time(m{"aws.sagemaker.endpoint.name"="chat"}[1m])');
  });
});

describe('names', () => {
  test.each([
    'vllm:kv_cache_usage_perc', 'DCGM_FI_DEV_GPU_UTIL', '_hidden', ':recorded', 'Invocation4XXErrors', 'tgi_queue_size',
  ])('the metric %s stands bare', (name) => {
    expect(new Selector(name, []).text).toBe(name);
    expect(new Selector(name, [equals('gpu', '0')]).text).toBe(`${name}{gpu="0"}`);
  });

  test.each([
    ['a dot', 'my.metric', '{"my.metric"}'],
    ['a dash', 'queue-depth', '{"queue-depth"}'],
    ['a digit in front', '4xx_total', '{"4xx_total"}'],
    ['a space', 'Queue Depth', '{"Queue Depth"}'],
    ['a letter beyond ASCII', 'größe', '{"größe"}'],
    ['a quote', 'a"b', '{"a\\"b"}'],
    ['a backslash and a newline', 'a\\b\n', '{"a\\\\b\\n"}'],
    ['a brace', 'a{b', '{"a{b"}'],
  ])('a metric whose name has %s is quoted within the braces', (_what, name, text) => {
    expect(new Selector(name, []).text).toBe(text);
    expect(new Selector(name, [equals('gpu', '0')]).text).toBe(`${text.slice(0, -1)},gpu="0"}`);
    expect(problemsOf(text)).toEqual([]);
  });

  // A parser that meets one of these words where a metric may stand reads an operator, a modifier or a number.
  test.each([
    'and', 'or', 'unless', 'atan2', 'on', 'ignoring', 'group_left', 'group_right', 'bool', 'offset', 'by', 'without', 'inf', 'nan', 'start',
    'end', 'OR', 'Inf', 'NaN',
  ])('the metric %s is quoted, because the word means something else to PromQL', (name) => {
    const texts = [new Selector(name, []).text, new Selector(name, [equals('gpu', '0')]).text, new Selector(name, []).rate(60).text];
    expect(texts).toEqual([`{"${name}"}`, `{"${name}",gpu="0"}`, `rate({"${name}"}[1m])`]);
    expect(texts.flatMap(problemsOf)).toEqual([]);
  });

  test.each(['order', 'on_call', 'offset_total', 'infinite', 'bys'])('the metric %s, which only begins like such a word, stands bare', (name) => {
    expect(new Selector(name, []).text).toBe(name);
    expect(problemsOf(name)).toEqual([]);
  });

  test.each(['gpu', 'model_name', '_internal', 'le', 'UUID', 'by', 'a1'])('the label %s stands bare', (label) => {
    expect(new Selector('m', [equals(label, 'x')]).text).toBe(`m{${label}="x"}`);
  });

  test.each([
    ['aws.sagemaker.endpoint.name', '"aws.sagemaker.endpoint.name"'],
    ['@resource.host.id', '"@resource.host.id"'],
    ['4xx', '"4xx"'],
    ['a:b', '"a:b"'],
    ['a-b', '"a-b"'],
    ['a"b\\', '"a\\"b\\\\"'],
  ])('the label %s is quoted wherever a label stands', (label, quoted) => {
    const a = Vector.call('a');
    const b = Vector.call('b');
    const texts = [
      new Selector('m', [equals(label, 'x')]).text, a.aggregate('sum', [label]).text, a.maxWithout([label]).text,
      a.andOn([label], b).text, a.unlessOn([label], b).text, new HistogramVector('a').averageWithout([label]).text,
      new HistogramVector('a').sumBy([label]).text,
    ];
    expect(texts).toEqual([
      `m{${quoted}="x"}`, `sum by (${quoted}) (a)`, `max without (${quoted}) (a)`, `a and on (${quoted}) b`, `a unless on (${quoted}) b`,
      `avg without (${quoted}) (a)`, `sum by (${quoted}) (a)`,
    ]);
    expect(texts.flatMap(problemsOf)).toEqual([]);
  });

  test('are joined with commas, quoted ones next to bare ones', () => {
    expect(new Selector('m', [equals('gpu', '0'), differs(LABEL, 'a'), noneOf('mode', ['x', 'y'])]).text)
      .toBe('m{gpu="0","aws.sagemaker.endpoint.name"!="a",mode!~"x|y"}');
    expect(Vector.call('a').aggregate('count', ['gpu', LABEL]).text).toBe('count by (gpu, "aws.sagemaker.endpoint.name") (a)');
  });
});

describe('durations', () => {
  test.each([
    [1, '1s'], [40, '40s'], [60, '1m'], [90, '90s'], [120, '2m'], [300, '5m'], [900, '15m'], [1200, '20m'], [3599, '3599s'], [3600, '1h'],
    [5400, '90m'], [86400, '1d'], [90000, '25h'], [604800, '7d'],
  ])('%d seconds become %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
});

describe('functions over a range', () => {
  const series = new Selector('m', [equals('l', 'x')]);

  test.each([
    ['the newest sample', series.lastOverTime(240), 'last_over_time(m{l="x"}[4m])'],
    ['the highest sample', series.maxOverTime(60), 'max_over_time(m{l="x"}[1m])'],
    ['the sum of samples', series.sumOverTime(300), 'sum_over_time(m{l="x"}[5m])'],
    ['the mean of samples', series.avgOverTime(45), 'avg_over_time(m{l="x"}[45s])'],
    ['the number of samples', series.countOverTime(3600), 'count_over_time(m{l="x"}[1h])'],
    ['the absence of samples', series.absentOverTime(86400), 'absent_over_time(m{l="x"}[1d])'],
    ['the rise per second', series.rate(604800), 'rate(m{l="x"}[7d])'],
  ])('%s', (_what, vector, text) => {
    expect(vector.text).toBe(text);
    expect(problemsOf(text)).toEqual([]);
  });

  test('take a quoted metric name', () => {
    expect(new Selector('my.metric', []).rate(60).text).toBe('rate({"my.metric"}[1m])');
  });
});

describe('histogram functions', () => {
  const rate = new Selector('ttft', []).histogramRate(300);

  test.each([
    ['a quantile', rate.quantile(0.99), 'histogram_quantile(0.99, rate(ttft[5m]))'],
    ['a quantile by a label', rate.sumBy([LABEL]).quantile(0.5), 'histogram_quantile(0.5, sum by ("aws.sagemaker.endpoint.name") (rate(ttft[5m])))'],
    ['a quantile of all together', rate.sumBy([]).quantile(1), 'histogram_quantile(1, sum (rate(ttft[5m])))'],
    ['the share between two values', rate.fraction(0, 2.5), 'histogram_fraction(0, 2.5, rate(ttft[5m]))'],
    ['the sum of observations', rate.sum(), 'histogram_sum(rate(ttft[5m]))'],
    ['the mean of observations', rate.sumBy([]).average(), 'histogram_avg(sum (rate(ttft[5m])))'],
    [
      'a quantile of ranks that repeat each other', rate.averageWithout(['tp_rank', LABEL]).sumBy([]).quantile(0.9),
      'histogram_quantile(0.9, sum (avg without (tp_rank, "aws.sagemaker.endpoint.name") (rate(ttft[5m]))))',
    ],
    [
      'the observations of a window with delta temporality', new Selector('ttft', []).histogramSumOverTime(60).sumBy(['gpu']).sum(),
      'histogram_sum(sum by (gpu) (sum_over_time(ttft[1m])))',
    ],
  ])('%s is a number, and a valid query that drops no histogram', (_what, vector, text) => {
    expect(vector.text).toBe(text);
    expect(checkPromQl(text, { publishIntervalSeconds: 1, histograms: 'NATIVE', eventSeries: [], histogramSeries: ['ttft'] })).toEqual([]);
  });

  test('average nothing where no rows repeat each other', () => {
    expect(rate.averageWithout([])).toBe(rate);
  });

  test('give numbers that need no parentheses', () => {
    expect(new HistogramVector('h').quantile(0.9).times(1000).text).toBe('1000 * histogram_quantile(0.9, h)');
  });
});

describe('precedence', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => Vector.call(name));

  test.each([
    ['a sum is divided as a whole', a.plus(b).dividedBy(c), '(a + b) / c'],
    ['a divisor that is a sum is divided by as a whole', a.dividedBy(b.plus(c)), 'a / (b + c)'],
    ['a difference is subtracted as a whole', a.minus(b.minus(c)), 'a - (b - c)'],
    ['differences are taken one after the other', a.minus(b).minus(c), '(a - b) - c'],
    ['a ratio is scaled as a whole', a.dividedBy(b).times(100), '100 * (a / b)'],
    ['a ratio is what is missing to one', a.dividedBy(b).complement().times(100), '100 * (1 - (a / b))'],
    ['a total becomes a rate as a whole', a.plus(b).per(300), '(a + b) / 300'],
    ['a call becomes a rate without parentheses', a.per(300), 'a / 300'],
    ['a ratio is compared as a whole', a.dividedBy(b).above(0.9), '(a / b) > 0.9'],
    ['what is compared is divided by as a whole', a.dividedBy(b.above(0)), 'a / (b > 0)'],
    ['an upper bound is compared with the whole', a.minus(b).below(-1), '(a - b) < -1'],
    ['a conjunction holds both sides together', a.above(1).and(b.below(2)), '(a > 1) and (b < 2)'],
    ['a conjunction of calls needs no parentheses', a.and(b), 'a and b'],
    ['a conjunction binds as one', a.and(b).or(c), '(a and b) or c'],
    ['a fallback binds as one', a.or(b).and(c), '(a or b) and c'],
    ['a fallback takes the other side as a whole', a.or(b.plus(c)), 'a or (b + c)'],
    ['the larger one is compared and falls back to the other side as a whole', a.atLeast(b.plus(c)), '(a > (b + c)) or (b + c)'],
    ['the larger one binds as one', a.atLeast(b).above(0), '((a > b) or b) > 0'],
    ['a time is compared with the whole', a.plus(b).within(240), '(a + b) > (time() - 240)'],
    ['a label is given to the whole', a.plus(b).withLabel('l', 'x').times(2), '2 * label_replace(a + b, "l", "x", "", "")'],
    ['a fallback of zero binds as one', a.orZeroOf(b).dividedBy(c), '(a or (0 * b)) / c'],
    ['a fallback of zero takes the other side as a whole', a.orZeroOf(b.plus(c)), 'a or (0 * (b + c))'],
    ['an aggregation of an operation needs its own parentheses only', a.plus(b).aggregate('sum', []), 'sum (a + b)'],
    ['an aggregation binds as one', a.aggregate('max', ['gpu']).times(2), '2 * max by (gpu) (a)'],
    ['rows that repeat each other are put together first', a.plus(b).maxWithout(['x', 'y.z']).times(100), '100 * max without (x, "y.z") (a + b)'],
    ['a subquery holds the operation', a.dividedBy(b).maxOverTime(86400, 300), 'max_over_time((a / b)[1d:5m])'],
  ])('%s', (_what, vector, text) => {
    expect(vector.text).toBe(text);
    expect(problemsOf(text)).toEqual([]);
  });

  test('a factor of one is left out', () => {
    expect(a.times(1)).toBe(a);
    expect(a.plus(b).times(1).text).toBe('a + b');
  });

  test('nothing is put together where no rows repeat each other', () => {
    expect(a.maxWithout([])).toBe(a);
  });
});

describe('a label that rows are given', () => {
  test('has its name and value escaped', () => {
    const { text } = Vector.call('a').withLabel(LABEL, 'it"s\\mine\n');
    expect(text).toBe('label_replace(a, "aws.sagemaker.endpoint.name", "it\\"s\\\\mine\\n", "", "")');
    expect(problemsOf(text)).toEqual([]);
  });
});

describe('a union', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => Vector.call(name));

  test('of one vector is that vector', () => {
    expect(Vector.union([a])).toBe(a);
    expect(Vector.union([a.plus(b)]).times(2).text).toBe('2 * (a + b)');
  });

  test('joins calls as they are and operations in parentheses', () => {
    expect(Vector.union([a, b.times(100), c]).text).toBe('a or (100 * b) or c');
  });

  test('binds as one within a larger operation', () => {
    expect(Vector.union([a, b]).times(100).text).toBe('100 * (a or b)');
    expect(Vector.union([Vector.union([a, b]), c]).text).toBe('(a or b) or c');
  });

  test('is aggregated as a whole', () => {
    expect(Vector.union([a, b]).aggregate('avg', []).text).toBe('avg (a or b)');
  });
});

describe('series are matched by the values of some labels', () => {
  const [a, b] = ['a', 'b'].map((name) => Vector.call(name));

  test('where the other side must have a row', () => {
    expect(a.above(5).andOn([LABEL, 'gpu'], b.above(0.95)).text).toBe('(a > 5) and on ("aws.sagemaker.endpoint.name", gpu) (b > 0.95)');
  });

  test('where the other side must have none', () => {
    expect(a.unlessOn(['gpu'], b).text).toBe('a unless on (gpu) b');
  });

  test('and the result binds as one', () => {
    expect(a.andOn(['gpu'], b).aggregate('count', []).text).toBe('count (a and on (gpu) b)');
    expect(a.unlessOn(['gpu'], b).times(2).text).toBe('2 * (a unless on (gpu) b)');
  });

  test('and the query is one that CloudWatch takes', () => {
    expect([a.above(5).andOn([LABEL], b), a.unlessOn([LABEL], b.below(1))].flatMap(({ text }) => problemsOf(text))).toEqual([]);
  });
});
