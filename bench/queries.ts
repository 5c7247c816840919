/*
 * How long it takes and how much memory it needs to build every query of the catalogue, for endpoints with 1 to 1,000 components, and
 * what importing the package costs next to the modules of aws-cdk-lib that it uses. Figures are ratios within one run.
 */
import { spawnSync } from 'child_process';
import * as path from 'path';

const ROOT = path.resolve(__dirname, '..');
const COMPONENTS = [1, 10, 100, 1000];
const RUNS = 5;

interface Measurement {
  readonly milliseconds: number;
  readonly megabytes: number;
  readonly queries?: number;
}

/** Runs in a process of its own, so that nothing is warm and the memory is that of the measured code. */
function run(script: string, ...args: string[]): unknown {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--expose-gc', path.join(__dirname, script), ...args], { encoding: 'utf-8', cwd: ROOT });
  if (status !== 0) {
    throw new Error(`${script} failed:\n${stderr}`);
  }
  return JSON.parse(stdout);
}

function median(values: number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)];
}

function medianOf(script: string, ...args: string[]): Measurement {
  const runs = Array.from({ length: RUNS }, () => run(script, ...args) as Measurement);
  return {
    milliseconds: median(runs.map(({ milliseconds }) => milliseconds)),
    megabytes: median(runs.map(({ megabytes }) => megabytes)),
    queries: runs[0].queries,
  };
}

function showQueries(): void {
  console.log(`Building every query of the catalogue (median of ${RUNS} runs, each in its own process)`);
  console.log('components    queries         ms   us/query   MB kept   us/query against 10 components');
  const rows = COMPONENTS.map((components) => ({ components, ...medianOf('measure-queries.js', `${components}`) }));
  const perQuery = (row: Measurement) => 1000 * row.milliseconds / row.queries!;
  const reference = perQuery(rows[1]);
  for (const row of rows) {
    console.log([
      `${row.components}`.padStart(10), `${row.queries}`.padStart(11), row.milliseconds.toFixed(1).padStart(11),
      perQuery(row).toFixed(1).padStart(11), row.megabytes.toFixed(1).padStart(10), `${(perQuery(row) / reference).toFixed(2)} x`.padStart(14),
    ].join(''));
  }
}

function showImports(): void {
  console.log(`\nImporting (median of ${RUNS} runs, each in its own process)`);
  const files = JSON.stringify(run('measure-import.js', 'list'));
  const dependencies = medianOf('measure-import.js', 'dependencies', files);
  const both = medianOf('measure-import.js', 'package');
  const row = (title: string, { milliseconds, megabytes }: Measurement) =>
    console.log(`${title.padEnd(52)}${milliseconds.toFixed(0).padStart(5)} ms  ${megabytes.toFixed(1).padStart(6)} MB`);
  row(`the ${JSON.parse(files).length} files of aws-cdk-lib and constructs in use`, dependencies);
  row('this package with them', both);
  row(`this package alone (${(both.milliseconds / dependencies.milliseconds).toFixed(2)} x with them)`, {
    milliseconds: both.milliseconds - dependencies.milliseconds, megabytes: both.megabytes - dependencies.megabytes,
  });
}

showQueries();
showImports();
