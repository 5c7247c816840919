import { QueryText } from './query-text';

/** A node of a parsed query. Its kind is the grammar's name for it, or `Error`. */
export class PromQlNode {
  private parentNode?: PromQlNode;

  public constructor(
    public readonly kind: string,
    private readonly query: QueryText,
    /** Where it starts in the parsed query. */
    public readonly from: number,
    /** Where it ends in the parsed query. */
    public readonly to: number,
    public readonly children: readonly PromQlNode[],
  ) {
    children.forEach((child) => {
      child.parentNode = this;
    });
  }

  /** As it was written in the query. */
  public get text(): string {
    return this.query.written(this.from, this.to);
  }

  /** The node that this one is a part of. */
  public get parent(): PromQlNode | undefined {
    return this.parentNode;
  }

  /** The nodes around this one, the nearest first. */
  public get ancestors(): PromQlNode[] {
    const found: PromQlNode[] = [];
    for (let node = this.parentNode; node; node = node.parentNode) {
      found.push(node);
    }
    return found;
  }

  /** The expressions that this node is made of, in the order in which they are written. */
  public get operands(): PromQlNode[] {
    return (this.child('FunctionCallBody') ?? this).children.filter(isExpression);
  }

  /** The first child of certain kinds. */
  public child(...kinds: readonly string[]): PromQlNode | undefined {
    return this.children.find(({ kind }) => kinds.includes(kind));
  }

  public has(...kinds: readonly string[]): boolean {
    return this.child(...kinds) !== undefined;
  }
}

const EXPRESSIONS = new Set([
  'AggregateExpr', 'AnchoredExpr', 'BinaryExpr', 'FunctionCall', 'MatrixSelector', 'NumberDurationLiteral', 'OffsetExpr', 'ParenExpr',
  'SmoothedExpr', 'StepInvariantExpr', 'StringLiteral', 'SubqueryExpr', 'UnaryExpr', 'VectorSelector',
]);

export function isExpression({ kind }: PromQlNode): boolean {
  return EXPRESSIONS.has(kind);
}
