import { Account, MODIFIED, NOW, PREFIX, requestWith, THROTTLED } from './account';
import { Keep, Revert } from '../../../src/opt-in/handler/revert';

const request = requestWith();
const { owner } = request;
const COPY = `${PREFIX}1-Chat`;
const OLD = `${PREFIX}2-Chat`;
const BACK = { EndpointName: 'Chat', EndpointConfigName: 'original', RetainAllVariantProperties: true };

let account: Account;
let told: string[];

beforeEach(() => {
  account = new Account();
  account.addCopy(COPY, owner);
  account.endpoint.EndpointConfigName = COPY;
  told = [];
  jest.spyOn(console, 'error').mockImplementation((line) => void told.push(line));
});

afterEach(() => jest.restoreAllMocks());

describe('keeping', () => {
  const keep = () => new Keep(account.sageMaker, request);

  test('starts nothing', async () => {
    expect(await keep().start()).toBeUndefined();
    expect(account.changes).toEqual([]);
  });

  test('leaves the endpoint on its copy and deletes the others', async () => {
    account.addCopy(OLD, owner);
    expect(await keep().check()).toBe(COPY);
    expect(account.changes).toEqual([['delete', OLD]]);
  });

  test('leaves what it shares to the others, and stays the owner of what it does not', async () => {
    expect(await keep().check()).toBe(COPY);
    expect(account.changes).toEqual([]);
    account.addCopy(COPY, `other+${owner}`);
    expect(await keep().check()).toBe(COPY);
    expect(account.markOf(COPY)).toContain('owners=other ');
  });

  test('tells nothing of an endpoint that is gone, and deletes what was made for it', async () => {
    account.endpoint = undefined;
    expect(await keep().check()).toBe('');
    expect(account.changes).toEqual([['delete', COPY]]);
  });

  test('does not fail when nothing can be seen', async () => {
    account.deny('DescribeEndpoint');
    expect(await keep().check()).toBe('');
    expect(told).toEqual(['endpoint \'Chat\' stays as it is, unseen: not authorized']);
  });
});

