/* What the doctor says, before it is put into words or JSON. */
import { ExitCode } from '../../exit-code';
import { ACCOUNT_CHECKS, ENDPOINT_CHECKS } from '../checks';
import { Evidence, FoundSeries } from '../evidence';
import { Finding, Verdict } from '../finding';

export interface ReportedFinding extends Finding {
  /** Whether the finding counts for nothing, as the user wishes. */
  readonly isIgnored: boolean;
}

export interface Section {
  /** The endpoint, or undefined for the account. */
  readonly endpoint?: string;
  readonly findings: readonly ReportedFinding[];
  readonly series: readonly FoundSeries[];
}

export interface Report {
  readonly region: string;
  readonly at: Date;
  readonly verdict: Verdict;
  readonly counts: { readonly [verdict in Verdict]: number };
  readonly sections: readonly Section[];
}

export const EXIT_CODES: { readonly [verdict in Verdict]: number } = {
  ok: ExitCode.WELL, problem: ExitCode.PROBLEMS, unknown: ExitCode.UNKNOWN,
};

export function reportOn(evidence: Evidence, ignored: readonly string[]): Report {
  const reported = (findings: Finding[]) => findings.map((finding) => ({ ...finding, isIgnored: ignored.includes(finding.check) }));
  const sections: Section[] = [
    { findings: reported(Object.values(ACCOUNT_CHECKS).flatMap((check) => check(evidence))), series: [] },
    ...evidence.endpoints.map((endpoint) => ({
      endpoint: endpoint.name,
      findings: reported(Object.values(ENDPOINT_CHECKS).flatMap((check) => check(endpoint))),
      series: endpoint.series?.value ?? [],
    })),
  ];
  const counted = sections.flatMap(({ findings }) => findings).filter(({ isIgnored }) => !isIgnored);
  const count = (verdict: Verdict) => counted.filter((finding) => finding.verdict === verdict).length;
  const counts = { ok: count('ok'), problem: count('problem'), unknown: count('unknown') };
  return {
    region: evidence.region,
    at: evidence.now,
    counts,
    sections,
    verdict: counts.problem > 0 ? 'problem' : counts.unknown > 0 ? 'unknown' : 'ok',
  };
}
