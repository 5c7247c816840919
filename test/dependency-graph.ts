import { App, Stack } from 'aws-cdk-lib';

/** The resources that one template waits for, by logical id: what CloudFormation orders a deployment by. */
export type DependencyGraph = Map<string, Set<string>>;

/**
 * Reads Ref, Fn::GetAtt, Fn::Sub and DependsOn out of a stack's synthesised template. Written apart from the library's own check
 * and from that of aws-cdk-lib, so that neither can vouch for itself.
 */
export function dependencyGraph(stack: Stack): DependencyGraph {
  const template = (stack.node.root as App).synth().getStackByName(stack.stackName).template as { readonly Resources: object };
  const resources = Object.entries(template.Resources);
  const ids = new Set(resources.map(([id]) => id));
  return new Map(resources.map(([id, resource]) => [id, new Set(named(resource).filter((other) => ids.has(other)))]));
}

/** The logical ids along one cycle, or undefined when CloudFormation can order the resources. */
export function cycleIn(graph: DependencyGraph): string[] | undefined {
  const settled = new Set<string>();
  const visit = (id: string, path: string[]): string[] | undefined => {
    if (path.includes(id)) {
      return path.slice(path.indexOf(id));
    }
    if (settled.has(id)) {
      return undefined;
    }
    for (const next of graph.get(id) ?? []) {
      const cycle = visit(next, [...path, id]);
      if (cycle) {
        return cycle;
      }
    }
    settled.add(id);
    return undefined;
  };
  for (const id of graph.keys()) {
    const cycle = visit(id, []);
    if (cycle) {
      return cycle;
    }
  }
  return undefined;
}

function named(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(named);
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, content]: [string, unknown]) => {
    switch (key) {
      case 'Ref': return [String(content)];
      case 'Fn::GetAtt': return [String(Array.isArray(content) ? content[0] : content).split('.')[0]];
      case 'Fn::Sub': return [...String(Array.isArray(content) ? content[0] : content).matchAll(/\$\{([^!.}]+)/g)].map(([, id]) => id);
      case 'DependsOn': return (Array.isArray(content) ? content : [content]).map(String);
      default: return named(content);
    }
  });
}
