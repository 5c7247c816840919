import { AlarmContext } from '../alarm-context';

/**
 * How long what an unbalanced zone brings about must be true, in seconds. Such a zone is seen once the window of its rate has passed: until
 * then neither its queues nor its caches nor its scaling must be blamed.
 */
export const PENDING_BEHIND_ZONES = 300;

/** Why latency is bad: one small file each. */
export interface Cause {
  /** A short name that never changes, such as `kv-cache-saturated`. */
  readonly id: string;
  /** The cause in words. */
  readonly title: string;
  /** The evidence, and why it makes answers late. */
  readonly meaning: string;
  readonly panel: string;
  readonly remedy: string;
  /** How long it must be true, in seconds (default: two minutes). */
  readonly pendingSeconds?: number;
  /** The rows that show it: the components of which it is true. Undefined where nothing could show it. */
  readonly evidence: (context: AlarmContext) => string | undefined;
}
