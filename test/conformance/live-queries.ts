import { App, Duration, Stack } from 'aws-cdk-lib';
import { attempt, identify, NAMES, RenderedQuery } from './catalogue';
import {
  HistogramForm, InferenceEndpoint, InferenceSignal, PublishFrequency, ServingEngine, SignalQueryOptions, TelemetryScope,
} from '../../src';

/** Every run of the engine is shorter: a rate over this long counts all that happened in it. */
const WINDOW = Duration.minutes(10);
const FREQUENCY = PublishFrequency.TEN_SECONDS;
const QUANTILES = [0.5, 0.9, 0.99];
/** A bound of the buckets of each of vLLM's latencies, so that the share within it is exact. */
const OBJECTIVE = Duration.millis(500);

/** The queries that are compared with what the client of a running engine measures. */
export interface LiveQueries {
  readonly windowSeconds: number;
  readonly queries: RenderedQuery[];
}

/** Every signal that vLLM publishes, for one endpoint. */
export function renderLiveQueries(): LiveQueries {
  const endpoint = InferenceEndpoint.fromEndpointAttributes(new Stack(new App(), 'Stack'), 'Endpoint', {
    endpointName: NAMES.endpoint,
    engines: [ServingEngine.VLLM],
    publishFrequency: FREQUENCY,
  });
  const options = { scope: TelemetryScope.endpoint(endpoint), window: WINDOW };
  const signals = InferenceSignal.all().filter(({ engines }) => engines?.includes(ServingEngine.VLLM));
  return { windowSeconds: WINDOW.toSeconds(), queries: signals.flatMap((signal) => renderSignal(signal, options)) };
}

function renderSignal(signal: InferenceSignal, options: SignalQueryOptions): RenderedQuery[] {
  const render = (parameters: Record<string, string>, query: string): RenderedQuery => ({
    id: identify(signal.id, parameters), signal: signal.id, query, publishIntervalSeconds: FREQUENCY, histograms: HistogramForm.NATIVE,
  });
  const share = attempt(() => signal.promQlShareWithin(OBJECTIVE, options));
  return share === undefined
    ? [render({}, signal.promQl(options))]
    : [
      ...QUANTILES.map((quantile) => render({ quantile: `${quantile}` }, signal.promQl({ ...options, quantile }))),
      render({ within: `${OBJECTIVE.toMilliseconds()}ms` }, share),
    ];
}
