import { Account, eventWith, IN_PROGRESS, MODIFIED, NOW, PREFIX, requestWith, serviceError, THROTTLED } from './account';
import { OptIn } from '../../../src/opt-in/handler/opt-in';
import { requestOf } from '../../../src/opt-in/handler/request';
import { OptInResourceProperties } from '../../../src/opt-in/resource-properties';

const { owner } = requestWith();
const OPTED_IN = { EnableDetailedObservability: true, MetricPublishFrequencyInSeconds: 10 };

let account: Account;
beforeEach(() => { account = new Account(); });

function optIn(changes: Partial<OptInResourceProperties> = {}, type: 'Create' | 'Update' = 'Create'): OptIn {
  return new OptIn(account.sageMaker, requestWith({ EncryptionKeyArn: 'key', ...changes }, type));
}

function original(changes: object): void {
  Object.assign(account.configurations.get('original')!.settings, changes);
}

describe('an update that is not accepted', () => {
  test('for certain leaves no copy', async () => {
    account.deny('UpdateEndpoint');
    await expect(optIn().start()).rejects.toThrow('not authorized');
    expect([...account.configurations.keys()]).toEqual(['original']);
  });

  test.each([
    ['because the service failed', () => serviceError('InternalFailure', 'failed', 500)],
    ['after several attempts', THROTTLED],
    ['because an update runs, which may be the same', IN_PROGRESS],
  ])('%s keeps the copy and goes on: the endpoint may be moving to it', async (_, error) => {
    account.errors.UpdateEndpoint = [error()];
    expect(await optIn().start()).toBeUndefined();
    expect(account.done).toEqual(['create']);
    await expect(optIn().check(undefined)).resolves.toBeUndefined();
    expect(account.done).toEqual(['create', 'create', 'tag', 'update']);
  });

  test('keeps a copy that another event is moving the endpoint to', async () => {
    const name = await optIn().start();
    account.deny('UpdateEndpoint');
    account.endpoint.PendingDeploymentSummary = { EndpointConfigName: name };
    expect(await optIn().start()).toBe(name);
    expect(account.configurations.has(name!)).toBe(true);
  });

  test('discards a copy that this request made, although its creation got no answer', async () => {
    const name = await optIn().start();
    account.deny('UpdateEndpoint');
    await expect(optIn().start()).rejects.toThrow('not authorized');
    expect(account.configurations.has(name!)).toBe(false);
  });

  test('keeps a copy that an earlier request made', async () => {
    const name = (await optIn().start())!;
    account.configurations.get(name)!.tags = [];
    account.addCopy(name, owner, { before: MODIFIED, noted: NOW - 600_000 });
    account.deny('UpdateEndpoint');
    await expect(optIn().start()).rejects.toThrow('not authorized');
    expect(account.configurations.has(name)).toBe(true);
  });
});

describe('a change', () => {
  test.each(['Updating', 'SystemUpdating', 'RollingBack'])('begins when the endpoint is no longer %s', async (status) => {
    account.endpoint.EndpointStatus = status;
    expect(await optIn({}, 'Update').start()).toBeUndefined();
    account.endpoint.EndpointStatus = 'InService';
    expect(await optIn({}, 'Update').check(undefined)).toBeUndefined();
    expect(account.done).toEqual(['create', 'update']);
  });

  test('ends when the endpoint is gone, so that a stack can go back', async () => {
    const told = jest.spyOn(console, 'error').mockReturnValue(undefined);
    account.endpoint = undefined;
    expect(await optIn({}, 'Update').start()).toBe('');
    expect(await optIn({}, 'Update').check('')).toBe('');
    expect(told).toHaveBeenCalledWith('endpoint \'Chat\' is gone: there is nothing to opt in');
    told.mockRestore();
  });

  test('to an endpoint that does not exist fails', async () => {
    account.endpoint = undefined;
    const request = requestOf({ ...eventWith({}, 'Update'), PhysicalResourceId: 'Earlier' });
    await expect(new OptIn(account.sageMaker, request).start()).rejects.toThrow('does not exist');
  });

  test('removes what earlier changes left, also when it does not wait', async () => {
    account.addCopy(`${PREFIX}1-Chat`, owner);
    const name = await optIn({ WaitForCompletion: 'false' }, 'Update').start();
    expect([...account.configurations.keys()]).toEqual(['original', name]);
  });
});

describe('an earlier move that the endpoint does not show yet', () => {
  beforeEach(() => {
    account.addCopy(`${PREFIX}1-Chat`, owner, { before: MODIFIED, noted: NOW - 119_999 });
    original({ MetricsConfig: OPTED_IN });
  });

  test('is waited for', async () => {
    expect(await optIn({}, 'Update').start()).toBeUndefined();
    expect(await optIn({}, 'Update').check(undefined)).toBeUndefined();
    expect(account.changes).toEqual([]);
  });

  test('is waited for no longer than two minutes', async () => {
    account.now += 1;
    expect(await optIn({}, 'Update').start()).toBe('original');
  });
});
