import { gpuMemoryThreshold } from '../../telemetry/gpu-memory-threshold';
import { isGpuMemoryMetric } from '../../telemetry/recognition';
import { AlarmReading } from '../../template';
import { metricsOf, promQlOf, watches } from '../alarm-subjects';
import { CheckRule } from '../check-rule';
import { CheckSeverity } from '../check-severity';
import { CheckedApp, numberIn } from '../checked-app';
import { namesOfEndpoint } from '../names';
import { containersOf, servesLanguageModels } from '../served';

/** What engines reserve of the memory of a GPU: vLLM 0.9 and more (gpu_memory_utilization), SGLang 0.85 to 0.95 (mem_fraction_static). */
const RESERVED_PERCENT = 90;

const ABOVE = ['GreaterThanThreshold', 'GreaterThanOrEqualToThreshold'];

export const gpuMemoryAlwaysRed: CheckRule = {
  id: 'gpu-memory-always-red',
  severity: CheckSeverity.ERROR,
  why: 'vLLM and SGLang reserve about nine tenths of a GPU when they start, idle or not: an alarm on GPU memory in use above a lower level is ' +
    'always red, and nobody looks at it any more.',
  fix: 'Watch a sudden drop, a rise above the level that the engine reserved, or 98 % and more, as the GPU rules of InsightsAlarms do; watch the KV ' +
    'cache for load.',
  limits: 'Does not see what an engine reserves by a file or by arguments, only by the environment variables of SageMaker\'s images; without them it ' +
    'takes 90 %. Reads PromQL as used / (used + free) above a number; other forms, and conditions joined with `and`, pass. Alarms on endpoints of the ' +
    'app that serve no language model pass.',
  find: (app) => app.alarms.flatMap((alarm) => {
    const threshold = thresholdOf(alarm);
    const reserved = threshold === undefined ? undefined : reservedPercent(app, alarm);
    return threshold === undefined || reserved === undefined || threshold > reserved ? [] : [{
      resource: app.resourceOf(alarm),
      property: promQlOf(alarm) === undefined ? 'Threshold' : 'EvaluationCriteria.PromQLCriteria.Query',
      message: `the alarm ${alarm.name} is always red: expected a level of GPU memory above the ${reserved} % that the engine reserves, got: ${threshold} %`,
    }];
  }),
};

function thresholdOf(alarm: AlarmReading): number | undefined {
  const query = promQlOf(alarm);
  if (query !== undefined) {
    return gpuMemoryThreshold(query);
  }
  const { ComparisonOperator, Threshold, Metrics } = alarm.properties;
  const isOnMemory = Metrics === undefined
    && metricsOf(alarm).some(({ namespace, metricName }) => isGpuMemoryMetric(namespace, metricName));
  return isOnMemory && ABOVE.includes(ComparisonOperator) ? numberIn(Threshold) : undefined;
}

/** What is reserved where an alarm looks; undefined where no engine does. */
function reservedPercent(app: CheckedApp, alarm: AlarmReading): number | undefined {
  const endpoints = app.endpoints.filter((endpoint) => watches(app, alarm, namesOfEndpoint(app, endpoint)));
  if (endpoints.length === 0) {
    return RESERVED_PERCENT;
  }
  const shares = endpoints.filter((endpoint) => servesLanguageModels(app, endpoint)).flatMap((endpoint) => {
    const reserved = containersOf(app, endpoint)
      .map(({ reservedShare }) => reservedShare === undefined ? RESERVED_PERCENT : 100 * reservedShare);
    return reserved.length === 0 ? RESERVED_PERCENT : Math.min(...reserved);
  });
  return shares.length === 0 ? undefined : Math.min(...shares);
}
