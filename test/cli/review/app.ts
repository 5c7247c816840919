import { App, Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as sns from 'aws-cdk-lib/aws-sns';
import {
  DetailedObservability, EndpointInsights, InferenceComponentEndpoint, InsightsAlarmRule, InstanceFleet, PublishFrequency, ServiceObjective,
} from '../../../src';
import { vllmModel } from '../../support';

export interface ChatOptions {
  readonly kvCache?: number;
  readonly frequency?: PublishFrequency;
  readonly maxCapacity?: number;
  readonly adds?: number;
}

/** An app with one endpoint that is watched by two rules and scaled on one tier, as the CDK CLI would synthesise it. */
export function chatApp(app: App, options: ChatOptions = {}): Stack {
  const { kvCache = 90, frequency = PublishFrequency.TEN_SECONDS, maxCapacity = 8, adds = 1 } = options;
  const stack = new Stack(app, 'Chat', { env: { region: 'eu-central-1', account: '111122223333' } });
  const endpoint = new InferenceComponentEndpoint(stack, 'Endpoint', {
    endpointName: 'chat',
    instances: InstanceFleet.of('ml.g6.12xlarge', { min: 1, max: 4 }),
    observability: DetailedObservability.every(frequency),
  });
  const qwen = endpoint.addInferenceComponent('Qwen', { model: vllmModel(stack), resources: { accelerators: 1 }, inferenceComponentName: 'qwen' });
  qwen.autoScaleCopies({ minCapacity: 1, maxCapacity }).scaleOnEnginePressure('Pressure', {
    kvCacheUtilization: 45, waitingRequestsPerCopy: 5, tiers: [{ kvCacheUtilization: 70, waitingRequestsPerCopy: 15, add: adds + 1 }],
  });
  new EndpointInsights(stack, 'Insights', {
    endpoint,
    objectives: [ServiceObjective.timeToFirstToken(Duration.seconds(2))],
    rules: [InsightsAlarmRule.KV_CACHE_PRESSURE.withOptions({ threshold: kvCache }), InsightsAlarmRule.ERRORS_5XX],
  }).notify(new sns.Topic(stack, 'Pager'));
  new cloudwatch.Metric({ namespace: 'N', metricName: 'Elsewhere' }).createAlarm(stack, 'Stranger', { threshold: 1, evaluationPeriods: 1 });
  return stack;
}
