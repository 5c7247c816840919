import { AlarmReading, alarmsIn, endpointsIn, ReadEndpoint, ReadResource, ReadTarget, scalingIn, Template } from '../template';
import { StackTemplate, linkTemplates, Origin } from '../template/linked-templates';

/** All templates of an app, read as one. */
export class CheckedApp {
  public readonly template: Template;
  public readonly endpoints: readonly ReadEndpoint[];
  public readonly alarms: readonly AlarmReading[];
  public readonly targets: readonly ReadTarget[];

  private readonly origins: Map<string, Origin>;
  private readonly byToken: Map<string, ReadResource>;
  private readonly byId: Map<string, ReadResource>;

  public constructor(templates: readonly StackTemplate[]) {
    const { json, origins } = linkTemplates(templates);
    this.origins = origins;
    this.template = new Template(json, undefined, (id) => templates[origins.get(id)!.template].place);
    this.byToken = new Map(this.template.resources.map((resource) => [tokenOf(resource), resource]));
    this.byId = new Map(this.template.resources.map((resource) => [resource.logicalId, resource]));
    this.endpoints = endpointsIn(this.template);
    this.alarms = alarmsIn(this.template);
    this.targets = scalingIn(this.template, this.alarms);
  }

  /** The resource that something read of the app is about. */
  public resourceOf({ logicalId }: { readonly logicalId: string }): ReadResource {
    return this.byId.get(logicalId)!;
  }

  /** Where a resource comes from. */
  public originOf({ logicalId }: ReadResource): Origin {
    return this.origins.get(logicalId)!;
  }

  /** The resource of a type that a property refers to by reference or by name. */
  public referred(type: string, nameProperty: string, value: unknown): ReadResource | undefined {
    const byReference = this.byToken.get(String(value));
    return byReference?.type === type
      ? byReference
      : this.template.ofType(type).find(({ properties }) => value !== undefined && properties[nameProperty] === value);
  }

  /** The resources that a text refers to, by reference or by an attribute. */
  public mentioned(text: unknown): ReadResource[] {
    return [...String(text).matchAll(/\$\{([^{}]*)\}/g)]
      .flatMap(([token, inner]) => this.byToken.get(token) ?? this.byToken.get(`\${${inner.slice(0, inner.lastIndexOf('.'))}}`) ?? []);
  }

  /** Whether a text is a reference to some resource of the app. */
  public isReference(text: string): boolean {
    return this.byToken.has(text);
  }
}

/** What references to a resource read like. */
export function tokenOf({ name }: { readonly name: string }): string {
  return `\${${name}}`;
}

/** Whether a text refers to a resource or to an attribute of it. */
export function mentions(text: unknown, { name }: { readonly name: string }): boolean {
  return typeof text === 'string' && (text.includes(`\${${name}}`) || text.includes(`\${${name}.`));
}

/** Whether a value is not known before deployment, wholly or in part. */
export function isUnknown(value: unknown): boolean {
  return typeof value === 'string' && value.includes('${');
}

/** A number, which templates may write as a string; undefined where it is not known. */
export function numberIn(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
