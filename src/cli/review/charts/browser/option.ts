import { categoryOption } from './category-charts';
import { gaugeOption, heatmapOption, pieOption } from './other-charts';
import { Row } from './rows';
import { timeOption } from './time-charts';
import { PageChart, PageData } from '../page-data';

/** Colours of what is not data. */
export interface Theme {
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly card: string;
}

/** What ECharts draws. */
export type Option = Record<string, any>;

/** A chart in a situation, or undefined where the view is no picture. */
export function chartOption(data: PageData, chart: PageChart, rows: readonly Row[], theme: Theme): Option | undefined {
  const option = pictureOf(data, chart, rows, theme);
  return option && { animation: false, textStyle: { color: theme.soft, fontFamily: 'inherit' }, ...option };
}

function pictureOf(data: PageData, chart: PageChart, rows: readonly Row[], theme: Theme): Option | undefined {
  switch (chart.view) {
    case 'line':
    case 'scatter':
      return timeOption(data, chart, rows, theme);
    case 'bar':
    case 'column':
    case 'histogram':
      return categoryOption(data, chart, rows, theme);
    case 'heatmap':
      return heatmapOption(data, chart, rows, theme);
    case 'pie':
      return pieOption(chart, rows, theme);
    case 'gauge':
      return gaugeOption(chart, rows, theme);
    default:
      return undefined;
  }
}
