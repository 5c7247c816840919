import { GrafanaDataSource, GrafanaVariable } from './grafana-types';
import { GRAFANA_PROMQL_PLUGIN } from '../account/promql-endpoint';

/** The plugin of classic metrics, which is part of Grafana. */
export const GRAFANA_CLASSIC_PLUGIN = 'cloudwatch';

/** Data sources are variables, so that a dashboard fits any Grafana and any of its data sources for the Region. */
export const PROMQL_SOURCE: GrafanaDataSource = { type: GRAFANA_PROMQL_PLUGIN, uid: '${promql}' };
export const CLASSIC_SOURCE: GrafanaDataSource = { type: GRAFANA_CLASSIC_PLUGIN, uid: '${cloudwatch}' };

export const DATA_SOURCE_VARIABLES: GrafanaVariable[] = [
  variable('promql', 'PromQL of CloudWatch', GRAFANA_PROMQL_PLUGIN),
  variable('cloudwatch', 'CloudWatch', GRAFANA_CLASSIC_PLUGIN),
];

function variable(name: string, label: string, plugin: string): GrafanaVariable {
  return { type: 'datasource', name, label, query: plugin, hide: 0, refresh: 1, multi: false, includeAll: false, options: [] };
}
