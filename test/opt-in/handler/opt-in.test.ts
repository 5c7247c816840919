import { Account, MODIFIED, NOT_FOUND, NOW, PREFIX, requestWith, THROTTLED, VARIANT } from './account';
import { OptIn } from '../../../src/opt-in/handler/opt-in';
import { OptInResourceProperties } from '../../../src/opt-in/resource-properties';

const { owner } = requestWith();
const OPTED_IN = { EnableDetailedObservability: true, MetricPublishFrequencyInSeconds: 10 };
const COPY_NAME = new RegExp(`^${PREFIX}[0-9a-f]{16}-Chat$`);

let account: Account;
beforeEach(() => { account = new Account(); });

function optIn(changes: Partial<OptInResourceProperties> = {}, type: 'Create' | 'Update' = 'Create'): OptIn {
  return new OptIn(account.sageMaker, requestWith({ EncryptionKeyArn: 'key', ...changes }, type));
}

/** The update of the endpoint as it goes well. */
function arrive(name: string): void {
  Object.assign(account.endpoint, { EndpointStatus: 'InService', EndpointConfigName: name, LastModifiedTime: new Date(MODIFIED + 1000) });
}

function original(changes: object): void {
  Object.assign(account.configurations.get('original')!.settings, changes);
}

describe('an opt-in begins', () => {
  test('with a copy that differs in two members, marked and tagged, and an update to it', async () => {
    original({ KmsKeyId: 'key', MetricsConfig: { EnableEnhancedMetrics: true, MetricPublishFrequencyInSeconds: 60 } });
    account.configurations.get('original')!.tags = [{ Key: 'team', Value: 'search' }, { Key: 'aws:cloudformation:stack-id', Value: 'x' }];
    const name = (await optIn().start())!;
    expect(name).toMatch(COPY_NAME);
    expect(account.configurations.get(name)).toMatchObject({
      settings: { ProductionVariants: [VARIANT], KmsKeyId: 'key', MetricsConfig: { EnableEnhancedMetrics: true, ...OPTED_IN } },
      tags: [
        { Key: 'team', Value: 'search' },
        { Key: 'cdk-sagemaker-insights:opt-in', Value: `owners=${owner} original=original request=request before=${MODIFIED} noted=${NOW}` },
      ],
    });
    expect(account.changes).toEqual([['create', name], ['update', { EndpointName: 'Chat', EndpointConfigName: name, RetainAllVariantProperties: true }]]);
  });

  test('with the execution role that may be passed on', async () => {
    const role = 'arn:aws:iam::111122223333:role/serving';
    original({ ExecutionRoleArn: role });
    const name = await optIn({ ExecutionRoleArn: role }).start();
    expect(account.configurations.get(name!)!.settings.ExecutionRoleArn).toBe(role);
  });

  test('with a role given that the configuration does not need', async () => {
    expect(await optIn({ ExecutionRoleArn: 'arn:aws:iam::111122223333:role/serving' }).start()).toMatch(COPY_NAME);
  });

  test.each<[string, string, 'Create' | 'Update', string]>([
    ['a change of its own copy leads back to where that does', owner, 'Update', 'first'],
    ['a change of what it shares leads back to that', `other+${owner}`, 'Update', `${PREFIX}1-Chat`],
    ['a new resource leads back to the copy that it found', 'other', 'Create', `${PREFIX}1-Chat`],
    ['a new resource leads back to what one of the same name left', owner, 'Create', `${PREFIX}1-Chat`],
  ])('from a copy: %s', async (_, owners, type, expected) => {
    account.addCopy(`${PREFIX}1-Chat`, owners, { original: 'first' });
    account.endpoint.EndpointConfigName = `${PREFIX}1-Chat`;
    const name = await optIn({ MetricPublishFrequencyInSeconds: '30' }, type).start();
    expect(account.markOf(name!)).toContain(` original=${expected} `);
    expect(account.configurations.get(name!)!.settings.MetricsConfig.MetricPublishFrequencyInSeconds).toBe(30);
  });

  test('and does not take what one of the same name left for its own', async () => {
    account.addCopy(`${PREFIX}1-Chat`, owner);
    account.endpoint.EndpointConfigName = `${PREFIX}1-Chat`;
    await optIn({ MetricPublishFrequencyInSeconds: '30' }).start();
    expect(account.markOf(`${PREFIX}1-Chat`)).toContain('owners=kept ');
  });

  test('with the copy that an earlier request made, noted again', async () => {
    const name = (await optIn().start())!;
    const again = new OptIn(account.sageMaker, { ...requestWith(), id: 'next' });
    account.now += 600_000;
    account.endpoint.LastModifiedTime = new Date(MODIFIED + 5);
    expect(await again.start()).toBe(name);
    expect(account.markOf(name)).toBe(`owners=${owner} original=original request=next before=${MODIFIED + 5} noted=${NOW + 600_000}`);
    expect(account.done).toEqual(['create', 'update', 'delete', 'create', 'update']);
  });

  test('although SageMaker states a default in the copy', async () => {
    account.onCreate = (settings) => ({ ...settings, MetricsConfig: { EnableEnhancedMetrics: false, ...settings.MetricsConfig } });
    expect(await optIn().start()).toMatch(COPY_NAME);
    expect(account.done).toEqual(['create', 'update']);
  });
});

