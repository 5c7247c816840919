import { Duration, Stack, StackProps } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import {
  CapacitySize, DetailedObservabilityOptIn, EndpointDeployment, EndpointInsights, InferenceEndpoint, PublishFrequency, ServingEngine,
} from 'cdk-sagemaker-insights';

/** Endpoints that others made long ago get detailed observability, and one of them is watched. */
export class ExistingEndpointsStack extends Stack {
  public constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);

    // One endpoint: half of its instances at a time, and back when callers get errors.
    const chat = InferenceEndpoint.fromEndpointAttributes(this, 'Chat', {
      endpointName: 'chat',
      engines: [ServingEngine.VLLM],
      publishFrequency: PublishFrequency.TEN_SECONDS,
    });
    const errors = chat.metricInvocation5XXErrors({ period: Duration.minutes(1) })
      .createAlarm(this, 'ChatErrors', { threshold: 5, evaluationPeriods: 2, treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING });
    const optIn = chat.optIntoDetailedObservability({
      // The role that the endpoint's configuration names, with its path; leave it out where the models name theirs.
      executionRole: iam.Role.fromRoleArn(this, 'ChatRole', this.formatArn({
        service: 'iam', region: '', resource: 'role', resourceName: 'service-role/chat-execution-role',
      })),
      deployment: EndpointDeployment.rolling({ batchSize: CapacitySize.percent(50), rollbackAlarms: [errors] }),
      revertOnDelete: true,
    });
    // Until then nothing is published, and the alarms would say so.
    new EndpointInsights(this, 'Insights', { endpoint: chat }).node.addDependency(optIn);

    // Several, one after the other, as each was deployed last.
    const others = ['search', 'summaries'].map((name) => InferenceEndpoint.fromEndpointName(this, name, name));
    DetailedObservabilityOptIn.all(this, 'OptIn', others, { publishFrequency: PublishFrequency.ONE_MINUTE });
  }
}
