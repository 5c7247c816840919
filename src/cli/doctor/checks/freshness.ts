import { age, EndpointCheck, isScaledToZero, secondsAgo, seriesFrom } from './check';
import { Source } from '../../../telemetry/catalogue';
import { verdicts } from '../finding';

const { ok, problem } = verdicts('freshness');

/** A sample may be this many publish intervals old, and five minutes in any case. */
const INTERVALS = 4;
const LEAST_SECONDS = 300;

/** Whether series still arrive. Events come when they come. */
export const freshness: EndpointCheck = (endpoint) => {
  const { series, configuration, now } = endpoint;
  const limit = Math.max(LEAST_SECONDS, INTERVALS * (configuration?.value?.publishSeconds ?? 0));
  const ages = [Source.ENGINE, Source.GPU, Source.HOST].flatMap((source) => {
    const newest = seriesFrom(series?.value ?? [], source).map((found) => found.newest.getTime());
    return newest.length > 0 ? [{ source, seconds: secondsAgo(now, new Date(Math.max(...newest))) }] : [];
  });
  if (ages.length === 0) {
    return [];
  }
  const stale = ages.filter(({ seconds }) => seconds > limit);
  const text = (all: typeof ages) => all.map(({ source, seconds }) => `${source} ${age(seconds)} ago`).join(', ');
  if (stale.length === 0) {
    return [ok(`newest samples: ${text(ages)}`)];
  }
  if (isScaledToZero(endpoint)) {
    return [ok(`newest samples: ${text(stale)}; the endpoint is scaled to zero`)];
  }
  return [problem(`samples stopped: ${text(stale)}; at most ${age(limit)} is normal`, stale.length === ages.length
    ? 'Look at recent deployments of the endpoint and its containers\' logs; alarms stay OK while nothing arrives, so do not trust them.'
    : `The instances still report: look into the log of what publishes ${stale.map(({ source }) => source).join(' and ')} series.`)];
};
