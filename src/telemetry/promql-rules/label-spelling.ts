import { Label } from '../labels';
import { PromQlQuery, quote } from './query';

/** The labels that other tools spell differently, by what is left of them without punctuation. */
const SPELLINGS = new Map(Object.values(Label).filter((label) => /[@.]/.test(label)).map((label) => [bare(label), label as string]));

/** A label in another spelling is valid PromQL and matches nothing. */
export function labelSpelling(query: PromQlQuery): string[] {
  return query.labels.flatMap(({ name, place }) => {
    const expected = SPELLINGS.get(bare(name)) ?? name;
    return name === expected
      ? []
      : [`label \`${name}\` does not exist and matches nothing: expected \`"${expected}"\`, got: ${quote(place.text)}`];
  });
}

function bare(label: string): string {
  return label.toLowerCase().replace(/[^a-z0-9]/g, '');
}
