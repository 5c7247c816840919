import { GRID, marks, nameAxis, valueAxis } from './axes';
import type { Option, Theme } from './option';
import { format, PALETTE, Row, timeOf } from './rows';
import { PageChart, PageData } from '../page-data';

/** The label that queries of this library give to rows that stand beside each other. */
const SHOWS = 'shows';

const BINS = 10;

/** Between the parts of a name. Names of resources have no such sign. */
const SEPARATOR = ' · ';

/** Bars: one group for each resource, one bar in it for each of what is shown of the resource. */
export function categoryOption(data: PageData, chart: PageChart, rows: readonly Row[], theme: Theme): Option {
  const point = newestPoint(rows);
  const bars = chart.view === 'histogram' ? histogram(rows) : grouped(rows, point);
  const unit = chart.view === 'histogram' ? 'values' : `${chart.left.title ?? ''} at ${timeOf(data, point)}`.trim();
  const axis = { ...chart.left, title: unit };
  const values = valueAxis(axis, chart.thresholds, theme);
  const names = nameAxis(bars.categories, theme, chart.horizontal
    ? { inverse: true, axisLabel: { color: theme.soft, fontSize: 10, width: 120, overflow: 'truncate' } }
    : { axisLabel: { color: theme.soft, fontSize: 10, lineHeight: 12, interval: 0, hideOverlap: true, formatter: stacked } });
  const named = { ...values, nameLocation: chart.horizontal ? 'middle' : 'end', nameGap: chart.horizontal ? 24 : 8 };
  return {
    grid: chart.horizontal ? { ...GRID, top: 6, bottom: 18 } : GRID,
    xAxis: chart.horizontal ? { ...named, nameTextStyle: { color: theme.soft, fontSize: 11 } } : names,
    yAxis: chart.horizontal ? names : named,
    series: bars.series.map((one, index) => ({
      type: 'bar',
      name: one.name,
      color: one.color,
      data: one.values,
      barMaxWidth: 36,
      stack: chart.stacked ? 'all' : undefined,
      ...index === 0 ? marks(chart.thresholds, chart.horizontal, theme) : {},
    })),
  };
}

/** The parts of a name below each other, so that many names have room side by side. */
function stacked(name: string): string {
  return name.split(SEPARATOR).join('\n');
}

/** The newest point; where nothing has a value by then, the newest one at which most rows have. */
export function newestPoint(rows: readonly Row[]): number {
  const points = Math.max(...rows.map(({ values }) => values.length), 1);
  const counts = Array.from({ length: points }, (_, point) => rows.filter(({ values }) => isNumber(values[point])).length);
  return counts[points - 1] > 0 ? points - 1 : counts.lastIndexOf(Math.max(...counts));
}

export interface Bars {
  readonly categories: readonly string[];
  readonly series: ReadonlyArray<{ readonly name: string; readonly color: string; readonly values: ReadonlyArray<number | null> }>;
}

/** Rows with the same labels but for what they show stand in one group. */
export function grouped(rows: readonly Row[], point: number): Bars {
  const present = rows.filter(({ values }) => isNumber(values[point]));
  const resource = ({ labels, name }: Row) => {
    const others = Object.entries(labels).filter(([label]) => label !== SHOWS && label !== 'MetricName');
    return others.length > 0 ? others.map(([, value]) => value).join(SEPARATOR) : labels[SHOWS] === undefined ? name : '';
  };
  const shown = ({ labels, name }: Row) => labels[SHOWS] ?? (Object.keys(labels).length > 0 ? '' : name);
  const categories = [...new Set(present.map(resource))];
  const kinds = [...new Set(present.map(shown))];
  return {
    categories,
    series: kinds.map((kind, index) => ({
      name: kind,
      color: PALETTE[index % PALETTE.length],
      values: categories.map((category) => present.find((row) => resource(row) === category && shown(row) === kind)?.values[point] ?? null),
    })),
  };
}

function histogram(rows: readonly Row[]): Bars {
  const all = rows.flatMap(({ values }) => values.filter(isNumber));
  const lowest = Math.min(...all, Infinity);
  const width = (Math.max(...all, -Infinity) - lowest) / BINS || 1;
  const binOf = (value: number) => Math.min(Math.floor((value - lowest) / width), BINS - 1);
  const counts = Array.from({ length: BINS }, (_, bin) => all.filter((value) => binOf(value) === bin).length);
  return {
    categories: counts.map((_, bin) => format(lowest + bin * width)),
    series: [{ name: 'values', color: PALETTE[0], values: counts }],
  };
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number';
}
