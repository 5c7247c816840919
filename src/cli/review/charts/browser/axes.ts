import type { Option, Theme } from './option';
import { format } from './rows';
import { ChartAxis, Threshold } from '../widget';

/** Room above the highest line, so that its label can be read. */
const HEADROOM = 1.08;

const MIDDLE = 0.5;

/** Into how many parts an axis is divided, more or less. */
const PARTS = 4;

/** A value axis with its unit above it. Lines at limits are always in sight. */
export function valueAxis(
  { title, min, max, logarithmic }: ChartAxis, thresholds: readonly Threshold[], theme: Theme, changes: Option = {},
): Option {
  const limits = thresholds.flatMap(({ value, until }) => until === undefined ? [value] : [value, until]);
  const top = (highest: number) => rounded(Math.max(highest, HEADROOM * Math.max(...limits)));
  return {
    type: logarithmic ? 'log' : 'value',
    name: title,
    nameLocation: 'end',
    nameGap: 8,
    nameTextStyle: { align: 'left', color: theme.soft, fontSize: 11 },
    min: min ?? (limits.length > 0 ? (found: { min: number }) => Math.min(found.min, ...limits) : undefined),
    max: max ?? (limits.length > 0 ? (found: { max: number }) => top(found.max) : undefined),
    splitNumber: PARTS,
    interval: min !== undefined && max !== undefined ? (max - min) / PARTS : undefined,
    minInterval: title?.startsWith('count') ? 1 : undefined,
    axisLabel: { color: theme.soft, fontSize: 10, formatter: format },
    splitLine: { lineStyle: { color: theme.line, opacity: MIDDLE } },
    ...changes,
  };
}

/** The next number that reads well on an axis. */
function rounded(value: number): number {
  if (!Number.isFinite(value) || value <= 0) {
    return 1;
  }
  const step = 10 ** Math.floor(Math.log10(value)) / 2;
  return Math.ceil(value / step) * step;
}

/** An axis with a place for each name. */
export function nameAxis(names: readonly string[], theme: Theme, changes: Option = {}): Option {
  return {
    type: 'category',
    data: names,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: theme.line } },
    axisLabel: { color: theme.soft, fontSize: 10, hideOverlap: true },
    ...changes,
  };
}

/** Lines at limits, and what is shaded beside them, for the first series on their axis. */
export function marks(thresholds: readonly Threshold[], horizontal: boolean, theme: Theme): Option {
  if (thresholds.length === 0) {
    return {};
  }
  const axis = horizontal ? 'xAxis' : 'yAxis';
  const areas = thresholds.flatMap(({ value, until, fill, color = '#d62728' }): Option[][] => {
    const [from, to] = until !== undefined ? [value, until] : fill === 'above' ? [value, 'max'] : fill === 'below' ? ['min', value] : [];
    return from === undefined ? [] : [[{ [axis]: from, itemStyle: { color, opacity: 0.12 } }, { [axis]: to }]];
  });
  return {
    markLine: {
      silent: true,
      symbol: 'none',
      data: ascending(thresholds).map(({ value, label, color = '#d62728' }, index) => ({
        [axis]: value,
        lineStyle: { color, type: 'dashed', width: 1.5 },
        label: {
          formatter: label ?? format(value),
          position: index % 2 === 0 ? 'insideEndTop' : 'insideStartTop',
          color,
          fontSize: 10,
          textBorderColor: theme.card,
          textBorderWidth: 3,
        },
      })),
    },
    markArea: areas.length > 0 ? { silent: true, data: areas } : undefined,
  };
}

/** Labels of neighbours stand at different ends: they would lie on each other. */
function ascending(thresholds: readonly Threshold[]): Threshold[] {
  return [...thresholds].sort((left, right) => left.value - right.value);
}

export const GRID: Option = { left: 8, right: 14, top: 24, bottom: 2, containLabel: true };
