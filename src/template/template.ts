/* A synthesized template, read: its resources under names that a person knows, and without intrinsic functions. */
import { readable } from './intrinsics';
import { Place } from './place';

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
  /** Undefined where nobody says: then it may be anywhere. */
  readonly place?: Place;
}

const PATH = 'aws:cdk:path';

/** Ids of constructs that wrap one resource. */
const WRAPPED = /\/(Resource|Default)$/;

/** What AWS CDK appends to logical ids. */
const HASH = /[0-9A-F]{8}$/;

/** Says how a resource is called. */
export type Naming = (logicalId: string, resource: TemplateResource) => string;

/** The resources of a template, in its order. */
export class Template {
  public readonly resources: readonly ReadResource[];

  /**
   * Reads a template.
   *
   * @param json the template
   * @param naming how its resources are called, by default after their place in the app without the stack
   * @param placeOf where a resource is, by its logical id
   */
  public constructor(json: TemplateJson, naming: Naming = nameWithin, placeOf: (logicalId: string) => Place | undefined = () => undefined) {
    const resources = json.Resources ?? {};
    const names = namesOf(resources, naming);
    const nameOf = (logicalId: string) => names.get(logicalId) ?? logicalId;
    this.resources = Object.entries(resources).map(([logicalId, { Type, Properties = {}, Metadata = {} }]) => ({
      logicalId,
      type: Type,
      name: nameOf(logicalId),
      properties: readable(Properties, nameOf),
      metadata: Metadata,
      place: placeOf(logicalId),
    }));
  }

  /** The resources of some types. */
  public ofType(...types: string[]): ReadResource[] {
    return this.resources.filter(({ type }) => types.includes(type));
  }
}

/** Names by logical id. What would be called alike keeps its logical id. */
function namesOf(resources: Record<string, TemplateResource>, naming: Naming): Map<string, string> {
  const names = new Map(Object.entries(resources).map(([logicalId, resource]) => [logicalId, naming(logicalId, resource)]));
  const times = new Map<string, number>();
  names.forEach((name) => times.set(name, (times.get(name) ?? 0) + 1));
  return new Map([...names].map(([logicalId, name]) => [logicalId, times.get(name)! > 1 ? logicalId : name]));
}

/** The place of a resource in its stack; its logical id where the template does not say. */
export function nameWithin(logicalId: string, { Metadata }: TemplateResource): string {
  const path = Metadata?.[PATH];
  if (typeof path !== 'string' || !path.includes('/')) {
    return logicalId.replace(HASH, '');
  }
  const [, ...ids] = path.split('/');
  return ids.join('/').replace(WRAPPED, '');
}
