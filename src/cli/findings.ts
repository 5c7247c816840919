/** What a check finds, as commands show it. */
export interface Finding {
  readonly severity: string;
  readonly rule: string;
  readonly resource: string;
  readonly message: string;
  readonly fix: string;
}
