/** How urgent an alarm is. */
export enum AlarmSeverity {
  /** Users notice: somebody is woken. */
  CRITICAL = 'critical',
  /** Users will notice if nobody acts: within working hours. */
  WARNING = 'warning',
  /** Worth knowing: nobody needs to act now. */
  INFORMATION = 'information',
}
