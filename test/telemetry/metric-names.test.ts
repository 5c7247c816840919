import { readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import * as ts from 'typescript';
import { ClassicMetrics, Dimension } from '../../src/telemetry/classic-metrics';
import { DJL_SERIES, SGLANG_SERIES, TGI_SERIES, VLLM_SERIES } from '../../src/telemetry/engine-series';
import { Label } from '../../src/telemetry/labels';
import { EVENT_SERIES } from '../../src/telemetry/signals/lifecycle';

const SRC = path.join(__dirname, '..', '..', 'src');
const TELEMETRY = path.join(SRC, 'telemetry') + path.sep;

/** The ending of a request series by its granularity. */
const SUFFIXES = ['', 'ByInstanceId', 'ByAzByInstanceType', 'ForIc', 'ForIcByAzByInstanceType', 'ForIcByInstanceIdByContainerId'];

const CLASSIC_NAMES = Object.values(ClassicMetrics).flatMap(({ metricName }) => SUFFIXES.map((suffix) => metricName + suffix));

const ENGINE_NAMES = [VLLM_SERIES, SGLANG_SERIES, DJL_SERIES, TGI_SERIES]
  .flatMap((set) => Object.values(set))
  .map(({ name }) => name as string);

/** By hand from the exporters' documentation. */
const GPU_NAMES = [
  'DCGM_FI_DEV_GPU_UTIL', 'DCGM_FI_DEV_MEM_COPY_UTIL', 'DCGM_FI_DEV_FB_USED', 'DCGM_FI_DEV_FB_FREE', 'DCGM_FI_DEV_GPU_TEMP',
  'DCGM_FI_DEV_MEMORY_TEMP', 'DCGM_FI_PROF_SM_ACTIVE', 'DCGM_FI_DEV_XID_ERRORS',
];

const HOST_NAMES = [
  'node_cpu_seconds_total', 'node_memory_MemAvailable_bytes', 'node_memory_MemTotal_bytes', 'node_filesystem_avail_bytes',
  'node_filesystem_size_bytes',
];

/** The names with underscores in the place of colons are names of series, too. */
const METRIC_NAMES = [...CLASSIC_NAMES, ...ENGINE_NAMES, ...GPU_NAMES, ...HOST_NAMES, ...EVENT_SERIES]
  .flatMap((name) => [name, name.replace(/:/g, '_')]);

const LABEL_NAMES: string[] = [...Object.values(Label), ...Object.values(Dimension)];

/** What is a series of an engine or exporter whoever invented it. */
const PREFIXES = /\b(vllm|sglang|tgi|trtllm)[:_][a-z0-9_]{3,}|\bDCGM_FI_\w+|\bnode_(cpu|memory|filesystem|network|disk)_\w+|aws\.sagemaker\.\w|@resource\./;

/** Names that are words of everyday language: such a word is a name only where it is the whole string. */
const EVERYDAY_WORD = /^[A-Za-z][a-z]*$/;

const NAMES = new Set([...METRIC_NAMES, ...LABEL_NAMES]);
const TELLING = [...NAMES].filter((name) => !EVERYDAY_WORD.test(name)).sort((left, right) => right.length - left.length);
const WITHIN_A_STRING = new RegExp(`(?<![\\w:.@])(?:${TELLING.map(escape).join('|')})(?![\\w:])`);

/** Strings that are such a word and no name, with the reason. */
const WORDS: Record<string, string[]> = {
  // A word of the message that an endpoint must lie in the stack's Region.
  'endpoint/host-check.ts': ['Region'],
  // The same of the message that alarms must stand in the endpoint's Region.
  'alarms/place.ts': ['Region'],
  // The same of endpoints that a dashboard is switched to.
  'dashboards/insights-dashboard.ts': ['Region'],
};

interface Literal {
  readonly line: number;
  readonly text: string;
}

function escape(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The strings and the fixed parts of templates in a source text, module names excepted. Comments and identifiers are none. */
function literalsOf(source: string): Literal[] {
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.ES2022, true);
  const found: Literal[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) && !isModuleName(node)) {
      found.push({ line: file.getLineAndCharacterOfPosition(node.getStart()).line + 1, text: node.text });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isModuleName({ parent }: ts.Node): boolean {
  return ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isExternalModuleReference(parent) ||
    (ts.isLiteralTypeNode(parent) && ts.isImportTypeNode(parent.parent));
}

/** The metric and label names that a source text spells, as `LINE: STRING`. */
function namesIn(source: string, words: readonly string[] = []): string[] {
  return literalsOf(source)
    .filter(({ text }) => (NAMES.has(text) || WITHIN_A_STRING.test(text) || PREFIXES.test(text)) && !words.includes(text))
    .map(({ line, text }) => `${line}: ${text}`);
}

function sourceFiles(): string[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(SRC, file))
    .filter((file) => file.endsWith('.ts') && !file.startsWith(TELEMETRY))
    .sort();
}

function relative(file: string): string {
  return path.relative(SRC, file).split(path.sep).join('/');
}

describe('metric and label names', () => {
  test('stand nowhere in src/ but in src/telemetry/', () => {
    expect(sourceFiles().flatMap((file) => (
      namesIn(readFileSync(file, 'utf8'), WORDS[relative(file)]).map((name) => `${relative(file)}:${name}`)
    ))).toEqual([]);
  });

  test('are looked for in every part of src/', () => {
    const folders = new Set(sourceFiles().map((file) => relative(file).split('/')[0]));
    expect([...folders]).toEqual(expect.arrayContaining(['dashboards', 'endpoint', 'index.ts', 'validation.ts']));
    expect(folders).not.toContain('telemetry');
  });

  test('are found where they belong', () => {
    const found = (file: string) => namesIn(readFileSync(path.join(TELEMETRY, file), 'utf8')).join('\n');
    for (const name of GPU_NAMES) {
      expect(found('signals/gpu.ts')).toContain(name);
    }
    for (const name of HOST_NAMES) {
      expect(found('signals/host.ts')).toContain(name);
    }
    expect(found('labels.ts').split('\n')).toHaveLength(Object.keys(Label).length);
  });

  test('excuse no more words than there are', () => {
    for (const [file, words] of Object.entries(WORDS)) {
      expect(literalsOf(readFileSync(path.join(SRC, file), 'utf8')).map(({ text }) => text)).toEqual(expect.arrayContaining(words));
    }
  });
});

describe('the search for names', () => {
  test.each([
    ['a series of an engine', "const a = 'vllm:kv_cache_usage_perc';", '1: vllm:kv_cache_usage_perc'],
    ['a series of an engine with underscores', 'const a = "sglang_token_usage";', '1: sglang_token_usage'],
    ['a series of an engine that the catalogue does not have', "f('vllm:iteration_tokens_total');", '1: vllm:iteration_tokens_total'],
    ['a series of a GPU', "f('DCGM_FI_DEV_GPU_UTIL');", '1: DCGM_FI_DEV_GPU_UTIL'],
    ['a series of a GPU that the catalogue does not have', "f('DCGM_FI_DEV_XID_ERRORS');", '1: DCGM_FI_DEV_XID_ERRORS'],
    ['a series of a host', "f('node_memory_MemTotal_bytes');", '1: node_memory_MemTotal_bytes'],
    ['an event series', "f('ice_count');", '1: ice_count'],
    ['a classic metric', "new Metric({ metricName: 'ModelLatency' });", '1: ModelLatency'],
    ['a classic metric that is an everyday word', "metric('Invocations');", '1: Invocations'],
    ['a request series of OpenTelemetry', "f('InvocationsForIcByAzByInstanceType');", '1: InvocationsForIcByAzByInstanceType'],
    ['a label with dots', "by(['aws.sagemaker.endpoint.name']);", '1: aws.sagemaker.endpoint.name'],
    ['a label of a resource', "by(['@resource.host.id']);", '1: @resource.host.id'],
    ['a label that is an everyday word', "by(['gpu']);", '1: gpu'],
    ['a dimension', "({ 'EndpointName': name });", '1: EndpointName'],
    ['a name in the middle of a query', "f('sum(rate(vllm:prompt_tokens_total[5m]))');", '1: sum(rate(vllm:prompt_tokens_total[5m]))'],
    ['a label in a string in a query', "f('up{model_name=\"x\"}');", '1: up{model_name="x"}'],
    ['a template without substitutions', '\n\nf(`VariantName`);', '3: VariantName'],
    ['the head of a template', 'f(`tgi_queue_size{${matchers}}`);', '1: tgi_queue_size{'],
    ['the middle of a template', 'f(`${a} / Response_5XX_total + ${b}`);', '1:  / Response_5XX_total + '],
    ['the tail of a template', 'f(`${operation}(e2e_duration)`);', '1: (e2e_duration)'],
    ['a type that is a string', "type Name = 'ContainerId';", '1: ContainerId'],
    ['the name of a property', "const { 'InstanceId': id } = map;", '1: InstanceId'],
  ])('finds %s', (_what, source, name) => {
    expect(namesIn(source)).toEqual([name]);
  });

  test.each([
    ['a docstring', '/** As `vllm:kv_cache_usage_perc`, by "aws.sagemaker.endpoint.name". */ const a = 1;'],
    ['a comment', "// metric('ModelLatency')\nconst a = 1;"],
    ['the name of a method', 'class A { metricModelLatency() {} metricInvocations() {} }'],
    ['the name of a property that is an identifier', 'const a = { endpointName, EndpointName: 1, gpu: 2, mode: 3 };'],
    ['a module', "import { gpu } from './gpu';\nexport * from 'gpu';\nimport host = require('mode');\ntype A = import('reason').A;"],
    ['an everyday word in a sentence', "f('the gpu is in a mode for no reason, and Invocations of the Region have priority');"],
    ['a name that only begins alike', "f('ModelLatencyObjective', 'node_modules', 'EndpointNames', 'my_ice_count', 'vllm');"],
    ['another string', "f('cdk-sagemaker-insights', '/metrics', 'AWS::SageMaker::Endpoint', 'sagemaker.amazonaws.com');"],
  ])('leaves %s alone', (_what, source) => {
    expect(namesIn(source)).toEqual([]);
  });

  test('excuses a word only where it is said to be one', () => {
    expect(namesIn("f('Region', 'gpu');", ['Region'])).toEqual(['1: gpu']);
  });
});
