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
import { ExitCode } from '../exit-code';
import { Io } from '../io';

export { doctorUsage } from './usage';


/** Runs the command. Returns its exit code: 0 healthy, 1 a problem, 2 wrong usage, 3 not everything could be told. */
export async function runDoctor(argv: readonly string[], io: Io): Promise<number> {
  const secrets = new Secrets();
  const safe: Io = { env: io.env, out: (text) => io.out(secrets.hideIn(text)), err: (text) => io.err(secrets.hideIn(text)) };
  let options: Arguments;
  try {
    options = argumentsOf(argv, io.env);
  } catch (error) {
    if (!(error instanceof UsageError)) {
      throw error;
    }
    safe.err(`${error.message}\nSee cdk-sagemaker-insights doctor --help\n`);
    return ExitCode.FAILED;
  }
  if (options.help) {
    safe.out(doctorUsage);
    return 0;
  }
  return examine(options, safe, secrets);
}

async function examine(options: Arguments, io: Io, secrets: Secrets): Promise<number> {
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