describe('reverting', () => {
  const revert = () => new Revert(account.sageMaker, request);

  function arrive(): void {
    Object.assign(account.endpoint, { EndpointConfigName: 'original', LastModifiedTime: new Date(MODIFIED + 1000) });
  }

  test('notes the move and updates the endpoint to its original', async () => {
    expect(await revert().start()).toBe('original');
    expect(account.changes).toEqual([['tag', `owners=${owner} original=original request=request before=${MODIFIED} noted=${NOW}`], ['update', BACK]]);
  });

  test('ends when the endpoint is back, without what was made for it', async () => {
    await revert().start();
    arrive();
    expect(await revert().check('original')).toBe('original');
    expect([...account.configurations.keys()]).toEqual(['original']);
  });

  test('goes on while the move is not to be seen', async () => {
    await revert().start();
    expect(await revert().check('original')).toBeUndefined();
    expect(account.done).toEqual(['tag', 'update']);
  });

  test.each(['Updating', 'RollingBack'])('waits while the endpoint is %s, and then begins', async (status) => {
    account.endpoint.EndpointStatus = status;
    expect(await revert().start()).toBeUndefined();
    expect(await revert().check(undefined)).toBeUndefined();
    expect(account.changes).toEqual([]);
    account.endpoint.EndpointStatus = 'InService';
    expect(await revert().check(undefined)).toBeUndefined();
    expect(account.done).toEqual(['tag', 'update']);
  });

  test('sends the update again when none arrived', async () => {
    account.errors.UpdateEndpoint = [THROTTLED()];
    await expect(revert().check(undefined)).rejects.toThrow('Rate exceeded');
    expect(await revert().check(undefined)).toBeUndefined();
    expect(account.done).toEqual(['tag', 'tag', 'update']);
  });

  test('begins although the first description was older than the opt-in', async () => {
    account.endpoint.EndpointConfigName = 'original';
    const target = await revert().start();
    account.endpoint.EndpointConfigName = COPY;
    expect(await revert().check(target)).toBeUndefined();
    expect(account.done).toEqual(['tag', 'update']);
  });

  test.each([['original'], [undefined]])('fails when the endpoint is on the copy again, with the target %s', async (target) => {
    await revert().start();
    account.endpoint.LastModifiedTime = new Date(MODIFIED + 1000);
    await expect(revert().check(target)).rejects.toThrow(
      `Endpoint 'Chat' is InService on configuration '${COPY}', expected 'original': SageMaker rolled the update back`);
    expect(account.done).toEqual(['tag', 'update']);
  });

  test('is taken up later when something passes first', async () => {
    account.errors.UpdateEndpoint = [THROTTLED()];
    expect(await revert().start()).toBeUndefined();
    expect(await revert().check(undefined)).toBeUndefined();
    expect(account.done).toEqual(['tag', 'tag', 'update']);
  });

  test('waits for an earlier move that the endpoint does not show yet', async () => {
    account.endpoint.EndpointConfigName = 'original';
    account.addCopy(COPY, owner, { before: MODIFIED, noted: NOW - 1000 });
    expect(await revert().start()).toBeUndefined();
    expect(await revert().check(undefined)).toBeUndefined();
    Object.assign(account.endpoint, { EndpointConfigName: COPY, LastModifiedTime: new Date(MODIFIED + 1000) });
    expect(await revert().check(undefined)).toBeUndefined();
    expect(account.done).toEqual(['tag', 'update']);
  });

  test('leaves the endpoint where another resource wants it', async () => {
    account.addCopy(COPY, `other+${owner}`);
    account.addCopy(OLD, owner);
    expect(await revert().start()).toBeUndefined();
    expect(await revert().check(undefined)).toBe(COPY);
    expect(account.done).toEqual(['tag', 'delete']);
    expect(account.markOf(COPY)).toContain('owners=other ');
  });

  test('passes over what nobody wants any more', async () => {
    account.addCopy(COPY, owner, { original: OLD });
    account.addCopy(OLD, '');
    expect(await revert().start()).toBe('original');
  });

  test.each<[string, () => void]>([
    ['its owner made', () => account.add('owners', {})],
    ['another resource made', () => account.addCopy('owners', 'other')],
  ])('leaves an endpoint on a configuration that %s', async (_, prepare) => {
    prepare();
    account.endpoint.EndpointConfigName = 'owners';
    expect(await revert().start()).toBeUndefined();
    expect(await revert().check(undefined)).toBe('owners');
    expect(account.changes).toEqual([['delete', COPY]]);
  });

  test.each<[string, () => void]>([
    ['is gone', () => { account.endpoint = undefined; }],
    ['is going', () => { account.endpoint.EndpointStatus = 'Deleting'; }],
  ])('ends when the endpoint %s', async (_, happen) => {
    happen();
    expect(await revert().start()).toBeUndefined();
    expect(await revert().check(undefined)).toBe('');
    expect(account.changes).toEqual([['delete', COPY]]);
  });

  test.each<[string, () => void, RegExp]>([
    ['was deleted', () => account.configurations.delete('original'),
      /^Endpoint 'Chat' cannot go back to configuration 'original', which was deleted\. Deploy with revertOnDelete false before deleting, to leave the endpoint as it is$/],
    ['is another one of the same name', () => { account.configurations.get('original')!.settings.KmsKeyId = 'other'; }, /'original', which differs in: KmsKeyId\. Deploy/],
  ])('is refused when the original %s', async (_, happen, reason) => {
    happen();
    await expect(revert().start()).rejects.toThrow(reason);
    expect(account.changes).toEqual([]);
  });

  test('is refused when the endpoint cannot be updated', async () => {
    account.endpoint.EndpointStatus = 'Failed';
    await expect(revert().start()).rejects.toThrow('must be InService, got: Failed');
    await expect(revert().check('original')).rejects.toThrow('must be InService, got: Failed');
    expect(account.changes).toEqual([]);
  });

  test('needs no knowledge of every member: nothing is cloned', async () => {
    [COPY, 'original'].forEach((name) => { account.configurations.get(name)!.unknown = { Later: 1 }; });
    expect(await revert().start()).toBe('original');
  });

  test('compares members that the SDK does not know, too', async () => {
    account.configurations.get(COPY)!.unknown = { Later: 1 };
    await expect(revert().start()).rejects.toThrow('which differs in: Later');
  });
});
