/* The templates of an app as one: what a stack reads of another one (exports, nested stacks) reads like a reference within a stack. */
import { Place } from './place';
import { TemplateJson, TemplateResource } from './template';

/** A synthesized template of an app. */
export interface StackTemplate {
  readonly stackName: string;
  readonly place?: Place;
  readonly json: TemplateJson & { readonly Outputs?: Record<string, any>; readonly Parameters?: Record<string, any> };
}

/** Where a resource of the linked template comes from. */
export interface Origin {
  /** The index of its template. */
  readonly template: number;
  readonly stackName: string;
  readonly logicalId: string;
}

/** What only the deployment knows reads `${?...}`, and equal things read alike. */
export const UNKNOWN = '?';

/** What such a thing begins with in a text. */
export const UNKNOWN_TOKEN = `\${${UNKNOWN}`;

/** Parameters with which AWS CDK hands references down to nested stacks. */
const HANDED_DOWN = /^referenceto/;

/** A chain of references that is longer is a loop. */
const MOST_STEPS = 20;

interface Offer {
  readonly key: string;
  readonly value: unknown;
}

interface Standpoint {
  readonly key: string;
  readonly steps: number;
}

/** What linking yields. */
export interface LinkedTemplates {
  readonly json: TemplateJson;
  readonly origins: Map<string, Origin>;
}

/** The templates as one, and where its resources come from by their id in it. */
export function linkTemplates(templates: readonly StackTemplate[]): LinkedTemplates {
  const linker = new Linker(templates);
  const resources: Record<string, TemplateResource> = {};
  const origins = new Map<string, Origin>();
  linker.keys.forEach((key, index) => {
    const { stackName, json } = templates[index];
    for (const [logicalId, resource] of Object.entries(json.Resources ?? {})) {
      const id = `${key}/${logicalId}`;
      resources[id] = { ...resource, Properties: linker.link(resource.Properties ?? {}, { key, steps: 0 }) };
      origins.set(id, { template: index, stackName, logicalId });
    }
  });
  return { json: { Resources: resources }, origins };
}

class Linker {
  public readonly keys: string[];
  private readonly jsons: Map<string, StackTemplate['json']>;
  private readonly exports = new Map<string, Offer[]>();
  private readonly handedDown = new Map<string, Offer[]>();
  private readonly outputs = new Map<string, Offer[]>();

  public constructor(templates: readonly StackTemplate[]) {
    // The stacks of two stages may be called alike.
    this.keys = templates.map(({ stackName }, index) =>
      templates.findIndex((other) => other.stackName === stackName) === index ? stackName : `${stackName}~${index}`);
    this.jsons = new Map(this.keys.map((key, index) => [key, templates[index].json]));
    this.jsons.forEach((json, key) => {
      for (const [id, output] of Object.entries(json.Outputs ?? {})) {
        append(this.outputs, id, { key, value: output?.Value });
        if (output?.Export?.Name !== undefined) {
          append(this.exports, JSON.stringify(output.Export.Name), { key, value: output.Value });
        }
      }
      for (const { Type, Properties } of Object.values(json.Resources ?? {})) {
        const parameters = Type === 'AWS::CloudFormation::Stack' ? Properties?.Parameters : undefined;
        Object.entries(parameters ?? {})
          // A nested stack hands its own parameter down under the same name: what it stands for is said above.
          .filter(([id, value]) => HANDED_DOWN.test(id) && (value as any)?.Ref !== id)
          .forEach(([id, value]) => append(this.handedDown, id, { key, value }));
      }
    });
  }

