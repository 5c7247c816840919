/* Makes values of templates readable: what only the deployment knows stands in them as `${name}`. */

/** Looks up how a resource or a parameter is called. */
export type NameOf = (logicalId: string) => string;

/** Attributes that are the name of a resource: they read like the resource itself. */
const NAME = /^(Alarm|Dashboard|EndpointConfig|Endpoint|InferenceComponent|Model|Topic)Name$/;

const NO_VALUE = 'AWS::NoValue';

/** A value without intrinsic functions. Members that CloudFormation takes away are left out. */
export function readable(value: unknown, nameOf: NameOf): any {
  if (Array.isArray(value)) {
    return value.map((item) => readable(item, nameOf)).filter((item) => item !== undefined);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value);
  if (entries.length === 1 && (entries[0][0] === 'Ref' || entries[0][0].startsWith('Fn::'))) {
    return intrinsic(entries[0][0], entries[0][1], nameOf);
  }
  return Object.fromEntries(entries.map(([key, member]) => [key, readable(member, nameOf)]).filter(([, member]) => member !== undefined));
}

/** A list, or none where a function of CloudFormation stands in its place. */
export function listOf(value: unknown): any[] {
  return Array.isArray(value) ? value : [];
}

function intrinsic(name: string, argument: any, nameOf: NameOf): unknown {
  switch (name) {
    case 'Ref':
      return argument === NO_VALUE ? undefined : `\${${nameOf(argument)}}`;
    case 'Fn::GetAtt': {
      const [logicalId, ...attribute] = typeof argument === 'string' ? argument.split('.') : argument;
      const text = attribute.map((part: unknown) => typeof part === 'string' ? part : textOf(part, nameOf)).join('.');
      return NAME.test(text) ? `\${${nameOf(logicalId)}}` : `\${${nameOf(logicalId)}.${text}}`;
    }
    case 'Fn::Join': {
      const [separator, parts] = argument;
      return Array.isArray(parts) ? parts.map((part) => textOf(part, nameOf)).join(separator) : other(name, argument, nameOf);
    }
    case 'Fn::Sub': {
      const [template, variables] = typeof argument === 'string' ? [argument, {}] : argument;
      return template.replace(/\$\{([^!}][^}]*)\}/g, (_: string, reference: string) => substitution(reference, variables, nameOf))
        .replace(/\$\{!/g, '${');
    }
    default:
      return other(name, argument, nameOf);
  }
}

function substitution(reference: string, variables: Record<string, unknown>, nameOf: NameOf): string {
  if (reference in variables) {
    return textOf(variables[reference], nameOf);
  }
  return textOf(reference.includes('.') ? { 'Fn::GetAtt': reference } : { Ref: reference }, nameOf);
}

function textOf(value: unknown, nameOf: NameOf): string {
  const found = readable(value, nameOf);
  return typeof found === 'string' ? found : found === undefined ? '' : JSON.stringify(found);
}

function other(name: string, argument: unknown, nameOf: NameOf): string {
  // Stands within JSON and within queries.
  return `\${${name} ${JSON.stringify(readable(argument, nameOf)).replace(/["\\{}]/g, '')}}`;
}
