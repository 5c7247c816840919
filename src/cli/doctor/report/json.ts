/* The report for machines. */
import { Report } from './report';
import { secondsAgo } from '../checks/check';
import { Failure } from '../failure';

export function jsonOf({ region, at, verdict, counts, sections }: Report): string {
  return print({
    region,
    at: at.toISOString(),
    verdict,
    counts,
    findings: sections.flatMap(({ endpoint, findings }) => findings.map(({ isIgnored, ...finding }) => ({
      ...endpoint !== undefined && { endpoint }, ...finding, ...isIgnored && { ignored: true },
    }))),
    series: sections.flatMap(({ endpoint, series }) => series.map((found) => ({
      endpoint,
      name: found.spelling.name,
      knownAs: found.series.name,
      source: found.series.source,
      rows: found.rows,
      types: found.types,
      temporalities: found.temporalities,
      newest: found.newest.toISOString(),
      ageSeconds: secondsAgo(at, found.newest),
    }))),
  });
}

/** What kept the doctor from looking at anything. */
export function jsonOfFailure({ kind, message, advice }: Failure): string {
  return print({ verdict: 'unknown', failure: { kind, message, fix: advice } });
}

function print(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
