import { forEachOf, RateLimit, SYSTEM_CLOCK } from '../../../src/cli/doctor/aws/rate-limit';

test('turns come at even distances, and none is saved up', async () => {
  let now = 1000;
  const slept: number[] = [];
  const limit = new RateLimit(20, { now: () => now, sleep: async (milliseconds) => void slept.push(milliseconds) });
  await limit.turn();
  await limit.turn();
  await limit.turn();
  expect(slept).toEqual([50, 100]);
  now = 5000;
  await limit.turn();
  await limit.turn();
  expect(slept).toEqual([50, 100, 50]);
});

test('the clock of the system waits', async () => {
  const before = SYSTEM_CLOCK.now();
  await SYSTEM_CLOCK.sleep(20);
  expect(SYSTEM_CLOCK.now() - before).toBeGreaterThanOrEqual(19);
});

test('so many are done at a time, in order', async () => {
  let open = 0;
  let most = 0;
  const results = await forEachOf([3, 1, 2, 5, 4], 2, async (number) => {
    most = Math.max(most, ++open);
    await SYSTEM_CLOCK.sleep(number);
    open--;
    return number * 10;
  });
  expect(results).toEqual([30, 10, 20, 50, 40]);
  expect(most).toBe(2);
  expect(await forEachOf([], 2, async () => 1)).toEqual([]);
});

test('after a failure nothing more is begun', async () => {
  const begun: number[] = [];
  await expect(forEachOf([1, 2, 3, 4], 2, async (number) => {
    begun.push(number);
    await SYSTEM_CLOCK.sleep(number);
    throw new Error(`failed ${number}`);
  })).rejects.toThrow('failed 1');
  await SYSTEM_CLOCK.sleep(10);
  expect(begun).toEqual([1, 2]);
});
