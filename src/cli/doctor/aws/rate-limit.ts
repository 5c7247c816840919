/* CloudWatch takes 300 PromQL queries a second and 30 at a time from all of an account: the doctor leaves most of it to others. */

export const QUERIES_PER_SECOND = 20;
export const QUERIES_AT_A_TIME = 4;

export interface Clock {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

export class RateLimit {
  private readonly spacing: number;
  private next = 0;

  public constructor(perSecond: number, private readonly clock: Clock = SYSTEM_CLOCK) {
    this.spacing = 1000 / perSecond;
  }

  /** Waits for its turn. */
  public async turn(): Promise<void> {
    const now = this.clock.now();
    const at = Math.max(now, this.next);
    this.next = at + this.spacing;
    if (at > now) {
      await this.clock.sleep(at - now);
    }
  }
}

/** Does something with each of several things, some at a time, and keeps their order. */
export async function forEachOf<T, R>(things: readonly T[], atATime: number, work: (thing: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(things.length);
  let next = 0;
  const worker = async () => {
    while (next < things.length) {
      const index = next++;
      try {
        results[index] = await work(things[index]);
      } catch (error) {
        // The others finish what they are at and begin nothing more.
        next = things.length;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atATime, things.length) }, worker));
  return results;
}
