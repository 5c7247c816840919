import { GRID, marks, nameAxis, valueAxis } from './axes';
import type { Option, Theme } from './option';
import { Row, timeOf } from './rows';
import { PageChart, PageData } from '../page-data';

const STACKED_OPACITY = 0.55;
const FILLED_OPACITY = 0.25;

/** A point each quarter of an hour has its time written. */
const MINUTES_BETWEEN_TIMES = 15;

/** Lines or dots over time. */
export function timeOption(data: PageData, chart: PageChart, rows: readonly Row[], theme: Theme): Option {
  const ofAxis = (axis: 'left' | 'right') => chart.thresholds.filter((threshold) => threshold.axis === axis);
  const axes = [valueAxis(chart.left, ofAxis('left'), theme)];
  if (chart.right || rows.some(({ right }) => right)) {
    axes.push(valueAxis(chart.right ?? {}, ofAxis('right'), theme, {
      splitLine: { show: false }, nameTextStyle: { align: 'right', color: theme.soft, fontSize: 11 },
    }));
  }
  const firstOf = (right: boolean) => rows.findIndex((row) => row.right === right);
  return {
    grid: GRID,
    xAxis: timeAxis(data, theme),
    yAxis: axes,
    series: rows.map((row, index) => ({
      ...chart.view === 'scatter' ? dots() : line(chart),
      name: row.name,
      color: row.color,
      yAxisIndex: row.right ? 1 : 0,
      data: row.values,
      ...index === firstOf(row.right) ? marks(ofAxis(row.right ? 'right' : 'left'), false, theme) : {},
    })),
  };
}

/** The time of day below a chart. */
export function timeAxis(data: PageData, theme: Theme, changes: Option = {}): Option {
  const times = Array.from({ length: data.points }, (_, point) => timeOf(data, point));
  const every = Math.max(Math.round(MINUTES_BETWEEN_TIMES * 60 / data.step), 1);
  const interval = (index: number) => index % every === 0;
  return nameAxis(times, theme, {
    boundaryGap: false,
    axisLabel: { color: theme.soft, fontSize: 10, interval, showMaxLabel: true },
    ...changes,
  });
}

function line({ stacked, filled, spline }: PageChart): Option {
  return {
    type: 'line',
    smooth: spline,
    symbol: 'circle',
    symbolSize: 4,
    // A point without neighbours is seen only as a dot.
    showSymbol: false,
    showAllSymbol: false,
    connectNulls: true,
    lineStyle: { width: stacked ? 1 : 1.75 },
    stack: stacked ? 'all' : undefined,
    areaStyle: stacked || filled ? { opacity: stacked ? STACKED_OPACITY : FILLED_OPACITY } : undefined,
  };
}

function dots(): Option {
  return { type: 'scatter', symbolSize: 6 };
}
