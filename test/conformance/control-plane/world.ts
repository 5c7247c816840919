/* One endpoint with everything that a configuration may state, the stack that opts it in, and the verdict on what became of both. */
import { createHash } from 'crypto';
import { CustomResourceStack, Handler, Properties } from './cloud-formation';
import { ControlPlane, FaultKind } from './control-plane';
import { EndpointState, Json } from './sagemaker-state';

export const ROLE = 'arn:aws:iam::111122223333:role/serving';

/** The members that an opt-in is there to change. */
const CHANGED = ['EnableDetailedObservability', 'MetricPublishFrequencyInSeconds'];

const USER_TAGS = [{ Key: 'team', Value: 'search' }, { Key: 'cost-centre', Value: '4711' }];

/** Settings that differ from the defaults wherever they can. */
export const SETTINGS: Json = {
  ProductionVariants: [{
    VariantName: 'AllTraffic',
    InstancePools: [{ InstanceType: 'ml.g6.12xlarge', Priority: 1 }, { InstanceType: 'ml.g6e.12xlarge', Priority: 2, ModelNameOverride: 'chat-l40s' }],
    InitialInstanceCount: 1,
    InitialVariantWeight: 0.75,
    VolumeSizeInGB: 256,
    ModelDataDownloadTimeoutInSeconds: 1800,
    ContainerStartupHealthCheckTimeoutInSeconds: 900,
    EnableSSMAccess: false,
    ManagedInstanceScaling: {
      Status: 'ENABLED',
      MinInstanceCount: 1,
      MaxInstanceCount: 4,
      ScaleInPolicy: { Strategy: 'CONSOLIDATION', MaximumStepSize: 2, CooldownInMinutes: 30 },
    },
    RoutingConfig: { RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS', PrefixAwareRoutingConfig: { PrefixLength: 4096, ConcurrencyThreshold: 32 } },
    InferenceAmiVersion: 'al2-ami-sagemaker-inference-gpu-3-1',
  }],
  DataCaptureConfig: {
    EnableCapture: true, InitialSamplingPercentage: 20, DestinationS3Uri: 's3://capture/chat', CaptureOptions: [{ CaptureMode: 'Input' }, { CaptureMode: 'Output' }],
  },
  KmsKeyId: 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d',
  ExecutionRoleArn: ROLE,
  VpcConfig: { SecurityGroupIds: ['sg-0123456789abcdef0'], Subnets: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'] },
  EnableNetworkIsolation: false,
  MetricsConfig: { EnableEnhancedMetrics: true, MetricPublishFrequencyInSeconds: 60 },
};

export const LAST_DEPLOYMENT = {
  RollingUpdatePolicy: { MaximumBatchSize: { Type: 'CAPACITY_PERCENT', Value: 20 }, WaitIntervalInSeconds: 300 },
  AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'chat-errors' }] },
};

export class World {
  public readonly endpointName: string;
  public readonly original: string;
  public readonly prefix: string;
  public readonly stack: CustomResourceStack;

  private readonly before: { readonly counts: Json; readonly others: Map<string, string> };

  public constructor(public readonly plane: ControlPlane, public readonly handler: Handler, key: string, settings: Json = SETTINGS) {
    const hash = createHash('sha256').update(key).digest('hex').slice(0, 8);
    const id = `${key.replace(/[^a-z0-9]+/gi, '-').slice(0, 40)}-${hash}`.replace(/-+/g, '-');
    this.endpointName = `Chat-${id}`;
    this.original = `original-${id}`;
    this.prefix = `detailed-${hash}-`;
    plane.state.addConfiguration(this.original, settings, [...USER_TAGS, { Key: 'aws:cloudformation:stack-name', Value: 'owner' }]);
    const { instanceCounts } = plane.state.addEndpoint(this.endpointName, this.original, { lastDeployment: LAST_DEPLOYMENT });
    this.stack = new CustomResourceStack(handler, id, this.properties());
    this.before = { counts: { ...instanceCounts }, others: new Map([[this.original, JSON.stringify(settings)]]) };
  }

  public get endpoint(): EndpointState | undefined {
    return this.plane.state.endpoints.get(this.endpointName);
  }

