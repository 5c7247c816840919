/** How commands end. */
export const ExitCode = {
  WELL: 0,
  /** What was looked at has problems. */
  PROBLEMS: 1,
  /** The command was called wrongly, or could not be carried out. */
  FAILED: 2,
  /** Nothing wrong was seen, but not everything could be told. */
  UNKNOWN: 3,
} as const;
