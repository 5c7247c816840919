import { capacityComparison } from './capacity/capacity-comparison';
import { capacityHealth } from './capacity/capacity-health';
import { utilizationOverTime } from './capacity/utilization-over-time';
import { enginePressure } from './performance/engine-pressure';
import { errorMix } from './performance/error-mix';
import { healthByComponent } from './performance/health-by-component';
import { healthByEndpoint } from './performance/health-by-endpoint';
import { healthByInstance } from './performance/health-by-instance';
import { instanceComparison } from './performance/instance-comparison';
import { latencyBreakdown } from './performance/latency-breakdown';
import { summary } from './performance/summary';
import { tokenStreaming } from './performance/token-streaming';
import { tokenThroughput } from './performance/token-throughput';
import { trafficDistribution } from './performance/traffic-distribution';
import { capacityErrors } from './reliability/capacity-errors';
import { coldStart } from './reliability/cold-start';
import { rebalancing } from './reliability/rebalancing';
import { scalingEvents } from './reliability/scaling-events';
import { zoneDistribution } from './reliability/zone-distribution';

/** Every panel, in the order of the dashboard. */
export const PANELS = {
  SUMMARY: summary,
  HEALTH_BY_INSTANCE: healthByInstance,
  INSTANCE_COMPARISON: instanceComparison,
  HEALTH_BY_COMPONENT: healthByComponent,
  HEALTH_BY_ENDPOINT: healthByEndpoint,
  TOKEN_STREAMING: tokenStreaming,
  LATENCY_BREAKDOWN: latencyBreakdown,
  TRAFFIC_DISTRIBUTION: trafficDistribution,
  TOKEN_THROUGHPUT: tokenThroughput,
  ENGINE_PRESSURE: enginePressure,
  ERROR_MIX: errorMix,
  CAPACITY_HEALTH: capacityHealth,
  CAPACITY_COMPARISON: capacityComparison,
  UTILIZATION_OVER_TIME: utilizationOverTime,
  ZONE_DISTRIBUTION: zoneDistribution,
  SCALING_EVENTS: scalingEvents,
  REBALANCING: rebalancing,
  COLD_START: coldStart,
  CAPACITY_ERRORS: capacityErrors,
};
