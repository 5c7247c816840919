/* The checks, in the order in which their findings are shown: causes before what follows from them. */
import { alarmQueries } from './alarms';
import { AccountCheck, EndpointCheck } from './check';
import { engineSeries } from './engine-series';
import { enrichment } from './enrichment';
import { freshness } from './freshness';
import { hardwareSeries } from './hardware-series';
import { histograms } from './histograms';
import { metricsAddress } from './metrics-address';
import { metricsFlag } from './metrics-flag';
import { naming } from './naming';
import { observability } from './observability';
import { presence } from './presence';
import { requestSeries } from './request-series';
import { seriesKinds } from './series-kinds';

export const ACCOUNT_CHECKS: { readonly [name: string]: AccountCheck } = { enrichment };

export const ENDPOINT_CHECKS: { readonly [name: string]: EndpointCheck } = {
  'endpoint': presence,
  'observability': observability,
  'metrics-flag': metricsFlag,
  'metrics-address': metricsAddress,
  'engine-series': engineSeries,
  'naming': naming,
  'histograms': histograms,
  'series-kinds': seriesKinds,
  'freshness': freshness,
  'hardware-series': hardwareSeries,
  'request-series': requestSeries,
  'alarms': alarmQueries,
};

export const CHECK_NAMES = [...Object.keys(ACCOUNT_CHECKS), ...Object.keys(ENDPOINT_CHECKS)];
