/// <reference lib="dom" />
import type { Option, Theme } from './option';
import { format, Row } from './rows';
import { PageChart } from '../page-data';

interface Shown {
  readonly seriesName?: string;
  readonly name?: string;
  readonly axisValueLabel?: string;
  readonly color?: string;
  readonly value?: number | null | number[];
}

const AXIS_VIEWS = ['line', 'scatter', 'bar', 'column', 'histogram'];

/** What is told of a place in a chart. It is made of elements with texts, never of HTML. */
export function tooltip({ view }: PageChart, rows: readonly Row[], theme: Theme): Option {
  return {
    trigger: AXIS_VIEWS.includes(view) ? 'axis' : 'item',
    confine: true,
    backgroundColor: theme.card,
    borderColor: theme.line,
    textStyle: { color: theme.ink, fontSize: 12 },
    formatter: (shown: Shown | Shown[]) => told([shown].flat(), view === 'heatmap' ? rows : undefined),
  };
}

function told(all: readonly Shown[], rows: readonly Row[] | undefined): HTMLElement {
  const tip = document.createElement('div');
  tip.className = 'tip';
  const head = document.createElement('b');
  head.textContent = all[0]?.axisValueLabel ?? all[0]?.name ?? '';
  tip.append(head);
  const lines = all.map(({ seriesName, value, color }) => Array.isArray(value)
    ? { name: rows?.[value[1]]?.name ?? seriesName, number: value[value.length - 1], color }
    : { name: seriesName, number: value, color });
  lines.filter(({ number }) => typeof number === 'number').sort((left, right) => right.number! - left.number!).forEach(({ name, number, color }) => {
    const line = document.createElement('div');
    const label = document.createElement('span');
    const figure = document.createElement('b');
    label.textContent = name ?? '';
    label.style.color = color ?? '';
    figure.textContent = format(number!);
    line.append(label, figure);
    tip.append(line);
  });
  return tip;
}
