/* What can be wrong, and what the doctor must say of it. */
import { CloudWatchState, DeployedQuery } from './cloud-watch';
import { Json, Refusal } from '../control-plane/json';
import { SageMakerState } from '../control-plane/sagemaker-state';

export interface DoctorCase {
  readonly name: string;
  /** The endpoint of `variants.go`; without one the doctor looks at all there are. */
  readonly endpoint?: string;
  readonly sageMaker?: (state: SageMakerState) => void;
  readonly cloudWatch?: (alarms: DeployedQuery[]) => CloudWatchState;
  /** Which services do not answer at all. */
  readonly unreachable?: ReadonlyArray<'sagemaker' | 'cloudwatch' | 'promql'>;
  /** SageMaker refuses all with this, too. */
  readonly refusal?: Refusal;
  readonly exit: number;
  /** The checks that find a problem, and those that cannot tell. Every other one that says anything says ok. */
  readonly problems?: readonly string[];
  readonly unknown?: readonly string[];
  /** Parts of the output. */
  readonly says: readonly string[];
}

export const COMPONENTS = ['qwen', 'llama'];
const REGISTRY = '763104351884.dkr.ecr.eu-central-1.amazonaws.com';
const VLLM: Json = { Image: `${REGISTRY}/vllm:0.27.1-gpu-py312-cu130-ubuntu24.04-sagemaker`, Environment: { SM_VLLM_MODEL: '/opt/ml/model' } };
const SGLANG: Json = { Image: `${REGISTRY}/sglang:0.5.18-gpu-py312-cu129-ubuntu24.04-sagemaker`, Environment: { SM_SGLANG_MODEL_PATH: '/opt/ml/model' } };
const TRITON: Json = { Image: '111122223333.dkr.ecr.eu-central-1.amazonaws.com/sagemaker-tritonserver:25.09-py3', Environment: {} };
const LMI: Json = {
  Image: '111122223333.dkr.ecr.eu-central-1.amazonaws.com/djl-inference:0.34.0-lmi16.0.0-cu128',
  Environment: { SERVING_PROMETHEUS: 'true' },
  ContainerMetricsConfig: { MetricsEndpoints: [{ MetricsEndpointPath: '/metrics' }] },
};

const EXPIRED = new Refusal('ExpiredTokenException', 'The security token included in the request is expired', 403);

/** An endpoint with one container per inference component. */
function endpoint(name: string, containers: readonly Json[] = [VLLM, VLLM], metrics: Json = { EnableDetailedObservability: true }) {
  return (state: SageMakerState): void => {
    state.addConfiguration(`${name}-config`, {
      ProductionVariants: [{ VariantName: 'AllTraffic', InstanceType: 'ml.p5.4xlarge', InitialInstanceCount: 4 }],
      MetricsConfig: { EnableEnhancedMetrics: true, MetricPublishFrequencyInSeconds: 60, ...metrics },
    });
    state.addEndpoint(name, `${name}-config`);
    containers.forEach((container, index) => state.serving.addComponent(COMPONENTS[index], name, container, 2));
  };
}

function described(name: string, ...rest: [containers?: readonly Json[], metrics?: Json]): Pick<DoctorCase, 'endpoint' | 'sageMaker'> {
  return { endpoint: name, sageMaker: endpoint(name, ...rest) };
}

