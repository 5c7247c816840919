/** What the command line asks for. */
export interface CheckRequest {
  readonly folder: string;
  readonly json: boolean;
}

export const USAGE = `Usage: cdk-sagemaker-insights check [FOLDER] [--json]

Looks through the templates of a synthesized app for what makes endpoints of language models blind, silent, stuck or unsafe.

  FOLDER   the cloud assembly (default: cdk.out)
  --json   findings as JSON
  --help   this text

Exit code: 0 no finding of the severity error, 1 one or more, 2 wrong usage or nothing to read.
`;

/** The request, or what is wrong with the arguments. */
export function readArguments(argv: readonly string[]): CheckRequest | string {
  const folders = argv.filter((argument) => !argument.startsWith('-'));
  const unknown = argv.filter((argument) => argument.startsWith('-') && argument !== '--json');
  if (unknown.length > 0) {
    return `expected --json or --help, got: ${unknown.join(' ')}`;
  }
  if (folders.length > 1) {
    return `expected one folder, got: ${folders.join(' ')}`;
  }
  return { folder: folders[0] ?? 'cdk.out', json: argv.includes('--json') };
}
