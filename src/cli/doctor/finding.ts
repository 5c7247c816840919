/** What a check says: `unknown` where it could not see enough to tell. */
export type Verdict = 'ok' | 'problem' | 'unknown';

export interface Finding {
  readonly check: string;
  readonly verdict: Verdict;
  readonly found: string;
  /** What to do about it, or a hint where nothing is wrong. */
  readonly fix?: string;
}

/** What a check may say. */
export function verdicts(check: string) {
  const finding = (verdict: Verdict) => (found: string, fix?: string): Finding => (
    { check, verdict, found, ...fix !== undefined && { fix } });
  return { ok: finding('ok'), problem: finding('problem'), unknown: finding('unknown') };
}
