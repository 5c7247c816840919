/* Bindings of packages for other languages: the code that jsii-pacmak generates. */
import { readdirSync, readFileSync, rmSync } from 'fs';
import * as path from 'path';
import { gunzipSync } from 'zlib';
import { quietly } from './quiet';
import { ROOT, Tally } from '../conformance/output';

/** Where everything is built. */
export const BUILD = path.join(ROOT, '.cache', 'languages');

/** A language that jsii knows, and how one finds a type of the library in its code. */
interface Language {
  readonly target: string;
  /** The ending of its files. */
  readonly ending: string;
  /** The folder of the files that are named like types, or the one file with all of them. */
  readonly types: string;
}

export const PYTHON: Language = { target: 'python', ending: '.py', types: 'src/cdk_sagemaker_insights/__init__.py' };
export const JAVA: Language = { target: 'java', ending: '.java', types: 'src/main/java/io/github/cdksagemakerinsights' };
export const CSHARP: Language = { target: 'dotnet', ending: '.cs', types: 'CdkSageMakerInsights/CdkSageMakerInsights' };
export const GO: Language = { target: 'go', ending: '.go', types: 'cdksagemakerinsights' };

/** The code generated for one package. */
export class Bindings {
  public constructor(private readonly folder: string, private readonly languages: readonly Language[]) {}

  public path(target: string, ...parts: string[]): string {
    return path.join(this.folder, target, ...parts);
  }

  /** The files of a language. */
  public files(target: string, ending: string): string[] {
    return filesBelow(this.path(target), ending);
  }

  /** Every type of this library must be there in each language. */
  public check(tally: Tally): void {
    const types = typesOfTheLibrary();
    for (const { target, ending, types: place } of this.languages) {
      const found = place.endsWith(ending)
        ? new Set([...readFileSync(this.path(target, place), 'utf-8').matchAll(/^class (\w+)/gm)].map(([, name]) => name))
        : new Set(readdirSync(this.path(target, place)).map((file) => path.basename(file, ending)));
      types.forEach((type) => tally.add(found.has(type), `${type} is missing in ${target}`));
    }
    tally.keep(`${types.length} types in ${this.languages.map(({ target }) => target).join(', ')}`);
  }
}

/** Generates code for a package, given as a folder below `node_modules` or `.`. */
export async function bindingsOf(name: string, languages: readonly Language[]): Promise<Bindings> {
  const folder = path.join(BUILD, name === '.' ? 'own' : path.basename(name));
  if (name === '.') {
    rmSync(folder, { recursive: true, force: true });
  }
  const source = name === '.' ? ROOT : path.join(ROOT, 'node_modules', name);
  const targets = languages.map(({ target }) => target);
  // `.npmignore` is projen's.
  await quietly(path.join(ROOT, 'node_modules', '.bin', 'jsii-pacmak'), [
    source, '--code-only', '--npmignore=false', '--outdir', folder, '--targets', ...targets,
  ]);
  return new Bindings(folder, languages);
}

/** The files in a folder and those within. */
export function filesBelow(folder: string, ending: string): string[] {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf-8' });
  return all.filter((file) => file.endsWith(ending)).map((file) => path.join(folder, file));
}

function typesOfTheLibrary(): string[] {
  const assembly = JSON.parse(gunzipSync(readFileSync(path.join(ROOT, '.jsii.gz'))).toString());
  return Object.values<{ name: string }>(assembly.types).map(({ name }) => name);
}
