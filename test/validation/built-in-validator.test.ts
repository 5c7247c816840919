import { readFileSync } from 'fs';
import * as path from 'path';
import { App, CfnResource, Duration, Size, Stack, Validations } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { LlmEndpointStack } from '../../examples/llm-endpoint/llm-endpoint-stack';
import {
  CapacitySize, ComponentDeployment, DetailedObservability, EndpointDeployment, InferenceAmiVersion, InferenceComponentEndpoint,
  InstanceFleet, InstanceScaleIn, ModelArtifacts, PlacementStrategy, PublishFrequency, RequestRouting, ServingEngine, SingleModelEndpoint,
} from '../../src';
import { errorOf, vllmModel } from '../support';

/*
 * The one suite with AWS CDK's own CloudFormation validator on. It validates templates against the schemas of CloudFormation, which
 * no assertion in the other suites does.
 */
process.env.CDK_VALIDATION = 'true';
jest.setTimeout(120_000);

const ENV = { region: 'eu-central-1', account: '111122223333' };

/** An app in which a finding is an error, as the feature flag makes it. */
function strictApp(): App {
  return new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
}

interface Finding {
  readonly ruleName: string;
  readonly description: string;
}

/** What the validator found in an app, warnings included. Throws when it found an error that nobody acknowledged. */
function findings(app: App): { readonly open: Finding[]; readonly acknowledged: Finding[] } {
  const report = JSON.parse(readFileSync(path.join(app.synth().directory, 'validation-report.json'), 'utf-8'));
  // A validator that found nothing is not in the report at all.
  const [{ violations, suppressedViolations = [] } = { violations: [] }] = report.pluginReports;
  return { open: violations, acknowledged: suppressedViolations };
}

function rules(found: Finding[]): string[] {
  return found.map(({ ruleName }) => ruleName).sort();
}

/** A component endpoint with everything that it can be given. */
function maximal(app: App): Stack {
  const stack = new Stack(app, 'Maximal', { env: ENV });
  const vpc = new ec2.Vpc(stack, 'Vpc', { availabilityZones: ['eu-central-1a', 'eu-central-1b'], natGateways: 1 });
  const key = new kms.Key(stack, 'Key');
  const alarm = cloudwatch.Alarm.fromAlarmName(stack, 'Alarm', 'chat-errors');
  const endpoint = new InferenceComponentEndpoint(stack, 'Endpoint', {
    endpointName: 'chat',
    instances: InstanceFleet.of('ml.g6.12xlarge', {
      min: 1,
      max: 4,
      fallbacks: ['ml.g6e.12xlarge', 'ml.g5.12xlarge'],
      routing: RequestRouting.prefixAware({ prefixLength: 4096, concurrencyThreshold: 32 }),
      scaleIn: InstanceScaleIn.consolidation({ maximumStepSize: 2, cooldown: Duration.minutes(30) }),
      launch: { amiVersion: InferenceAmiVersion.AL2023_GPU_4_1, provisionTimeout: Duration.minutes(20), volumeSize: Size.gibibytes(256) },
    }),
    observability: DetailedObservability.every(PublishFrequency.TEN_SECONDS),
    deployment: EndpointDeployment.rolling({
      batchSize: CapacitySize.percent(50),
      rollbackBatchSize: CapacitySize.percent(100),
      waitInterval: Duration.minutes(5),
      maximumExecutionTimeout: Duration.hours(2),
      rollbackAlarms: [alarm],
    }),
    network: { vpc },
    security: { encryptionKey: key, networkIsolation: false },
  });
  const weights = new s3.Bucket(stack, 'Models', { encryptionKey: key });
  const llama = endpoint.addInferenceComponent('Llama', {
    model: vllmModel(stack, {
      artifacts: ModelArtifacts.archive(weights, 'llama/model.tar.gz'),
      environment: { SM_VLLM_ENABLE_LORA: 'true' },
      metrics: { path: '/metrics', publishFrequency: PublishFrequency.THIRTY_SECONDS },
    }),
    resources: { accelerators: 1, cpuCores: 4, minMemory: Size.gibibytes(8), maxMemory: Size.gibibytes(16) },
    copies: 2,
    placement: { strategy: PlacementStrategy.BINPACK, maxZoneImbalance: 1, dataCaching: false },
    deployment: ComponentDeployment.rolling({
      batchSize: CapacitySize.count(1),
      rollbackBatchSize: CapacitySize.count(2),
      waitInterval: Duration.minutes(1),
      maximumExecutionTimeout: Duration.hours(1),
      rollbackAlarms: [alarm],
    }),
    overrides: { 'ml.g5.12xlarge': { resources: { accelerators: 2, minMemory: Size.gibibytes(4) } } },
  });
  llama.addAdapter('Support', { artifacts: ModelArtifacts.archive(weights, 'llama/support.tar.gz') });
  endpoint.addInferenceComponent('Files', {
    model: vllmModel(stack, { artifacts: ModelArtifacts.uncompressed(weights, 'qwen/') }), resources: { accelerators: 2 },
  });
  return stack;
}

