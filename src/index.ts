export * from './endpoint';
export { SageMakerNamespace } from './telemetry/classic-metrics';
