/** How bad a finding is. */
export enum CheckSeverity {
  /** Deployment fails, an alarm or a policy cannot do its work, or rights are far too wide: synthesis fails. */
  ERROR = 'error',
  /** Something is missing that is missed when there is trouble. */
  WARNING = 'warning',
  /** Worth knowing. */
  INFO = 'info',
}