describe('an endpoint publishes as wanted', () => {
  test.each<[string, object | undefined, number, string]>([
    ['when its configuration says so', OPTED_IN, 0, '10'],
    ['when it leaves out the frequency, and 60 is wanted', { EnableDetailedObservability: true }, 0, '60'],
    ['from the first day on which it is the default', undefined, Date.UTC(2026, 5, 18), '60'],
    ['by default, with a frequency', { MetricPublishFrequencyInSeconds: 30 }, Date.UTC(2026, 6, 1), '30'],
  ])('%s', async (_, metrics, created, frequency) => {
    original({ MetricsConfig: metrics });
    account.configurations.get('original')!.created = created;
    expect(await optIn({ MetricPublishFrequencyInSeconds: frequency }).start()).toBe('original');
    expect(account.changes).toEqual([]);
  });

  test.each<[string, object | undefined, number, string]>([
    ['when it is switched off', { EnableDetailedObservability: false, MetricPublishFrequencyInSeconds: 60 }, Date.UTC(2026, 6, 1), '60'],
    ['at another frequency', OPTED_IN, 0, '60'],
    ['the day before it became the default', undefined, Date.UTC(2026, 5, 18) - 1, '60'],
    ['by default, at another frequency', undefined, Date.UTC(2026, 6, 1), '10'],
  ])('not %s', async (_, metrics, created, frequency) => {
    original({ MetricsConfig: metrics });
    account.configurations.get('original')!.created = created;
    expect(await optIn({ MetricPublishFrequencyInSeconds: frequency }).start()).toMatch(COPY_NAME);
  });

  test('even with members that the SDK does not know: nothing is cloned', async () => {
    original({ MetricsConfig: OPTED_IN });
    account.configurations.get('original')!.unknown = { Later: 1 };
    expect(await optIn().start()).toBe('original');
  });

  test('on the copy of a resource that stood elsewhere, which is shared', async () => {
    account.addCopy(`${PREFIX}1-Chat`, 'other');
    account.endpoint.EndpointConfigName = `${PREFIX}1-Chat`;
    expect(await optIn().start()).toBe(`${PREFIX}1-Chat`);
    expect(account.done).toEqual(['tag']);
    expect(account.markOf(`${PREFIX}1-Chat`)).toContain(`owners=other+${owner} `);
  });
});

describe('a copy that is not the same', () => {
  test.each<[string, (settings: any) => any, string]>([
    ['lacks a setting', ({ KmsKeyId, ...settings }) => settings, 'KmsKeyId'],
    ['has another value', (settings) => ({ ...settings, ProductionVariants: [{ ...VARIANT, InitialVariantWeight: 0.5 }] }), 'ProductionVariants[0].InitialVariantWeight'],
    ['has a setting more', (settings) => ({ ...settings, EnableNetworkIsolation: true }), 'EnableNetworkIsolation'],
    ['lacks the metrics', ({ MetricsConfig, ...settings }) => settings, 'MetricsConfig.EnableDetailedObservability, MetricsConfig.MetricPublishFrequencyInSeconds'],
    ['has other metrics', (settings) => ({ ...settings, MetricsConfig: { ...OPTED_IN, EnableEnhancedMetrics: true } }), 'MetricsConfig.EnableEnhancedMetrics'],
  ])('%s: it is discarded and the endpoint stays', async (_, change, lost) => {
    original({ KmsKeyId: 'key' });
    account.onCreate = change;
    await expect(optIn().start()).rejects.toThrow(`Endpoint 'Chat' stays as it is, because its copied configuration differs in: ${lost}`);
    expect(account.done).toEqual(['create', 'delete']);
    expect([...account.configurations.keys()]).toEqual(['original']);
  });

  test('and was there before is not discarded', async () => {
    const name = (await optIn().start())!;
    account.configurations.get(name)!.settings.KmsKeyId = 'other';
    await expect(optIn().start()).rejects.toThrow('differs in: KmsKeyId');
    expect(account.configurations.has(name)).toBe(true);
  });

  test('because something else made it is not used', async () => {
    const name = (await optIn().start())!;
    account.configurations.get(name)!.tags = [];
    account.changes.length = 0;
    await expect(optIn().start()).rejects.toThrow(`Endpoint 'Chat' needs the configuration '${name}', which exists and was made by something else`);
    expect(account.done).toEqual(['create']);
  });

  test('lacks a tag: it is discarded and the endpoint stays', async () => {
    account.configurations.get('original')!.tags = [{ Key: 'team', Value: 'search' }];
    account.onTag = () => [];
    await expect(optIn().start()).rejects.toThrow('differs in: tag team');
    expect(account.done).toEqual(['create', 'delete']);
  });

  test('cannot be described: it is discarded', async () => {
    account.deny('DescribeEndpointConfig', 1);
    await expect(optIn().start()).rejects.toThrow('not authorized');
    expect(account.done).toEqual(['create', 'delete']);
  });
});

