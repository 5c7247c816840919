/* Reads the arguments of a command. */
import { parseArgs } from 'util';
import { UsageProblem } from './problem';

/** The options of a command: those of type string take a value. */
export interface Options {
  readonly [name: string]: { readonly type: 'string' | 'boolean'; readonly short?: string };
}

/** What the arguments say. */
export interface Arguments<T extends Options> {
  readonly values: { readonly [name in keyof T]?: T[name]['type'] extends 'string' ? string : boolean };
  readonly positionals: readonly string[];
}

/** Reads arguments. Throws a problem about an option that does not exist, or about too many arguments. */
export function argumentsOf<const T extends Options>(args: readonly string[], options: T, mostPositionals: number): Arguments<T> {
  const { values, positionals } = parsed(args, options);
  if (positionals.length > mostPositionals) {
    throw new UsageProblem(`expected at most ${mostPositionals} arguments besides options, got: ${positionals.join(' ')}`);
  }
  return { values: values as Arguments<T>['values'], positionals };
}

function parsed(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageProblem((error as Error).message);
  }
}
