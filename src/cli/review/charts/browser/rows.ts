import { PageChart, PageData, PageQuery } from '../page-data';

/** A series of a chart in one situation. */
export interface Row {
  readonly name: string;
  /** A value for each point, null where there is none. */
  readonly values: ReadonlyArray<number | null>;
  readonly labels: { readonly [name: string]: string };
  readonly color: string;
  readonly right: boolean;
}

/** CloudWatch's colours, in its order. */
export const PALETTE = [
  '#1f77b4', '#ff7f0e', '#2ca02c', '#d62728', '#9467bd', '#8c564b', '#e377c2', '#7f7f7f', '#bcbd22', '#17becf',
];

/** The label that tells which metric a classic row is about. */
const METRIC_LABEL = 'MetricName';

interface Found {
  readonly query: PageQuery;
  readonly labels: { readonly [name: string]: string };
  readonly values: ReadonlyArray<number | null>;
  /** Whether the query has other rows. */
  readonly several: boolean;
}

/** The series of a chart in a situation, named as CloudWatch would name them. */
export function rowsOf(data: PageData, chart: PageChart, situation: number): Row[] {
  const found = chart.queries.flatMap((query): Found[] => {
    const pairs = query.answer < 0 ? [] : data.answers[query.answer][situation];
    return Array.from({ length: pairs.length / 2 }, (_, index) => ({
      query,
      labels: renamed(data.labels[pairs[2 * index]], query.names === undefined ? {} : data.names[query.names]),
      values: unpack(data.values[pairs[2 * index + 1]], data.points),
      several: pairs.length > 2,
    }));
  });
  const telling = tellingLabels(found);
  return found.map((one, index) => ({
    name: nameOf(one, telling),
    values: one.values,
    labels: one.labels,
    color: one.query.color ?? PALETTE[index % PALETTE.length],
    right: one.query.right === true,
  }));
}

/** Numbers with commas between them. A single one is a sum over all of the time: it has no curve. */
function unpack(text: string, points: number): Array<number | null> {
  const values = text.split(',').map((part) => part === '' ? null : Number(part));
  return values.length === 1 ? values : Array.from({ length: points }, (_, index) => values[index] ?? null);
}

function renamed(labels: { readonly [name: string]: string }, names: { readonly [name: string]: string }) {
  return Object.fromEntries(Object.entries(labels).map(([label, value]) => [label, Object.hasOwn(names, value) ? names[value] : value]));
}

/** The dimensions in which the classic rows of a chart differ. */
function tellingLabels(found: readonly Found[]): string[] {
  const classic = found.filter(({ query }) => query.classic);
  const all = [...new Set(classic.flatMap(({ labels }) => Object.keys(labels)))];
  return all.filter((label) => new Set(classic.map(({ labels }) => labels[label])).size > 1);
}

function nameOf({ query: { label, classic }, labels, values, several }: Found, telling: readonly string[]): string {
  if (!classic) {
    return label ?? verbose(labels);
  }
  const own = telling.filter((one) => one !== METRIC_LABEL && labels[one] !== undefined).map((one) => labels[one]);
  const automatic = [...own, ...telling.includes(METRIC_LABEL) || own.length === 0 ? [labels[METRIC_LABEL]] : []].filter(Boolean).join(' ');
  if (label === undefined) {
    return automatic;
  }
  return label.includes('${') ? dynamic(label, automatic, labels, values) : several ? `${label} ${own.join(' ')}` : label;
}

/** What fits beside a row: where a name consists of labels, their values. */
export function shortName({ name, labels }: Pick<Row, 'name' | 'labels'>): string {
  const values = Object.entries(labels).sort(([left], [right]) => left < right ? -1 : 1).map(([, value]) => value);
  return name === verbose(labels) && values.length > 0 ? values.join(' · ') : name;
}

/** All labels, as a chart without a name of its own writes them. */
function verbose(labels: { readonly [name: string]: string }): string {
  const parts = Object.entries(labels).sort(([left], [right]) => left < right ? -1 : 1).map(([name, value]) => `${name}: ${value}`);
  return parts.length > 0 ? parts.join(', ') : 'value';
}

/** CloudWatch's dynamic labels. What is not known here stays as it is. */
function dynamic(template: string, automatic: string, labels: { readonly [name: string]: string }, values: Row['values']): string {
  const numbers = values.filter((value) => value !== null);
  const figures: Record<string, () => number> = {
    LAST: () => numbers[numbers.length - 1],
    MAX: () => Math.max(...numbers),
    MIN: () => Math.min(...numbers),
    SUM: () => numbers.reduce((sum, value) => sum + value, 0),
    AVG: () => numbers.reduce((sum, value) => sum + value, 0) / numbers.length,
  };
  return template
    .replace(/\$\{LABEL\}/g, automatic)
    .replace(/\$\{PROP\('(?:Dim\.)?(\w+)'\)\}/g, (whole, name) => labels[name] ?? whole)
    .replace(/\$\{(LAST|MAX|MIN|SUM|AVG)\}/g, (whole, name) => numbers.length > 0 ? format(figures[name]()) : whole);
}

const THOUSANDS: Array<[number, string]> = [[1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e4, 'k']];

/** A number with three significant digits. */
export function format(value: number): string {
  const size = Math.abs(value);
  const [, unit] = THOUSANDS.find(([limit]) => size >= limit) ?? [1, ''];
  const scaled = { T: 1e12, G: 1e9, M: 1e6, k: 1e3 }[unit] ?? 1;
  return `${Number((value / scaled).toPrecision(3))}${unit}`;
}

/** The time of day of a point. */
export function timeOf(data: PageData, point: number): string {
  const minutes = data.from + Math.round(point * data.step / 60);
  return `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** The newest value of a row. */
export function newest({ values }: Pick<Row, 'values'>): number | null {
  return values.filter((value) => value !== null).at(-1) ?? null;
}
