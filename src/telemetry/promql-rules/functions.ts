/** What an expression of PromQL yields. */
export type ValueKind = 'scalar' | 'string' | 'instant vector' | 'range vector';

/** What a function does with samples that are native histograms. */
export type HistogramUse =
  /** It yields histograms again. */
  | 'keeps'
  /** It yields numbers. */
  | 'reads'
  /** It knows numbers only and leaves such samples out without an error. */
  | 'drops';

/** How a function or aggregation is called. */
export interface Signature {
  readonly parameters: readonly ValueKind[];
  /** How many arguments must be given. */
  readonly fewest: number;
  /** How many may be given: without a bound the last parameter repeats. */
  readonly most: number;
  readonly yields: ValueKind;
  readonly histograms: HistogramUse;
}

type Form = Partial<Pick<Signature, 'fewest' | 'most' | 'yields'>>;

const SCALAR: ValueKind = 'scalar';
const STRING: ValueKind = 'string';
const VECTOR: ValueKind = 'instant vector';
const RANGE: ValueKind = 'range vector';

function define(names: string, parameters: readonly ValueKind[], histograms: HistogramUse, form: Form = {}): Array<[string, Signature]> {
  const signature = { parameters, fewest: parameters.length, most: parameters.length, yields: VECTOR, histograms, ...form };
  return names.split(' ').map((name) => [name, signature]);
}

const SIGNATURES = new Map<string, Signature>([
  ...define('sum', [VECTOR], 'keeps'),
  ...define('avg', [VECTOR], 'keeps'),
  ...define('min max stddev stdvar', [VECTOR], 'drops'),
  ...define('count group', [VECTOR], 'reads'),
  ...define('topk bottomk quantile', [SCALAR, VECTOR], 'drops'),
  ...define('limitk limit_ratio', [SCALAR, VECTOR], 'keeps'),
  ...define('count_values', [STRING, VECTOR], 'reads'),

  ...define('rate increase irate delta idelta sum_over_time avg_over_time last_over_time first_over_time', [RANGE], 'keeps'),
  ...define('count_over_time present_over_time absent_over_time changes resets', [RANGE], 'reads'),
  ...define('ts_of_first_over_time ts_of_last_over_time', [RANGE], 'reads'),
  ...define('min_over_time max_over_time stddev_over_time stdvar_over_time mad_over_time deriv', [RANGE], 'drops'),
  ...define('ts_of_max_over_time ts_of_min_over_time', [RANGE], 'drops'),
  ...define('quantile_over_time', [SCALAR, RANGE], 'drops'),
  ...define('predict_linear', [RANGE, SCALAR], 'drops'),
  ...define('double_exponential_smoothing', [RANGE, SCALAR, SCALAR], 'drops'),

  ...define('histogram_avg histogram_count histogram_sum histogram_stddev histogram_stdvar', [VECTOR], 'reads'),
  ...define('histogram_quantile', [SCALAR, VECTOR], 'reads'),
  ...define('histogram_quantiles', [VECTOR, STRING, SCALAR], 'reads', { most: Infinity }),
  ...define('histogram_fraction', [SCALAR, SCALAR, VECTOR], 'reads'),
  ...define('absent timestamp start_timestamp', [VECTOR], 'reads'),

  ...define('abs ceil exp floor ln log10 log2 sgn sqrt deg rad sort sort_desc', [VECTOR], 'drops'),
  ...define('acos acosh asin asinh atan atanh cos cosh sin sinh tan tanh', [VECTOR], 'drops'),
  ...define('round', [VECTOR, SCALAR], 'drops', { fewest: 1 }),
  ...define('clamp', [VECTOR, SCALAR, SCALAR], 'drops'),
  ...define('clamp_max clamp_min', [VECTOR, SCALAR], 'drops'),
  ...define('days_in_month day_of_month day_of_week day_of_year hour minute month year', [VECTOR], 'drops', { fewest: 0 }),

  ...define('label_replace', [VECTOR, STRING, STRING, STRING, STRING], 'keeps'),
  ...define('label_join', [VECTOR, STRING, STRING, STRING], 'keeps', { fewest: 3, most: Infinity }),
  ...define('sort_by_label sort_by_label_desc', [VECTOR, STRING], 'keeps', { most: Infinity }),
  ...define('info', [VECTOR, VECTOR], 'keeps', { fewest: 1 }),

  ...define('scalar', [VECTOR], 'drops', { yields: SCALAR }),
  ...define('vector', [SCALAR], 'drops'),
  ...define('time pi start end step range', [], 'drops', { yields: SCALAR }),
]);

/** A function that a newer grammar knows and this table does not: nothing is held against it. */
const UNKNOWN: Signature = { parameters: [], fewest: 0, most: Infinity, yields: VECTOR, histograms: 'reads' };

/** How a function or an aggregation is called. */
export function signatureOf(name: string): Signature {
  return SIGNATURES.get(name.toLowerCase()) ?? UNKNOWN;
}
