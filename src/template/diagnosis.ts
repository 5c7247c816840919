/* The alarms that name a cause of bad latency. */
import { AlarmReading } from './alarms';

/** The causes from the deepest on: a cause is named only where none before it explains the latency. */
export const CAUSES_BY_DEPTH: readonly string[] = [
  'zone-imbalance', 'gpu-memory-pressure', 'scaling-stuck', 'kv-cache-saturated', 'queueing',
];

/** What is named besides, whatever else is. */
export const CAUSES_BESIDES: readonly string[] = ['platform-overhead', 'telemetry-missing'];

/** Whether an alarm names a cause. */
export function isCause({ rule }: AlarmReading): boolean {
  return rule !== undefined && [...CAUSES_BY_DEPTH, ...CAUSES_BESIDES].includes(rule);
}
