/* Makes values of templates readable: what only the deployment knows stands in them as `${name}`. */

/** How what stands elsewhere is called. */
export interface Names {
  /** The name of a resource, or of a parameter. */
  of(logicalId: string): string;
  /** What another stack exports under a name, if that is known. */
  imported(exportName: string): string | undefined;
}

/** Attributes that are the name of a resource: they read like the resource itself. */
const NAME = /^(Alarm|Dashboard|EndpointConfig|Endpoint|InferenceComponent|Model|Topic)Name$/;

const NO_VALUE = 'AWS::NoValue';

/** A value without intrinsic functions. Members that CloudFormation takes away are left out. */
export function readable(value: unknown, names: Names): any {
  if (Array.isArray(value)) {
    return value.map((item) => readable(item, names)).filter((item) => item !== undefined);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value);
  if (entries.length === 1 && (entries[0][0] === 'Ref' || entries[0][0].startsWith('Fn::'))) {
    return intrinsic(entries[0][0], entries[0][1], names);
  }
  return Object.fromEntries(entries.map(([key, member]) => [key, readable(member, names)]).filter(([, member]) => member !== undefined));
}

function intrinsic(name: string, argument: any, names: Names): unknown {
  switch (name) {
    case 'Ref':
      return argument === NO_VALUE ? undefined : `\${${names.of(argument)}}`;
    case 'Fn::GetAtt': {
      const [logicalId, ...attribute] = typeof argument === 'string' ? argument.split('.') : argument;
      const text = attribute.map((part: unknown) => typeof part === 'string' ? part : textOf(part, names)).join('.');
      return NAME.test(text) ? `\${${names.of(logicalId)}}` : `\${${names.of(logicalId)}.${text}}`;
    }
    case 'Fn::Join': {
      const [separator, parts] = argument;
      return Array.isArray(parts) ? parts.map((part) => textOf(part, names)).join(separator) : other(name, argument, names);
    }
    case 'Fn::Sub': {
      const [template, variables] = typeof argument === 'string' ? [argument, {}] : argument;
      return template.replace(/\$\{([^!}][^}]*)\}/g, (_: string, reference: string) => substitution(reference, variables, names))
        .replace(/\$\{!/g, '${');
    }
    case 'Fn::ImportValue':
      return names.imported(textOf(argument, names)) ?? other(name, argument, names);
    default:
      return other(name, argument, names);
  }
}

function substitution(reference: string, variables: Record<string, unknown>, names: Names): string {
  if (reference in variables) {
    return textOf(variables[reference], names);
  }
  return textOf(reference.includes('.') ? { 'Fn::GetAtt': reference } : { Ref: reference }, names);
}

function textOf(value: unknown, names: Names): string {
  const found = readable(value, names);
  return typeof found === 'string' ? found : found === undefined ? '' : JSON.stringify(found);
}

function other(name: string, argument: unknown, names: Names): string {
  return `\${${name} ${JSON.stringify(readable(argument, names))}}`;
}
