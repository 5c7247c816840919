/* What a synthesized template says about endpoints: for reviews, checks and readable snapshots. Needs no construct. */
export { alarmsIn } from './alarms';
export type { AlarmReading, ReadTiming } from './alarms';
export { comparisonsIn } from './comparisons';
export { dashboardsIn } from './dashboards';
export type { ReadDashboard, ReadWidget } from './dashboards';
export { endpointsIn } from './endpoints';
export type { ReadComponent, ReadEndpoint, ReadVariant } from './endpoints';
export { listOf } from './intrinsics';
export { layOutPromQl } from './promql-layout';
export { scalingIn } from './scaling';
export type { ReadPolicy, ReadStep, ReadTarget } from './scaling';
export { Template } from './template';
export type { ReadResource, TemplateJson, TemplateResource } from './template';
export { alarmLines, conditionOf, dashboardLines, duration, targetLines } from './words';
