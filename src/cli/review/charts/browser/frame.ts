/// <reference lib="dom" />
import { chartOption, Option, Theme } from './option';
import { format, newest, Row, rowsOf } from './rows';
import { tooltip } from './tooltip';
import { PageChart, PageData } from '../page-data';

/** Height that a number leaves for its curve, in pixels. */
const LEAST_SPARKLINE = 24;

const SPARKLINE_HEADROOM = 1.5;

/** A picture of the chart library. */
export interface Picture {
  setOption(option: Option): void;
  resize(): void;
  dispose(): void;
}

/** Makes an empty picture in an element. */
export type Draw = (place: HTMLElement) => Picture;

/** One chart of the page. */
export class Frame {
  private picture?: Picture;

  public constructor(
    private readonly data: PageData, private readonly chart: PageChart, private readonly place: HTMLElement, private readonly make: Draw,
  ) {
    place.parentElement?.classList.toggle('small', chart.view === 'number');
  }

  /** Draws the chart in a situation. */
  public draw(situation: number, theme: Theme): void {
    this.clear();
    const { queries, view } = this.chart;
    const missing = queries.filter(({ answer }) => answer < 0).length;
    if (missing === queries.length) {
      this.place.append(text('p', 'empty missing', 'no sample data'));
      return;
    }
    const rows = rowsOf(this.data, this.chart, situation).filter(({ values }) => values.some((value) => value !== null));
    if (rows.length === 0) {
      this.place.append(text('p', 'empty', 'no data available: nothing answers in this situation'));
    } else if (view === 'number') {
      this.numbers(rows, theme);
    } else if (view === 'table' || view === 'legend') {
      this.place.append(view === 'table' ? table(rows) : legend(rows));
    } else {
      this.drawPicture(rows, theme);
    }
    if (missing > 0) {
      this.place.append(text('p', 'note', `no sample data for ${missing} of ${queries.length} queries`));
    }
  }

  /** Takes the picture away, so that many charts out of sight cost nothing. */
  public clear(): void {
    this.picture?.dispose();
    this.picture = undefined;
    this.place.replaceChildren();
  }

  public resize(): void {
    this.picture?.resize();
  }

  private drawPicture(rows: readonly Row[], theme: Theme): void {
    const option = chartOption(this.data, this.chart, rows, theme)!;
    const canvas = text('div', 'canvas', '');
    this.place.classList.toggle('side', this.chart.legend === 'right');
    this.place.append(canvas);
    const series: Array<{ name?: string; color?: string }> = option.series;
    const named = this.chart.view === 'pie' ? rows : series.filter(({ name }) => name);
    if (this.chart.legend !== 'hidden' && named.length > 0) {
      this.place.append(legend(named.map(({ name, color }) => ({ name: name!, color: color! }))));
    }
    this.picture = this.make(canvas);
    this.picture.setOption({ ...option, tooltip: tooltip(this.chart, rows, theme) });
  }

  private numbers(rows: readonly Row[], theme: Theme): void {
    const numbers = text('div', 'numbers', '');
    for (const row of rows) {
      const item = document.createElement('div');
      item.append(text('strong', '', format(newest(row)!)), text('span', '', row.name));
      numbers.append(item);
    }
    const canvas = text('div', 'canvas', '');
    this.place.append(numbers, canvas);
    const curves = rows.filter(({ values }) => values.length > 1);
    if (!this.chart.sparkline || curves.length === 0 || canvas.clientHeight < LEAST_SPARKLINE) {
      return;
    }
    this.picture = this.make(canvas);
    this.picture.setOption({
      animation: false,
      grid: { left: 0, right: 0, top: 2, bottom: 2 },
      xAxis: { type: 'category', show: false, boundaryGap: false },
      yAxis: { type: 'value', show: false, min: 0, max: ({ max }: { max: number }) => SPARKLINE_HEADROOM * max || 1 },
      series: curves.map(({ values, color }) => ({
        type: 'line', data: values, color, symbol: 'none', silent: true, lineStyle: { width: 1.5 }, areaStyle: { opacity: 0.15, color: color ?? theme.soft },
      })),
    });
  }
}

function legend(rows: ReadonlyArray<{ readonly name: string; readonly color: string }>): HTMLElement {
  const list = text('ul', 'legend', '');
  for (const { name, color } of rows) {
    const item = document.createElement('li');
    const mark = document.createElement('i');
    mark.style.background = color;
    item.title = name;
    item.append(mark, text('b', '', name));
    list.append(item);
  }
  return list;
}

function table(rows: readonly Row[]): HTMLElement {
  const whole = document.createElement('table');
  for (const row of rows) {
    const line = whole.insertRow();
    line.insertCell().textContent = row.name;
    line.insertCell().textContent = format(newest(row)!);
  }
  return whole;
}

/** An element with a text: never with HTML. */
export function text(tag: string, className: string, content: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = content;
  return element;
}
