import { AlarmContext } from '../alarm-context';

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
