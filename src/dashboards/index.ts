export { ChartAnnotationFill } from './chart-annotation';
export type { ChartAnnotation, ChartAnnotationOptions, ChartAnnotations, ChartVerticalAnnotation } from './chart-annotation';
export { ChartAxisScale } from './chart-axis';
export type { ChartAxis, ChartYAxis } from './chart-axis';
export { ChartBarOrientation, ChartLinePattern } from './chart-style';
export type {
  ChartDataLabels, ChartGaugeStyle, ChartHeatmapStyle, ChartLineStyle, ChartNumberStyle, ChartStyle,
} from './chart-style';
export { ChartView } from './chart-view';
export type { PromQlChartQuery } from './promql-chart-query';
export { PromQlChartWidget } from './promql-chart-widget';
export type { ChartPlotOptions, PromQlChartWidgetProps } from './promql-chart-widget';
