/* `review`: writes what an app would deploy as a page and as Markdown, or tells what changed between two assemblies. */
import { mkdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import { drawDashboards } from './dashboards';
import { differencesOf } from './diff';
import { markdownOf } from './markdown';
import { reviewOf } from './model';
import { pageOf } from './page';
import { argumentsOf } from '../arguments';
import { readAssembly } from '../assembly';
import { findingsIn } from '../check/findings';
import { ExitCode } from '../exit-code';
import { Io } from '../io';
import { UsageProblem } from '../problem';

export const REVIEW_USAGE = `  review [cdk.out] [--output FOLDER]
               writes insights-review.html and insights-review.md (default: to the present folder)
  review --diff OLD NEW
               tells what changed between two cloud assemblies`;

const PAGE = 'insights-review.html';
const MARKDOWN = 'insights-review.md';

export async function runReview(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = argumentsOf(args, { output: { type: 'string', short: 'o' }, diff: { type: 'boolean' } }, 2);
  return values.diff ? tellDifferences(positionals, io) : writeReview(positionals, values.output ?? '.', io);
}

function writeReview([folder = 'cdk.out', ...others]: readonly string[], output: string, io: Io): number {
  if (others.length > 0) {
    throw new UsageProblem(`expected one cloud assembly, got: ${[folder, ...others].join(' ')}`);
  }
  const assembly = readAssembly(folder);
  const review = reviewOf(assembly);
  const findings = findingsIn(assembly);
  mkdirSync(output, { recursive: true });
  const files = { [PAGE]: pageOf(review, findings, drawDashboards(review)), [MARKDOWN]: markdownOf(review, findings) };
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(output, name);
    writeFileSync(file, content);
    io.out(`wrote ${file}\n`);
  }
  return ExitCode.WELL;
}

function tellDifferences(folders: readonly string[], io: Io): number {
  if (folders.length !== 2) {
    throw new UsageProblem(`--diff needs two cloud assemblies, the old and the new one, got: ${folders.join(' ') || 'none'}`);
  }
  const [before, after] = folders.map((folder) => reviewOf(readAssembly(folder)));
  const changes = differencesOf(before, after);
  io.out(changes.length === 0 ? 'nothing changed\n' : `${changes.join('\n')}\n`);
  return ExitCode.WELL;
}
