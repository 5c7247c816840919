/* Lints the templates of the examples, and those with everything that the library can render, with cfn-lint. */
import { spawnSync } from 'child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import * as path from 'path';
import { Obstacle, ROOT, runTypeScript, Tally } from './output';
import { pythonEnvironment } from './python-environment';
import { EXAMPLES, synthesizeExample } from '../examples';

const FOLDER = path.join(ROOT, 'test', 'conformance', 'cfn-lint');
const MOST_OUTPUT = 100_000_000;
const RENDERED = path.join(ROOT, 'test', 'conformance', 'build', 'templates');

interface Finding {
  readonly Filename: string;
  readonly Message: string;
  readonly Rule: { readonly Id: string };
  readonly Location: { readonly Path: ReadonlyArray<string | number> };
}

/** What cfn-lint may find, and why. */
interface Exception {
  readonly rule: string;
  /** The type of the resource: any if left out. */
  readonly resourceType?: string;
  /** The path of the property below the resource, without indexes. */
  readonly property: string;
  readonly reason: string;
}

interface Template {
  readonly Resources: Record<string, { readonly Type: string; readonly Properties?: any }>;
}

export function lintTemplates(tally: Tally, python: string): void {
  const lint = path.join(pythonEnvironment('cfn-lint', python, path.join(FOLDER, 'requirements.txt'), ['--require-hashes']), 'cfn-lint');
  rmSync(RENDERED, { recursive: true, force: true });
  runTypeScript(path.join(FOLDER, 'render-templates.ts'), RENDERED);
  const rendered = templatesIn(RENDERED);
  const templates = [...rendered, ...EXAMPLES.flatMap((example) => templatesIn(synthesizeExample(example)))];

  const exceptions: Exception[] = JSON.parse(readFileSync(path.join(FOLDER, 'exceptions.json'), 'utf-8'));
  const used = new Set<Exception>();
  const open = findings(lint, templates).filter((finding) => {
    const exception = exceptions.find((candidate) => excepts(candidate, finding));
    if (exception) {
      used.add(exception);
    }
    return exception === undefined;
  });
  for (const template of templates) {
    const found = open.filter(({ Filename }) => Filename === template);
    found.forEach(({ Rule, Location, Message }) => console.log(`${Rule.Id} ${Location.Path.join('/')}: ${Message}`));
    tally.add(found.length === 0, `cfn-lint ${path.relative(ROOT, template)}`);
  }
  for (const exception of exceptions) {
    tally.add(used.has(exception), `cfn-lint does not find ${exception.rule} any more: take it out of the exceptions`);
  }
  checkThatItCanFail(tally, lint, rendered);
  tally.keep(`${templates.length} templates without open findings of cfn-lint, ${used.size} kinds of findings excepted`);
}

/** A misspelling that some articles print must be found. */
function checkThatItCanFail(tally: Tally, lint: string, templates: readonly string[]): void {
  const misspelled = 'MetricsPublishFrequencyInSeconds';
  const broken = path.join(RENDERED, 'broken.json');
  const isConfiguration = ({ Type }: Template['Resources'][string]) => Type === 'AWS::SageMaker::EndpointConfig';
  const template = templates.map(read).find(({ Resources: resources }) => Object.values(resources).some(isConfiguration))!;
  const [id, { Properties: properties }] = Object.entries(template.Resources).find(([, resource]) => isConfiguration(resource))!;
  properties.MetricsConfig[misspelled] = 10;
  writeFileSync(broken, JSON.stringify(template));
  const found = findings(lint, [broken]).filter(({ Rule }) => Rule.Id.startsWith('E'));
  tally.add(found.length === 1 && found[0].Location.Path.join('/').startsWith(`Resources/${id}/Properties/MetricsConfig`),
    `cfn-lint must find ${misspelled}, found: ${found.map(({ Message }) => Message).join(', ') || 'nothing'}`);
}

function findings(lint: string, templates: readonly string[]): Finding[] {
  const { stdout, stderr, error } = spawnSync(lint, ['--regions', 'eu-central-1', '--format', 'json', ...templates], {
    encoding: 'utf-8', maxBuffer: MOST_OUTPUT,
  });
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Obstacle(`cfn-lint failed: ${error?.message ?? (stderr || stdout)}`);
  }
}

function excepts({ rule, resourceType, property }: Exception, { Filename, Rule, Location }: Finding): boolean {
  const [section, id, ...rest] = Location.Path;
  const found = rest.filter((part) => part !== 'Properties' && typeof part === 'string').join('.');
  return rule === Rule.Id && property === found && section === 'Resources' &&
    (resourceType === undefined || resourceType === read(Filename).Resources[id].Type);
}

function templatesIn(folder: string): string[] {
  return readdirSync(folder).filter((file) => file.endsWith('.template.json')).map((file) => path.join(folder, file));
}

function read(template: string): Template {
  return JSON.parse(readFileSync(template, 'utf-8'));
}