export const CASES: DoctorCase[] = [
  { name: 'all well', ...described('chat-well'), exit: 0, says: ['healthy: 0 problems, 0 unknown', 'PromQL alarms parse and can fire'] },
  {
    name: 'all well, one model, every endpoint',
    sageMaker: (state) => {
      endpoint('chat-well', [])(state);
      state.serving.addModel('model', VLLM);
      state.configurations.get('chat-well-config')!.settings.ProductionVariants[0].ModelName = 'model';
    },
    exit: 0,
    says: ['Endpoint chat-well', 'healthy'],
  },
  {
    name: 'idle, no prefix cache',
    ...described('chat-idle'),
    exit: 0,
    says: ['vllm: 3 of 15 series arrive; not seen, which is normal without traffic', 'PromQL alarms parse and can fire'],
  },
  {
    name: 'scaled to zero',
    endpoint: 'chat-zero',
    sageMaker: (state) => {
      endpoint('chat-zero', [])(state);
      COMPONENTS.forEach((component) => state.serving.addComponent(component, 'chat-zero', VLLM, 0));
    },
    exit: 0,
    says: ['no series of vllm: the endpoint is scaled to zero', 'cannot fire while the endpoint is scaled to zero'],
  },
  {
    name: 'observability off',
    ...described('chat-off', [VLLM], { EnableDetailedObservability: false }),
    cloudWatch: () => ({}),
    exit: 1,
    problems: ['observability'],
    says: ['detailed observability is off', 'DetailedObservabilityOptIn'],
  },
  {
    name: 'enrichment off',
    ...described('chat-well'),
    cloudWatch: (alarms) => ({ alarms, enrichment: 'Stopped' }),
    exit: 1,
    problems: ['enrichment'],
    says: ['OTel enrichment of the account is Stopped; engine, GPU or host series arrive nevertheless', 'new TelemetryEnrichment(scope, id)'],
  },
  {
    name: 'underscored names',
    ...described('chat-underscored'),
    exit: 1,
    problems: ['naming', 'histograms', 'alarms'],
    says: ['naming: SeriesNaming.UNDERSCORE, histograms: HistogramForm.CLASSIC', 'alarms cannot fire', 'vllm_kv_cache_usage_perc'],
  },
  {
    name: 'console-style names',
    ...described('chat-console'),
    exit: 1,
    problems: ['naming', 'alarms'],
    says: ["'vllm:kv_cache_usage_perc': 'KVCacheUtilization'", "'vllm:num_requests_waiting': 'QueueDepth'", 'KVCacheUtilization is in percent already'],
  },
  {
    name: 'no engine series',
    ...described('chat-silent'),
    exit: 1,
    problems: ['engine-series', 'alarms'],
    says: ['no series of vllm arrived in the last three hours', '/metrics on port 8080'],
  },
  {
    name: 'SGLang flag missing',
    ...described('chat-sglang', [VLLM, SGLANG]),
    cloudWatch: () => ({}),
    exit: 1,
    problems: ['metrics-flag', 'engine-series'],
    says: ['SM_SGLANG_ENABLE_METRICS is not set', 'Settle metrics-flag first', 'vllm: 14 of 15 series arrive'],
  },
  {
    name: 'wrong port',
    ...described('chat-triton', [TRITON]),
    cloudWatch: () => ({}),
    exit: 1,
    problems: ['metrics-address'],
    says: ['Triton serves metrics on port 8002; SageMaker scrapes port 8080 only'],
  },
  {
    name: 'wrong path',
    ...described('chat-lmi', [LMI]),
    cloudWatch: () => ({}),
    exit: 1,
    problems: ['metrics-address', 'engine-series'],
    says: ['scrapes /metrics, djl serves /server/metrics', 'Set the metrics path of the container to /server/metrics'],
  },
  {
    name: 'stale',
    ...described('chat-stale'),
    exit: 1,
    problems: ['freshness', 'alarms'],
    says: ['samples stopped: engine 4', 'do not trust them'],
  },
  {
    name: 'delta histograms',
    ...described('chat-delta'),
    exit: 1,
    problems: ['series-kinds'],
    says: ['vllm:time_to_first_token_seconds has delta temporality'],
  },
  {
    name: 'alarms that cannot fire',
    ...described('chat-misspelled'),
    cloudWatch: () => ({
      alarms: [
        { name: 'wrong-name', query: 'max({"vllm:kv_cache_usage_percent","aws.sagemaker.endpoint.name"="chat-misspelled"}) > 0.9' },
        { name: 'wrong-label', query: 'max({"vllm:kv_cache_usage_perc","aws_sagemaker_endpoint_name"="chat-misspelled"}) > 0.9' },
        { name: 'no-query', query: 'max({"vllm:kv_cache_usage_perc","aws.sagemaker.endpoint.name"="chat-misspelled"} > 0.9' },
        { name: 'good', query: 'max({"vllm:kv_cache_usage_perc","aws.sagemaker.endpoint.name"="chat-misspelled"}) > 0.9' },
        { name: 'of-another', query: 'max({"vllm:kv_cache_usage","aws.sagemaker.endpoint.name"="other"}) > 0.9' },
      ],
    }),
    exit: 1,
    problems: ['alarms'],
    says: [
      'wrong-name: cannot fire, it selects nothing: vllm:kv_cache_usage_percent', 'wrong-label: label `aws_sagemaker_endpoint_name` does not exist',
      'no-query: CloudWatch refuses the query', '1 of 4 PromQL alarms parse and can fire',
    ],
  },
  { name: 'no such endpoint', endpoint: 'chat-gone', sageMaker: endpoint('chat-well'), exit: 1, problems: ['endpoint'], says: ['there is no such endpoint'] },
  { name: 'empty account', exit: 3, says: ['there is no endpoint in eu-central-1 of this account', 'Check --region and --profile'] },
  {
    name: 'throttled now and then',
    ...described('chat-well'),
    cloudWatch: (alarms) => ({ alarms, isThrottled: (index) => index % 10 === 0 }),
    exit: 0,
    says: ['healthy: 0 problems, 0 unknown'],
  },
  {
    name: 'throttled all the time',
    ...described('chat-well'),
    cloudWatch: (alarms) => ({ alarms, isThrottled: () => true }),
    exit: 3,
    unknown: ['engine-series', 'alarms'],
    says: ['still throttled after several attempts'],
  },
  {
    name: 'no permission for alarms',
    ...described('chat-well'),
    cloudWatch: (alarms) => ({ alarms, denied: ['DescribeAlarms'] }),
    exit: 3,
    unknown: ['alarms'],
    says: ['access denied', 'Allow cloudwatch:DescribeAlarms'],
  },
  {
    name: 'expired credentials',
    ...described('chat-well'),
    refusal: EXPIRED,
    cloudWatch: () => ({ refusal: EXPIRED }),
    exit: 3,
    says: ['AWS did not accept the credentials (ExpiredTokenException)', 'aws sso login'],
  },
  {
    name: 'expired on the way',
    ...described('chat-well'),
    cloudWatch: () => ({ refusal: EXPIRED }),
    exit: 3,
    says: ['AWS did not accept the credentials (ExpiredTokenException)'],
  },
  { name: 'no network', ...described('chat-well'), unreachable: ['sagemaker', 'cloudwatch', 'promql'], exit: 3, says: ['no connection (ECONNREFUSED)'] },
  {
    name: 'no way to the PromQL API',
    ...described('chat-well'),
    unreachable: ['promql'],
    exit: 3,
    unknown: ['engine-series', 'alarms'],
    says: ['CloudWatch PromQL: no connection (ECONNREFUSED)'],
  },
];
