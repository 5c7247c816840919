/* A synthesized template, read: its resources under names that a person knows, and without intrinsic functions. */
import { Names, readable } from './intrinsics';

/** What is read of a resource. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
  readonly Metadata?: Record<string, unknown>;
}

/** What is read of a template. */
export interface TemplateJson {
  readonly Resources?: Record<string, TemplateResource>;
  readonly Outputs?: Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>;
}

/** A resource of a template. */
export interface ReadResource {
  readonly logicalId: string;
  readonly type: string;
  /** Where it stands in the app, without the stack; its logical id where the template does not say. */
  readonly name: string;
  /** The properties, where what only the deployment knows stands as `${name}`. */
  readonly properties: any;
  readonly metadata: Record<string, any>;
}

const PATH = 'aws:cdk:path';

/** Ids of constructs that wrap one resource. */
const WRAPPED = /\/(Resource|Default)$/;

/** What AWS CDK appends to logical ids. */
const HASH = /[0-9A-F]{8}$/;

/** The resources of a template, in its order. */
export class Template {
  public readonly resources: readonly ReadResource[];

  /** What other stacks may import, by the name of the export. */
  public readonly exported: ReadonlyMap<string, string>;

  /**
   * Reads a template.
   *
   * @param json the template
   * @param imports what other stacks export
   * @param prefix what all names begin with, to tell stacks apart
   */
  public constructor(json: TemplateJson, imports: ReadonlyMap<string, string> = new Map(), prefix = '') {
    const resources = json.Resources ?? {};
    const ids = namesOf(resources);
    const nameOf = (logicalId: string) => ids.has(logicalId) ? prefix + ids.get(logicalId) : logicalId;
    const names: Names = { of: nameOf, imported: (exportName) => imports.get(exportName) };
    this.exported = new Map(Object.values(json.Outputs ?? {})
      .filter(({ Export: exported }) => typeof exported?.Name === 'string')
      .map(({ Export: exported, Value }) => [exported!.Name as string, String(readable(Value, names))]));
    this.resources = Object.entries(resources).map(([logicalId, { Type, Properties = {}, Metadata = {} }]) => ({
      logicalId,
      type: Type,
      name: nameOf(logicalId),
      properties: readable(Properties, names),
      metadata: Metadata,
    }));
  }

  /** The resources of some types. */
  public ofType(...types: string[]): ReadResource[] {
    return this.resources.filter(({ type }) => types.includes(type));
  }
}

/** Names by logical id. What would be called alike keeps its logical id. */
function namesOf(resources: Record<string, TemplateResource>): Map<string, string> {
  const names = new Map(Object.entries(resources).map(([logicalId, resource]) => [logicalId, nameFor(logicalId, resource)]));
  const times = new Map<string, number>();
  names.forEach((name) => times.set(name, (times.get(name) ?? 0) + 1));
  return new Map([...names].map(([logicalId, name]) => [logicalId, times.get(name)! > 1 ? logicalId : name]));
}

function nameFor(logicalId: string, { Metadata }: TemplateResource): string {
  const path = Metadata?.[PATH];
  if (typeof path !== 'string' || !path.includes('/')) {
    return logicalId.replace(HASH, '');
  }
  const [, ...ids] = path.split('/');
  return ids.join('/').replace(WRAPPED, '');
}
