/* Reads cloud assemblies as AWS CDK writes them, in whichever language the app is. */
import { existsSync, readFileSync } from 'fs';
import * as path from 'path';
import { Problem } from './problem';
import { Template, TemplateJson } from '../template';

/** A stack of an assembly. */
export interface AssemblyStack {
  /** With its stage: `Production/Chat`. */
  readonly name: string;
  /** Undefined where the stack is for any Region. */
  readonly region?: string;
  readonly account?: string;
  readonly json: TemplateJson;
}

/** All stacks of an app. */
export interface Assembly {
  readonly folder: string;
  readonly stacks: readonly AssemblyStack[];
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly displayName?: string;
  readonly properties?: { readonly templateFile?: string; readonly directoryName?: string; readonly file?: string };
}

const MANIFEST = 'manifest.json';
const ENVIRONMENT = /^aws:\/\/([^/]+)\/(.+)$/;
const NESTED = 'AWS::CloudFormation::Stack';

/** Reads an assembly: its stacks, those of its stages, and nested stacks. Throws a problem when there is none. */
export function readAssembly(folder: string): Assembly {
  const stacks = stacksIn(folder);
  if (stacks.length === 0) {
    throw new Problem(`the cloud assembly must have a stack, got none in ${folder}`);
  }
  return { folder, stacks };
}

/** The templates of an assembly, where what stacks hand to each other is known by its name. */
export function templatesOf({ stacks }: Assembly): Template[] {
  const prefixed = (stack: AssemblyStack, imports: ReadonlyMap<string, string>) =>
    new Template(stack.json, imports, stacks.length === 1 ? '' : `${stack.name}/`);
  const exported = new Map(stacks.flatMap((stack) => [...prefixed(stack, new Map()).exported]));
  return stacks.map((stack) => prefixed(stack, exported));
}

function stacksIn(folder: string): AssemblyStack[] {
  const manifest = path.join(folder, MANIFEST);
  if (!existsSync(manifest)) {
    throw new Problem(`expected the folder of a cloud assembly such as cdk.out, which \`cdk synth\` writes, got: ${folder} (no ${MANIFEST})`);
  }
  const artifacts: Record<string, Artifact> = readJson(manifest).artifacts ?? {};
  const nested = nestedTemplates(folder, Object.values(artifacts));
  return Object.entries(artifacts).flatMap(([id, artifact]) => {
    switch (artifact.type) {
      case 'aws:cloudformation:stack':
        return stackOf(folder, id, artifact, nested);
      case 'cdk:cloud-assembly':
        return stacksIn(path.join(folder, artifact.properties!.directoryName!));
      default:
        return [];
    }
  });
}

/** The templates of nested stacks by the hashes in their addresses: they are assets. */
function nestedTemplates(folder: string, artifacts: readonly Artifact[]): ReadonlyMap<string, string> {
  const manifests = artifacts.filter(({ type }) => type === 'cdk:asset-manifest').map(({ properties }) => path.join(folder, properties!.file!));
  return new Map(manifests.flatMap((manifest) => Object.entries<any>(readJson(manifest).files ?? {}))
    .filter(([, { source }]) => source.path?.endsWith('.nested.template.json'))
    .map(([hash, { source }]) => [hash, path.join(folder, source.path)]));
}

function stackOf(
  folder: string, id: string, { displayName, environment = '', properties }: Artifact, nested: ReadonlyMap<string, string>,
): AssemblyStack[] {
  const [, account, region] = ENVIRONMENT.exec(environment) ?? [];
  const known = (value: string | undefined) => value === undefined || value.startsWith('unknown-') ? undefined : value;
  // CDK shows `Stage/Stack (name)` where both differ.
  const name = (displayName ?? id).replace(/ \(.*\)$/, '');
  const stack = { name, region: known(region), account: known(account), json: readJson(path.join(folder, properties!.templateFile!)) };
  return [stack, ...nestedIn(stack, nested)];
}

function nestedIn(parent: AssemblyStack, templates: ReadonlyMap<string, string>): AssemblyStack[] {
  return Object.entries(parent.json.Resources ?? {}).filter(([, { Type }]) => Type === NESTED).flatMap(([logicalId, { Properties }]) => {
    const address = JSON.stringify(Properties?.TemplateURL ?? '');
    const [, file] = [...templates].find(([hash]) => address.includes(hash)) ?? [];
    if (file === undefined) {
      return [];
    }
    const nested = { ...parent, name: `${parent.name}/${logicalId}`, json: readJson(file) };
    return [nested, ...nestedIn(nested, templates)];
  });
}

function readJson(file: string): any {
  try {
    return JSON.parse(readFileSync(file, 'utf-8'));
  } catch (error) {
    throw new Problem(`${file} must be JSON that can be read, got: ${(error as Error).message}`);
  }
}
