/** A value of a template as one readable string: references become `<LogicalId>` or `<LogicalId.Attribute>`. */
export function text(value: unknown): string {
  if (typeof value !== 'object' || value === null) {
    return String(value);
  }
  const [[name, argument]] = Object.entries(value as Record<string, any>);
  switch (name) {
    case 'Ref':
      return `<${argument}>`;
    case 'Fn::GetAtt':
      return `<${argument.join('.')}>`;
    case 'Fn::Join':
      return argument[1].map(text).join(argument[0]);
    case 'Fn::Sub':
      return String(argument).replace(/\$\{([^}]+)\}/g, '<$1>');
    case 'Fn::FindInMap':
      return `<${argument.map(text).join('/')}>`;
    default:
      throw new Error(`expected a string or an intrinsic function that this helper knows, got: ${name}`);
  }
}

/** All texts of a value that is one or a list, sorted. */
export function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map(text).sort();
}
