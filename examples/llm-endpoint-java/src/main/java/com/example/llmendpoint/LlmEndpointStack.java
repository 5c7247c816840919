package com.example.llmendpoint;

import io.github.cdksagemakerinsights.AlarmExpectations;
import io.github.cdksagemakerinsights.CapacityBounds;
import io.github.cdksagemakerinsights.ComponentResources;
import io.github.cdksagemakerinsights.ContainerImage;
import io.github.cdksagemakerinsights.ContainerModelOptions;
import io.github.cdksagemakerinsights.DetailedObservability;
import io.github.cdksagemakerinsights.EndpointInsights;
import io.github.cdksagemakerinsights.EnginePressureProps;
import io.github.cdksagemakerinsights.FixedInstanceFleetOptions;
import io.github.cdksagemakerinsights.FleetSubjectOptions;
import io.github.cdksagemakerinsights.InferenceAmiVersion;
import io.github.cdksagemakerinsights.InferenceComponent;
import io.github.cdksagemakerinsights.InferenceComponentAdapter;
import io.github.cdksagemakerinsights.InferenceComponentAdapterOptions;
import io.github.cdksagemakerinsights.InferenceComponentEndpoint;
import io.github.cdksagemakerinsights.InferenceComponentOptions;
import io.github.cdksagemakerinsights.InsightsDashboard;
import io.github.cdksagemakerinsights.InsightsSubject;
import io.github.cdksagemakerinsights.InstanceFleet;
import io.github.cdksagemakerinsights.ManagedInstanceFleetOptions;
import io.github.cdksagemakerinsights.InstanceLaunchOptions;
import io.github.cdksagemakerinsights.ModelArtifacts;
import io.github.cdksagemakerinsights.ProvisionedEndpoint;
import io.github.cdksagemakerinsights.PublishFrequency;
import io.github.cdksagemakerinsights.ServedModel;
import io.github.cdksagemakerinsights.ServiceObjective;
import io.github.cdksagemakerinsights.ServingEngine;
import io.github.cdksagemakerinsights.SingleModelEndpoint;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Size;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Token;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.services.kms.Alias;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/** Two models and an adapter on shared GPUs, and one model on its own. */
public final class LlmEndpointStack extends Stack {
    /** Images for CUDA 13 need the driver of this machine image. */
    private static final InstanceLaunchOptions CUDA_13 = InstanceLaunchOptions.builder()
        .amiVersion(InferenceAmiVersion.AL2023_GPU_4_1)
        .build();
    private static final ContainerImage VLLM = ContainerImage.fromDlc("vllm", "0.27.1-gpu-py312-cu130-ubuntu24.04-sagemaker");

