export { GrafanaDashboard } from './grafana-dashboard';
export type { GrafanaDashboardProps } from './grafana-dashboard';
export { GrafanaDataSources } from './grafana-data-sources';
export type { GrafanaDataSourcesProps } from './grafana-data-sources';
export { PrometheusRules } from './prometheus-rules';
export type { PrometheusRulesProps } from './prometheus-rules';
