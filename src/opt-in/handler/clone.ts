/*
 * Clones by subtraction: everything that was described, minus what only a description has. Lists of members to copy lose what is added to
 * the API later (github.com/aws/sagemaker-python-sdk/issues/5191, 5130, 3372 and 2431).
 */
import { createHash } from 'crypto';
import type { CreateEndpointConfigCommandInput, DescribeEndpointConfigCommandOutput, MetricsConfig, Tag } from '@aws-sdk/client-sagemaker';
import { differences, Raw } from './raw-response';
import type { Configuration } from './sagemaker';

/** The settings of a configuration: without name and tags. */
export type Settings = Omit<CreateEndpointConfigCommandInput, 'EndpointConfigName' | 'Tags'>;

/** The settings that were described, with some members of MetricsConfig changed. */
export function cloneOf(described: DescribeEndpointConfigCommandOutput, metrics: MetricsConfig): Settings {
  const { EndpointConfigName, EndpointConfigArn, CreationTime, $metadata, ...settings } = described;
  return { ...settings, MetricsConfig: { ...settings.MetricsConfig, ...metrics } };
}

/** What the SDK dropped or changed of a configuration: a clone would lose it. */
export function droppedSettings({ described: { $metadata, ...members }, raw }: Configuration): string[] {
  return differences(raw, members);
}

/** What SageMaker assumes of MetricsConfig and may state in a description (MetricsConfig reference). */
const DEFAULT_METRICS = { EnableEnhancedMetrics: false };

/** Where the metrics that were described differ from those that were asked for. */
export function lostMetrics(wanted: MetricsConfig, after: Raw): string[] {
  return differences({ ...DEFAULT_METRICS, ...wanted }, { ...DEFAULT_METRICS, ...after.MetricsConfig as Raw | undefined }, 'MetricsConfig');
}

/** Where two configurations differ, MetricsConfig aside. */
export function lostSettings(before: Raw, after: Raw): string[] {
  return differences(settingsOf(before), settingsOf(after));
}

function settingsOf({ EndpointConfigName, EndpointConfigArn, CreationTime, MetricsConfig: metrics, ...settings }: Raw): Raw {
  return settings;
}

const HASH_LENGTH = 16;
const MAX_NAME_LENGTH = 63;

/** What a configuration is a copy of, and for whom. */
export interface Identity {
  readonly owner: string;
  readonly settings: Settings;
  /** Where the way back leads. */
  readonly original: string;
  /** The tags that are copied. */
  readonly tags: readonly Tag[];
}

/** The name of a configuration: the same for the same copy with the same way back, and no other. */
export function configurationName(prefix: string, endpointName: string, { owner, settings, original, tags }: Identity): string {
  const labels = tags.map(({ Key, Value }) => `${Key}=${Value}`).sort();
  const hash = createHash('sha256').update(JSON.stringify([owner, sorted(settings), original, labels])).digest('hex').slice(0, HASH_LENGTH);
  return `${prefix}${hash}${nameSuffix(prefix, endpointName)}`;
}

/** What the names of all configurations for an endpoint end with. */
export function nameSuffix(prefix: string, endpointName: string): string {
  return `-${endpointName}`.slice(0, MAX_NAME_LENGTH - HASH_LENGTH - prefix.length).replace(/-+$/, '');
}

/** The same value with the members of its objects in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1)
    .map(([member, content]) => [member, sorted(content)]));
}
