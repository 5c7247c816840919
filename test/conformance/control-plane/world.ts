/* One endpoint with everything that a configuration may state, the stack that opts it in, and the verdict on what became of both. */
import { createHash } from 'crypto';
import { CustomResourceStack, Handler, Properties } from './cloud-formation';
import { ControlPlane, FaultKind } from './control-plane';
import { ConfigurationState, EndpointState, Json } from './sagemaker-state';

export const ROLE = 'arn:aws:iam::111122223333:role/serving';
export const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d';

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
  KmsKeyId: KEY,
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

  private readonly counts: Json;
  /** What the owner made, in the order of its deployments: the endpoint must be on the last, or on a copy of it. */
  private readonly deployed = new Map<string, string>();
  private readonly deleted = new Set<string>();

  public constructor(public readonly plane: ControlPlane, public readonly handler: Handler, key: string, settings: Json = SETTINGS) {
    const hash = createHash('sha256').update(key).digest('hex').slice(0, 8);
    const id = `${key.replace(/[^a-z0-9]+/gi, '-').slice(0, 40)}-${hash}`.replace(/-+/g, '-');
    this.endpointName = `Chat-${id}`;
    this.original = `original-${id}`;
    this.prefix = `detailed-${hash}-`;
    this.make(this.original, settings, [...USER_TAGS, { Key: 'aws:cloudformation:stack-name', Value: 'owner' }]);
    const { instanceCounts } = plane.state.addEndpoint(this.endpointName, this.original, { lastDeployment: LAST_DEPLOYMENT });
    this.stack = new CustomResourceStack(handler, id, this.properties());
    this.counts = { ...instanceCounts };
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
      EncryptionKeyArn: KEY,
      WaitForCompletion: 'true',
      RevertOnDelete: 'false',
      ...changes,
    } as Properties;
  }

  /** A fault in calls about this endpoint or what is made for it, or about something else. */
  public fault(operation: string, kind: FaultKind, times: number, about = this.subjectOf(operation)): void {
    this.plane.faults.push({ operation, kind, times, holding: about });
  }

  /** Something that happens once, right after a call. */
  public after(operation: string, then: () => void): void {
    this.plane.reactions.push({ operation, holding: this.subjectOf(operation), then });
  }

  /** Something else moves the endpoint, as its owner may. */
  public deployByOwner(settings: Json = SETTINGS, tags: Json[] = USER_TAGS): string {
    const name = `${this.original}-${this.deployed.size + 1}`;
    this.make(name, settings, tags);
    Object.assign(this.endpoint!, { status: 'InService', configuration: name, pending: undefined, modified: this.endpoint!.modified + 1 });
    return name;
  }

  /** The owner removes the original. */
  public deleteOriginal(): void {
    this.plane.state.configurations.delete(this.original);
    this.deleted.add(this.original);
  }

  /** The update goes on by itself. */
  public settle(): void {
    for (let look = 0; this.endpoint && look < 6; look++) {
      this.plane.state.call('DescribeEndpoint', { EndpointName: this.endpointName });
    }
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
    const on = configuration === this.original ? 'as before' : isCopy(configuration)
      ? `opted in, every ${metrics?.MetricPublishFrequencyInSeconds} s` : 'on what its owner deployed';
    return `${status}, ${on}`;
  }

  /** What was done to the endpoint, or to what its owner made, that nobody asked for. */
  public harm(expectedStatus: string): string[] {
    const { configurations } = this.plane.state;
    const changed = [...this.deployed]
      .filter(([name, made]) => !this.deleted.has(name) && JSON.stringify(configurations.get(name)) !== made);
    const [last] = [...this.deployed.keys()].slice(-1);
    const { status, configuration, pending } = this.endpoint ?? {};
    return [
      ...changed.map(([name]) => `configuration ${name} was changed or deleted`),
      ...status && status !== expectedStatus ? [`the endpoint is ${status}`] : [],
      ...configuration && !configurations.has(configuration) ? ['the configuration of the endpoint was deleted'] : [],
      ...configuration && configuration !== last && !isCopy(configuration) ? ['the endpoint is on what its owner left'] : [],
      ...pending && !configurations.has(pending.target) ? ['the configuration that the endpoint moves to was deleted'] : [],
    ];
  }

  /** The settings that the endpoint had by the last deployment of its owner, and has no more. */
  public lostSettings(): string[] {
    if (!this.endpoint) {
      return [];
    }
    const { configuration, instanceCounts, lastDeployment } = this.endpoint;
    const now = this.plane.state.configurations.get(configuration);
    const kept: Json = { ...now?.settings, MetricsConfig: without(now?.settings.MetricsConfig, CHANGED) };
    const had: ConfigurationState = JSON.parse([...this.deployed.values()].slice(-1)[0]);
    const wanted: Json = { ...had.settings, MetricsConfig: without(had.settings.MetricsConfig, CHANGED) };
    return [
      ...[...new Set([...Object.keys(wanted), ...Object.keys(kept)])].filter((member) => !same(wanted[member], kept[member])),
      ...same(userTags(now?.tags), userTags(had.tags)) ? [] : ['tags'],
      ...same(instanceCounts, this.counts) ? [] : ['instance counts'],
      ...same(lastDeployment, LAST_DEPLOYMENT) ? [] : ['last deployment configuration'],
    ];
  }

  private subjectOf(operation: string): string {
    return ['DescribeEndpoint', 'UpdateEndpoint'].includes(operation) ? this.endpointName : this.prefix;
  }

  private make(name: string, settings: Json, tags: Json[]): void {
    this.plane.state.addConfiguration(name, settings, tags);
    this.deployed.set(name, JSON.stringify(this.plane.state.configurations.get(name)));
  }
}

function isCopy(configuration: string): boolean {
  return configuration.startsWith('detailed-');
}

/** The tags that are neither of AWS nor of an opt-in. */
function userTags(tags: readonly Json[] = []): Json[] {
  return tags.filter(({ Key }) => !/^(aws|cdk-sagemaker-insights):/.test(Key)).sort((a, b) => a.Key < b.Key ? -1 : 1);
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
