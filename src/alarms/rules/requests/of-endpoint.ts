import { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { IInferenceEndpoint } from '../../../endpoint';
import { AlarmContext } from '../../alarm-context';
import { ClassicCondition, ClassicWatch, NotWatched, notWatched } from '../../alarm-rule';

/** A condition on a classic metric of one endpoint and variant. */
export interface EndpointCondition extends Omit<ClassicCondition, 'metric'> {
  readonly metric: (endpoint: IInferenceEndpoint) => IMetric;
}

/** Watches a classic metric. It exists per endpoint and variant, and a classic alarm cannot search: a fleet has none. */
export function ofEndpoint({ endpoint }: AlarmContext, ...conditions: EndpointCondition[]): ClassicWatch | NotWatched {
  return endpoint
    ? { kind: 'classic', conditions: conditions.map((condition) => ({ ...condition, metric: condition.metric(endpoint) })) }
    : notWatched('classic metrics exist per endpoint: watch each endpoint for them');
}
