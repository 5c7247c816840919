import { existsSync, readFileSync } from 'fs';
import * as path from 'path';
import { gunzipSync } from 'zlib';
import * as library from '../src';

const ROOT = path.resolve(__dirname, '..');

interface Documented {
  readonly name: string;
  readonly docs?: { readonly summary?: string; readonly default?: string };
}

interface Callable extends Documented {
  readonly parameters?: Documented[];
  readonly protected?: boolean;
  /** The type whose member this one overrides or implements. */
  readonly overrides?: string;
}

interface Property extends Documented {
  readonly optional?: boolean;
  readonly protected?: boolean;
}

interface Type extends Documented {
  readonly fqn: string;
  readonly abstract?: boolean;
  /** Whether this is a struct: an interface of properties alone. */
  readonly datatype?: boolean;
  readonly initializer?: Omit<Callable, 'name'>;
  readonly properties?: Property[];
  readonly methods?: Callable[];
  readonly members?: Documented[];
}

/** What jsii knows of the public API: the source of API.md and of the documentation in every language. */
function assembly(): Type[] {
  const file = path.join(ROOT, '.jsii');
  if (!existsSync(file)) {
    throw new Error(`the jsii assembly is missing: expected ${file}, which \`npx projen compile\` makes (npm test runs it first), got: no such file`);
  }
  const content = JSON.parse(readFileSync(file, 'utf-8'));
  const { types } = content.schema === 'jsii/file-redirect'
    ? JSON.parse(gunzipSync(readFileSync(path.join(ROOT, content.filename))).toString('utf-8'))
    : content;
  return Object.values<Type>(types);
}

const TYPES = assembly();

function methodsOf(type: Type): Callable[] {
  return (type.methods ?? []).filter((method) => !method.protected);
}

/** Whether a method implements or overrides one of this library, whose words editors show for it. */
function inheritsDocs(method: Callable): boolean {
  return TYPES.some(({ fqn }) => fqn === method.overrides);
}

/** The names of what has no summary, each after the name of what it belongs to. */
function undocumented(prefix: string, things: readonly Documented[] = []): string[] {
  return things.filter(({ docs }) => !docs?.summary?.trim()).map(({ name }) => `${prefix}${name}`);
}

test('the assembly is not left over from an older source', () => {
  const names = TYPES.map(({ name }) => name);
  const missing = Object.keys(library).filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new Error(`the jsii assembly is out of date: run \`npx projen compile\`. Expected all exports in it, got none for: ${missing.join(', ')}`);
  }
});

describe('the reference tells', () => {
  const constructors = TYPES.flatMap(({ name, abstract, initializer }) =>
    abstract || !initializer || initializer.protected ? [] : [{ name, initializer }]);

  test('what every type is', () => {
    expect(undocumented('', TYPES)).toEqual([]);
  });

  test('what every property is', () => {
    expect(TYPES.flatMap(({ name, properties = [] }) =>
      undocumented(`${name}.`, properties.filter((property) => !property.protected)))).toEqual([]);
  });

  test('what every value of an enum is', () => {
    expect(TYPES.flatMap(({ name, members }) => undocumented(`${name}.`, members))).toEqual([]);
  });

  test('what every method does', () => {
    expect(TYPES.flatMap((type) => undocumented(`${type.name}.`, methodsOf(type)))).toEqual([]);
  });

  test('what every parameter of a method is', () => {
    const own = TYPES.flatMap((type) => methodsOf(type).filter((method) => !inheritsDocs(method)).map((method) => ({ type, method })));
    expect(own.flatMap(({ type, method }) => undocumented(`${type.name}.${method.name}: `, method.parameters))).toEqual([]);
  });

  test('what every constructor makes, where a user may call it', () => {
    expect(constructors.length).toBeGreaterThan(0);
    expect(constructors.flatMap(({ name, initializer }) => undocumented('new ', [{ ...initializer, name }]))).toEqual([]);
  });

  test('what every parameter of such a constructor is, save the scope, id and props that all constructs have', () => {
    expect(constructors.flatMap(({ name, initializer: { parameters = [] } }) =>
      parameters.map((parameter) => parameter.name).join() === 'scope,id,props' ? [] : undocumented(`new ${name}: `, parameters))).toEqual([]);
  });

  test('what happens when an optional property of a struct is left out', () => {
    const structs = TYPES.filter(({ datatype }) => datatype);
    expect(structs.length).toBeGreaterThan(0);
    const silent = structs.flatMap(({ name, properties = [] }) => properties
      .filter(({ optional, docs }) => optional && !docs?.default?.trim())
      .map((property) => `${name}.${property.name}`));
    expect(silent).toEqual([]);
  });
});
