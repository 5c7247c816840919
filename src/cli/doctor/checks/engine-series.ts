import { EndpointCheck, isScaledToZero, isSettling, seriesFrom, some } from './check';
import { metricsAddress } from './metrics-address';
import { metricsFlag } from './metrics-flag';
import { observability } from './observability';
import { engineCatalogue, Source } from '../../../telemetry/catalogue';
import { ServingEngine } from '../../../telemetry/serving-engine';
import { engineOf, enginesOf } from '../engines';
import { EndpointEvidence, FoundSeries } from '../evidence';
import { Finding, verdicts } from '../finding';

const { ok, problem, unknown } = verdicts('engine-series');

/** Whether the engines' own series arrive under any name. What only appears with traffic may be absent. */
export const engineSeries: EndpointCheck = (endpoint) => {
  const { series, containers } = endpoint;
  if (!series || observability(endpoint).some(({ verdict }) => verdict === 'problem')) {
    return [];
  }
  if (series.failure) {
    return [unknown(series.failure.message, series.failure.advice)];
  }
  const found = seriesFrom(series.value, Source.ENGINE);
  const engines = enginesOf(containers?.value).filter((engine) => Object.keys(engine.series).length > 0);
  if (engines.length === 0) {
    return [ok('the engine publishes no series that this library knows: GPU, host and request series are what there is')];
  }
  // Where images do not tell, one engine out of all is enough.
  const isGuess = !containers?.value?.length || containers.value.some((container) => engineOf(container) === undefined);
  const arriving = engines.filter(({ name }) => found.some((one) => one.series.engine === name));
  const expected = isGuess && arriving.length > 0 ? arriving : engines;
  return isGuess && arriving.length === 0 ? [nothing(endpoint, 'any engine that this library knows')] : expected.map((engine) => judge(endpoint, engine, found));
};

function judge(endpoint: EndpointEvidence, engine: ServingEngine, found: readonly FoundSeries[]): Finding {
  const wanted = engineCatalogue([engine]);
  const names = new Set(found.filter(({ series }) => series.engine === engine.name).map(({ series }) => series.name));
  if (names.size === 0) {
    return nothing(endpoint, engine.name);
  }
  const missing = wanted.filter(({ name }) => !names.has(name));
  const steady = missing.filter(({ isSteady }) => isSteady).map(({ name }) => name);
  const arrived = `${engine.name}: ${names.size} of ${wanted.length} series arrive`;
  if (steady.length > 0) {
    return problem(`${arrived}; missing although always published: ${some(steady)}`,
      'Compare with /metrics of the container: another version of the engine may have renamed them. Map names with `TelemetryDialect({ seriesNames })`.');
  }
  return ok(missing.length === 0 ? arrived
    : `${arrived}; not seen, which is normal without traffic or with other versions and settings: ${some(missing.map(({ name }) => name))}`);
}

/** Nothing at all: the reason is another finding's, or passes, or is to be looked for in the container. */
function nothing(endpoint: EndpointEvidence, of: string): Finding {
  if (isScaledToZero(endpoint)) {
    return ok(`no series of ${of}: the endpoint is scaled to zero`);
  }
  if (isSettling(endpoint)) {
    return unknown(`no series of ${of} yet: the endpoint changed less than five minutes ago`, 'Run the doctor again in five minutes.');
  }
  const reasons = [...metricsFlag(endpoint), ...metricsAddress(endpoint)].filter(({ verdict }) => verdict === 'problem').map(({ check }) => check);
  return problem(`no series of ${of} arrived in the last three hours`, reasons.length > 0
    ? `Settle ${[...new Set(reasons)].join(' and ')} first.`
    : 'Look into the container\'s log: does it serve /metrics on port 8080? A custom image needs `metricsPath`, an unknown engine `ServingEngine.custom`.');
}
