/* What a synthesized template says about endpoints: for reviews, checks and readable snapshots. Needs no construct. */
export { alarmsIn } from './alarms';
export type { AlarmReading, ReadTiming } from './alarms';
export { compares, comparisonsIn, thresholdWords, withoutThresholds } from './comparisons';
export { dashboardsIn } from './dashboards';
export type { ReadDashboard, ReadWidget } from './dashboards';
export { CAUSES_BESIDES, CAUSES_BY_DEPTH, isCause } from './diagnosis';
export { endpointsIn } from './endpoints';
export type { ReadComponent, ReadEndpoint, ReadVariant } from './endpoints';
export { listOf } from './intrinsics';
export { layOutPromQl } from './promql-layout';
export { scalingIn, strayPoliciesIn } from './scaling';
export type { ReadPolicy, ReadStep, ReadTarget } from './scaling';
export { linkTemplates } from './linked-templates';
export type { LinkedTemplates, Origin, StackTemplate } from './linked-templates';
export { nameWithin, Template } from './template';
export type { ReadResource, TemplateJson, TemplateResource } from './template';
export { alarmLines, conditionOf, dashboardLines, duration, physicalName, policyLines, reasonOf, targetLines } from './words';
