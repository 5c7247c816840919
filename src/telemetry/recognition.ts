/* What queries and alarms that others wrote are about: the names of metrics and labels that a check of foreign templates knows. */
import { ClassicMetric, ClassicMetrics, Dimension, DimensionSet, SageMakerNamespace } from './classic-metrics';
import { Label } from './labels';
import { parsePromQl } from './promql-grammar';
import { metricNames } from './promql-rules/query';
import { QueryText } from './promql-rules/query-text';

/** That a query or an alarm is bound to a name. */
export interface NameMatcher {
  readonly subject: 'endpoint' | 'component';
  readonly operator: '=' | '=~' | '!=' | '!~';
  readonly value: string;
}

const SUBJECTS: Record<string, NameMatcher['subject']> = {
  [Label.ENDPOINT]: 'endpoint',
  [Dimension.ENDPOINT]: 'endpoint',
  [Label.COMPONENT]: 'component',
  [Dimension.COMPONENT]: 'component',
};

const ALTERNATIVES = Object.keys(SUBJECTS).map((name) => name.replace(/\./g, '\\.')).join('|');
const MATCHER = new RegExp(`(?<![\\w.])["'\`]?(${ALTERNATIVES})["'\`]?\\s*(=~|!=|!~|=)\\s*("(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*')`, 'g');

/** The endpoints and components that a query in PromQL or SQL is bound to. */
export function namesInQuery(query: string): NameMatcher[] {
  return [...query.matchAll(MATCHER)].map(([, name, operator, value]) => ({
    subject: SUBJECTS[name], operator: operator as NameMatcher['operator'], value: value.slice(1, -1),
  }));
}

/** The endpoints and components that the dimensions of a classic metric name. */
export function namesInDimensions(dimensions: ReadonlyArray<{ readonly Name?: unknown; readonly Value?: unknown }>): NameMatcher[] {
  return dimensions.flatMap(({ Name, Value }) => {
    const subject = SUBJECTS[String(Name)];
    return subject === undefined ? [] : [{ subject, operator: '=' as const, value: String(Value) }];
  });
}

/** The dimension without which there are no metrics of an endpoint. */
export const VARIANT_DIMENSION = Dimension.VARIANT;

/** The metric that counts calls that found no copy of a component. */
export const CALLS_WITHOUT_COPY = ClassicMetrics.NO_CAPACITY_FAILURES.metricName;

/** Whether a metric counts calls that found no copy of a component. */
export function countsCallsWithoutCopy(namespace: unknown, metricName: unknown): boolean {
  return isOneOf([ClassicMetrics.NO_CAPACITY_FAILURES], namespace, metricName);
}

/** Whether a namespace is one of SageMaker's for endpoints. */
export function isSageMakerNamespace(namespace: unknown): boolean {
  return [SageMakerNamespace.INVOCATIONS, SageMakerNamespace.ENDPOINTS, SageMakerNamespace.INFERENCE_COMPONENTS]
    .includes(String(namespace));
}

/** Whether a metric tells how full GPU memory is. */
export function isGpuMemoryMetric(namespace: unknown, metricName: unknown): boolean {
  const { GPU_MEMORY_UTILIZATION, GPU_MEMORY_UTILIZATION_NORMALIZED, COMPONENT_GPU_MEMORY_UTILIZATION } = ClassicMetrics;
  return isOneOf([GPU_MEMORY_UTILIZATION, GPU_MEMORY_UTILIZATION_NORMALIZED, COMPONENT_GPU_MEMORY_UTILIZATION], namespace, metricName);
}

function isOneOf(metrics: readonly ClassicMetric[], namespace: unknown, metricName: unknown): boolean {
  return metrics.some((metric) => metric.namespace === namespace && metric.metricName === metricName);
}

const OF_VARIANTS = Object.values<ClassicMetric>(ClassicMetrics)
  .filter(({ dimensionSets }) => dimensionSets.includes(DimensionSet.VARIANT));

/** Whether SageMaker publishes nothing for these dimensions, because the endpoint stands without its variant. */
export function lacksVariant(namespace: unknown, metricName: unknown, dimensions: readonly unknown[]): boolean {
  return isOneOf(OF_VARIANTS, namespace, metricName) && dimensions.includes(Dimension.ENDPOINT) && !dimensions.includes(Dimension.VARIANT);
}

/** The dimensions that a Metrics Insights query or a search has rows of, which must be exactly those of the metric. */
const SCHEMA = /SCHEMA\(\s*"?([\w/]+)"?\s*((?:,\s*"?\w+"?\s*)+)\)|\{\s*([\w/]+)\s*((?:,\s*\w+\s*)+)\}/gi;

/** Whether an expression asks for a metric of variants by endpoint alone. */
export function expressionLacksVariant(expression: string): boolean {
  const words = new Set(expression.match(/\w+/g));
  return [...expression.matchAll(SCHEMA)].some(([, ofSchema, bySchema, ofSearch, bySearch]) => {
    const [namespace, dimensions] = [ofSchema ?? ofSearch, (bySchema ?? bySearch).match(/\w+/g)!];
    return OF_VARIANTS.some(({ metricName }) => words.has(metricName) && lacksVariant(namespace, metricName, dimensions));
  });
}

/** Series of the servers, GPUs and hosts of copies: there are none where there is no copy. */
const OF_SERVERS = /^(?:vllm|sglang|tgi|trtllm)[:_]|^DCGM_|^node_/;

/** The names of the series that a query selects. */
export function seriesIn(query: string): string[] {
  return parsePromQl(new QueryText(query)).filter(({ kind }) => kind === 'VectorSelector').flatMap(metricNames);
}

/** Whether a query can have rows when a component has no copies. */
export function canSpeakWithoutCopies(query: string): boolean {
  return seriesIn(query).some((name) => !OF_SERVERS.test(name));
}

const TELLS_OF_NOTHING = /\babsent(?:_over_time)?\s*\(|\bor\s+(?:on\s*\(\s*\)\s*)?vector\s*\(/;
const STRING = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g;

/** Whether a query has rows where series are missing. */
export function tellsOfSilence(query: string): boolean {
  return TELLS_OF_NOTHING.test(query.replace(STRING, '""'));
}
