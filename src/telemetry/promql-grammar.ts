import { isExpression, PromQlNode } from './promql-rules/node';
import { bindsTighter } from './promql-rules/operators';
import { QueryText } from './promql-rules/query-text';

/** What is used of a node of the grammar package. */
interface GrammarNode {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly type: { readonly isError: boolean };
}

/** What is used of the grammar package, which is no dependency of this library: scripts/bundle-promql-grammar.ts puts it into assets. */
interface Grammar {
  readonly parser: {
    parse(query: string): {
      iterate(visitor: { enter(node: GrammarNode): void; leave(node: GrammarNode): void }): void;
    };
  };
}

/**
 * Parses a query with the grammar of Prometheus' own editor, which is loaded by the first call. Returns the nodes with every node
 * after its children, so the root comes last. What the grammar does not understand is a node `Error`; a query whose nesting exhausts
 * the stack is one node `TooDeep`.
 */
export function parsePromQl(text: QueryText): PromQlNode[] {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const grammar: Grammar = require('../../assets/promql-grammar');
  try {
    return childrenFirst(treeOf(grammar, text));
  } catch (error) {
    if (error instanceof RangeError) {
      return [new PromQlNode('TooDeep', text, 0, text.parsed.length, [])];
    }
    throw error;
  }
}

function treeOf({ parser }: Grammar, text: QueryText): PromQlNode {
  const childrenOfOpenNodes: PromQlNode[][] = [[]];
  parser.parse(text.parsed).iterate({
    enter: () => {
      childrenOfOpenNodes.push([]);
    },
    leave: ({ name, from, to, type }) => {
      const children = childrenOfOpenNodes.pop()!;
      const node = new PromQlNode(type.isError ? 'Error' : name, text, from, to, children);
      childrenOfOpenNodes[childrenOfOpenNodes.length - 1].push(bindTightly(node, text));
    },
  });
  return childrenOfOpenNodes[0][0];
}

/**
 * The grammar gives a range, `offset` or `@` to the whole operation before it, as if `a + b offset 1h * 2` were
 * `((a + b) offset 1h) * 2`. In PromQL they belong to the selector before them, and operators bind as they do elsewhere.
 */
function bindTightly(node: PromQlNode, text: QueryText): PromQlNode {
  const [first, ...rest] = node.children;
  const last = first?.children[first.children.length - 1];
  if (!last || !isExpression(last) || !bindsTighter(node, first)) {
    return node;
  }
  const inner = bindTightly(new PromQlNode(node.kind, text, last.from, node.to, [last, ...rest]), text);
  return new PromQlNode(first.kind, text, first.from, node.to, [...first.children.slice(0, -1), inner]);
}

function childrenFirst(root: PromQlNode): PromQlNode[] {
  const found: PromQlNode[] = [];
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    found.push(node);
    open.push(...node.children);
  }
  return found.reverse();
}
