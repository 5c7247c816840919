/* Prints widgets, bytes and time for the dashboard of one endpoint with the given number of components, or of a fleet of that many endpoints. */
process.env.CDK_VALIDATION = 'false';
const { App, Size, Stack } = require('aws-cdk-lib');
const {
  ContainerImage, DetailedObservability, InferenceComponentEndpoint, InferenceEndpoint, InsightsDashboard, InsightsSubject, InstanceFleet,
  ModelArtifacts, PublishFrequency, ServedModel, ServingEngine,
} = require('..');
const { Bucket } = require('aws-cdk-lib/aws-s3');

const [what, count] = [process.argv[2], Number(process.argv[3])];

function endpointWithComponents(stack) {
  const endpoint = new InferenceComponentEndpoint(stack, 'Endpoint', {
    instances: InstanceFleet.of('ml.g6.12xlarge', { max: 100 }),
    observability: DetailedObservability.every(PublishFrequency.TEN_SECONDS),
  });
  const model = ServedModel.fromContainer({
    image: ContainerImage.fromDlc('vllm', '0.27.1-gpu-py312-cu129-ubuntu22.04-sagemaker'),
    engine: ServingEngine.VLLM,
    artifacts: ModelArtifacts.archive(Bucket.fromBucketName(stack, 'Weights', 'weights'), 'model.tar.gz'),
  });
  for (let number = 0; number < count; number++) {
    endpoint.addInferenceComponent(`Component${number}`, { model, resources: { accelerators: 1, minMemory: Size.gibibytes(8) } });
  }
  return InsightsSubject.endpoint(endpoint);
}

function fleet(stack) {
  const endpoints = Array.from({ length: count }, (_, number) => InferenceEndpoint.fromEndpointName(stack, `Endpoint${number}`, `endpoint-${number}`));
  return InsightsSubject.fleet(stack, { endpoints });
}

/** The milliseconds that the app takes to synthesise, and its template. */
function synthesize(withDashboard) {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: { region: 'eu-central-1', account: '111122223333' } });
  const subject = what === 'fleet' ? fleet(stack) : endpointWithComponents(stack);
  const start = process.hrtime.bigint();
  if (withDashboard) {
    new InsightsDashboard(stack, 'Insights', { subject });
  }
  const { template } = app.synth().getStackArtifact(stack.artifactId);
  return { milliseconds: Number(process.hrtime.bigint() - start) / 1e6, template };
}

/** The body with a name of 30 characters for what is known at deployment. */
function bodyOf(template) {
  const { Properties } = Object.values(template.Resources).find(({ Type }) => Type === 'AWS::CloudWatch::Dashboard');
  const body = Properties.DashboardBody;
  return typeof body === 'string' ? body : body['Fn::Join'][1]
    .map((part) => typeof part === 'string' ? part : part.Ref === 'AWS::Region' ? 'eu-central-1' : 'n'.repeat(30)).join('');
}

synthesize(true);
const without = synthesize(false);
const { milliseconds, template } = synthesize(true);
const body = bodyOf(template);
console.log(JSON.stringify({
  widgets: JSON.parse(body).widgets.length, bytes: Buffer.byteLength(body), milliseconds: milliseconds - without.milliseconds,
}));
