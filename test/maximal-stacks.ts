import { App, CfnParameter, Duration, Size, Stack } from 'aws-cdk-lib';
import { Schedule } from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import {
  CapacitySize, ChartView, ComponentDeployment, DetailedObservability, DetailedObservabilityOptIn, EndpointDeployment,
  EndpointInsights, FleetInsights, IInferenceEndpoint, InferenceAmiVersion, InferenceComponentEndpoint, InferenceEndpoint,
  InferenceSignal, InsightsAlarmRule, InstanceFleet, InstanceScaleIn, ModelArtifacts, PlacementStrategy, PromQlChartWidget,
  PromQlReader, PublishFrequency, RequestRouting, ServiceObjective, ServingEngine, SignalGrouping, SingleModelEndpoint,
  TelemetryEnrichment, TelemetryScope,
} from '../src';
import { vllmModel } from './support';

/*
 * Stacks with everything that the library can render, for the checks of whole templates.
 */

export const ENV = { region: 'eu-central-1', account: '111122223333' };

/** A component endpoint with everything that it can be given. */
export function maximalComponentEndpoint(app: App): Stack {
  const stack = new Stack(app, 'ComponentEndpoint', { env: ENV });
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
export function maximalSingleModelEndpoint(app: App, endpointName?: string) {
  const stack = new Stack(app, 'SingleModelEndpoint', { env: ENV });
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

/** Copies and instances that are scaled in every way. */
export function scaled(app: App): Stack {
  const stack = new Stack(app, 'Scaled', { env: ENV });
  const endpoint = new InferenceComponentEndpoint(stack, 'Endpoint', {
    endpointName: 'shared', instances: InstanceFleet.of('ml.g6.12xlarge', { min: 0, max: 4 }),
  });
  const [steady, sleepy] = ['Steady', 'Sleepy'].map((id) => endpoint.addInferenceComponent(id, {
    model: vllmModel(stack), resources: { accelerators: 1, minMemory: Size.gibibytes(8) },
  }));
  const copies = steady.autoScaleCopies({ minCapacity: 1, maxCapacity: 8 });
  copies.scaleOnEnginePressure('Pressure');
  copies.scaleOnInvocations('Invocations', { targetInvocationsPerMinute: 60, disableScaleIn: true });
  copies.scaleToTrackCustomMetric('Gpu', { metric: steady.metricGPUUtilization(), targetValue: 60, disableScaleIn: true });
  copies.scaleOnSchedule('Morning', { schedule: Schedule.cron({ hour: '7', minute: '30' }), minCapacity: 3 });
  const asleep = sleepy.autoScaleCopies({ minCapacity: 0, maxCapacity: 4 });
  asleep.scaleToZero('Zero', { targetConcurrentRequests: 5 });
  asleep.scaleOnEnginePressure('Pressure', { timeToFirstToken: Duration.seconds(2), queueTime: Duration.seconds(1) });
  new SingleModelEndpoint(stack, 'Single', {
    endpointName: 'single',
    model: vllmModel(stack),
    instances: InstanceFleet.fixed('ml.g6e.xlarge', { count: 2 }),
  }).autoScaleInstances({ minCapacity: 1, maxCapacity: 4 }).scaleOnEnginePressure('Pressure');
  return stack;
}

/** The settings of an account, and roles that read. */
export function accountSettings(app: App): Stack {
  const stack = new Stack(app, 'AccountSettings', { env: ENV });
  new TelemetryEnrichment(stack, 'Enrichment');
  const reader = new PromQlReader(stack, 'Reader', { regions: ['eu-central-1', 'us-east-1'] });
  reader.managedGrafanaRole('ManagedGrafana');
  reader.grafanaRole('Grafana', new iam.AccountPrincipal('444455556666'));
  reader.vendorRole('Vendor', { accountId: '444455556666', externalId: 'customer-1' });
  return stack;
}

/** An imported endpoint and its component, with alarms and what reads and calls them. */
export function watchedImports(app: App): Stack {
  const stack = new Stack(app, 'WatchedImports', { env: ENV });
  const endpoint = importedEndpoint(stack);
  const [component] = endpoint.inferenceComponents;
  for (const subject of [endpoint, component]) {
    subject.metricInvocation5XXErrors().createAlarm(subject, 'Errors', { threshold: 1, evaluationPeriods: 1 });
    subject.grantInvoke(new iam.Role(subject, 'Caller', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }));
  }
  new cloudwatch.PromQLAlarm(stack, 'Waiting', {
    query: `${InferenceSignal.WAITING_REQUESTS.promQl({
      scope: TelemetryScope.endpoint(endpoint),
      groupBy: [SignalGrouping.COMPONENT],
    })} > 5`,
    evaluationInterval: Duration.minutes(1),
    pendingPeriod: Duration.minutes(3),
    recoveryPeriod: Duration.minutes(3),
  });
  return stack;
}

/** A dashboard with a PromQL chart of each view and of each signal of an engine. */
export function promQlDashboard(app: App): Stack {
  const stack = new Stack(app, 'PromQlDashboard', { env: ENV });
  const scope = TelemetryScope.endpoint(importedEndpoint(stack));
  const query = InferenceSignal.KV_CACHE_UTILIZATION.promQl({ scope });
  const signals = InferenceSignal.all().filter(({ engines }) => engines?.includes(ServingEngine.VLLM));
  new cloudwatch.Dashboard(stack, 'Dashboard', {
    widgets: [
      Object.values(ChartView).map((view) => new PromQlChartWidget({ title: view, view, queries: [{ query }] })),
      signals.map((signal) => new PromQlChartWidget({ title: signal.title, queries: [{ query: signal.promQl({ scope }) }] })),
    ],
  });
  return stack;
}

/** Every rule and every cause, for an endpoint whose name is known at deployment only, and for all endpoints. */
export function everyAlarm(app: App): Stack {
  const stack = new Stack(app, 'EveryAlarm', { env: ENV });
  const endpoint = new InferenceComponentEndpoint(stack, 'Endpoint', {
    instances: InstanceFleet.of('ml.g6.12xlarge', { max: 4 }), observability: DetailedObservability.every(PublishFrequency.ONE_MINUTE),
  });
  const qwen = endpoint.addInferenceComponent('Qwen', { model: vllmModel(stack), resources: { accelerators: 1 } });
  const topic = new sns.Topic(stack, 'Topic', { enforceSSL: true });
  new EndpointInsights(stack, 'Insights', {
    endpoint,
    rules: InsightsAlarmRule.all(),
    objectives: [ServiceObjective.timeToFirstToken(Duration.seconds(2)), ServiceObjective.availability()],
    expectations: { outputTokensPerSecond: 500, maximumCopies: { [qwen.inferenceComponentName]: 4 }, zones: ['eu-central-1a'] },
  }).notify(topic);
  new FleetInsights(stack, 'Fleet', { rules: InsightsAlarmRule.all() }).notify(topic);
  return stack;
}

/** Opt-ins with everything that they can be given, and several in a row. */
export function optIns(app: App): Stack {
  const stack = new Stack(app, 'OptIns', { env: ENV });
  const name = new CfnParameter(stack, 'EndpointName').valueAsString;
  InferenceEndpoint.fromEndpointName(stack, 'Chat', name).optIntoDetailedObservability({
    publishFrequency: PublishFrequency.TEN_SECONDS,
    executionRole: iam.Role.fromRoleName(stack, 'Role', 'chat'),
    encryptionKey: new kms.Key(stack, 'Key'),
    deployment: EndpointDeployment.rolling({
      batchSize: CapacitySize.percent(50),
      rollbackAlarms: [
        new cloudwatch.Metric({ namespace: 'Callers', metricName: 'Errors' }).createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 }),
      ],
    }),
    waitForCompletion: false,
    revertOnDelete: true,
  });
  const others = ['search', 'summaries'].map((other) => InferenceEndpoint.fromEndpointName(stack, other, other));
  DetailedObservabilityOptIn.all(stack, 'Others', others);
  return stack;
}

function importedEndpoint(stack: Stack): IInferenceEndpoint {
  return InferenceEndpoint.fromEndpointAttributes(stack, 'Endpoint', {
    endpointName: 'chat',
    engines: [ServingEngine.VLLM],
    publishFrequency: PublishFrequency.ONE_MINUTE,
    inferenceComponentNames: ['qwen'],
  });
}