  /** A value in which references name resources of the linked template. */
  public link(value: any, from: Standpoint): any {
    if (Array.isArray(value)) {
      return value.map((item) => this.link(item, from));
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const [[name, argument] = ['', undefined], ...others] = Object.entries<any>(value);
    if (others.length > 0 || (name !== 'Ref' && !name.startsWith('Fn::'))) {
      return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, this.link(member, from)]));
    }
    return from.steps > MOST_STEPS ? unknown(value) : this.intrinsic(name, argument, { ...from, steps: from.steps + 1 });
  }

  private intrinsic(name: string, argument: any, from: Standpoint): unknown {
    switch (name) {
      case 'Ref':
        return this.reference(argument, from);
      case 'Fn::GetAtt': {
        const [id, ...attribute] = typeof argument === 'string' ? argument.split('.') : argument;
        return this.attribute(id, attribute, from);
      }
      case 'Fn::ImportValue':
        return this.only(this.exports.get(JSON.stringify(argument)), from) ?? unknown({ [name]: argument });
      case 'Fn::Join':
        return Array.isArray(argument[1]) ? { [name]: [argument[0], this.link(argument[1], from)] } : this.other(name, argument, from);
      case 'Fn::Sub':
        return this.substitution(argument, from);
      default:
        return this.other(name, argument, from);
    }
  }

  private reference(id: string, from: Standpoint): unknown {
    if (id.startsWith('AWS::')) {
      return { Ref: id };
    }
    if (this.jsons.get(from.key)?.Resources?.[id]) {
      return { Ref: `${from.key}/${id}` };
    }
    return (HANDED_DOWN.test(id) ? this.only(this.handedDown.get(id), from) : undefined) ?? unknown({ Ref: `${from.key}/${id}` });
  }

  private attribute(id: string, attribute: readonly unknown[], from: Standpoint): unknown {
    const [first] = attribute;
    const output = typeof first === 'string' && first.startsWith('Outputs.') ? first.slice('Outputs.'.length) : attribute[1];
    const isOutput = output !== undefined && String(first).startsWith('Outputs');
    return (isOutput ? this.only(this.outputs.get(String(output)), from) : undefined) ?? { 'Fn::GetAtt': [`${from.key}/${id}`, ...attribute] };
  }

  /** What all that goes by one name stands for, if it is the same. */
  private only(found: readonly Offer[] = [], from: Standpoint): unknown {
    const linked = found.map(({ key, value }) => this.link(value, { ...from, key }));
    const values = new Map(linked.map((value) => [JSON.stringify(value), value]));
    return values.size === 1 ? [...values.values()][0] : undefined;
  }

  private substitution(argument: any, from: Standpoint): unknown {
    const [text, variables] = typeof argument === 'string' ? [argument, {}] : argument;
    const parts: string[] = String(text).split(/(\$\{[^}]*\})/);
    return {
      'Fn::Join': ['', parts.map((part, index) => {
        if (index % 2 === 0 || part.startsWith('${!')) {
          return part.replace(/^\$\{!/, '${');
        }
        const name = part.slice(2, -1);
        if (name in variables) {
          return this.link(variables[name], from);
        }
        return this.intrinsic(name.includes('.') ? 'Fn::GetAtt' : 'Ref', name, from);
      })],
    };
  }

  /** A part that is cut out of one name stands for the resource; whatever else is a function is not known. */
  private other(name: string, argument: any, from: Standpoint): unknown {
    const linked = { [name]: this.link(argument, from) };
    const isCut = name === 'Fn::Split' || name === 'Fn::If' || (name === 'Fn::Select' && argument[1]?.['Fn::Split'] !== undefined);
    const references = new Map(referencesIn(linked).map((reference) => [JSON.stringify(reference), reference]));
    const [only] = references.values();
    return isCut && references.size === 1 && !isUnknown(only) ? only : unknown(linked);
  }
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  map.set(key, [...map.get(key) ?? [], value]);
}

function unknown(value: unknown): unknown {
  return { Ref: UNKNOWN + JSON.stringify(value).replace(/\W+/g, '_') };
}

function isUnknown(reference: any): boolean {
  return String(reference.Ref).startsWith(UNKNOWN);
}

function referencesIn(value: any): any[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  if (!Array.isArray(value) && (value.Ref ?? value['Fn::GetAtt']) !== undefined) {
    return String(value.Ref).startsWith('AWS::') ? [] : [value];
  }
  return Object.values(value).flatMap(referencesIn);
}
