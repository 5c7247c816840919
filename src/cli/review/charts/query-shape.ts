import { Label } from '../../../telemetry/labels';

/** The names that stand in a query, by what they name, each once and in the order in which they stand there. */
export interface QueryNames {
  readonly [kind: string]: readonly string[];
}

/** A query with its names replaced, and the names. */
export interface QueryShape {
  readonly text: string;
  readonly names: QueryNames;
}

/** What a label's value names. Values of other labels are part of a query's shape. */
const KINDS: Record<string, string> = {
  [Label.ENDPOINT]: 'endpoint',
  [Label.VARIANT]: 'variant',
  [Label.COMPONENT]: 'component',
  [Label.CONTAINER]: 'container',
  [Label.INSTANCE]: 'instance',
  [Label.ZONE]: 'zone',
  [Label.MODEL]: 'model',
};

const MATCHER = /(?:"((?:[^"\\]|\\.)*)"|([a-zA-Z_]\w*))(\s*)(=~|!~|!=|=)(\s*)"((?:[^"\\]|\\.)*)"/g;

/** What is a pattern rather than a list of names. */
const PATTERN = /[*+?^$()[\]{}]/;

/** Tells the names of a query by what stands for them in its shape. */
export class NameBook {
  private readonly found: Record<string, string[]> = {};

  public get names(): QueryNames {
    return this.found;
  }

  /** What stands for one name: the first of its kind bears no number. */
  public one(kind: string, name: string): string {
    const number = this.place(kind, name);
    return number === 1 ? `<${kind}>` : `<${kind} ${number}>`;
  }

  /** What stands for a list of names, however long it is. */
  public several(kind: string, names: readonly string[]): string {
    names.forEach((name) => this.place(kind, name));
    return `<${kind}s>`;
  }

  private place(kind: string, name: string): number {
    const known = this.found[kind] ??= [];
    if (!known.includes(name)) {
      known.push(name);
    }
    return known.indexOf(name) + 1;
  }
}

/**
 * The shape of a PromQL query: what is left of it when the names of endpoints, components and the like are replaced. Queries that are
 * made in the same way have the same shape, whichever endpoints they are about.
 */
export function queryShape(query: string): QueryShape {
  const book = new NameBook();
  const text = query.replace(MATCHER, (matcher, quoted, bare, before, operator, after, value) => {
    const kind = KINDS[quoted ?? bare];
    const replaced = kind === undefined ? undefined : standIn(book, kind, operator, value);
    return replaced === undefined ? matcher : `${quoted === undefined ? bare : `"${quoted}"`}${before}${operator}${after}"${replaced}"`;
  });
  return { text, names: book.names };
}

function standIn(book: NameBook, kind: string, operator: string, value: string): string | undefined {
  if (value === '') {
    return undefined;
  }
  if (!operator.endsWith('~')) {
    return book.one(kind, value);
  }
  const names = value.split('|').map((name) => name.replace(/\\+(.)/g, '$1'));
  return names.some((name) => name === '' || PATTERN.test(name)) ? undefined : book.several(kind, names);
}
