/* Evidence of an endpoint with nothing wrong, to be changed by tests. */
import { AlarmEvidence, Answer, Container, EndpointEvidence, FoundSeries } from '../../../src/cli/doctor/evidence';
import { Failure } from '../../../src/cli/doctor/failure';
import { CatalogueSeries, engineCatalogue, PLATFORM_CATALOGUE, spellingsOf } from '../../../src/telemetry/catalogue';
import { ServingEngine } from '../../../src/telemetry/serving-engine';

export const NOW = new Date('2026-11-25T12:00:00Z');
export const DENIED = new Failure('denied', 'access denied', 'Allow it.');

export function ago(seconds: number): Date {
  return new Date(NOW.getTime() - seconds * 1000);
}

export const VLLM: Container = { of: 'qwen', image: '763104351884.dkr.ecr.eu-central-1.amazonaws.com/vllm:0.27.1', environment: {}, copies: 1 };
export const SGLANG: Container = { of: 'llama', image: '763104351884.dkr.ecr.eu-central-1.amazonaws.com/sglang:0.5.18', environment: {}, copies: 1 };

/** A series of the catalogue as it arrives: under which of its names, and otherwise as it should. */
export function found(name: string, changes: Partial<FoundSeries> & { readonly as?: string } = {}): FoundSeries {
  const { as = name, ...rest } = changes;
  const series = catalogue().find((one) => one.name === name)!;
  const spelling = spellingsOf(series).find((one) => one.name === as)!;
  return { series, spelling, newest: ago(30), rows: 1, types: [], temporalities: [], ...rest };
}

function catalogue(): CatalogueSeries[] {
  return [...engineCatalogue([ServingEngine.VLLM, ServingEngine.SGLANG, ServingEngine.DJL, ServingEngine.TGI]), ...PLATFORM_CATALOGUE];
}

export const GPU_NAMES = ['DCGM_FI_DEV_GPU_UTIL', 'DCGM_FI_DEV_FB_USED', 'DCGM_FI_DEV_FB_FREE', 'DCGM_FI_DEV_GPU_TEMP'];
export const HOST_NAMES = [
  'node_cpu_seconds_total', 'node_memory_MemAvailable_bytes', 'node_memory_MemTotal_bytes', 'node_filesystem_avail_bytes', 'node_filesystem_size_bytes',
];
export const VLLM_LEVELS = ['vllm:kv_cache_usage_perc', 'vllm:num_requests_running', 'vllm:num_requests_waiting'];

export const PLATFORM: FoundSeries[] = [...GPU_NAMES, ...HOST_NAMES].map((name) => found(name));

export function known<T>(value: T): Answer<T> {
  return { value };
}

export function endpoint(changes: Partial<EndpointEvidence> = {}): EndpointEvidence {
  return {
    name: 'chat',
    now: NOW,
    description: { status: 'InService', configurationName: 'chat-1', changedAt: ago(86400), instances: 2 },
    configuration: known({ createdAt: ago(86400), detailedObservability: true, publishSeconds: 60, instanceTypes: ['ml.g6.12xlarge'] }),
    containers: known([VLLM]),
    series: known([...VLLM_LEVELS.map((name) => found(name)), ...PLATFORM]),
    alarms: known([]),
    ...changes,
  };
}

export function alarm(changes: Partial<AlarmEvidence> = {}): AlarmEvidence {
  return { name: 'kv', query: 'q', problems: [], selectors: [], canYield: true, ...changes };
}