  /** What the template says. */
  public properties(changes: Partial<Properties> = {}): Properties {
    return {
      EndpointName: this.endpointName,
      MetricPublishFrequencyInSeconds: '10',
      ConfigurationPrefix: this.prefix,
      ExecutionRoleArn: ROLE,
      WaitForCompletion: 'true',
      RevertOnDelete: 'false',
      ...changes,
    } as Properties;
  }

  /** A fault in calls about this endpoint or what is made for it. */
  public fault(operation: string, kind: FaultKind, times: number): void {
    const holding = ['DescribeEndpoint', 'UpdateEndpoint'].includes(operation) ? this.endpointName : this.prefix;
    this.plane.faults.push({ operation, kind, times, holding });
  }

  /** Something else moves the endpoint, as its owner may. */
  public deployByOwner(settings: Json = SETTINGS): string {
    const name = `${this.original}-2`;
    this.plane.state.addConfiguration(name, settings, USER_TAGS);
    this.before.others.set(name, JSON.stringify(settings));
    Object.assign(this.endpoint!, { status: 'InService', configuration: name, pending: undefined, modified: this.endpoint!.modified + 1 });
    return name;
  }

  /** The owner removes the original. */
  public deleteOriginal(): void {
    this.plane.state.configurations.delete(this.original);
    this.before.others.delete(this.original);
  }

  /** What opt-ins have made. */
  public get copies(): string[] {
    return [...this.plane.state.configurations.keys()].filter((name) => name.startsWith(this.prefix));
  }

  /** Where the endpoint is, in words. */
  public whereabouts(): string {
    if (!this.endpoint) {
      return 'gone';
    }
    const { status, configuration } = this.endpoint;
    const metrics = this.plane.state.configurations.get(configuration)?.settings.MetricsConfig;
    const on = configuration === this.original ? 'as before' : configuration.startsWith(this.prefix)
      ? `opted in, every ${metrics?.MetricPublishFrequencyInSeconds} s` : 'on what its owner deployed';
    return `${status}, ${on}`;
  }

  /** What was done to the endpoint, or to what its owner made, that nobody asked for. */
  public harm(expectedStatus: string): string[] {
    const { configurations } = this.plane.state;
    const changed = [...this.before.others].filter(([name, settings]) => JSON.stringify(configurations.get(name)?.settings) !== settings);
    return [
      ...changed.map(([name]) => `configuration ${name} was changed or deleted`),
      ...this.endpoint && this.endpoint.status !== expectedStatus ? [`the endpoint is ${this.endpoint.status}`] : [],
      ...this.endpoint && !configurations.has(this.endpoint.configuration) ? ['the configuration of the endpoint was deleted'] : [],
      ...this.endpoint?.pending && !configurations.has(this.endpoint.pending.target) ? ['the configuration that the endpoint moves to was deleted'] : [],
    ];
  }

  /** The settings that the endpoint had and has no more. */
  public lostSettings(): string[] {
    if (!this.endpoint) {
      return [];
    }
    const { configuration, instanceCounts, lastDeployment } = this.endpoint;
    const now = this.plane.state.configurations.get(configuration);
    const kept: Json | undefined = now && { ...now.settings, MetricsConfig: without(now.settings.MetricsConfig, CHANGED) };
    const had = JSON.parse([...this.before.others.values()][0] ?? JSON.stringify(SETTINGS));
    const wanted: Json = { ...had, MetricsConfig: without(had.MetricsConfig, CHANGED) };
    const tags = now?.tags.filter(({ Key }) => USER_TAGS.some((tag) => tag.Key === Key));
    return [
      ...[...new Set([...Object.keys(wanted), ...Object.keys(kept ?? {})])].filter((member) => !same(wanted[member], kept?.[member])),
      ...same(tags, USER_TAGS) ? [] : ['tags'],
      ...same(instanceCounts, this.before.counts) ? [] : ['instance counts'],
      ...same(lastDeployment, LAST_DEPLOYMENT) ? [] : ['last deployment configuration'],
    ];
  }
}

function without(value: Json | undefined, members: readonly string[]): Json {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([member]) => !members.includes(member)));
}

/** Whether two values are the same but for the order of members. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: any): unknown {
  return value === null || typeof value !== 'object' ? value : Array.isArray(value) ? value.map(sorted)
    : Object.keys(value).sort().map((member) => [member, sorted(value[member])]);
}
