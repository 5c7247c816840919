/* Reads the arguments of a command. */
import { parseArgs, ParseArgsConfig } from 'util';
import { UsageProblem } from './problem';

type Options = NonNullable<ParseArgsConfig['options']>;

/** What the arguments say. Throws a problem about an option that does not exist. */
export function argumentsOf<T extends Options>(args: readonly string[], options: T, mostPositionals: number) {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    if (parsed.positionals.length > mostPositionals) {
      throw new Error(`expected at most ${mostPositionals} arguments besides options, got: ${parsed.positionals.join(' ')}`);
    }
    return parsed;
  } catch (error) {
    throw new UsageProblem((error as Error).message);
  }
}
