import { App, Duration, Stack } from 'aws-cdk-lib';
import {
  HistogramForm, InferenceEndpoint, InferenceEndpointAttributes, InferenceSignal, PublishFrequency, RequestSeriesForm, SeriesNaming,
  ServingEngine, SignalGrouping, SignalQueryOptions, TelemetryDialect, TelemetryDialectOptions, TelemetryScope,
} from '../../src';

/** One query of the catalogue, with what it was rendered from. */
export interface RenderedQuery {
  /** The signal's id and the parameters that are not the default, as in `kv-cache-utilization/by=component/engines=vllm`. */
  readonly id: string;
  readonly signal: string;
  readonly query: string;
  readonly publishIntervalSeconds: number;
  readonly histograms: string;
}

const DIALECTS: Record<string, TelemetryDialectOptions> = {
  '': {},
  'underscore': { naming: SeriesNaming.UNDERSCORE },
  'classic': { histograms: HistogramForm.CLASSIC },
  'delta-histogram': { requestSeries: RequestSeriesForm.DELTA_HISTOGRAM },
  'cumulative': { requestSeries: RequestSeriesForm.CUMULATIVE },
};

const ENGINES: Record<string, ServingEngine[] | undefined> = {
  vllm: [ServingEngine.VLLM],
  sglang: [ServingEngine.SGLANG],
  djl: [ServingEngine.DJL],
  tgi: [ServingEngine.TGI],
  both: [ServingEngine.VLLM, ServingEngine.SGLANG],
  unknown: undefined,
};

const FREQUENCIES = [PublishFrequency.TEN_SECONDS, PublishFrequency.ONE_MINUTE, PublishFrequency.FIVE_MINUTES];

/** The dialects that are not the default differ by series, not by scope and frequency: they are rendered for these only. */
const DIALECT_SAMPLE = { engines: ['vllm', 'both'], scopes: ['endpoint', 'component'], every: `${PublishFrequency.ONE_MINUTE}` };

/** The names that scenarios load series for. */
export const NAMES = { endpoint: 'chat', otherEndpoint: 'code', component: 'qwen', variant: 'blue' };

/** A chosen variant is one matcher more, whatever else is asked: it is rendered for these only. */
const VARIANT_SAMPLE = { engines: 'vllm', frequency: PublishFrequency.ONE_MINUTE };

interface Case {
  readonly parameters: Record<string, string>;
  readonly options: SignalQueryOptions;
  readonly within?: Duration;
}

/** Every signal for every scope, engine, frequency, grouping, statistic, quantile and dialect that it can be asked for. */
export function renderCatalogue(): RenderedQuery[] {
  const rendered = Object.entries(DIALECTS).flatMap(([dialect, options]) => renderDialect(dialect, options));
  return rendered.sort((left, right) => left.id < right.id ? -1 : 1);
}

function renderDialect(dialect: string, dialectOptions: TelemetryDialectOptions): RenderedQuery[] {
  const app = new App();
  new TelemetryDialect(dialectOptions).applyTo(app);
  const stack = new Stack(app, 'Stack');
  const scopes = FREQUENCIES
    .flatMap((frequency) => Object.keys(ENGINES).flatMap((engines) => scopesOf(stack, engines, frequency)))
    .filter(({ parameters: { scope, engines, every } }) => dialect === '' ||
      (DIALECT_SAMPLE.engines.includes(engines) && DIALECT_SAMPLE.scopes.includes(scope) && DIALECT_SAMPLE.every === every));
  return InferenceSignal.all().flatMap((signal) => scopes.flatMap(({ parameters, scope, frequency }) =>
    cases(signal, scope).flatMap((one): RenderedQuery[] => {
      const query = attempt(() => one.within
        ? signal.promQlShareWithin(one.within, one.options)
        : signal.promQl(one.options));
      return query === undefined ? [] : [{
        id: identify(signal.id, { ...parameters, ...one.parameters, dialect }),
        signal: signal.id,
        query,
        publishIntervalSeconds: frequency,
        histograms: dialectOptions.histograms ?? HistogramForm.NATIVE,
      }];
    })));
}

function scopesOf(stack: Stack, engines: string, frequency: PublishFrequency) {
  const id = `${engines}${frequency}`;
  const attributes = { engines: ENGINES[engines], publishFrequency: frequency };
  const endpoint = InferenceEndpoint.fromEndpointAttributes(stack, `Endpoint${id}`, {
    ...attributes, endpointName: NAMES.endpoint, inferenceComponentNames: [NAMES.component],
  });
  const other = InferenceEndpoint.fromEndpointAttributes(stack, `Other${id}`, { ...attributes, endpointName: NAMES.otherEndpoint });
  const isVariantSample = engines === VARIANT_SAMPLE.engines && frequency === VARIANT_SAMPLE.frequency;
  const scopes: Record<string, TelemetryScope> = {
    endpoint: TelemetryScope.endpoint(endpoint),
    endpoints: TelemetryScope.endpoints([endpoint, other]),
    everything: TelemetryScope.everything(stack, { engines: attributes.engines, slowestPublishFrequency: frequency }),
    ...isVariantSample ? { variant: variantScope(stack, attributes) } : {},
    ...engines === 'both' ? {} : { component: TelemetryScope.component(endpoint.inferenceComponents[0]) },
  };
  return Object.entries(scopes).map(([name, scope]) => ({
    scope, frequency, parameters: { scope: name, engines, every: `${frequency}` },
  }));
}

function variantScope(stack: Stack, attributes: Pick<InferenceEndpointAttributes, 'engines' | 'publishFrequency'>): TelemetryScope {
  return TelemetryScope.endpoint(InferenceEndpoint.fromEndpointAttributes(stack, 'Variant', {
    ...attributes, endpointName: NAMES.endpoint, variantName: NAMES.variant,
  }));
}

function cases(signal: InferenceSignal, scope: TelemetryScope): Case[] {
  const groupings: SignalGrouping[][] = [
    [],
    ...signal.groupings.map((grouping) => [grouping]),
    [SignalGrouping.COMPONENT, SignalGrouping.ZONE],
    [SignalGrouping.ENDPOINT, SignalGrouping.COMPONENT],
  ].filter((groupBy) => groupBy.every((grouping) => signal.groupings.includes(grouping)));
  const plain = groupings.map((groupBy) => ({ parameters: { by: groupBy.join('+') }, options: { scope, groupBy } }));
  const [, ...otherStatistics] = signal.statistics;
  const byComponent = signal.groupings.includes(SignalGrouping.COMPONENT) ? [SignalGrouping.COMPONENT] : [];
  const by = byComponent.join('+');
  return [
    ...plain,
    ...otherStatistics.map((statistic) => ({ parameters: { by, statistic }, options: { scope, groupBy: byComponent, statistic } })),
    ...[0.5, 0.9].map((quantile) => ({ parameters: { by, quantile: `${quantile}` }, options: { scope, groupBy: byComponent, quantile } })),
    { parameters: { by, within: '2s' }, options: { scope, groupBy: byComponent }, within: Duration.seconds(2) },
  ];
}

/** What a signal cannot be asked is refused with an error: such combinations have no query. */
export function attempt(render: () => string): string | undefined {
  try {
    return render();
  } catch (error) {
    if (error instanceof Error && error.message.includes('the signal')) {
      return undefined;
    }
    throw error;
  }
}

export function identify(signal: string, parameters: Record<string, string>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== '').map(([name, value]) => `${name}=${value}`).sort();
  return [signal, ...given].join('/');
}
