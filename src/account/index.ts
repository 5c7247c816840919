export { PromQlReader } from './promql-reader';
export type { GrafanaOidcOptions, ManagedGrafanaOptions, PromQlReaderProps, VendorOptions } from './promql-reader-props';
export { TelemetryEnrichment } from './telemetry-enrichment';
export type { TelemetryEnrichmentProps } from './telemetry-enrichment';
