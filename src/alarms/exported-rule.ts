import { AlarmRule } from './alarm-rule';
import { AlarmSchedule } from './alarm-schedule';

/** A rule as other tools take it: with its query, or the reason why there is none for them. */
export interface ExportedRule {
  readonly rule: AlarmRule;
  readonly schedule: AlarmSchedule;
  readonly query?: string;
  readonly reason?: string;
}
