/** A YAML document below lines of comment. Its strings are JSON's, which YAML 1.2 reads as they are. */
export function document(comment: readonly string[], content: object): string {
  return [...comment.map((line) => `# ${line.replace(/\s+/g, ' ')}`), ...block(content), ''].join('\n');
}

function block(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => {
      const [first, ...rest] = block(item);
      return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
    });
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).filter(([, member]) => member !== undefined).flatMap(([key, member]) =>
      isEmptyOrScalar(member) ? [`${key}: ${JSON.stringify(member)}`] : [`${key}:`, ...block(member).map((line) => `  ${line}`)]);
  }
  return [JSON.stringify(value)];
}

function isEmptyOrScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0;
}
