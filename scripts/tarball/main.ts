/*
 * Packs the library, measures it, and uses it in a folder where nothing is installed but the package and the two that it asks for: as a
 * module, in an app, by its types and on the command line.
 */
import { spawnSync } from 'child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import * as path from 'path';
import { pack } from './pack';
import { main, outputOf, ROOT, run, step, Tally } from '../conformance/output';

const BUILD = path.join(ROOT, '.cache', 'tarball');
const USER = path.join(BUILD, 'user');
const MOST_PACKED = 1_000_000;
const MOST_UNPACKED = 4_000_000;
const NAME = 'cdk-sagemaker-insights';

void main(async (tally: Tally) => {
  step('The tarball');
  rmSync(BUILD, { recursive: true, force: true });
  mkdirSync(USER, { recursive: true });
  const { filename, size, unpackedSize, files } = pack(BUILD);
  const figures = `${files.length} files, ${kilobytes(size)} packed, ${kilobytes(unpackedSize)} unpacked`;
  tally.add(size < MOST_PACKED, `the tarball must be smaller than ${kilobytes(MOST_PACKED)}: ${figures}`);
  tally.add(unpackedSize < MOST_UNPACKED, `the package must be smaller than ${kilobytes(MOST_UNPACKED)}: ${figures}`);
  tally.keep(`${filename}: ${figures}`);

  step('The package where nothing else is installed');
  cpSync(path.join(__dirname, 'user'), USER, { recursive: true });
  const { peerDependencies: peers } = manifestIn(ROOT);
  const pinned = Object.keys(peers).map((name) => `${name}@${manifestIn(path.join(ROOT, 'node_modules', name)).version}`);
  run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', path.join(BUILD, filename), ...pinned], { cwd: USER });
  const installed = readdirSync(path.join(USER, 'node_modules')).filter((entry) => !entry.startsWith('.'));
  const wanted = [...Object.keys(peers), NAME, ...Object.keys(manifestIn(path.join(USER, 'node_modules', 'aws-cdk-lib')).dependencies)];
  const others = installed.filter((entry) => !wanted.some((name) => name.split('/')[0] === entry));
  tally.add(others.length === 0, `the package must bring nothing along, brought: ${others.join(', ')}`);
  checkUse(tally, pinned);
}, 'Tarball');

/** What a user does. */
function checkUse(tally: Tally, pinned: readonly string[]): void {
  const loaded = outputOf('node', ['--print', `Object.keys(require('${NAME}')).length`], USER);
  tally.add(Number(loaded) > 0, `require('${NAME}') must load`);

  const env = { ...process.env, CDK_VALIDATION: 'false', CDK_OUTDIR: path.join(USER, 'cdk.out') };
  const { status, stderr } = spawnSync('node', ['app.js'], { cwd: USER, env, encoding: 'utf-8' });
  tally.add(status === 0, `the app must synthesise: ${stderr}`);
  const { Resources: resources } = JSON.parse(readFileSync(path.join(env.CDK_OUTDIR, 'Chat.template.json'), 'utf-8'));
  const types = Object.values<{ Type: string }>(resources).map(({ Type }) => Type);
  for (const type of ['AWS::SageMaker::Endpoint', 'AWS::CloudWatch::Dashboard', 'AWS::CloudWatch::Alarm']) {
    tally.add(types.includes(type), `the app must have a resource of type ${type}`);
  }

  const constant = (type: string) => `import { PublishFrequency } from '${NAME}';\nexport const constant: ${type} = PublishFrequency.TEN_SECONDS;\n`;
  const [right, wrong] = ['PublishFrequency', 'string'].map((type) => compile(`${type}.ts`, constant(type)));
  tally.add(right.status === 0, `the types must be found: ${right.stdout}`);
  tally.add(/TS2322/.test(wrong.stdout), `a wrong type must be found, found: ${wrong.stdout}`);

  const page = path.join(USER, 'insights-review.html');
  tally.add(outputOf('npx', ['--no-install', NAME, 'review', 'cdk.out'], USER) !== undefined, 'the command line must write a review');
  tally.add(/<\/html>\s*$/.test(readFileSync(page, 'utf-8')), 'the review must be a whole page');
  tally.keep(`with ${pinned.join(' and ')}: ${Number(loaded)} exports, an app of ${types.length} resources, types, a review`);
}

function compile(file: string, source: string): { status: number | null; stdout: string } {
  writeFileSync(path.join(USER, file), source);
  const tsc = path.join(ROOT, 'node_modules', '.bin', 'tsc');
  return spawnSync(tsc, ['--noEmit', '--strict', '--skipLibCheck', '--module', 'node16', '--ignoreConfig', file], { cwd: USER, encoding: 'utf-8' });
}

function manifestIn(folder: string): any {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf-8'));
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000).toLocaleString('en')} kB`;
}
