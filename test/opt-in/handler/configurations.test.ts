import { Account, DENIED, MODIFIED, PREFIX, requestWith } from './account';
import { Configurations } from '../../../src/opt-in/handler/configurations';

const { owner } = requestWith();
const COPY = `${PREFIX}1-Chat`;

let account: Account;
let configurations: Configurations;
let told: string[];

beforeEach(() => {
  account = new Account();
  configurations = new Configurations(account.sageMaker, requestWith());
  told = [];
  jest.spyOn(console, 'error').mockImplementation((line) => void told.push(line));
});

afterEach(() => jest.restoreAllMocks());

describe('a configuration was made by an opt-in', () => {
  test('when its name and its tag say so', async () => {
    account.addCopy(COPY, 'other');
    expect(await configurations.marked(COPY)).toMatchObject({ name: COPY, mark: { owner: 'other', original: 'original', request: 'earlier' } });
  });

  test.each([
    ['another name, although the tags were copied', 'copy-by-hand', () => account.addCopy('copy-by-hand', owner)],
    ['the prefix, and no tag', COPY, () => account.add(COPY, {})],
    ['the prefix, and nothing there', COPY, () => undefined],
  ])('not with %s', async (_, name, prepare) => {
    prepare();
    expect(await configurations.marked(name)).toBeUndefined();
    expect(await configurations.own(name)).toBeUndefined();
  });

  test('and by this one when the owner is the same', async () => {
    account.addCopy(COPY, owner);
    account.addCopy(`${COPY}-2`, 'other');
    expect((await configurations.own(COPY))?.name).toBe(COPY);
    expect(await configurations.own(`${COPY}-2`)).toBeUndefined();
    expect((await configurations.allOwn()).map(({ name }) => name)).toEqual([COPY]);
  });

  test('even if the SDK does not know all of it', async () => {
    account.addCopy(COPY, owner);
    account.configurations.get(COPY)!.unknown = { Later: 1 };
    expect((await configurations.own(COPY))?.name).toBe(COPY);
  });
});

test('a move is noted with the request and the last change, and the origin stays', async () => {
  account.addCopy(COPY, owner, { original: 'first' });
  await configurations.noteMove((await configurations.own(COPY))!, account.endpoint);
  expect(account.markOf(COPY)).toBe(`owner=${owner} original=first request=request before=${MODIFIED}`);
});

test('what another resource made is taken over once', async () => {
  account.addCopy(COPY, 'other', { before: 7 });
  await configurations.adopt((await configurations.marked(COPY))!);
  await configurations.adopt((await configurations.marked(COPY))!);
  expect(account.done).toEqual(['tag']);
  expect(account.markOf(COPY)).toBe(`owner=${owner} original=original request=earlier before=7`);
});

test('a configuration that cannot be discarded is told and no failure', async () => {
  account.errors.DeleteEndpointConfig = [DENIED()];
  await configurations.discard('original');
  expect(told).toEqual(['configuration \'original\' stays: not authorized']);
  await configurations.discard('original');
  expect(account.configurations.has('original')).toBe(false);
});

describe('sweeping', () => {
  beforeEach(() => {
    account.addCopy(COPY, owner);
    account.addCopy(`${PREFIX}2-Chat`, owner);
    account.addCopy(`${PREFIX}3-Chat`, 'other');
    account.endpoint.EndpointConfigName = COPY;
  });

  test('deletes what this resource made and the endpoint does not use', async () => {
    await configurations.sweep(account.endpoint);
    expect([...account.configurations.keys()]).toEqual(['original', COPY, `${PREFIX}3-Chat`]);
  });

  test('deletes all of it when the endpoint is gone', async () => {
    account.addCopy(`${PREFIX}4-Chat`, owner, { before: MODIFIED });
    await configurations.sweep(undefined);
    expect([...account.configurations.keys()]).toEqual(['original', `${PREFIX}3-Chat`]);
  });

  test.each([
    ['is being updated', { EndpointStatus: 'Updating' }],
    ['is rolling back', { EndpointStatus: 'RollingBack' }],
    ['failed to roll back', { EndpointStatus: 'UpdateRollbackFailed' }],
    ['has a deployment to come', { PendingDeploymentSummary: { EndpointConfigName: `${PREFIX}2-Chat` } }],
  ])('deletes nothing while the endpoint %s', async (_, changes) => {
    await configurations.sweep({ ...account.endpoint, ...changes });
    expect(account.changes).toEqual([]);
  });

  test('deletes nothing that the endpoint may be moving to, although its description is older', async () => {
    account.addCopy(`${PREFIX}2-Chat`, owner, { before: MODIFIED });
    await configurations.sweep(account.endpoint);
    expect(account.changes).toEqual([]);
  });

  test('tells what keeps it from deleting, and does not fail', async () => {
    account.errors.ListEndpointConfigs = [DENIED()];
    await configurations.sweep(account.endpoint);
    expect(told).toEqual(['configurations of endpoint \'Chat\' stay: not authorized']);
  });
});
