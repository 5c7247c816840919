import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EndpointInsights, InferenceEndpoint, PublishFrequency, ScannedSamples, ServiceObjective, ServingEngine } from '../../src';
import { testStack } from '../support';

/*
 * What watching an endpoint takes, for the table in the README: an objective for the first token, two copies of each component with a GPU
 * each, four GPUs and 48 vCPUs on an instance.
 */

export const COMPONENTS = [1, 8, 100];
export const FREQUENCIES = [PublishFrequency.TEN_SECONDS, PublishFrequency.ONE_MINUTE, PublishFrequency.FIVE_MINUTES];

const COPIES_PER_COMPONENT = 2;
const GPUS_PER_INSTANCE = 4;
const CPUS_PER_INSTANCE = 48;
/** user, nice, system, idle, iowait, irq, softirq, steal */
const CPU_MODES = 8;
const MOUNTS_PER_INSTANCE = 4;
/** stop, length, abort, error, repetition */
const FINISHED_REASONS = 5;

export interface WatchingCost {
  readonly alarms: number;
  readonly composites: number;
  readonly samplesPerDay: number;
  /** The share of it that a rule or cause has, from 0 to 1. */
  readonly shares: Map<string, number>;
}

export function watchingCost(components: number, publishFrequency: PublishFrequency): WatchingCost {
  const stack = testStack();
  const { alarms, diagnosis } = new EndpointInsights(stack, 'Insights', {
    endpoint: InferenceEndpoint.fromEndpointAttributes(stack, 'Endpoint', {
      endpointName: 'chat',
      inferenceComponentNames: Array.from({ length: components }, (_, number) => `component-${number}`),
      engines: [ServingEngine.VLLM],
      publishFrequency,
      instanceTypes: ['ml.g6.12xlarge'],
      detailedObservability: true,
      enhancedMetrics: true,
    }),
    objectives: [ServiceObjective.timeToFirstToken(Duration.seconds(2))],
  });
  const template = Template.fromStack(stack);
  const count = (type: string) => Object.keys(template.findResources(type)).length;
  const scanned = [...alarms.scannedSamples, ...diagnosis.scannedSamples];
  const samples = ({ series, samplesPerDay }: ScannedSamples) => samplesPerDay * numberOf(series, components);
  const samplesPerDay = scanned.reduce((sum, one) => sum + samples(one), 0);
  const shares = new Map<string, number>();
  scanned.forEach((one) => shares.set(one.rule, (shares.get(one.rule) ?? 0) + samples(one) / samplesPerDay));
  return {
    alarms: count('AWS::CloudWatch::Alarm'),
    composites: count('AWS::CloudWatch::CompositeAlarm'),
    samplesPerDay,
    shares,
  };
}

function numberOf(series: string, components: number): number {
  const copies = components * COPIES_PER_COMPONENT;
  const instances = Math.ceil(copies / GPUS_PER_INSTANCE);
  const numbers: Array<[RegExp, number]> = [
    [/^vllm:request_success_total$/, copies * FINISHED_REASONS],
    [/^vllm:/, copies],
    [/^DCGM_/, instances * GPUS_PER_INSTANCE],
    [/^node_cpu_/, instances * CPUS_PER_INSTANCE * CPU_MODES],
    [/^node_filesystem_/, instances * MOUNTS_PER_INSTANCE],
    [/^node_memory_/, instances],
  ];
  return numbers.find(([pattern]) => pattern.test(series))![1];
}
