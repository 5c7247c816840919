/*
 * Which changes a mutation run makes: every metric name, label, unit factor and window that a query of the catalogue is made of, and what
 * panels make of such queries.
 */
import { readFileSync } from 'fs';
import * as path from 'path';

const CATALOGUE = path.join('src', 'telemetry');
const DASHBOARDS = path.join('src', 'dashboards');

/** One change of one place. */
export interface Mutation {
  readonly kind: Rule['kind'];
  readonly file: string;
  readonly line: number;
  /** Where in the file the changed text starts. */
  readonly start: number;
  readonly before: string;
  readonly after: string;
}

interface Rule {
  readonly kind: 'metric name' | 'label' | 'unit factor' | 'window' | 'composition';
  /** Where the file lies (default: in the catalogue). */
  readonly folder?: string;
  readonly file: string;
  /** Whose first group is what is changed, wherever it matches. */
  readonly pattern: RegExp;
  readonly change: (before: string) => string;
}

const misspelled = (before: string) => `${before}x`;
const tenfold = (before: string) => `${Number(before) * 10}`;

const RULES: readonly Rule[] = [
  { kind: 'metric name', file: 'engine-series.ts', pattern: /EngineSeries\.\w+\('([\w:]+)'/g, change: misspelled },
  { kind: 'metric name', file: 'signals/gpu.ts', pattern: /'(DCGM_\w+)'/g, change: misspelled },
  { kind: 'metric name', file: 'signals/host.ts', pattern: /'(node_\w+)'/g, change: misspelled },
  { kind: 'metric name', file: 'signals/lifecycle.ts', pattern: /^ {2}[A-Z_]+: '(\w+)',$/gm, change: misspelled },
  // The last of these has no OpenTelemetry series, so no query holds its name.
  { kind: 'metric name', file: 'classic-metrics.ts', pattern: /: requests\('(?!NoCapacity)(\w+)'/g, change: misspelled },
  { kind: 'metric name', file: 'signals/requests.ts', pattern: /'((?:ForIc|ByInstanceId|ByAz)\w*)'/g, change: misspelled },
  { kind: 'label', file: 'labels.ts', pattern: /^ {2}[A-Z_]+: '([^']+)',$/gm, change: misspelled },
  { kind: 'label', file: 'engine-series.ts', pattern: /\[Label\.\w+\]: '(\w+)'/g, change: misspelled },
  { kind: 'label', file: 'signals/host.ts', pattern: /'(idle|tmpfs|overlay|squashfs)'/g, change: misspelled },
  { kind: 'unit factor', file: 'engine-series.ts', pattern: /= \{ scale: ([\d.]+) \}/g, change: tenfold },
  { kind: 'unit factor', file: 'signals/engine-pressure.ts', pattern: /\.times\(([\d.]+)\)/g, change: tenfold },
  { kind: 'unit factor', file: 'signals/engine-throughput.ts', pattern: /\.times\(([\d.]*[1-9][\d.]*)\)/g, change: tenfold },
  { kind: 'unit factor', file: 'signals/gpu.ts', pattern: /\.times\(([\d.]+)\)/g, change: tenfold },
  { kind: 'unit factor', file: 'signals/host.ts', pattern: /\.times\(([\d.]+)\)/g, change: tenfold },
  { kind: 'unit factor', file: 'signals/requests.ts', pattern: /MICROSECOND = ([\de-]+)/g, change: tenfold },
  { kind: 'unit factor', file: 'signals/requests.ts', pattern: /\.per\((seconds)\)/g, change: () => '1' },
  { kind: 'window', file: 'window.ts', pattern: /MIN_INTERVALS_PER_RANGE = (\d+)/g, change: (before) => `${Number(before) - 1}` },
  { kind: 'window', file: 'window.ts', pattern: /(5) \* MINUTE/g, change: () => '2' },
  { kind: 'window', file: 'window.ts', pattern: /get gauge\(\): number \{\s*return (this\.shortest);/g, change: () => 'this.rate' },
  { kind: 'window', file: 'window.ts', pattern: /(Math\.ceil)/g, change: (before) => `2 * ${before}` },
  { kind: 'window', file: 'signals/lifecycle.ts', pattern: /EVENT_WINDOW_SECONDS = (\d+)/g, change: () => '300' },
  { kind: 'window', file: 'signals/presence.ts', pattern: /SHORTEST_GAP_SECONDS = (\d+)/g, change: () => '60' },
  { kind: 'window', file: 'signals/engine-throughput.ts', pattern: /PEAK_SECONDS = (\d+)/g, change: () => '3600' },
  ...[
    { pattern: /return `(topk|bottomk)\(/g, change: (before: string) => before === 'topk' ? 'bottomk' : 'topk' },
    { pattern: /return `label_replace\([^"]*"(shows)"/g, change: misspelled },
    { pattern: /\((\$\{quantile\})/g, change: () => '0.7' },
    { pattern: /`(\$\{operation\})[_(]/g, change: () => 'min' },
    { pattern: /clamp(?:_max)?\((100) \*/g, change: tenfold },
    { pattern: /(clamp_min)\(/g, change: () => 'clamp_max' },
    { pattern: /, (100)\)`/g, change: () => '50' },
    { pattern: / - (\$\{good\})\) \//g, change: () => '0' },
    { pattern: /`(0) \* \(/g, change: () => '1' },
    { pattern: /return `\(\$\{promQl\}\) (and) /g, change: () => 'unless' },
    { pattern: / - (sum) by/g, change: () => 'max' },
    { pattern: /return `(max) by/g, change: () => 'min' },
  ].map((rule) => ({ kind: 'composition' as const, folder: DASHBOARDS, file: 'promql-composition.ts', ...rule })),
];

/** All changes, in the order of the rules. A rule that matches nothing is outdated: an error. */
export function findMutations(root: string): Mutation[] {
  return RULES.flatMap(({ kind, folder = CATALOGUE, file: name, pattern, change }) => {
    const file = path.join(folder, name);
    const text = readFileSync(path.join(root, file), 'utf-8');
    const found = [...text.matchAll(pattern)].map((match): Mutation => {
      const start = match.index + match[0].indexOf(match[1]);
      return {
        kind, file, start, before: match[1], after: change(match[1]), line: text.slice(0, start).split('\n').length,
      };
    });
    if (found.length === 0) {
      throw new Error(`a mutation rule matches nothing: expected ${pattern} in ${file}`);
    }
    return found;
  });
}
