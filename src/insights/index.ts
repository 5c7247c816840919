export { EndpointInsights } from './endpoint-insights';
export type { EndpointInsightsProps } from './endpoint-insights';
export { FleetInsights } from './fleet-insights';
export type { FleetInsightsProps } from './fleet-insights';
export type { InsightsOptions } from './insights-options';
