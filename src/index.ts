export * from './endpoint';
export * from './telemetry';
export * from './scaling';
export * from './subject';
export * from './dashboards';
export * from './alarms';
export * from './insights';
export * from './opt-in';
