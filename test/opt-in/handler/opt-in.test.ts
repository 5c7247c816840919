import { Account, DENIED, IN_PROGRESS, MODIFIED, NOT_FOUND, PREFIX, requestWith, serviceError, THROTTLED, VARIANT } from './account';
import { OptIn } from '../../../src/opt-in/handler/opt-in';
import { OptInResourceProperties } from '../../../src/opt-in/resource-properties';

const { owner } = requestWith();
const OPTED_IN = { EnableDetailedObservability: true, MetricPublishFrequencyInSeconds: 10 };
const COPY_NAME = new RegExp(`^${PREFIX}[0-9a-f]{16}-Chat$`);

let account: Account;
beforeEach(() => { account = new Account(); });

function optIn(changes: Partial<OptInResourceProperties> = {}): OptIn {
  return new OptIn(account.sageMaker, requestWith(changes));
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
        { Key: 'cdk-sagemaker-insights:opt-in', Value: `owner=${owner} original=original request=request before=${MODIFIED}` },
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

  test('from the copy of an earlier opt-in, whose original stays the origin', async () => {
    account.addCopy(`${PREFIX}1-Chat`, owner, { original: 'first' });
    account.endpoint.EndpointConfigName = `${PREFIX}1-Chat`;
    const name = await optIn({ MetricPublishFrequencyInSeconds: '30' }).start();
    expect(account.markOf(name!)).toContain(' original=first ');
    expect(account.configurations.get(name!)!.settings.MetricsConfig.MetricPublishFrequencyInSeconds).toBe(30);
  });

  test('with the copy that an earlier request made, noted again', async () => {
    const name = (await optIn().start())!;
    const again = new OptIn(account.sageMaker, { ...requestWith(), id: 'next' });
    account.endpoint.LastModifiedTime = new Date(MODIFIED + 5);
    expect(await again.start()).toBe(name);
    expect(account.markOf(name)).toBe(`owner=${owner} original=original request=next before=${MODIFIED + 5}`);
    expect(account.done).toEqual(['create', 'update', 'create', 'tag', 'update']);
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

  test('on the copy of a resource that stood elsewhere, which is taken over', async () => {
    account.addCopy(`${PREFIX}1-Chat`, 'other');
    account.endpoint.EndpointConfigName = `${PREFIX}1-Chat`;
    expect(await optIn().start()).toBe(`${PREFIX}1-Chat`);
    expect(account.done).toEqual(['tag']);
    expect(account.markOf(`${PREFIX}1-Chat`)).toContain(`owner=${owner} `);
  });
});

describe('an opt-in is refused, with nothing changed,', () => {
  test.each<[string, Partial<OptInResourceProperties>, () => void, RegExp]>([
    ['at a frequency that SageMaker does not have', { MetricPublishFrequencyInSeconds: '20' }, () => undefined,
      /^Endpoint 'Chat' cannot publish metrics every 20 seconds: expected one of 10, 30, 60, 120, 180, 240, 300$/],
    ['without an endpoint', {}, () => { account.endpoint = undefined; }, /^Endpoint 'Chat' does not exist in this account and Region$/],
    ['of an endpoint that fails', {}, () => { account.endpoint.EndpointStatus = 'Failed'; }, /must be InService, got: Failed/],
    ['during an update of its owner', {}, () => { account.endpoint.EndpointStatus = 'Updating'; }, /must be InService, got: Updating/],
    ['during an update to what another resource made', {}, () => {
      account.addCopy(`${PREFIX}1-Chat`, 'other');
      Object.assign(account.endpoint, { EndpointStatus: 'Updating', PendingDeploymentSummary: { EndpointConfigName: `${PREFIX}1-Chat` } });
    }, /must be InService, got: Updating/],
    ['without a configuration to clone', {}, () => account.configurations.delete('original'), /is on configuration 'original', which was deleted: nothing can be cloned/],
    ['of an asynchronous endpoint', {}, () => original({ AsyncInferenceConfig: { OutputConfig: {} } }), /^Endpoint 'Chat' is asynchronous: /],
    ['of a serverless variant', {}, () => original({ ProductionVariants: [VARIANT, { ...VARIANT, ServerlessConfig: {} }] }), /^Endpoint 'Chat' is serverless: /],
    ['of a serverless shadow variant', {}, () => original({ ShadowProductionVariants: [{ ...VARIANT, ServerlessConfig: {} }] }), /is serverless: /],
    ['of another kind without variants', {}, () => original({ ProductionVariants: undefined, AsyncInferenceConfig: {} }), /is asynchronous: /],
    ['with a role that is not given', {}, () => original({ ExecutionRoleArn: 'arn:one' }),
      /has the execution role arn:one, which must be passed on: expected it as executionRole, got: undefined$/],
    ['with another role than given', { ExecutionRoleArn: 'arn:two' }, () => original({ ExecutionRoleArn: 'arn:one' }), /got: arn:two$/],
    ['with members that the SDK does not know', {}, () => { account.configurations.get('original')!.unknown = { Later: { Setting: 1 } }; },
      /^Endpoint 'Chat' is on configuration 'original' with members that the SDK .* would drop: Later\. Expected a version .* with a newer SDK$/],
    ['with 50 tags', {}, () => {
      account.configurations.get('original')!.tags = Array.from({ length: 50 }, (_, index) => ({ Key: `${index}`, Value: '' }));
    }, /has 50 tags on its configuration 'original': expected at most 49, because the copy needs one more/],
  ])('%s', async (_, changes, prepare, reason) => {
    prepare();
    await expect(optIn(changes).start()).rejects.toThrow(reason);
    expect(account.changes).toEqual([]);
  });
});

test('49 tags and those of AWS leave room for the mark', async () => {
  account.configurations.get('original')!.tags = [
    ...Array.from({ length: 49 }, (_, index) => ({ Key: `${index}`, Value: '' })), { Key: 'aws:x', Value: '' },
  ];
  expect(account.configurations.get((await optIn().start())!)!.tags).toHaveLength(50);
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

  test('cannot be described: it is discarded', async () => {
    account.errors.DescribeEndpointConfig = [undefined, DENIED()];
    await expect(optIn().start()).rejects.toThrow('not authorized');
    expect(account.done).toEqual(['create', 'delete']);
  });
});

describe('an update that is not accepted', () => {
  test('for certain leaves no copy', async () => {
    account.errors.UpdateEndpoint = [DENIED()];
    await expect(optIn().start()).rejects.toThrow('not authorized');
    expect([...account.configurations.keys()]).toEqual(['original']);
  });

  test.each([
    ['because the service failed', () => serviceError('InternalFailure', 'failed', 500)],
    ['after several attempts', THROTTLED],
    ['because an update runs, which may be the same', IN_PROGRESS],
  ])('%s keeps the copy: the endpoint may be moving to it', async (_, error) => {
    account.errors.UpdateEndpoint = [error()];
    await expect(optIn().start()).rejects.toThrow(error().message);
    expect(account.done).toEqual(['create']);
  });

  test('keeps a copy that was there before: another event may be moving the endpoint to it', async () => {
    const name = await optIn().start();
    account.errors.UpdateEndpoint = [DENIED()];
    await expect(optIn().start()).rejects.toThrow('not authorized');
    expect(account.configurations.has(name!)).toBe(true);
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
    expect(await optIn({ MetricPublishFrequencyInSeconds: '30' }).check(undefined)).toBeUndefined();
    expect(account.done).toEqual(['create', 'update']);
    const [, input] = account.changes[1];
    arrive(input.EndpointConfigName);
    expect(await optIn({ MetricPublishFrequencyInSeconds: '30' }).check(undefined)).toBe(input.EndpointConfigName);
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
