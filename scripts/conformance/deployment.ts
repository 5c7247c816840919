/* Deploys an app of this library with the CDK CLI to moto, which plays AWS on loopback, and reads back what is there then. */
import { spawnSync } from 'child_process';
import { mkdirSync, readFileSync, rmSync } from 'fs';
import * as path from 'path';
import { Obstacle, ROOT, Tally } from './output';
import { pythonEnvironment } from './python-environment';
import { ACCOUNT, chartsOf, checkCreated, checkUpdate, limits, REGION } from '../../test/conformance/deployment/checks';
import { MotoServer } from '../../test/conformance/deployment/moto-server';
import { Check, Checks, skipped, State } from '../../test/conformance/deployment/state';

const FOLDER = path.join(ROOT, 'test', 'conformance', 'deployment');
const BUILD = path.join(ROOT, 'test', 'conformance', 'build', 'deployment');
const LONGEST_MILLIS = 60_000;
const MOST_OUTPUT = 100_000_000;
const FREQUENCY = 10;
const OTHER_FREQUENCY = 60;
const DEPLOY = ['deploy', '--require-approval', 'never'];
/** Where moto differs: the CLI waits in vain for the end of an earlier change set, and a parameter left to its default has no value. */
const UPDATE = [...DEPLOY, '--method=direct', '--no-previous-parameters'];

export async function checkDeployment(tally: Tally, python: string): Promise<void> {
  const programs = pythonEnvironment('moto', python, path.join(FOLDER, 'requirements.txt'), ['--require-hashes']);
  rmSync(BUILD, { recursive: true, force: true });
  mkdirSync(BUILD, { recursive: true });
  const interpreter = path.join(programs, 'python');
  const moto = await MotoServer.start(interpreter, path.join(BUILD, 'moto.log'));
  try {
    deployTwiceAndDestroy(tally, new Loopback(moto.url, interpreter));
  } finally {
    await moto.stop();
  }
}

function deployTwiceAndDestroy(tally: Tally, loopback: Loopback): void {
  const checks = new Checks();
  loopback.cdk(['bootstrap', `aws://${ACCOUNT}/${REGION}`], FREQUENCY);
  const before = loopback.read();

  loopback.cdk(DEPLOY, FREQUENCY);
  const first = loopback.read();
  const created = checkCreated(first, before, FREQUENCY);

  const announced = changesIn(loopback.cdk(['diff', '--method=template'], OTHER_FREQUENCY));
  const outputs = path.join(BUILD, 'outputs.json');
  loopback.cdk([...UPDATE, '--outputs-file', outputs], OTHER_FREQUENCY);
  const second = loopback.read();
  const told = JSON.parse(readFileSync(outputs, 'utf-8'));
  const updated = [...checkCreated(second, before, OTHER_FREQUENCY), ...checkUpdate(first, second, told, announced)];

  checks.same('whether a deployment of the same app changes nothing', loopback.cdk(DEPLOY, OTHER_FREQUENCY).includes('(no changes)'), true);
  checks.same('what it leaves', loopback.read(), second);
  const { models, endpoints, configurations } = second.held;
  const taken = loopback.json('refusals.py', models[0].ModelName, endpoints[0].EndpointName, configurations[0].EndpointConfigName);

  loopback.cdk(['destroy', '--force'], OTHER_FREQUENCY);
  checks.same('what is left after the stack is destroyed', loopback.read(), before);

  const made = [...created, ...updated, ...checks.made];
  made.forEach(({ passed, what }) => tally.add(passed, what));
  checkThatItCanFail(tally, { before, first, told, announced });
  const known = limits(first, second, taken);
  known.forEach(({ passed, what }) => tally.add(passed, `no longer true, so assert what moto can show now: ${what}`));
  report(tally, first, known, made.length);
}

/** Without an update, and with another frequency than the deployed one, the checks must find it. */
function checkThatItCanFail(tally: Tally, { before, first, told, announced }: {
  readonly before: State; readonly first: State; readonly told: unknown; readonly announced: readonly string[];
}): void {
  const faults = (made: readonly Check[]) => made.filter(({ passed }) => !passed).length;
  tally.add(faults(checkCreated(first, before, OTHER_FREQUENCY)) >= 2, 'the checks must find the wrong frequency in template and tag');
  tally.add(faults(checkUpdate(first, first, told, announced)) >= 3, 'the checks must find that nothing was updated');
}

function report(tally: Tally, state: State, known: readonly Check[], assertions: number): void {
  const left = skipped(state);
  const resources = Object.keys(state.stack?.resources ?? {}).length;
  const charts = chartsOf(state.held.dashboards[0].body).length;
  const types = [...left].map(([type, count]) => `${type} (${count})`);
  console.log(`moto creates ${resources} resources and skips these types: ${types.join(', ')}`);
  known.forEach(({ what }) => console.log(`moto cannot show it: ${what}`));
  tally.keep(`${assertions} assertions on an app deployed, updated and destroyed with the CDK CLI on moto: ` +
    `${resources} resources, ${charts} charts, ${left.size} types skipped, ${known.length} limits of moto`);
}

/** Resources in the output of `cdk diff`, without their logical ids. */
function changesIn(diff: string): string[] {
  return diff.split('\n').filter((line) => /^\[[-+~]\] /.test(line)).map((line) => {
    const [mark, type, place, , ...impact] = line.trim().split(' ');
    return [mark, type, place, ...impact].join(' ');
  });
}

/** The programs that see moto where AWS would be, and nothing else of the environment. */
class Loopback {
  private readonly environment: NodeJS.ProcessEnv;

  public constructor(url: string, private readonly python: string) {
    this.environment = {
      PATH: `${path.join(ROOT, 'node_modules', '.bin')}${path.delimiter}${process.env.PATH}`,
      HOME: BUILD,
      CDK_HOME: path.join(BUILD, 'cdk-home'),
      AWS_ENDPOINT_URL: url,
      // Never asked: moto reads the bucket out of the path of such a URL only.
      AWS_ENDPOINT_URL_S3_FOR_CLOUDFORMATION: url.replace('127.0.0.1', 'localhost'),
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_ACCESS_KEY_ID: 'loopback',
      AWS_SECRET_ACCESS_KEY: 'loopback',
      AWS_EC2_METADATA_DISABLED: 'true',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      CDK_DISABLE_VERSION_CHECK: 'true',
      CDK_VALIDATION: 'false',
      NODE_NO_WARNINGS: '1',
    };
  }

  public cdk(command: readonly string[], frequency: number): string {
    const options = ['--no-notices', '--no-version-reporting', '--no-color', '--ci', '--output', path.join(BUILD, 'cdk.out')];
    return this.run('cdk', [...command, ...options, '--context', `frequency=${frequency}`]);
  }

  public read(): State {
    return this.json('read_back.py');
  }

  public json(script: string, ...args: string[]): any {
    return JSON.parse(this.run(this.python, [path.join(FOLDER, script), ...args]));
  }

  private run(program: string, args: readonly string[]): string {
    const { status, stdout, stderr, error } = spawnSync(program, args, {
      cwd: FOLDER, env: this.environment, encoding: 'utf-8', timeout: LONGEST_MILLIS, maxBuffer: MOST_OUTPUT,
    });
    if (status !== 0) {
      const what = [path.basename(program), ...args].slice(0, 2).map((word) => path.basename(word)).join(' ');
      throw new Obstacle(`${what} failed on moto: ${error?.message ?? ''}\n${stdout}${stderr}`);
    }
    return stdout;
  }
}
