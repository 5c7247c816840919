import { EndpointCheck } from './check';
import { verdicts } from '../finding';

const { ok, problem, unknown } = verdicts('observability');

/** SageMaker's default is on for configurations created after this day (MetricsConfig reference). */
const DEFAULT_CHANGED = Date.UTC(2026, 5, 17);
const FIX = 'With this library: `observability: DetailedObservability.every(PublishFrequency.ONE_MINUTE)` on the endpoint. ' +
  'For an endpoint of somebody else: `DetailedObservabilityOptIn`.';

/** Whether SageMaker publishes engine, GPU and host series at all. */
export const observability: EndpointCheck = ({ configuration, description }) => {
  if (!configuration) {
    return [];
  }
  if (configuration.failure) {
    return [unknown(configuration.failure.message, configuration.failure.advice)];
  }
  const { detailedObservability: stated, createdAt, publishSeconds } = configuration.value;
  const isOn = stated ?? createdAt.getTime() >= DEFAULT_CHANGED;
  const how = stated === undefined ? ` by default: the configuration of ${createdAt.toISOString().slice(0, 10)} does not state it` : '';
  return isOn
    ? [ok(`detailed observability is on${how}, published every ${publishSeconds} s`)]
    : [problem(`detailed observability is off${how} (configuration ${description?.configurationName})`, FIX)];
};
