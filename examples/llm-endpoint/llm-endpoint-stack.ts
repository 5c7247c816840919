import { CfnOutput, Duration, Size, Stack, StackProps, Token, Validations } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import {
  ContainerImage, DetailedObservability, EndpointInsights, InferenceAmiVersion, InferenceComponentEndpoint, InsightsDashboard,
  InsightsSubject, InstanceFleet, ModelArtifacts, ProvisionedEndpoint, PublishFrequency, ServedModel, ServiceObjective, ServingEngine,
  SingleModelEndpoint,
} from 'cdk-sagemaker-insights';

/** Images for CUDA 13 need the driver of this machine image. */
const CUDA_13 = { amiVersion: InferenceAmiVersion.AL2023_GPU_4_1 };
const VLLM = ContainerImage.fromDlc('vllm', '0.27.1-gpu-py312-cu130-ubuntu24.04-sagemaker');

/** Two models and an adapter on shared GPUs, and one model on its own. */
export class LlmEndpointStack extends Stack {
  public constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const weights = s3.Bucket.fromBucketName(this, 'Weights', `model-weights-${this.account}-${this.region}`);

    const shared = new InferenceComponentEndpoint(this, 'Shared', {
      instances: InstanceFleet.of('ml.g6.12xlarge', { min: 1, max: 4, fallbacks: ['ml.g6e.12xlarge'], launch: CUDA_13 }),
      observability: DetailedObservability.every(PublishFrequency.TEN_SECONDS),
    });

    const chat = shared.addInferenceComponent('Chat', {
      model: ServedModel.fromContainer({
        image: VLLM,
        engine: ServingEngine.VLLM,
        artifacts: ModelArtifacts.archive(weights, 'qwen3-8b/model.tar.gz'),
        environment: { SM_VLLM_MAX_MODEL_LEN: '16384' },
      }),
      resources: { accelerators: 1, minMemory: Size.gibibytes(8) },
    });
    chat.autoScaleCopies({ minCapacity: 2, maxCapacity: 12 }).scaleOnEnginePressure('Pressure');
    const support = chat.addAdapter('Support', { artifacts: ModelArtifacts.archive(weights, 'qwen3-8b/support-adapter.tar.gz') });

    const code = shared.addInferenceComponent('Code', {
      model: ServedModel.fromContainer({
        image: VLLM,
        engine: ServingEngine.VLLM,
        artifacts: ModelArtifacts.archive(weights, 'qwen2.5-coder-14b/model.tar.gz'),
        environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '2' },
      }),
      resources: { accelerators: 2, minMemory: Size.gibibytes(16) },
    });

    const summaries = new SingleModelEndpoint(this, 'Summaries', {
      model: ServedModel.fromContainer({
        image: ContainerImage.fromDlc('sglang', '0.5.20-gpu-py312-cu130-ubuntu24.04-sagemaker'),
        engine: ServingEngine.SGLANG,
        artifacts: ModelArtifacts.uncompressed(weights, 'llama-3.1-8b/'),
      }),
      instances: InstanceFleet.fixed('ml.g6e.xlarge', { count: 2, launch: CUDA_13 }),
      observability: DetailedObservability.every(PublishFrequency.THIRTY_SECONDS),
    });

    summaries.autoScaleInstances({ minCapacity: 2, maxCapacity: 6 }).scaleOnEnginePressure('Pressure', { waitingRequestsPerCopy: 4 });

    const topic = new sns.Topic(this, 'Alarms', { enforceSSL: true, masterKey: kms.Alias.fromAliasName(this, 'TopicKey', 'alias/aws/sns') });
    const insights = new EndpointInsights(this, 'SharedInsights', {
      endpoint: shared,
      objectives: [ServiceObjective.timeToFirstToken(Duration.seconds(2))],
      expectations: { outputTokensPerSecond: 1500 },
    });
    insights.notify(topic);
    new InsightsDashboard(this, 'ChatInsights', { subject: InsightsSubject.component(chat, shared) });
    new EndpointInsights(this, 'SummariesInsights', { endpoint: summaries }).notify(topic);
    new InsightsDashboard(this, 'FleetInsights', {
      subject: InsightsSubject.fleet(this, { endpoints: [shared, summaries], slowestPublishFrequency: PublishFrequency.ONE_MINUTE }),
    });

    // Callers send the component's name along with a request.
    new CfnOutput(this, 'SharedEndpoint', { value: shared.endpointName });
    new CfnOutput(this, 'ChatComponent', { value: chat.inferenceComponentName });
    new CfnOutput(this, 'SupportAdapter', { value: support.inferenceComponentName });
    new CfnOutput(this, 'CodeComponent', { value: code.inferenceComponentName });
    new CfnOutput(this, 'SummariesEndpoint', { value: summaries.endpointName });

    const reason = 'CloudFormation documents the attribute EndpointName of an endpoint; the validator does not know it.';
    Validations.of(this).acknowledge({ id: 'CloudFormation-Validate::E9004', reason }, { id: 'CloudFormation-Validate::F6101', reason });
    this.acknowledgeWildcards(shared);
    this.acknowledgeWildcards(summaries);
    Validations.of(summaries.role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::model-weights-${this.accountInFindings}-${this.region}/llama-3.1-8b/*]`,
      reason: 'Uncompressed weights are many objects under one prefix.',
    });
  }

  /** What cdk-nag finds in every execution role and nobody can narrow. It takes the id of the finding, not of the rule. */
  private acknowledgeWildcards({ role }: ProvisionedEndpoint): void {
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:logs:${this.region}:${this.accountInFindings}:log-group:/aws/sagemaker/*]`,
      reason: 'SageMaker names the log groups and streams of an endpoint and its components.',
    }, {
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'ecr:GetAuthorizationToken and cloudwatch:PutMetricData have no resources; the latter is bound to SageMaker namespaces.',
    });
  }

  /** The account as cdk-nag writes it. */
  private get accountInFindings(): string {
    return Token.isUnresolved(this.account) ? '<AWS::AccountId>' : this.account;
  }
}
