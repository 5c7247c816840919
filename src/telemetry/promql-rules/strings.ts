import { PromQlNode } from './node';
import { PromQlQuery, quote } from './query';

const CLOSED = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)$/s;

/** The grammar lets pass strings that are not closed, and escape sequences that PromQL does not know but regular expressions do. */
export function strings(query: PromQlQuery): string[] {
  return query.all('StringLiteral').flatMap(problemsOf);
}

function problemsOf({ text }: PromQlNode): string[] {
  const mark = text[0];
  if (!CLOSED.test(text)) {
    return [`a string must be closed: expected ${mark} at its end, got: ${quote(text)}`];
  }
  const [unknown] = mark === '`' ? [] : /\\./s.exec(text.replace(knownEscapes(mark), ' ')) ?? [];
  return unknown === undefined
    ? []
    : [`a string must hold only escape sequences of PromQL: expected \`\\${unknown}\` for a backslash, got: \`${unknown}\` in ${quote(text)}`];
}

function knownEscapes(mark: string): RegExp {
  return new RegExp(`\\\\(?:[abfnrtv\\\\${mark}]|[0-7]{3}|x[\\da-fA-F]{2}|u[\\da-fA-F]{4}|U[\\da-fA-F]{8})`, 'g');
}