describe('an update that runs already', () => {
  test('is left to later when this resource began it', async () => {
    account.addCopy(`${PREFIX}1-Chat`, owner);
    Object.assign(account.endpoint, { EndpointStatus: 'Updating', PendingDeploymentSummary: { EndpointConfigName: `${PREFIX}1-Chat` } });
    expect(await optIn().start()).toBeUndefined();
    expect(account.changes).toEqual([]);
  });

  test.each(['Updating', 'SystemUpdating', 'RollingBack'])('is waited for while the endpoint is %s', async (status) => {
    account.endpoint.EndpointStatus = status;
    expect(await optIn().check('new')).toBeUndefined();
    expect(await optIn().check(undefined)).toBeUndefined();
    expect(account.changes).toEqual([]);
  });

  test('is followed by what the request wants', async () => {
    account.addCopy(`${PREFIX}1-Chat`, owner);
    account.endpoint.EndpointConfigName = `${PREFIX}1-Chat`;
    expect(await optIn({ MetricPublishFrequencyInSeconds: '30' }, 'Update').check(undefined)).toBeUndefined();
    expect(account.done).toEqual(['create', 'update']);
    const [, input] = account.changes[1];
    arrive(input.EndpointConfigName);
    expect(await optIn({ MetricPublishFrequencyInSeconds: '30' }, 'Update').check(undefined)).toBe(input.EndpointConfigName);
    expect(account.configurations.has(`${PREFIX}1-Chat`)).toBe(false);
  });

  test('is not waited for by a request that does not wait', async () => {
    const name = await optIn({ WaitForCompletion: 'false' }).check(undefined);
    expect(name).toMatch(COPY_NAME);
    expect(account.done).toEqual(['create', 'update']);
  });
});

describe('an opt-in ends', () => {
  test('on the new configuration, and what it left is deleted', async () => {
    account.addCopy(`${PREFIX}1-Chat`, owner);
    const name = (await optIn().start())!;
    arrive(name);
    expect(await optIn().check(name)).toBe(name);
    expect([...account.configurations.keys()]).toEqual(['original', name]);
  });

  test('at once when it does not wait', async () => {
    account.endpoint = undefined;
    expect(await optIn({ WaitForCompletion: 'false' }).check('new')).toBe('new');
  });

  test('not before the update is to be seen', async () => {
    const name = await optIn().start();
    expect(await optIn().check(name)).toBeUndefined();
    expect(account.done).toEqual(['create', 'update']);
  });

  test.each<[string, (name: string) => void, RegExp]>([
    ['was rolled back', () => arrive('original'), /is InService on configuration 'original', expected 'detailed-.*SageMaker rolled the update back/],
    ['was moved by its owner', () => arrive('owners'), /is InService on configuration 'owners', expected 'detailed-/],
    ['failed', () => { account.endpoint.EndpointStatus = 'UpdateRollbackFailed'; }, /must be InService, got: UpdateRollbackFailed/],
    ['is gone', () => { account.endpoint = undefined; }, /does not exist/],
    ['is without its new configuration', (name) => account.configurations.delete(name), /expected 'detailed-/],
  ])('with a failure when the endpoint %s', async (_, happen, reason) => {
    const name = (await optIn().start())!;
    happen(name);
    await expect(optIn().check(name)).rejects.toThrow(reason);
  });
});

describe('a request without a known target', () => {
  test('finds the move that it has begun', async () => {
    const name = (await optIn().start())!;
    arrive(name);
    expect(await optIn().check(undefined)).toBe(name);
    expect(account.done).toEqual(['create', 'update']);
  });

  test('sends the update again when none arrived', async () => {
    account.errors.UpdateEndpoint = [THROTTLED()];
    await expect(optIn().check(undefined)).rejects.toThrow('Rate exceeded');
    expect(await optIn().check(undefined)).toBeUndefined();
    expect(account.done).toEqual(['create', 'create', 'tag', 'update']);
  });

  test('compares the copy before it sends the update again', async () => {
    account.errors.UpdateEndpoint = [THROTTLED()];
    await expect(optIn().check(undefined)).rejects.toThrow('Rate exceeded');
    [...account.configurations.values()][1].settings.KmsKeyId = 'other';
    await expect(optIn().check(undefined)).rejects.toThrow('differs in: KmsKeyId');
    expect(account.done).not.toContain('update');
  });

  test('does not fight for the endpoint', async () => {
    await optIn().start();
    arrive('owners');
    account.add('owners', { ProductionVariants: [VARIANT] });
    await expect(optIn().check(undefined)).rejects.toThrow('something else updated the endpoint');
    expect(account.done).toEqual(['create', 'update']);
  });
});

test('the configuration that was created a moment ago may be found later', async () => {
  account.errors.DescribeEndpointConfig = [undefined, NOT_FOUND()];
  account.errors.UpdateEndpoint = [NOT_FOUND()];
  expect(await optIn().start()).toMatch(COPY_NAME);
  expect(account.slept).toEqual([1000, 1000]);
});
