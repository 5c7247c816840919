/** How commands end. */
export const ExitCode = {
  WELL: 0,
  /** What was looked at has problems. */
  PROBLEMS: 1,
  /** The command was called wrongly, or could not be carried out. */
  FAILED: 2,
} as const;