/** A single-model endpoint with everything that it can be given, save a name. */
function single(app: App, endpointName?: string): { readonly stack: Stack; readonly endpoint: SingleModelEndpoint } {
  const stack = new Stack(app, 'Single', { env: ENV });
  const endpoint = new SingleModelEndpoint(stack, 'Endpoint', {
    endpointName,
    model: vllmModel(stack, {
      engine: ServingEngine.SGLANG,
      artifacts: ModelArtifacts.uncompressed(new s3.Bucket(stack, 'Models'), 'llama/'),
      startup: { containerTimeout: Duration.minutes(20), downloadTimeout: Duration.minutes(30) },
    }),
    instances: InstanceFleet.fixed('ml.p5.48xlarge', {
      count: 2,
      routing: RequestRouting.RANDOM,
      launch: { capacityReservationArn: 'arn:aws:sagemaker:eu-central-1:111122223333:training-plan/reserved' },
    }),
    deployment: EndpointDeployment.canary({
      size: CapacitySize.count(1),
      waitInterval: Duration.minutes(5),
      terminationWait: Duration.minutes(5),
      maximumExecutionTimeout: Duration.hours(1),
      retainVariantProperties: true,
      rollbackAlarms: [cloudwatch.Alarm.fromAlarmName(stack, 'Alarm', 'chat-errors')],
    }),
    network: {
      vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
        vpcId: 'vpc-0123456789abcdef0',
        availabilityZones: ['eu-central-1a', 'eu-central-1b'],
        privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
      }),
    },
    security: { encryptionKey: new kms.Key(stack, 'Key'), networkIsolation: true },
  });
  return { stack, endpoint };
}

function watch(stack: Stack, endpoint: SingleModelEndpoint): cloudwatch.Alarm {
  return endpoint.metricInvocation5XXErrors().createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 });
}

function configurationOf(stack: Stack): CfnResource {
  return stack.node.findChild('Endpoint').node.findChild('Config') as CfnResource;
}

describe('the validator finds nothing', () => {
  test('in the example but the attribute that its schema lacks, which the library and the example acknowledge', () => {
    const app = strictApp();
    new LlmEndpointStack(app, 'LlmEndpoint', { env: { region: 'eu-central-1' } });
    const { open, acknowledged } = findings(app);
    expect(open).toEqual([]);
    expect(rules(acknowledged)).toEqual(['E9004', 'F6101']);
    for (const { description } of acknowledged) {
      expect(description).toContain("'EndpointName' is not one of ['EndpointArn']");
    }
  });

  test('in a component endpoint with a network, a key, guardrails, overrides, an adapter, a scale-in policy and prefix-aware routing', () => {
    const app = strictApp();
    maximal(app);
    const { open, acknowledged } = findings(app);
    expect(open).toEqual([]);
    // That a VPC has literal zones is acknowledged by AWS CDK's own construct.
    expect(rules(acknowledged)).toEqual(['W3010']);
  });

  test.each([
    ['all at once', EndpointDeployment.allAtOnce({ terminationWait: Duration.minutes(1) })],
    ['a linear deployment', EndpointDeployment.linear({ stepSize: CapacitySize.percent(25) })],
    ['a rolling deployment', EndpointDeployment.rolling({ batchSize: CapacitySize.count(1) })],
    ['no deployment settings', undefined],
  ])('in an endpoint with %s', (_title, deployment) => {
    const app = strictApp();
    new InferenceComponentEndpoint(new Stack(app, 'Stack', { env: ENV }), 'Endpoint', {
      instances: InstanceFleet.of('ml.g6.12xlarge', { min: 0, max: 2, scaleIn: InstanceScaleIn.IDLE_RELEASE }),
      observability: DetailedObservability.disabled(),
      deployment,
    });
    expect(findings(app)).toEqual({ open: [], acknowledged: [] });
  });

  test('in a single-model endpoint with everything', () => {
    const app = strictApp();
    single(app);
    expect(findings(app)).toEqual({ open: [], acknowledged: [] });
  });

  test('in an alarm on an endpoint that the user named', () => {
    const app = strictApp();
    const { stack, endpoint } = single(app, 'chat');
    watch(stack, endpoint);
    expect(findings(app)).toEqual({ open: [], acknowledged: [] });
  });
});

describe('what the validator holds against an endpoint that CloudFormation names', () => {
  test('is that an alarm reads its name, by an attribute that CloudFormation documents and the validator does not know', () => {
    const app = strictApp();
    const { stack, endpoint } = single(app);
    watch(stack, endpoint);
    const report = errorOf(() => findings(app));
    expect(report).toContain("ERROR Dimensions.0.Value: 'EndpointName' is not one of ['EndpointArn']");
    expect(report).toContain("Acknowledge with 'CloudFormation-Validate::E9004'");
    expect(report.match(/ERROR/g)).toHaveLength(1);
  });

  test('is gone once the user acknowledges it', () => {
    const app = strictApp();
    const { stack, endpoint } = single(app);
    Validations.of(watch(stack, endpoint)).acknowledge({
      id: 'CloudFormation-Validate::E9004',
      reason: 'CloudFormation documents the attribute EndpointName of an endpoint; the validator does not know it.',
    });
    const { open, acknowledged } = findings(app);
    expect(open).toEqual([]);
    expect(rules(acknowledged)).toEqual(['E9004']);
  });
});

describe('the validator finds what is broken, so this suite can fail', () => {
  test('when a required property is missing', () => {
    const app = strictApp();
    configurationOf(maximal(app)).addPropertyDeletionOverride('ProductionVariants');
    expect(errorOf(() => findings(app))).toContain("'ProductionVariants' is a required property");
  });

  test('when a value has the wrong type', () => {
    const app = strictApp();
    configurationOf(maximal(app)).addPropertyOverride('MetricsConfig.MetricPublishFrequencyInSeconds', 'often');
    expect(errorOf(() => findings(app))).toContain("MetricsConfig.MetricPublishFrequencyInSeconds: 'often' is not of type 'integer'");
  });

  test('when a property does not exist, such as the misspelling that some articles print', () => {
    const app = strictApp();
    configurationOf(maximal(app)).addPropertyOverride('MetricsConfig.MetricsPublishFrequencyInSeconds', 10);
    expect(errorOf(() => findings(app))).toContain('MetricsPublishFrequencyInSeconds');
  });
});
