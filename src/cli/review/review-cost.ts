import { Cost, costOf } from './cost';
import { Review, ReviewedEndpoint, scalersOf } from './model';

/** At which interval the series of an endpoint are published, where the app says so. */
export function publishSecondsOf({ provisioned }: ReviewedEndpoint): number | undefined {
  return provisioned?.detailedObservability ? provisioned.publishFrequency ?? 60 : undefined;
}

/** What everything in a review costs. */
export function costOfReview(review: Review): Cost {
  const alarms = [...review.endpoints, review.others].flatMap((endpoint) =>
    [...endpoint.alarms, ...endpoint.diagnosis, ...scalersOf(endpoint)]
      .map((alarm) => ({ alarm, publishSeconds: publishSecondsOf(endpoint) })));
  return costOf(alarms, review.dashboards.length);
}
