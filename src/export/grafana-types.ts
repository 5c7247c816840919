import type * as cloudwatch from '@grafana/grafana-foundation-sdk/cloudwatch';
import type * as common from '@grafana/grafana-foundation-sdk/common';
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type * as heatmap from '@grafana/grafana-foundation-sdk/heatmap';
import type * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import type * as stat from '@grafana/grafana-foundation-sdk/stat';
import type * as text from '@grafana/grafana-foundation-sdk/text';
import type * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';

/*
 * Grafana's own types as data: its enums as their values, without the methods of its builders. They exist at compile time only, so users
 * install nothing of Grafana.
 */

type Data<T> =
  0 extends 1 & T ? any :
    T extends string ? `${T}` :
      T extends readonly (infer Item)[] ? Data<Item>[] :
        T extends object ? { [K in keyof T as T[K] extends (...args: any[]) => any ? never : K]: Data<T[K]> } : T;

export type GrafanaModel = Data<dashboard.Dashboard>;
export type GrafanaPanel = Data<dashboard.Panel>;
export type GrafanaRow = Data<dashboard.RowPanel>;
export type GrafanaThresholds = Data<dashboard.ThresholdsConfig>;
export type GrafanaVariable = Data<dashboard.VariableModel>;
export type GrafanaDataSource = Data<common.DataSourceRef>;
export type GrafanaFieldOptions = Data<common.GraphFieldConfig>;
export type GrafanaPromQlTarget = Data<prometheus.Dataquery>;
export type GrafanaClassicTarget = Data<cloudwatch.MetricsQuery>;
export type GrafanaHeatmapOptions = Data<heatmap.Options>;
export type GrafanaStatOptions = Data<stat.Options>;
export type GrafanaTextOptions = Data<text.Options>;
export type GrafanaTimeSeriesOptions = Data<timeseries.Options>;
