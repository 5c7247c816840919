import { Stack, StackProps } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import {
  GrafanaDashboard, GrafanaDataSources, InferenceEndpoint, InsightsAlarms, InsightsSubject, PrometheusRules, PromQlReader, PublishFrequency,
  ServingEngine,
} from 'cdk-sagemaker-insights';

/** Lets Amazon Managed Grafana read, and writes a dashboard, its data sources and alert rules into the cloud assembly. */
export class GrafanaReaderStack extends Stack {
  public constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    new PromQlReader(this, 'Reader').managedGrafanaRole('Role');

    const subject = InsightsSubject.endpoint(InferenceEndpoint.fromEndpointAttributes(this, 'Chat', {
      endpointName: 'chat', engines: [ServingEngine.VLLM], publishFrequency: PublishFrequency.ONE_MINUTE,
    }));
    const alarms = new InsightsAlarms(this, 'Alarms', { subject });
    new GrafanaDashboard(this, 'Dashboard', { subject, alarms: alarms.alarms, title: 'Endpoint chat', fileName: 'chat.grafana.json' });
    new GrafanaDataSources(this, 'DataSources', { fileName: 'cloudwatch.datasources.yaml' });
    new PrometheusRules(this, 'Rules', { alarms, fileName: 'chat.rules.yaml' });
  }
}
