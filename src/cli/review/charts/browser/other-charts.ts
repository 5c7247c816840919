import { GRID, nameAxis } from './axes';
import type { Option, Theme } from './option';
import { format, newest, PALETTE, Row, shortName } from './rows';
import { timeAxis } from './time-charts';
import { PageChart, PageData } from '../page-data';

/** From low to high, where a heat map has no colours of its own. */
const BLUES = ['#deebf7', '#6baed6', '#08519c'];

/** A row for each series, coloured by its values. The colours spread over what is found, as CloudWatch spreads them. */
export function heatmapOption(data: PageData, { colors = BLUES }: PageChart, rows: readonly Row[], theme: Theme): Option {
  const cells = rows.flatMap(({ values }, row) => values.flatMap((value, point) => value === null ? [] : [[point, row, value]]));
  const found = cells.map(([, , value]) => value);
  return {
    grid: { ...GRID, top: 4 },
    xAxis: timeAxis(data, theme, { boundaryGap: true }),
    yAxis: nameAxis(rows.map(shortName), theme, {
      inverse: true, axisLabel: { color: theme.soft, fontSize: 10, width: 230, overflow: 'truncate', interval: 0 },
    }),
    visualMap: { show: false, type: 'continuous', min: Math.min(...found, 0), max: Math.max(...found, 1), inRange: { color: colors } },
    series: [{ type: 'heatmap', data: cells, itemStyle: { borderWidth: 0.5, borderColor: theme.card } }],
  };
}

/** The shares of the newest values. */
export function pieOption({ hole }: PageChart, rows: readonly Row[], theme: Theme): Option {
  return {
    series: [{
      type: 'pie',
      radius: [`${0.8 * hole}%`, '80%'],
      label: { color: theme.soft, fontSize: 10, formatter: '{d}%' },
      data: rows.map((row, index) => ({ name: row.name, value: newest(row), itemStyle: { color: PALETTE[index % PALETTE.length] } })),
    }],
  };
}

/** Of half of the height: more would leave the frame. */
const GAUGE_PERCENT = 88;

/** The newest value of each series between two bounds. */
export function gaugeOption({ gauge = { min: 0, max: 100 }, thresholds }: PageChart, rows: readonly Row[], theme: Theme): Option {
  const { min, max } = gauge;
  const share = (value: number) => Math.min(Math.max((value - min) / (max - min), 0), 1);
  const limits = [...thresholds].sort((left, right) => left.value - right.value);
  const colors = [...limits.map(({ value }, index): [number, string] => [share(value), limits[index - 1]?.color ?? theme.line]),
    [1, limits[limits.length - 1]?.color ?? theme.line]];
  return {
    series: rows.map((row, index) => ({
      type: 'gauge',
      name: row.name,
      min,
      max,
      center: [`${100 * (index + 0.5) / rows.length}%`, '64%'],
      radius: `${Math.min(GAUGE_PERCENT, 2 * GAUGE_PERCENT / rows.length)}%`,
      startAngle: 200,
      endAngle: -20,
      color: row.color,
      progress: { show: true, width: 12 },
      pointer: { show: false },
      axisLine: { lineStyle: { width: 12, color: colors } },
      axisTick: { show: false },
      splitLine: { show: false },
      splitNumber: 1,
      axisLabel: { color: theme.soft, fontSize: 10, distance: -2, formatter: format },
      detail: { formatter: format, color: theme.ink, fontSize: rows.length > 2 ? 13 : 22, offsetCenter: [0, '-8%'] },
      title: { show: false },
      data: [{ value: newest(row), name: row.name }],
    })),
  };
}
