import { Account, arnOf, DENIED, EARLY, NOT_FOUND, PREFIX, serviceError, VARIANT } from './account';

let account: Account;
beforeEach(() => { account = new Account(); });

test('an endpoint is described, or undefined when there is none', async () => {
  expect(await account.sageMaker.describeEndpoint('Chat')).toEqual(account.endpoint);
  account.endpoint = undefined;
  expect(await account.sageMaker.describeEndpoint('Chat')).toBeUndefined();
});

test('other errors are no absence', async () => {
  account.errors.DescribeEndpoint = [DENIED()];
  await expect(account.sageMaker.describeEndpoint('Chat')).rejects.toThrow('not authorized');
});

test('a configuration is described as parsed and as it came, or undefined when there is none', async () => {
  account.configurations.get('original')!.unknown = { Later: 1 };
  const { described, raw } = (await account.sageMaker.describeConfiguration('original'))!;
  expect(described).toMatchObject({ EndpointConfigName: 'original', CreationTime: new Date(EARLY), ProductionVariants: [VARIANT] });
  expect(raw).toEqual({
    EndpointConfigName: 'original', EndpointConfigArn: arnOf('original'), CreationTime: EARLY / 1000, ProductionVariants: [VARIANT], Later: 1,
  });
  expect(await account.sageMaker.describeConfiguration('other')).toBeUndefined();
});

test('what was created is waited for, ever longer', async () => {
  account.errors.DescribeEndpointConfig = [NOT_FOUND(), NOT_FOUND()];
  expect((await account.sageMaker.describeCreated('original')).described.EndpointConfigName).toBe('original');
  expect(account.slept).toEqual([1000, 2000]);
});

test('what does not appear within half a minute is not found', async () => {
  await expect(account.sageMaker.describeCreated('never')).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining('"never"') });
  expect(account.slept).toEqual([1000, 2000, 4000, 8000, 16_000]);
});

test('other errors of what was created are not waited out', async () => {
  account.errors.DescribeEndpointConfig = [DENIED()];
  await expect(account.sageMaker.describeCreated('original')).rejects.toThrow('not authorized');
  expect(account.slept).toEqual([]);
});

test('a creation tells the ARN, or nothing when the name is taken', async () => {
  const input = { EndpointConfigName: 'new', ProductionVariants: [VARIANT], Tags: [] };
  expect(await account.sageMaker.createConfiguration(input)).toBe(arnOf('new'));
  expect(await account.sageMaker.createConfiguration(input)).toBeUndefined();
  account.errors.CreateEndpointConfig = [serviceError('ResourceLimitExceeded', 'too many')];
  await expect(account.sageMaker.createConfiguration(input)).rejects.toThrow('too many');
});

test('a deletion succeeds when there is nothing', async () => {
  await account.sageMaker.deleteConfiguration('original');
  expect(account.configurations.has('original')).toBe(false);
  account.errors.DeleteEndpointConfig = [NOT_FOUND(), DENIED()];
  await expect(account.sageMaker.deleteConfiguration('original')).resolves.toBeUndefined();
  await expect(account.sageMaker.deleteConfiguration('original')).rejects.toThrow('not authorized');
});

test('names are listed over all pages, and those that hold the prefix elsewhere are left out', async () => {
  [`${PREFIX}1`, `my-${PREFIX}2`, `${PREFIX}3`].forEach((name) => account.add(name, {}));
  expect(await account.sageMaker.configurationsNamed(PREFIX)).toEqual([`${PREFIX}1`, `${PREFIX}3`]);
});

test('tags are listed over all pages', async () => {
  const tags = ['a', 'b', 'c'].map((key) => ({ Key: key, Value: key }));
  account.configurations.get('original')!.tags = tags;
  expect(await account.sageMaker.tagsOf(arnOf('original'))).toEqual(tags);
});

test('a tag is set', async () => {
  await account.sageMaker.tag(arnOf('original'), { Key: 'team', Value: 'search' });
  expect(account.configurations.get('original')!.tags).toEqual([{ Key: 'team', Value: 'search' }]);
});

test('an update waits for its configuration, and fails with other errors at once', async () => {
  const input = { EndpointName: 'Chat', EndpointConfigName: 'new' };
  account.errors.UpdateEndpoint = [NOT_FOUND()];
  await account.sageMaker.updateEndpoint(input);
  expect([account.slept, account.changes]).toEqual([[1000], [['update', input]]]);
  account.errors.UpdateEndpoint = [DENIED()];
  await expect(account.sageMaker.updateEndpoint(input)).rejects.toThrow('not authorized');
});
