export { InsightsSubject, SubjectLevel } from './insights-subject';
export type { FleetSubjectOptions } from './insights-subject';
