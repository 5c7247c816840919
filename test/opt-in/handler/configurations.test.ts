import { Account, DENIED, MODIFIED, NOW, PREFIX, requestWith } from './account';
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
    expect(await configurations.marked(COPY)).toMatchObject({ name: COPY, mark: { owners: ['other'], original: 'original', request: 'earlier' } });
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
  expect(account.markOf(COPY)).toBe(`owners=${owner} original=first request=request before=${MODIFIED} noted=${NOW}`);
});

test('a move to what others own makes this resource an owner, too', async () => {
  account.addCopy(COPY, 'other');
  await configurations.noteMove((await configurations.marked(COPY))!, account.endpoint);
  expect(account.markOf(COPY)).toContain(`owners=other+${owner} `);
});

describe('found on what another resource made', () => {
  test('it is shared, noted once', async () => {
    account.addCopy(COPY, 'other', { before: 7 });
    await configurations.adopt((await configurations.marked(COPY))!);
    await configurations.adopt((await configurations.marked(COPY))!);
    expect(account.done).toEqual(['tag']);
    expect(account.markOf(COPY)).toBe(`owners=other+${owner} original=original request=request before=7 noted=${MODIFIED}`);
  });

  test('it stays as it is when another stack made it: its tags are not to be changed', async () => {
    account.addCopy('detailed-ffffffff-1-Chat', 'other');
    await configurations.adopt((await configurations.marked('detailed-ffffffff-1-Chat'))!);
    expect(account.changes).toEqual([]);
  });

  test('a resource of the same name counts as another when this one is new', async () => {
    account.addCopy(COPY, owner);
    await configurations.adopt((await configurations.marked(COPY))!);
    expect(account.markOf(COPY)).toContain(`owners=kept+${owner} `);
    await configurations.adopt((await configurations.marked(COPY))!);
    expect(account.done).toEqual(['tag']);
  });

  test('a change of this resource changes nothing', async () => {
    account.addCopy(COPY, `other+${owner}`);
    await new Configurations(account.sageMaker, requestWith({}, 'Update')).adopt((await configurations.marked(COPY))!);
    expect(account.changes).toEqual([]);
  });

  test('a change of this resource may come to share it, with the last request as noted', async () => {
    account.addCopy(COPY, 'other');
    await new Configurations(account.sageMaker, requestWith({}, 'Update')).adopt((await configurations.marked(COPY))!);
    expect(account.markOf(COPY)).toContain(`owners=other+${owner} original=original request=earlier `);
  });

  test('what others own is not marked as kept', async () => {
    account.addCopy(COPY, 'other');
    await configurations.keep((await configurations.marked(COPY))!);
    expect(account.changes).toEqual([]);
  });
});

test('the way back passes over what nobody else wants', async () => {
  account.addCopy(COPY, owner, { original: `${COPY}-2` });
  account.addCopy(`${COPY}-2`, '', { original: `${COPY}-3` });
  account.addCopy(`${COPY}-3`, owner, { original: `${COPY}-4` });
  account.addCopy(`${COPY}-4`, 'other');
  expect(await configurations.originOf((await configurations.own(COPY))!)).toBe(`${COPY}-4`);
});

test('a configuration that cannot be discarded is told and no failure', async () => {
  account.errors.DeleteEndpointConfig = Array.from({ length: 6 }, DENIED);
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

  test.each<[string, (name: string) => void]>([
    ['another own configuration', (name) => account.addCopy(`${PREFIX}4-Chat`, owner, { original: name, before: MODIFIED })],
    ['what another stack made', (name) => account.addCopy('detailed-ffffffff-1-Chat', 'other', { original: name })],
    ['what another stack made, in two steps', (name) => {
      account.addCopy('detailed-ffffffff-1-Chat', 'other', { original: 'detailed-ffffffff-2-Chat' });
      account.addCopy('detailed-ffffffff-2-Chat', 'other', { original: name });
      account.addCopy('detailed-ffffffff-3-Chat', 'other', { original: 'detailed-ffffffff-2-Chat' });
    }],
  ])('spares what %s is to go back to', async (_, prepare) => {
    prepare(`${PREFIX}2-Chat`);
    await configurations.sweep(account.endpoint);
    expect(account.changes).toEqual([]);
  });

  test('deletes what only leads back from what it deletes', async () => {
    account.addCopy(`${PREFIX}4-Chat`, owner, { original: `${PREFIX}2-Chat` });
    await configurations.sweep(account.endpoint);
    expect(account.done).toEqual(['delete', 'delete']);
  });

  test.each([[true, 'owners=other '], [false, `owners=other+${owner} `]])('leaves what it shares to the others, leaving: %s', async (leaving, mark) => {
    account.addCopy(`${PREFIX}2-Chat`, `other+${owner}`);
    await configurations.sweep(account.endpoint, leaving);
    expect(account.markOf(`${PREFIX}2-Chat`)).toContain(mark);
  });

  test('deletes what nobody owns when it was made for this endpoint', async () => {
    account.addCopy(`${PREFIX}2-Chat`, '');
    account.addCopy(`${PREFIX}4-Other`, '');
    await configurations.sweep(account.endpoint);
    expect(account.changes).toEqual([['delete', `${PREFIX}2-Chat`]]);
  });

  test('tells what keeps it from deleting, and does not fail', async () => {
    account.deny('ListEndpointConfigs');
    await configurations.sweep(account.endpoint);
    expect(told).toEqual(['configurations of endpoint \'Chat\' stay: not authorized']);
  });
});
