export * from './endpoint';
export * from './telemetry';
export * from './dashboards';
