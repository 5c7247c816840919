/* The report as a table for a terminal. */
import { Report, ReportedFinding, Section } from './report';
import { age, secondsAgo } from '../checks/check';
import { FoundSeries } from '../evidence';
import { Verdict } from '../finding';

const WORDS: { readonly [verdict in Verdict]: string } = { ok: 'ok', problem: 'PROBLEM', unknown: 'unknown' };
const CONCLUSIONS: { readonly [verdict in Verdict]: string } = {
  ok: 'healthy',
  problem: 'NOT healthy',
  unknown: 'could not tell everything',
};
const WIDTH = 118;
const VERDICT_WIDTH = 9;
const CHECK_WIDTH = 17;

export function textOf(report: Report, withSeries: boolean): string {
  const { region, at, sections, counts, verdict } = report;
  const ignored = sections.flatMap(({ findings }) => findings).filter(({ isIgnored, verdict: found }) => isIgnored && found !== 'ok').length;
  return [
    `cdk-sagemaker-insights doctor: ${region}, ${at.toISOString().slice(0, 19)}Z`,
    ...sections.flatMap((section) => ['', ...sectionLines(section, withSeries, at)]),
    '',
    `${CONCLUSIONS[verdict]}: ${plural(counts.problem, 'problem')}, ${counts.unknown} unknown, ${counts.ok} ok${ignored > 0 ? `, ${ignored} ignored` : ''}`,
    '',
  ].join('\n');
}

function sectionLines({ endpoint, findings, series }: Section, withSeries: boolean, now: Date): string[] {
  return [
    endpoint === undefined ? 'Account' : `Endpoint ${endpoint}`,
    ...findings.flatMap(findingLines),
    ...withSeries && endpoint !== undefined ? ['  series', ...series.map((found) => seriesLine(found, now))] : [],
  ];
}

function findingLines({ verdict, check, found, fix, isIgnored }: ReportedFinding): string[] {
  const head = `  ${(isIgnored && verdict !== 'ok' ? 'ignored' : WORDS[verdict]).padEnd(VERDICT_WIDTH)}${check.padEnd(CHECK_WIDTH)}`;
  const indent = ' '.repeat(head.length);
  const lines = wrapped(found, WIDTH - head.length).map((line, index) => (index === 0 ? head : indent) + line);
  const label = verdict === 'ok' ? 'hint: ' : 'fix: ';
  return fix === undefined ? lines : [...lines, ...wrapped(label + fix, WIDTH - head.length).map((line) => indent + line)];
}

function seriesLine({ series, spelling, newest, rows, types, temporalities }: FoundSeries, now: Date): string {
  const kind = [...types, ...temporalities].join(', ') || 'kind not stated';
  const known = spelling.name === series.name ? '' : `, known as ${series.name}`;
  return `    ${spelling.name}: ${plural(rows, 'row')}, ${kind}, ${age(secondsAgo(now, newest))} ago${known}`;
}

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** Words over lines; a word that is too long has a line of its own. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines[lines.length - 1];
    if (last === undefined || last.length + 1 + word.length > width) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = `${last} ${word}`;
    }
  }
  return lines;
}
