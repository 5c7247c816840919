/*
 * As much of this library as moto deploys: one model on an instance type that it knows, what scales and watches it, and a dashboard without
 * alarms, for moto has no ARN of an alarm to put there. The context says how often the endpoint publishes, in seconds.
 */
import { App, CfnOutput, Duration, Stack, Tags } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  ContainerImage, DetailedObservability, InferenceAmiVersion, InsightsAlarms, InsightsDashboard, InsightsPanel, InsightsSubject,
  InstanceFleet, ModelArtifacts, PublishFrequency, ServedModel, ServiceObjective, ServingEngine, SingleModelEndpoint,
} from 'cdk-sagemaker-insights';

const app = new App();
const frequency: PublishFrequency = Number(app.node.getContext('frequency'));
const stack = new Stack(app, 'Deployment', { env: { region: 'eu-central-1' } });
const endpoint = new SingleModelEndpoint(stack, 'Chat', {
  model: ServedModel.fromContainer({
    image: ContainerImage.fromDlc('vllm', '0.27.1-gpu-py312-cu130-ubuntu24.04-sagemaker'),
    engine: ServingEngine.VLLM,
    artifacts: ModelArtifacts.archive(Bucket.fromBucketName(stack, 'Weights', 'model-weights'), 'qwen3-8b/model.tar.gz'),
    environment: { SM_VLLM_MAX_MODEL_LEN: '16384' },
  }),
  instances: InstanceFleet.fixed('ml.g4dn.12xlarge', { count: 2, launch: { amiVersion: InferenceAmiVersion.AL2023_GPU_4_1 } }),
  observability: DetailedObservability.every(frequency),
});
endpoint.autoScaleInstances({ minCapacity: 2, maxCapacity: 6 }).scaleOnEnginePressure('Pressure');
// A new name of the configuration alone makes moto update no endpoint: it looks for changes in the text of the template.
Tags.of(endpoint).add('publishes-every', `${frequency} s`, { includeResourceTypes: ['AWS::SageMaker::Endpoint'] });

const subject = InsightsSubject.endpoint(endpoint);
const topic = new Topic(stack, 'Topic', { displayName: 'Alarms of the endpoint' });
const objectives = [ServiceObjective.timeToFirstToken(Duration.seconds(2))];
new InsightsAlarms(stack, 'Alarms', { subject, objectives }).notifyBySeverity(topic);
const panels = InsightsPanel.all().filter((panel) => panel !== InsightsPanel.SCALING_EVENTS);
new InsightsDashboard(stack, 'Dashboard', { subject, panels });

new CfnOutput(stack, 'EndpointName', { value: endpoint.endpointName });
new CfnOutput(stack, 'TopicArn', { value: topic.topicArn });
