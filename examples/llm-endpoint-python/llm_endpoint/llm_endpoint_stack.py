from aws_cdk import Acknowledgment, CfnOutput, Duration, Size, Stack, Token, Validations
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from cdk_sagemaker_insights import (
    AlarmExpectations,
    ComponentResources,
    ContainerImage,
    DetailedObservability,
    EndpointInsights,
    InferenceAmiVersion,
    InferenceComponentEndpoint,
    InsightsDashboard,
    InsightsSubject,
    InstanceFleet,
    InstanceLaunchOptions,
    ModelArtifacts,
    ProvisionedEndpoint,
    PublishFrequency,
    ServedModel,
    ServiceObjective,
    ServingEngine,
    SingleModelEndpoint,
)
from constructs import Construct

# Images for CUDA 13 need the driver of this machine image.
CUDA_13 = InstanceLaunchOptions(ami_version=InferenceAmiVersion.AL2023_GPU_4_1)
VLLM = ContainerImage.from_dlc("vllm", "0.27.1-gpu-py312-cu130-ubuntu24.04-sagemaker")


class LlmEndpointStack(Stack):
    """Two models and an adapter on shared GPUs, and one model on its own."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)
        weights = s3.Bucket.from_bucket_name(self, "Weights", f"model-weights-{self.account}-{self.region}")

        shared = InferenceComponentEndpoint(
            self,
            "Shared",
            instances=InstanceFleet.of("ml.g6.12xlarge", min=1, max=4, fallbacks=["ml.g6e.12xlarge"], launch=CUDA_13),
            observability=DetailedObservability.every(PublishFrequency.TEN_SECONDS),
        )

        chat = shared.add_inference_component(
            "Chat",
            model=ServedModel.from_container(
                image=VLLM,
                engine=ServingEngine.VLLM,
                artifacts=ModelArtifacts.archive(weights, "qwen3-8b/model.tar.gz"),
                environment={"SM_VLLM_MAX_MODEL_LEN": "16384"},
            ),
            resources=ComponentResources(accelerators=1, min_memory=Size.gibibytes(8)),
        )
        chat.auto_scale_copies(min_capacity=2, max_capacity=12).scale_on_engine_pressure("Pressure")
        support = chat.add_adapter(
            "Support", artifacts=ModelArtifacts.archive(weights, "qwen3-8b/support-adapter.tar.gz")
        )

        code = shared.add_inference_component(
            "Code",
            model=ServedModel.from_container(
                image=VLLM,
                engine=ServingEngine.VLLM,
                artifacts=ModelArtifacts.archive(weights, "qwen2.5-coder-14b/model.tar.gz"),
                environment={"SM_VLLM_TENSOR_PARALLEL_SIZE": "2"},
            ),
            resources=ComponentResources(accelerators=2, min_memory=Size.gibibytes(16)),
        )

        summaries = SingleModelEndpoint(
            self,
            "Summaries",
            model=ServedModel.from_container(
                image=ContainerImage.from_dlc("sglang", "0.5.20-gpu-py312-cu130-ubuntu24.04-sagemaker"),
                engine=ServingEngine.SGLANG,
                artifacts=ModelArtifacts.uncompressed(weights, "llama-3.1-8b/"),
            ),
            instances=InstanceFleet.fixed("ml.g6e.xlarge", count=2, launch=CUDA_13),
            observability=DetailedObservability.every(PublishFrequency.THIRTY_SECONDS),
        )
        summaries.auto_scale_instances(min_capacity=2, max_capacity=6).scale_on_engine_pressure(
            "Pressure", waiting_requests_per_copy=4
        )

        topic = sns.Topic(
            self, "Alarms", enforce_ssl=True, master_key=kms.Alias.from_alias_name(self, "TopicKey", "alias/aws/sns")
        )
        insights = EndpointInsights(
            self,
            "SharedInsights",
            endpoint=shared,
            objectives=[ServiceObjective.time_to_first_token(Duration.seconds(2))],
            expectations=AlarmExpectations(output_tokens_per_second=1500),
        )
        insights.notify(topic)
        InsightsDashboard(self, "ChatInsights", subject=InsightsSubject.component(chat, shared))
        EndpointInsights(self, "SummariesInsights", endpoint=summaries).notify(topic)
        InsightsDashboard(
            self,
            "FleetInsights",
            subject=InsightsSubject.fleet(
                self, endpoints=[shared, summaries], slowest_publish_frequency=PublishFrequency.ONE_MINUTE
            ),
        )

        # Callers send the component's name along with a request.
        CfnOutput(self, "SharedEndpoint", value=shared.endpoint_name)
        CfnOutput(self, "ChatComponent", value=chat.inference_component_name)
        CfnOutput(self, "SupportAdapter", value=support.inference_component_name)
        CfnOutput(self, "CodeComponent", value=code.inference_component_name)
        CfnOutput(self, "SummariesEndpoint", value=summaries.endpoint_name)

        reason = "CloudFormation documents the attribute EndpointName of an endpoint; the validator does not know it."
        Validations.of(self).acknowledge(
            Acknowledgment(id="CloudFormation-Validate::E9004", reason=reason),
            Acknowledgment(id="CloudFormation-Validate::F6101", reason=reason),
        )
        self._acknowledge_wildcards(shared)
        self._acknowledge_wildcards(summaries)
        objects = f"model-weights-{self._account_in_findings}-{self.region}/llama-3.1-8b/*"
        Validations.of(summaries.role).acknowledge(
            Acknowledgment(
                id=f"AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::{objects}]",
                reason="Uncompressed weights are many objects under one prefix.",
            )
        )

    def _acknowledge_wildcards(self, endpoint: ProvisionedEndpoint) -> None:
        """What cdk-nag finds in every execution role and nobody can narrow. It takes the id of the finding, not of the rule."""
        log_groups = f"{self.region}:{self._account_in_findings}:log-group:/aws/sagemaker/*"
        Validations.of(endpoint.role).acknowledge(
            Acknowledgment(
                id=f"AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:logs:{log_groups}]",
                reason="SageMaker names the log groups and streams of an endpoint and its components.",
            ),
            Acknowledgment(
                id="AwsSolutions-IAM5[Resource::*]",
                reason="ecr:GetAuthorizationToken and cloudwatch:PutMetricData have no resources; "
                "the latter is bound to SageMaker namespaces.",
            ),
        )

    @property
    def _account_in_findings(self) -> str:
        """The account as cdk-nag writes it."""
        return "<AWS::AccountId>" if Token.is_unresolved(self.account) else self.account
