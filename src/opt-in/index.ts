export { DetailedObservabilityOptIn } from './detailed-observability-opt-in';
export type { DetailedObservabilityOptInOptions, DetailedObservabilityOptInProps } from './opt-in-props';
