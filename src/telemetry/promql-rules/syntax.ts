import { PromQlNode } from './node';
import { PromQlQuery, quote } from './query';

const LABEL_PLACES = ['LabelMatchers', 'UnquotedLabelMatcher', 'GroupingLabels'];
const PUNCTUATED_NAME = /@?[A-Za-z_][\w:]*(?:[@.][\w:]+)*/g;
const LONGEST_CONTEXT = 40;

/** Says what names lack their quotes, or else what the first place is that the grammar does not understand. */
export function syntax(query: PromQlQuery): string[] {
  const errors = query.all('Error').sort((one, other) => one.from - other.from);
  const names = unquotedNames(query, errors);
  return names.length > 0 ? names : errors.slice(0, 1).map((error) => unknownFunction(error) ?? firstError(query, error));
}

function unquotedNames({ text: { parsed } }: PromQlQuery, errors: readonly PromQlNode[]): string[] {
  return [...parsed.matchAll(PUNCTUATED_NAME)].filter(([name]) => /[@.]/.test(name)).flatMap(({ 0: name, index }) => {
    const error = errors.find(({ from }) => from >= index && from < index + name.length);
    if (error?.ancestors.some(({ kind }) => LABEL_PLACES.includes(kind))) {
      return [`a label with "." or "@" must be quoted: expected \`"${name}"\`, got: ${quote(name)}`];
    }
    return error && !name.includes('@')
      ? [`a metric name with "." must be quoted within the braces: expected \`{"${name}"}\`, got: ${quote(name)}`]
      : [];
  });
}

function unknownFunction({ text, parent }: PromQlNode): string | undefined {
  const name = parent?.child('Identifier');
  return parent?.kind === 'VectorSelector' && name && text.startsWith('(')
    ? `only functions of PromQL can be called: expected one of them, got: ${quote(name.text)}`
    : undefined;
}

function firstError({ text }: PromQlQuery, { from }: PromQlNode): string {
  const before = text.written(0, from);
  const rest = text.written(from, text.parsed.length);
  if (rest.trim() === '') {
    const end = before.length > LONGEST_CONTEXT ? `…${before.slice(-LONGEST_CONTEXT)}` : before;
    return `the query must be valid PromQL: expected more at its end, got: ${quote(end)}`;
  }
  return `the query must be valid PromQL: expected something else at character ${before.length + 1}, got: ${quote(rest, LONGEST_CONTEXT)}`;
}