    public LlmEndpointStack(final Construct scope, final String id, final StackProps props) {
        super(scope, id, props);
        final IBucket weights = Bucket.fromBucketName(this, "Weights",
            String.format("model-weights-%s-%s", this.getAccount(), this.getRegion()));

        final InferenceComponentEndpoint shared = InferenceComponentEndpoint.Builder.create(this, "Shared")
            .instances(InstanceFleet.of("ml.g6.12xlarge", ManagedInstanceFleetOptions.builder()
                .min(1)
                .max(4)
                .fallbacks(List.of("ml.g6e.12xlarge"))
                .launch(CUDA_13)
                .build()))
            .observability(DetailedObservability.every(PublishFrequency.TEN_SECONDS))
            .build();

        final InferenceComponent chat = shared.addInferenceComponent("Chat", InferenceComponentOptions.builder()
            .model(ServedModel.fromContainer(ContainerModelOptions.builder()
                .image(VLLM)
                .engine(ServingEngine.VLLM)
                .artifacts(ModelArtifacts.archive(weights, "qwen3-8b/model.tar.gz"))
                .environment(Map.of("SM_VLLM_MAX_MODEL_LEN", "16384"))
                .build()))
            .resources(ComponentResources.builder().accelerators(1).minMemory(Size.gibibytes(8)).build())
            .build());
        chat.autoScaleCopies(CapacityBounds.builder().minCapacity(2).maxCapacity(12).build()).scaleOnEnginePressure("Pressure");
        final InferenceComponentAdapter support = chat.addAdapter("Support", InferenceComponentAdapterOptions.builder()
            .artifacts(ModelArtifacts.archive(weights, "qwen3-8b/support-adapter.tar.gz"))
            .build());

        final InferenceComponent code = shared.addInferenceComponent("Code", InferenceComponentOptions.builder()
            .model(ServedModel.fromContainer(ContainerModelOptions.builder()
                .image(VLLM)
                .engine(ServingEngine.VLLM)
                .artifacts(ModelArtifacts.archive(weights, "qwen2.5-coder-14b/model.tar.gz"))
                .environment(Map.of("SM_VLLM_TENSOR_PARALLEL_SIZE", "2"))
                .build()))
            .resources(ComponentResources.builder().accelerators(2).minMemory(Size.gibibytes(16)).build())
            .build());

        final SingleModelEndpoint summaries = SingleModelEndpoint.Builder.create(this, "Summaries")
            .model(ServedModel.fromContainer(ContainerModelOptions.builder()
                .image(ContainerImage.fromDlc("sglang", "0.5.20-gpu-py312-cu130-ubuntu24.04-sagemaker"))
                .engine(ServingEngine.SGLANG)
                .artifacts(ModelArtifacts.uncompressed(weights, "llama-3.1-8b/"))
                .build()))
            .instances(InstanceFleet.fixed("ml.g6e.xlarge", FixedInstanceFleetOptions.builder().count(2).launch(CUDA_13).build()))
            .observability(DetailedObservability.every(PublishFrequency.THIRTY_SECONDS))
            .build();
        summaries.autoScaleInstances(CapacityBounds.builder().minCapacity(2).maxCapacity(6).build())
            .scaleOnEnginePressure("Pressure", EnginePressureProps.builder().waitingRequestsPerCopy(4).build());

        final Topic topic = Topic.Builder.create(this, "Alarms")
            .enforceSsl(true)
            .masterKey(Alias.fromAliasName(this, "TopicKey", "alias/aws/sns"))
            .build();
        final EndpointInsights insights = EndpointInsights.Builder.create(this, "SharedInsights")
            .endpoint(shared)
            .objectives(List.of(ServiceObjective.timeToFirstToken(Duration.seconds(2))))
            .expectations(AlarmExpectations.builder().outputTokensPerSecond(1500).build())
            .build();
        insights.notify(topic);
        InsightsDashboard.Builder.create(this, "ChatInsights").subject(InsightsSubject.component(chat, shared)).build();
        EndpointInsights.Builder.create(this, "SummariesInsights").endpoint(summaries).build().notify(topic);
        InsightsDashboard.Builder.create(this, "FleetInsights")
            .subject(InsightsSubject.fleet(this, FleetSubjectOptions.builder()
                .endpoints(List.of(shared, summaries))
                .slowestPublishFrequency(PublishFrequency.ONE_MINUTE)
                .build()))
            .build();

        // Callers send the component's name along with a request.
        CfnOutput.Builder.create(this, "SharedEndpoint").value(shared.getEndpointName()).build();
        CfnOutput.Builder.create(this, "ChatComponent").value(chat.getInferenceComponentName()).build();
        CfnOutput.Builder.create(this, "SupportAdapter").value(support.getInferenceComponentName()).build();
        CfnOutput.Builder.create(this, "CodeComponent").value(code.getInferenceComponentName()).build();
        CfnOutput.Builder.create(this, "SummariesEndpoint").value(summaries.getEndpointName()).build();

        final String reason = "CloudFormation documents the attribute EndpointName of an endpoint; the validator does not know it.";
        Validations.of(this).acknowledge(
            acknowledgment("CloudFormation-Validate::E9004", reason),
            acknowledgment("CloudFormation-Validate::F6101", reason));
        this.acknowledgeWildcards(shared);
        this.acknowledgeWildcards(summaries);
        Validations.of(summaries.getRole()).acknowledge(acknowledgment(
            String.format("AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::model-weights-%s-%s/llama-3.1-8b/*]",
                this.accountInFindings(), this.getRegion()),
            "Uncompressed weights are many objects under one prefix."));
    }

    /** What cdk-nag finds in every execution role and nobody can narrow. It takes the id of the finding, not of the rule. */
    private void acknowledgeWildcards(final ProvisionedEndpoint endpoint) {
        Validations.of(endpoint.getRole()).acknowledge(
            acknowledgment(
                String.format("AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:logs:%s:%s:log-group:/aws/sagemaker/*]",
                    this.getRegion(), this.accountInFindings()),
                "SageMaker names the log groups and streams of an endpoint and its components."),
            acknowledgment(
                "AwsSolutions-IAM5[Resource::*]",
                "ecr:GetAuthorizationToken and cloudwatch:PutMetricData have no resources; the latter is bound to SageMaker namespaces."));
    }

    private static Acknowledgment acknowledgment(final String id, final String reason) {
        return Acknowledgment.builder().id(id).reason(reason).build();
    }

    /** The account as cdk-nag writes it. */
    private String accountInFindings() {
        return Token.isUnresolved(this.getAccount()) ? "<AWS::AccountId>" : this.getAccount();
    }
}
