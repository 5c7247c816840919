export { CheckSeverity } from './check-severity';
export { InsightsCheck } from './insights-check';
export { InsightsChecks } from './insights-checks';
export type { InsightsChecksProps } from './insights-checks';
