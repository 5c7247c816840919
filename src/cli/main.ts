/* The command line of the package. */
import { CHECK_USAGE, runCheck } from './check/command';
import { doctorUsage, runDoctor } from './doctor';
import { ExitCode } from './exit-code';
import { Io } from './io';
import { Problem } from './problem';
import { REVIEW_USAGE, runReview } from './review/command';

interface Command {
  readonly usage: string;
  /** What `--help` tells besides. */
  readonly help?: string;
  run(args: readonly string[], io: Io): Promise<number>;
}

const DOCTOR_USAGE = `  doctor (--endpoint NAME ... | --all) [--region REGION] [--profile NAME] [--json]
               asks AWS whether the telemetry of endpoints arrives as dashboards and alarms expect it; see doctor --help`;

const COMMANDS: Record<string, Command> = {
  review: { usage: REVIEW_USAGE, run: runReview },
  check: { usage: CHECK_USAGE, run: runCheck },
  doctor: { usage: DOCTOR_USAGE, help: doctorUsage, run: runDoctor },
};

const HELP = ['--help', '-h'];

const USAGE = `Usage: cdk-sagemaker-insights <command>

${Object.values(COMMANDS).map(({ usage }) => usage).join('\n\n')}

  --help       shows this
`;

/** Runs a command. Returns how it ended. */
export async function run([name, ...args]: readonly string[], io: Io): Promise<number> {
  const command = name === undefined ? undefined : COMMANDS[name];
  if (name === undefined || HELP.includes(name) || (command && args.some((argument) => HELP.includes(argument)))) {
    (name === undefined ? io.err : io.out)(command?.help ?? USAGE);
    return name === undefined ? ExitCode.FAILED : ExitCode.WELL;
  }
  if (command === undefined) {
    io.err(`the command must be one of ${Object.keys(COMMANDS).join(', ')}, got: ${name}\n\n${USAGE}`);
    return ExitCode.FAILED;
  }
  try {
    return await command.run(args, io);
  } catch (error) {
    if (!(error instanceof Problem)) {
      throw error;
    }
    io.err(`${name}: ${error.message}\n`);
    return ExitCode.FAILED;
  }
}

/** Runs a command for the process that was started for it. */
export async function main(args: readonly string[]): Promise<void> {
  // Whoever reads the output may have enough of it.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? ExitCode.WELL : ExitCode.FAILED));
  process.exitCode = await run(args, {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    env: process.env,
  });
}
