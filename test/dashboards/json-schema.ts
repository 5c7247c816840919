/** The part of JSON Schema that these tests use. */
export interface Schema {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: { readonly [name: string]: Schema };
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

/** Where and how a value does not follow a schema. */
export function violations(value: unknown, schema: Schema, at: string = '$'): string[] {
  return [
    ...typeViolations(value, schema, at),
    ...Array.isArray(value) ? arrayViolations(value, schema, at) : isObject(value) ? objectViolations(value, schema, at) : [],
    ...chosen(value, schema, at),
  ];
}

function typeViolations(value: unknown, schema: Schema, at: string): string[] {
  const expected = (wanted: unknown) => [`${at}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(value)}`];
  if (schema.type !== undefined && !hasType(value, schema.type)) {
    return expected(schema.type);
  }
  if (schema.const !== undefined && value !== schema.const) {
    return expected(schema.const);
  }
  if (schema.enum && !schema.enum.includes(value)) {
    return expected(schema.enum);
  }
  if (typeof value === 'string') {
    const { pattern, minLength = 0, maxLength = Infinity } = schema;
    return (pattern !== undefined && !new RegExp(pattern).test(value)) || value.length < minLength || value.length > maxLength
      ? expected(pattern ?? `${minLength} to ${maxLength} characters`)
      : [];
  }
  const { minimum = -Infinity, maximum = Infinity } = schema;
  return typeof value === 'number' && (value < minimum || value > maximum) ? expected(`${minimum} to ${maximum}`) : [];
}

function arrayViolations(value: unknown[], { items, minItems = 0, maxItems = Infinity }: Schema, at: string): string[] {
  return [
    ...value.length < minItems || value.length > maxItems ? [`${at}: expected ${minItems} to ${maxItems} items, got ${value.length}`] : [],
    ...items ? value.flatMap((item, index) => violations(item, items, `${at}[${index}]`)) : [],
  ];
}

function objectViolations(value: Record<string, unknown>, schema: Schema, at: string): string[] {
  const { required = [], properties = {}, additionalProperties = true } = schema;
  return [
    ...required.filter((name) => !(name in value)).map((name) => `${at}: expected the property ${name}, got none`),
    ...Object.entries(value).flatMap(([name, member]) => {
      if (name in properties) {
        return violations(member, properties[name], `${at}.${name}`);
      }
      return additionalProperties ? [] : [`${at}: expected no property ${name}, got ${JSON.stringify(member)}`];
    }),
  ];
}

function chosen(value: unknown, { oneOf, anyOf }: Schema, at: string): string[] {
  const options = oneOf ?? anyOf;
  if (!options) {
    return [];
  }
  const results = options.map((option) => violations(value, option, at));
  const fitting = results.filter(({ length }) => length === 0).length;
  return fitting === 1 || (anyOf && fitting > 0)
    ? []
    : [`${at}: expected ${anyOf ? 'one or more' : 'one'} of ${options.length} forms to fit, got ${fitting}`, ...results.reduce((best, result) =>
      result.length < best.length ? result : best)];
}

function hasType(value: unknown, type: NonNullable<Schema['type']>): boolean {
  switch (type) {
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
