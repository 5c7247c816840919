/* Runs the doctor as a user does, as a process of its own, against what a case describes. */
import { spawn } from 'child_process';
import { alarmsFor } from './alarms';
import { COMPONENTS, DoctorCase } from './cases';
import { CloudWatch } from './cloud-watch';
import { ControlPlane } from '../control-plane/control-plane';

export const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'AKIADOCTORDOCTOR1234',
  AWS_SECRET_ACCESS_KEY: 'secret/of+the/doctor+that/nobody+may/see',
  AWS_SESSION_TOKEN: 'token/of+the/doctor+that/nobody+may/see==',
};

/** A port on which nothing listens: the system gives it to nobody. */
const NOWHERE = 'http://127.0.0.1:1';
const TIME = 120_000;

export interface Outcome {
  readonly exit: number | null;
  /** What a person reads, progress included. */
  readonly text: string;
  readonly json: any;
  readonly plane: ControlPlane;
  readonly cloudWatch: CloudWatch;
}

export async function runCase(program: string, prometheus: string, one: DoctorCase): Promise<Outcome> {
  const plane = await ControlPlane.start();
  const alarms = one.endpoint ? alarmsFor(one.endpoint, COMPONENTS) : [];
  const cloudWatch = await CloudWatch.start(prometheus, one.cloudWatch?.(alarms) ?? { alarms });
  try {
    one.sageMaker?.(plane.state);
    if (one.refusal) {
      plane.refuseAll(one.refusal);
    }
    const where = (service: 'sagemaker' | 'cloudwatch' | 'promql', url: string) => one.unreachable?.includes(service) ? NOWHERE : url;
    const args = [
      'doctor', ...one.endpoint ? ['--endpoint', one.endpoint] : ['--all'], '--region', 'eu-central-1',
      '--promql-url', where('promql', cloudWatch.url),
    ];
    const env = {
      ...CREDENTIALS,
      PATH: process.env.PATH,
      AWS_MAX_ATTEMPTS: '3',
      AWS_ENDPOINT_URL_SAGEMAKER: where('sagemaker', plane.url),
      AWS_ENDPOINT_URL_CLOUDWATCH: where('cloudwatch', cloudWatch.url),
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    };
    const text = await run(program, args, env);
    const json = await run(program, [...args, '--json', '--quiet'], env);
    if (json.exit !== text.exit) {
      throw new Error(`${one.name}: exit code ${text.exit} for people and ${json.exit} for machines`);
    }
    return { exit: text.exit, text: text.out + text.err, json: { ...JSON.parse(json.out), stderr: json.err }, plane, cloudWatch };
  } finally {
    await Promise.all([plane.stop(), cloudWatch.stop()]);
  }
}

interface Ended {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: TIME });
    const text = { out: '', err: '' };
    child.stdout.on('data', (chunk) => text.out += chunk);
    child.stderr.on('data', (chunk) => text.err += chunk);
    child.once('error', reject).once('close', (exit) => resolve({ exit, ...text }));
  });
}
