const { App, Stack } = require('aws-cdk-lib');
const s3 = require('aws-cdk-lib/aws-s3');
const { ContainerImage, EndpointInsights, InstanceFleet, ModelArtifacts, ServedModel, ServingEngine, SingleModelEndpoint } = require('cdk-sagemaker-insights');

const stack = new Stack(new App(), 'Chat');
const endpoint = new SingleModelEndpoint(stack, 'Endpoint', {
  model: ServedModel.fromContainer({
    image: ContainerImage.fromDlc('vllm', '0.27.1-gpu-py312-cu130-ubuntu24.04-sagemaker'),
    engine: ServingEngine.VLLM,
    artifacts: ModelArtifacts.archive(s3.Bucket.fromBucketName(stack, 'Weights', 'weights'), 'model.tar.gz'),
  }),
  instances: InstanceFleet.fixed('ml.g6.xlarge'),
});
new EndpointInsights(stack, 'Insights', { endpoint });
