/* What bundled packages demand to be told: their names, versions, copyright notices and licences. */
import { readdirSync, readFileSync } from 'fs';
import * as path from 'path';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

interface Licence {
  readonly id: string;
  readonly head: string;
  readonly notices: readonly string[];
  readonly text?: string;
}

const RULE = `\n${'-'.repeat(80)}\n\n`;

/** Who holds the rights, in a licence or a comment. */
const NOTICE = /^(?:\s|\/\/)*(Copyright\b.*\d{4}.*)$/gim;

/** What Apache's licence has in the place of a notice. */
const PLACEHOLDER = /^\s*Copyright (?:\[yyyy\]|\{yyyy\}).*$/gim;

/**
 * The licences of the packages that files lie in, paths from a root. A text that several packages have but for who holds the rights stands
 * there once. Throws for a package whose licence has no text.
 */
export function licencesOf(root: string, files: readonly string[]): string {
  const folders = [...new Set(files.map(packageOf))].sort();
  const licences = folders.map((folder) => licenceOf(root, folder, files.filter((file) => packageOf(file) === folder)));
  const sections = new Map<string, { text: string; heads: Set<string> }>();
  for (const { id, head, notices, text } of licences) {
    // Some packages name a licence without its text: the text comes from a package under the same licence then.
    const shared = text ?? licences.find((other) => other.id === id && other.text)?.text;
    if (shared === undefined) {
      throw new Error(`a bundled package must have a licence file, got none for ${head}`);
    }
    const section = sections.get(wordsOf(shared)) ?? { text: shared, heads: new Set() };
    section.heads.add([head, ...notices].join('\n'));
    sections.set(wordsOf(shared), section);
  }
  return [...sections.values()].map(({ text, heads }) => `${[...heads].join('\n')}\n\n${text}`).join(RULE);
}

/** The folder of the package that a file lies in. */
function packageOf(file: string): string {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)/.exec(file)![1];
}

function licenceOf(root: string, folder: string, files: readonly string[]): Licence {
  const read = (file: string) => readFileSync(path.join(root, file), 'utf-8');
  const { name, version, license }: Manifest = JSON.parse(read(path.join(folder, 'package.json')));
  const entries = readdirSync(path.join(root, folder));
  const find = (pattern: RegExp) => entries.filter((entry) => pattern.test(entry)).slice(0, 1)
    .map((entry) => read(path.join(folder, entry)));
  const own = find(/^licen[sc]e/i);
  const text = own.length > 0 ? [...own, ...find(/^notice/i)].join('\n') : undefined;
  // Minifying drops the notices of the sources.
  const notices = [...files.map(read).flatMap(noticesIn), ...noticesIn(text ?? '')];
  return {
    id: license,
    head: `${name} ${version} (${license})`,
    notices: [...new Set(notices)],
    text: text && `${text.replace(NOTICE, '').replace(/\n{3,}/g, '\n\n').trim()}\n`,
  };
}

function noticesIn(text: string): string[] {
  return [...text.matchAll(NOTICE)].map(([, notice]) => notice.trim());
}

function wordsOf(text: string): string {
  return text.replace(PLACEHOLDER, '').split(/\s+/).join(' ').trim();
}
