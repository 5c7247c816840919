/* Reads cloud assemblies as AWS CDK writes them, in whichever language the app is. */
import { existsSync, readFileSync } from 'fs';
import * as path from 'path';
import { Problem } from './problem';
import { linkTemplates, StackTemplate, Template, nameWithin } from '../template';

/** A stack of an assembly. */
export interface AssemblyStack extends StackTemplate {
  /** Its place in the app: `Production/Chat`. */
  readonly name: string;
  /** Undefined where the stack is for any Region. */
  readonly region?: string;
  readonly account?: string;
}

/** All stacks of an app. */
export interface Assembly {
  /** The folders of the app and of its stages. */
  readonly folders: readonly string[];
  readonly stacks: readonly AssemblyStack[];
}

/** All templates of an assembly as one. */
export interface LinkedAssembly {
  readonly template: Template;
  /** The stack of a resource, by its id in the template. */
  stackOf(logicalId: string): AssemblyStack;
}

/** What a manifest says of one artifact. */
export interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly displayName?: string;
  readonly metadata?: Record<string, unknown>;
  readonly additionalMetadataFile?: string;
  readonly properties?: {
    readonly templateFile?: string;
    readonly directoryName?: string;
    readonly file?: string;
    readonly stackName?: string;
  };
}

const MANIFEST = 'manifest.json';
const ENVIRONMENT = /^aws:\/\/([^/]+)\/(.+)$/;
const NESTED = 'AWS::CloudFormation::Stack';
const NESTED_TEMPLATE = '.nested.template.json';

/** Reads an assembly: its stacks, those of its stages, and nested stacks. Throws a problem when there is none. */
export function readAssembly(folder: string): Assembly {
  const folders = [folder, ...stagesIn(folder)];
  const stacks = folders.flatMap(stacksIn);
  if (stacks.length === 0) {
    throw new Problem(`the cloud assembly must have a stack, got none in ${folder}`);
  }
  return { folders, stacks };
}

/** Links an assembly: what stacks hand to each other is known by its name, and names begin with the stack. */
export function linkAssembly({ stacks }: Assembly): LinkedAssembly {
  const { json, origins } = linkTemplates(stacks);
  const template = new Template(json, (id, resource) => {
    const { template: index, logicalId } = origins.get(id)!;
    const { name } = stacks[index];
    return `${name}/${withoutStage(nameWithin(logicalId, resource), name)}`;
  }, (id) => stacks[origins.get(id)!.template].place);
  return { template, stackOf: (logicalId) => stacks[origins.get(logicalId)!.template] };
}

/** Of a stack in a stage, the first id of a path is that of the stage. */
function withoutStage(within: string, stackName: string): string {
  const [, ...ids] = stackName.split('/');
  const prefix = `${ids.join('/')}/`;
  return ids.length > 0 && within.startsWith(prefix) ? within.slice(prefix.length) : within;
}

/** What the manifest of a folder lists, by id. */
export function artifactsIn(folder: string): Array<[id: string, artifact: Artifact]> {
  const manifest = path.join(folder, MANIFEST);
  if (!existsSync(manifest)) {
    throw new Problem(`expected the folder of a cloud assembly such as cdk.out, which \`cdk synth\` writes, got: ${folder} (no ${MANIFEST})`);
  }
  return Object.entries(readJson(manifest).artifacts ?? {});
}

function stagesIn(folder: string): string[] {
  return artifactsIn(folder).filter(([, { type }]) => type === 'cdk:cloud-assembly')
    .map(([, { properties }]) => path.join(folder, properties!.directoryName!))
    .flatMap((stage) => [stage, ...stagesIn(stage)]);
}

function stacksIn(folder: string): AssemblyStack[] {
  const artifacts = artifactsIn(folder);
  const nested = nestedTemplates(folder, artifacts.map(([, artifact]) => artifact));
  return artifacts.filter(([, { type }]) => type === 'aws:cloudformation:stack').flatMap(([id, artifact]) => stackOf(folder, id, artifact, nested));
}

/** The templates of nested stacks by the hashes in their addresses: they are assets. */
function nestedTemplates(folder: string, artifacts: readonly Artifact[]): ReadonlyMap<string, string> {
  const manifests = artifacts.filter(({ type }) => type === 'cdk:asset-manifest').map(({ properties }) => path.join(folder, properties!.file!));
  return new Map(manifests.flatMap((manifest) => Object.entries<any>(readJson(manifest).files ?? {}))
    .filter(([, { source }]) => source.path?.endsWith(NESTED_TEMPLATE))
    .map(([hash, { source }]) => [hash, path.join(folder, source.path)]));
}

function stackOf(
  folder: string, id: string, { displayName, environment = '', properties }: Artifact, nested: ReadonlyMap<string, string>,
): AssemblyStack[] {
  const [, account, region] = ENVIRONMENT.exec(environment) ?? [];
  const known = (value: string | undefined) => value === undefined || value.startsWith('unknown-') ? undefined : value;
  // CDK shows `Stage/Stack (name)` where both differ.
  const name = (displayName ?? id).replace(/ \(.*\)$/, '');
  const stack = {
    name,
    stackName: properties!.stackName ?? id,
    region: known(region),
    account: known(account),
    place: { stage: name.split('/').slice(0, -1).join('/'), region: known(region), account: known(account) },
    json: readJson(path.join(folder, properties!.templateFile!)),
  };
  return [stack, ...nestedIn(stack, nested)];
}

function nestedIn(parent: AssemblyStack, templates: ReadonlyMap<string, string>): AssemblyStack[] {
  return Object.entries(parent.json.Resources ?? {}).filter(([, { Type }]) => Type === NESTED).flatMap(([logicalId, { Properties }]) => {
    const address = JSON.stringify(Properties?.TemplateURL ?? '');
    const [, file] = [...templates].find(([hash]) => address.includes(hash)) ?? [];
    if (file === undefined) {
      return [];
    }
    const nested = { ...parent, name: `${parent.name}/${logicalId}`, stackName: path.basename(file, NESTED_TEMPLATE), json: readJson(file) };
    return [nested, ...nestedIn(nested, templates)];
  });
}

/** Reads JSON. Throws a problem when it is none. */
export function readJson(file: string): any {
  try {
    return JSON.parse(readFileSync(file, 'utf-8'));
  } catch (error) {
    throw new Problem(`${file} must be JSON that can be read, got: ${(error as Error).message}`);
  }
}
