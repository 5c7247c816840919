import { existsSync, readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { CheckedTemplate } from '../../checks/check-templates';

/** What the checks need of a cloud assembly. */
export interface CheckedAssembly {
  readonly templates: readonly CheckedTemplate[];
  readonly acknowledgements: readonly WrittenAcknowledgement[];
}

/** An acknowledgement as the cloud assembly holds it. */
export interface WrittenAcknowledgement {
  /** The path of the construct that has it. */
  readonly path: string;
  readonly id: string;
  readonly reason: string;
}

const TEMPLATE = /\.template\.json$/;
const ACKNOWLEDGED = 'aws:cdk:acknowledged-rules';

/** Reads every template of a cloud assembly, those of stages and nested stacks as well. Throws when there is none. */
export function readCheckedAssembly(folder: string): CheckedAssembly {
  if (!existsSync(path.join(folder, 'manifest.json'))) {
    throw new Error(`expected the folder of a cloud assembly, which \`cdk synth\` writes, got one without manifest.json: ${folder}`);
  }
  const folders = [folder, ...stagesIn(folder)];
  const templates = folders.flatMap((one) => readdirSync(one).filter((file) => TEMPLATE.test(file)).map((file) => ({
    stackName: stackNamesIn(one).get(file) ?? file.replace(TEMPLATE, '').replace(/\.nested$/, ''),
    json: readJson(path.join(one, file)),
  })));
  return { templates, acknowledgements: folders.flatMap(acknowledgementsIn) };
}

function stagesIn(folder: string): string[] {
  return artifactsIn(folder)
    .filter(({ type }) => type === 'cdk:cloud-assembly')
    .map(({ properties }) => path.join(folder, properties.directoryName))
    .flatMap((stage) => [stage, ...stagesIn(stage)]);
}

/** The names of stacks by the file of their template. */
function stackNamesIn(folder: string): Map<string, string> {
  return new Map(artifactsIn(folder)
    .filter(({ type }) => type === 'aws:cloudformation:stack')
    .map(({ id, properties }) => [properties.templateFile, properties.stackName ?? id]));
}

function acknowledgementsIn(folder: string): WrittenAcknowledgement[] {
  const metadata = artifactsIn(folder).flatMap(({ metadata: own = {}, additionalMetadataFile: file }) =>
    [own, file === undefined ? {} : readJson(path.join(folder, file))].flatMap((one) => Object.entries<any>(one)));
  return metadata.flatMap(([constructPath, entries]) => (entries as any[])
    .filter(({ type }) => type === ACKNOWLEDGED)
    .flatMap(({ data }) => Object.entries<any>(data ?? {}))
    .map(([id, reason]) => ({ path: constructPath.replace(/^\//, ''), id, reason: String(reason ?? '') })));
}

function artifactsIn(folder: string): any[] {
  const { artifacts = {} } = readJson(path.join(folder, 'manifest.json'));
  return Object.entries<any>(artifacts).map(([id, artifact]) => ({ id, ...artifact }));
}

function readJson(file: string): any {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`expected JSON in ${file}, got: ${(error as Error).message}`);
  }
}
