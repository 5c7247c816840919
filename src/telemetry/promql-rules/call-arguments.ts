import { Signature, signatureOf, ValueKind } from './functions';
import { PromQlNode } from './node';
import { PromQlQuery, quote } from './query';
import { calleeOf } from './types';

/** Functions and aggregations take arguments of certain kinds. The grammar does not look at them. */
export function callArguments(query: PromQlQuery): string[] {
  return query.all('FunctionCall', 'AggregateExpr').flatMap((call) => {
    const name = calleeOf(call);
    const signature = signatureOf(name);
    const given = call.operands;
    if (given.length < signature.fewest || given.length > signature.most) {
      return [`\`${name}\` must have ${numberOfArguments(signature)}, got ${given.length}: ${quote(call.text)}`];
    }
    return given.flatMap((argument, index) => wrongKind(query, argument, parameter(signature, index), `argument ${index + 1} of \`${name}\``));
  });
}

function parameter({ parameters }: Signature, index: number): ValueKind | undefined {
  return parameters[Math.min(index, parameters.length - 1)];
}

function wrongKind({ types }: PromQlQuery, argument: PromQlNode, expected: ValueKind | undefined, what: string): string[] {
  const { kind } = types.of(argument);
  return expected === undefined || kind === expected ? [] : [`${what} must be of kind ${expected}, got ${kind}: ${quote(argument.text)}`];
}

function numberOfArguments({ fewest, most }: Signature): string {
  if (fewest === most) {
    return fewest === 1 ? '1 argument' : `${fewest} arguments`;
  }
  return most === Infinity ? `at least ${fewest} arguments` : `${fewest} to ${most} arguments`;
}
