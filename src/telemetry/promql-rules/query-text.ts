/** What a CDK token counts as: the longest name of a SageMaker resource. */
export const TOKEN_LENGTH = 63;

const TOKEN = /(\$\{Token\[[^\]]*\]\})/;

interface Part {
  readonly text: string;
  readonly isToken: boolean;
  /** Where the part is in the parsed query. */
  readonly from: number;
  readonly to: number;
}

/** A query as it was written, and as it is parsed: with a name in the place of each CDK token. */
export class QueryText {
  /** The query with a name in the place of each token. */
  public readonly parsed: string;

  private readonly parts: readonly Part[];

  public constructor(query: string) {
    let end = 0;
    this.parts = query.split(TOKEN).map((text, index) => {
      const isToken = index % 2 === 1;
      const from = end;
      end += isToken ? TOKEN_LENGTH : text.length;
      return { text, isToken, from, to: end };
    });
    this.parsed = this.parts.map(({ text, isToken }) => isToken ? 'a'.repeat(TOKEN_LENGTH) : text).join('');
  }

  /** A part of the parsed query as it was written. */
  public written(from: number, to: number): string {
    return this.parts
      .filter((part) => part.from < to && part.to > from)
      .map((part) => part.isToken ? part.text : part.text.slice(Math.max(0, from - part.from), to - part.from))
      .join('');
  }
}
