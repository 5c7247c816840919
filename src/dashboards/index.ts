export { ChartAnnotationFill } from './chart-annotation';
export type { ChartAnnotation, ChartAnnotationOptions, ChartAnnotations, ChartVerticalAnnotation } from './chart-annotation';
export { ChartAxisScale } from './chart-axis';
export type { ChartAxis, ChartYAxis } from './chart-axis';
export { ChartBarOrientation, ChartLinePattern } from './chart-style';
export type {
  ChartDataLabels, ChartGaugeStyle, ChartHeatmapStyle, ChartLineStyle, ChartNumberStyle, ChartStyle,
} from './chart-style';
export { ChartView } from './chart-view';
export type { InsightsAlarm } from './insights-alarm';
export { DashboardLayout, InsightsDashboard } from './insights-dashboard';
export type { InsightsDashboardProps, NewDashboardOptions } from './insights-dashboard';
export { InsightsPanel } from './insights-panel';
export type { InsightsPanelOptions } from './insights-panel';
export { InsightsSection } from './panel';
export type { PanelExpectations } from './panel-context';
export type { PromQlChartQuery } from './promql-chart-query';
export { PromQlChartWidget } from './promql-chart-widget';
export type { ChartPlotOptions, PromQlChartWidgetProps } from './promql-chart-widget';
