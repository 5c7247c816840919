/* The command `doctor`: is the telemetry of endpoints as dashboards and alarms expect it? */
import { Arguments, argumentsOf, UsageError } from './arguments';
import { clientsFor } from './aws/clients';
import { Failure } from './failure';
import { gather } from './gather';
import { jsonOf, jsonOfFailure } from './report/json';
import { EXIT_CODES, reportOn } from './report/report';
import { textOf } from './report/text';
import { Secrets } from './secrets';
import { doctorUsage } from './usage';

export { doctorUsage } from './usage';

/** Where a command writes, and its environment. The AWS SDK reads the environment of the process. */
export interface CommandIo {
  readonly env: NodeJS.ProcessEnv;
  out(text: string): void;
  err(text: string): void;
}

const WRONG_USAGE = 2;

/** Runs the command. Returns its exit code: 0 healthy, 1 a problem, 2 wrong usage, 3 not everything could be told. */
export async function runDoctor(argv: readonly string[], io: CommandIo): Promise<number> {
  const secrets = new Secrets();
  const safe: CommandIo = { env: io.env, out: (text) => io.out(secrets.hideIn(text)), err: (text) => io.err(secrets.hideIn(text)) };
  let options: Arguments;
  try {
    options = argumentsOf(argv, io.env);
  } catch (error) {
    if (!(error instanceof UsageError)) {
      throw error;
    }
    safe.err(`${error.message}\nSee cdk-sagemaker-insights doctor --help\n`);
    return WRONG_USAGE;
  }
  if (options.help) {
    safe.out(doctorUsage);
    return 0;
  }
  return examine(options, safe, secrets);
}

async function examine(options: Arguments, io: CommandIo, secrets: Secrets): Promise<number> {
  try {
    const clients = await clientsFor(options, secrets);
    try {
      const evidence = await gather(clients, options.all ? 'all' : options.endpoints, (text) => options.quiet || io.err(`${text}\n`));
      const report = reportOn(evidence, options.ignored);
      io.out(options.json ? jsonOf(report) : textOf(report, options.series));
      return EXIT_CODES[report.verdict];
    } finally {
      clients.close();
    }
  } catch (error) {
    const failure = error instanceof Failure ? error
      : new Failure('other', `the doctor itself failed: ${(error as Error).name}: ${(error as Error).message}`, 'Report it to the project.');
    if (options.json) {
      io.out(jsonOfFailure(failure));
    } else {
      io.err(`could not tell: ${failure.message}\nfix: ${failure.advice}\n`);
    }
    return EXIT_CODES.unknown;
  }
}
