import { writeFileSync } from 'fs';
import * as path from 'path';
import { attachCustomSynthesis, Names, Stack, Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { atSynth } from './at-synth';
import { InvalidPropertiesError, isKnown, Problems } from '../validation';

const FILE_NAME = /^[\w-][\w.-]{0,254}$/;
const FILE = Symbol.for('cdk-sagemaker-insights.ExportedFile');

/** A file that stands in the cloud assembly, beside the templates, once the app is synthesised. */
export interface ExportedFile {
  readonly suffix: string;
  /** The name that the user gave. */
  readonly fileName?: string;
  /** The text, with what stands in it in place of tokens, asked for when all of the app is known. */
  readonly produce: () => string;
}

/** Writes a file at synth. Returns its name. Throws when another file of the assembly has the same. */
export function exportFile(owner: Construct, { suffix, fileName, produce }: ExportedFile): string {
  new Problems().pattern('fileName', fileName, FILE_NAME, '1 to 255 letters, digits, dots, - and _, no path').throwIfAny(owner);
  if (fileName !== undefined && !isKnown(fileName)) {
    throw new InvalidPropertiesError(owner, ['fileName must be known at synth, got: a value that only the deployment knows']);
  }
  const name = fileName ?? `${Names.uniqueResourceName(owner, { separator: '-', maxLength: 200 })}${suffix}`;
  const assembly = Stage.of(owner) ?? Stack.of(owner);
  const other = owner.node.root.node.findAll().find((construct) =>
    (construct as any)[FILE] === name && (Stage.of(construct) ?? Stack.of(construct)) === assembly);
  if (other) {
    throw new InvalidPropertiesError(owner, [`fileName must be that of one file, got: '${name}', which ${other.node.path} writes`]);
  }
  Object.defineProperty(owner, FILE, { value: name });
  attachCustomSynthesis(owner, {
    onSynthesize: ({ outdir }) => writeFileSync(path.join(outdir, name), atSynth(owner, produce)),
  });
  return name;
}
