import { Stack, StackProps } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { FleetInsights, InferenceEndpoint, PublishFrequency, ServingEngine, TelemetryEnrichment } from 'cdk-sagemaker-insights';

/** Endpoints that others made, watched where they are: alarms and one dashboard, without a change to any of them. */
export class FleetStack extends Stack {
  public constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    const endpoints = ['chat', 'search', 'summaries'].map((endpointName) => InferenceEndpoint.fromEndpointAttributes(this, endpointName, {
      endpointName,
      engines: [ServingEngine.VLLM],
      publishFrequency: PublishFrequency.ONE_MINUTE,
      instanceTypes: ['ml.g6e.12xlarge'],
    }));
    new FleetInsights(this, 'Insights', { fleet: { endpoints, endpointsOnly: true } });
    new TelemetryEnrichment(this, 'Enrichment');
  }
}
