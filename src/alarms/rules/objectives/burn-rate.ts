import { AlarmSeverity } from '../../alarm-severity';

/** How fast the errors that an objective allows are used up, over a long and a short window at once. */
export interface BurnRate {
  readonly id: string;
  readonly speed: string;
  readonly severity: AlarmSeverity;
  /** How many times as many errors as allowed. */
  readonly factor: number;
  readonly longSeconds: number;
  /** The short window ends the alarm soon after the errors end. */
  readonly shortSeconds: number;
}

/**
 * At 14.4 times the allowed rate an hour uses up 2 % of what 30 days allow, at 6 times six hours use up 5 %
 * (Site Reliability Workbook, "Alerting on SLOs", table of recommended windows).
 */
export const BURN_RATES: readonly BurnRate[] = [
  { id: 'fast-burn', speed: 'fast', severity: AlarmSeverity.CRITICAL, factor: 14.4, longSeconds: 3600, shortSeconds: 300 },
  { id: 'slow-burn', speed: 'steadily', severity: AlarmSeverity.WARNING, factor: 6, longSeconds: 21600, shortSeconds: 1800 },
];
