/*
 * Runs the doctor against SageMaker's control plane, a CloudWatch whose answers have the shapes of its own model, and the HTTP API of
 * Prometheus, all on loopback.
 */
import { mkdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import { buildSync } from 'esbuild';
import { botocore, validate } from './exchanges';
import { GO_MODULE } from './go-tests';
import { Obstacle, outputOf, ROOT, run, Tally } from './output';
import { forEachOf } from '../../src/cli/doctor/aws/rate-limit';
import { CASES } from '../../test/conformance/doctor/cases';
import { Prometheus } from '../../test/conformance/doctor/prometheus';
import { CREDENTIALS, Outcome, runCase } from '../../test/conformance/doctor/run-case';
import { differences, tableOf } from '../../test/conformance/doctor/verdict-table';

const BUILD = path.join(GO_MODULE, 'build');
const PROGRAM = path.join(BUILD, 'doctor-api');
const COMMAND = path.join(BUILD, 'doctor.js');
const CASES_AT_A_TIME = 5;
/** Of CloudWatch's 300 requests a second and 30 at a time, which all readers of an account share. */
const MOST_PER_SECOND = 40;
const MOST_AT_A_TIME = 4;

export async function checkDoctor(tally: Tally, python: string): Promise<void> {
  mkdirSync(BUILD, { recursive: true });
  run('go', ['build', '-o', PROGRAM, './doctor'], { cwd: GO_MODULE });
  bundleCommand(tally);
  const prometheus = await Prometheus.start(PROGRAM);
  let outcomes: Outcome[];
  try {
    outcomes = await forEachOf(CASES, CASES_AT_A_TIME, (one) => runCase(COMMAND, prometheus.url, one));
  } finally {
    await prometheus.stop();
  }
  const rows = CASES.map((one, index) => [one, outcomes[index]] as const);
  rows.forEach(([one, outcome]) => {
    const found = differences(one, outcome);
    tally.add(found.length === 0, `doctor, ${one.name}: ${found.join('; ')}\n${found.length > 0 ? outcome.text : ''}`);
  });
  tableOf(rows).forEach((line) => console.log(line));
  tally.keep(`${rows.length} cases of the doctor`);
  checkTraffic(tally, outcomes);
  checkExchanges(tally, python, outcomes);
  checkSignatures(tally, python, outcomes);
}

/** The command as a user runs it: the entry point of the package is not part of this suite. */
function bundleCommand(tally: Tally): void {
  const contents = `import { runDoctor } from './src/cli/doctor';
    const io = { env: process.env, out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) };
    void runDoctor(process.argv.slice(3), io).then((code) => { process.exitCode = code; });`;
  const { metafile } = buildSync({
    absWorkingDir: ROOT,
    stdin: { contents, resolveDir: ROOT, sourcefile: 'doctor.ts', loader: 'ts' },
    outfile: COMMAND,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    minify: true,
    logLevel: 'warning',
    metafile: true,
  });
  const foreign = Object.keys(metafile.inputs).filter((file) => /node_modules\/(aws-cdk-lib|constructs)\//.test(file));
  tally.add(foreign.length === 0, `the doctor must not hold the CDK: got ${foreign[0]}`);
}

function checkTraffic(tally: Tally, outcomes: readonly Outcome[]): void {
  const busiest = Math.max(...outcomes.map(({ cloudWatch: { requests } }) => Math.max(0, ...requests.map(({ arrived }) =>
    requests.filter((other) => other.arrived >= arrived && other.arrived < arrived + 1000).length))));
  tally.add(busiest > 0 && busiest <= MOST_PER_SECOND, `the doctor may send ${MOST_PER_SECOND} queries a second, got ${busiest}`);
  const together = Math.max(...outcomes.map(({ cloudWatch }) => cloudWatch.mostAtATime));
  tally.add(together > 0 && together <= MOST_AT_A_TIME, `the doctor may send ${MOST_AT_A_TIME} queries at a time, got ${together}`);
  tally.keep(`${busiest} queries a second and ${together} at a time at most`);
}

function checkExchanges(tally: Tally, python: string, outcomes: readonly Outcome[]): void {
  for (const service of ['sagemaker', 'cloudwatch'] as const) {
    const wire = outcomes.flatMap(({ plane, cloudWatch }) => service === 'sagemaker' ? plane.exchanges : cloudWatch.exchanges)
      .map(({ operation, status, request, response }) => ({ operation, request, ...status === 200 && { response } }));
    validate(python, service, wire).forEach((found, index) => (
      tally.add(found.length === 0, `${wire[index].operation} does not fit botocore's description of ${service}: ${found.join('; ')}`)));
    tally.keep(`${wire.length} calls of ${service} by the doctor fit botocore's description`);
  }
  const broken = validate(python, 'cloudwatch', [
    { operation: 'ListTelemetry', request: {} },
    { operation: 'GetOTelEnrichment', request: {}, response: { Status: 'running' } },
    { operation: 'DescribeAlarms', request: { AlarmTypes: ['PromQLAlarm'] } },
    { operation: 'DescribeAlarms', request: {}, response: { MetricAlarms: [{ EvaluationCriteria: { PromQL: 'up' } }] } },
  ]);
  broken.forEach((found, index) => tally.add(found.length > 0, `the validation must find the fault of broken exchange ${index} of CloudWatch`));
}

/** Botocore signs what arrived at the PromQL API once more: the signatures must be the same. */
function checkSignatures(tally: Tally, python: string, outcomes: readonly Outcome[]): void {
  const requests = outcomes.flatMap(({ cloudWatch }) => cloudWatch.requests);
  const file = path.join(BUILD, 'signed-requests.json');
  writeFileSync(file, JSON.stringify({ credentials: CREDENTIALS, region: 'eu-central-1', service: 'monitoring', requests }));
  const output = outputOf(path.join(botocore(python), 'python'), [path.join(GO_MODULE, 'doctor', 'verify_signatures.py'), file]);
  if (output === undefined) {
    throw new Obstacle('the signatures of the doctor could not be verified');
  }
  const { wrong, tampered }: { readonly wrong: string[]; readonly tampered: number } = JSON.parse(output);
  tally.add(wrong.length === 0, `${wrong.length} requests are not signed as botocore signs them: ${wrong[0]}`);
  tally.add(requests.length > 0 && tampered === requests.length, 'the verification must find that a request was changed after it was signed');
  tally.keep(`${requests.length} requests to the PromQL API are signed as botocore signs them`);
}
