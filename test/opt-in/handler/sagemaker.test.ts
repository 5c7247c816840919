import { Account, arnOf, DENIED, EARLY, NOT_FOUND, PREFIX, serviceError, THROTTLED, VARIANT } from './account';

let account: Account;
beforeEach(() => { account = new Account(); });

test('an endpoint is described, or undefined when there is none', async () => {
  expect(await account.sageMaker.describeEndpoint('Chat')).toEqual(account.endpoint);
  account.endpoint = undefined;
  expect(await account.sageMaker.describeEndpoint('Chat')).toBeUndefined();
});

test('other errors are no absence', async () => {
  account.errors.DescribeEndpoint = [THROTTLED()];
  await expect(account.sageMaker.describeEndpoint('Chat')).rejects.toThrow('Rate exceeded');
  expect(account.slept).toEqual([]);
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
  account.errors.DescribeEndpointConfig = [THROTTLED()];
  await expect(account.sageMaker.describeCreated('original')).rejects.toThrow('Rate exceeded');
  expect(account.slept).toEqual([]);
});

test('a creation tells whether the name was free', async () => {
  const input = { EndpointConfigName: 'new', ProductionVariants: [VARIANT], Tags: [] };
  expect(await account.sageMaker.createConfiguration(input)).toBe(true);
  expect(await account.sageMaker.createConfiguration(input)).toBe(false);
  account.errors.CreateEndpointConfig = [serviceError('ResourceLimitExceeded', 'too many')];
  await expect(account.sageMaker.createConfiguration(input)).rejects.toThrow('too many');
});

test('a deletion succeeds when there is nothing', async () => {
  await account.sageMaker.deleteConfiguration('original');
  expect(account.configurations.has('original')).toBe(false);
  account.errors.DeleteEndpointConfig = [NOT_FOUND(), THROTTLED()];
  await expect(account.sageMaker.deleteConfiguration('original')).resolves.toBeUndefined();
  await expect(account.sageMaker.deleteConfiguration('original')).rejects.toThrow('Rate exceeded');
});

test('names are listed over all pages, and those that hold the prefix elsewhere are left out', async () => {
  [`${PREFIX}1`, `my-${PREFIX}2`, `${PREFIX}3`].forEach((name) => account.add(name, {}));
  expect(await account.sageMaker.configurationsNamed(PREFIX)).toEqual([`${PREFIX}1`, `${PREFIX}3`].map((name) => ({ name, arn: arnOf(name) })));
});

test('tags are listed over all pages', async () => {
  const tags = ['a', 'b', 'c'].map((key) => ({ Key: key, Value: key }));
  account.configurations.get('original')!.tags = tags;
  expect(await account.sageMaker.tagsOf(arnOf('original'))).toEqual(tags);
});

test('what is gone has no tags, and other errors are told', async () => {
  expect(await account.sageMaker.tagsIfThere(arnOf('gone'))).toEqual([]);
  account.errors.ListTags = [THROTTLED()];
  await expect(account.sageMaker.tagsIfThere(arnOf('original'))).rejects.toThrow('Rate exceeded');
});

describe('tags that a copy must have', () => {
  const wanted = [{ Key: 'team', Value: 'search' }, { Key: 'stage', Value: 'test' }];

  test('are there, others too', async () => {
    account.configurations.get('original')!.tags = [{ Key: 'more', Value: '' }, ...wanted];
    expect(await account.sageMaker.missingTags(arnOf('original'), wanted)).toEqual([]);
    expect(account.slept).toEqual([]);
  });

  test('are waited for, and told when one is missing or has another value', async () => {
    account.configurations.get('original')!.tags = [{ Key: 'team', Value: 'other' }];
    expect(await account.sageMaker.missingTags(arnOf('original'), wanted)).toEqual(['team', 'stage']);
    expect(account.slept).toEqual([1000, 2000, 4000, 8000, 16_000]);
  });
});

describe('a call that is denied', () => {
  test('is sent again, because its policy may be a moment old', async () => {
    account.errors.DescribeEndpoint = [DENIED(), DENIED()];
    expect(await account.sageMaker.describeEndpoint('Chat')).toEqual(account.endpoint);
    expect(account.slept).toEqual([1000, 2000]);
  });

  test('for good fails after half a minute', async () => {
    account.deny('DescribeEndpoint');
    await expect(account.sageMaker.describeEndpoint('Chat')).rejects.toThrow('not authorized');
    expect(account.slept).toEqual([1000, 2000, 4000, 8000, 16_000]);
  });
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
  account.errors.UpdateEndpoint = [THROTTLED()];
  await expect(account.sageMaker.updateEndpoint(input)).rejects.toThrow('Rate exceeded');
});
