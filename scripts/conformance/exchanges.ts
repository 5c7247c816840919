/* Holds what went over the wire against botocore's description of a service. */
import { mkdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import { Obstacle, outputOf, ROOT } from './output';
import { pythonEnvironment } from './python-environment';

const CONFORMANCE = path.join(ROOT, 'test', 'conformance');
const FOLDER = path.join(CONFORMANCE, 'control-plane');
const BUILD = path.join(CONFORMANCE, 'build');

/** The programs of a Python with botocore. */
export function botocore(python: string): string {
  return pythonEnvironment('botocore', python, path.join(FOLDER, 'requirements.txt'), ['--require-hashes']);
}

/** What does not fit, exchange by exchange. */
export function validate(python: string, service: 'sagemaker' | 'cloudwatch', exchanges: readonly object[]): string[][] {
  const file = path.join(BUILD, 'exchanges.json');
  mkdirSync(BUILD, { recursive: true });
  writeFileSync(file, JSON.stringify(exchanges));
  const output = outputOf(path.join(botocore(python), 'python'), [path.join(FOLDER, 'validate_exchanges.py'), service, file]);
  if (output === undefined) {
    throw new Obstacle(`the validation of ${path.relative(ROOT, file)} failed`);
  }
  return JSON.parse(output);
}
