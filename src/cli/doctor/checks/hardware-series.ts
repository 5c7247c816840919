import { EndpointCheck, isScaledToZero, isSettling, seriesFrom, some } from './check';
import { observability } from './observability';
import { PLATFORM_CATALOGUE, SeriesSource, Source } from '../../../telemetry/catalogue';
import { verdicts } from '../finding';

const { ok, problem, unknown } = verdicts('hardware-series');

/** Families of instances with NVIDIA GPUs. */
const WITH_GPU = /^ml\.(g|p)\d/;

/** Whether GPUs and instances report. They do so whatever the engine. */
export const hardwareSeries: EndpointCheck = (endpoint) => {
  const { series, configuration } = endpoint;
  if (!series?.value || observability(endpoint).some(({ verdict }) => verdict === 'problem')) {
    return [];
  }
  const types = configuration?.value?.instanceTypes ?? [];
  const hasGpus = types.length === 0 || types.some((type) => WITH_GPU.test(type));
  const sources: SeriesSource[] = [Source.HOST, ...hasGpus ? [Source.GPU] : []];
  const steady = PLATFORM_CATALOGUE.filter(({ source, isSteady }) => isSteady && sources.includes(source));
  const found = new Set(seriesFrom(series.value, ...sources).map(({ series: { name } }) => name));
  const missing = steady.filter(({ name }) => !found.has(name)).map(({ name }) => name);
  if (missing.length === 0) {
    return [ok(`${found.size} series of ${hasGpus ? 'instances and GPUs' : 'instances'} arrive`)];
  }
  if (isScaledToZero(endpoint)) {
    return [ok('no series of instances: the endpoint is scaled to zero')];
  }
  return isSettling(endpoint)
    ? [unknown('the endpoint changed less than five minutes ago', 'Run the doctor again in five minutes.')]
    : [problem(`not one sample in three hours of ${some(missing)}`, 'Check that the Region has detailed observability and --region is right; otherwise ask AWS Support.')];
};
