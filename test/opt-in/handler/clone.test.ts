import { arnOf, VARIANT } from './account';
import { cloneOf, configurationName, droppedSettings, Identity, lostMetrics, lostSettings, nameSuffix } from '../../../src/opt-in/handler/clone';

const DESCRIBED = {
  EndpointConfigName: 'original', EndpointConfigArn: arnOf('original'), CreationTime: new Date(1000), $metadata: {}, ProductionVariants: [VARIANT],
};
const METRICS = { EnableDetailedObservability: true, MetricPublishFrequencyInSeconds: 10 } as const;

test('a clone is everything but what only a description has', () => {
  expect(cloneOf(DESCRIBED, METRICS)).toEqual({ ProductionVariants: [VARIANT], MetricsConfig: METRICS });
});

test('a clone keeps the other members of MetricsConfig', () => {
  const described = { ...DESCRIBED, MetricsConfig: { EnableEnhancedMetrics: true, MetricPublishFrequencyInSeconds: 60 as const } };
  expect(cloneOf(described, METRICS).MetricsConfig).toEqual({ EnableEnhancedMetrics: true, ...METRICS });
  expect(described.MetricsConfig.MetricPublishFrequencyInSeconds).toBe(60);
});

test('what the SDK dropped of a description is found, its metadata is no part of it', () => {
  const raw = { EndpointConfigName: 'original', EndpointConfigArn: arnOf('original'), CreationTime: 1, ProductionVariants: [VARIANT] };
  expect(droppedSettings({ described: DESCRIBED, raw })).toEqual([]);
  expect(droppedSettings({ described: DESCRIBED, raw: { ...raw, Later: 0 } })).toEqual(['Later']);
});

test('settings are lost when they differ, whatever the names', () => {
  const before = { EndpointConfigName: 'a', EndpointConfigArn: 'a', CreationTime: 1, MetricsConfig: { EnableEnhancedMetrics: true }, KmsKeyId: 'key' };
  const after = { EndpointConfigName: 'b', EndpointConfigArn: 'b', CreationTime: 2, KmsKeyId: 'key' };
  expect(lostSettings(before, after)).toEqual([]);
  expect(lostSettings(before, { ...after, KmsKeyId: 'other', VpcConfig: {} })).toEqual(['KmsKeyId', 'VpcConfig']);
});

test.each<[string, object, object | undefined, string[]]>([
  ['the same', METRICS, METRICS, []],
  ['with the default stated', METRICS, { ...METRICS, EnableEnhancedMetrics: false }, []],
  ['without the default', { ...METRICS, EnableEnhancedMetrics: false }, METRICS, []],
  ['switched on', METRICS, { ...METRICS, EnableEnhancedMetrics: true }, ['MetricsConfig.EnableEnhancedMetrics']],
  ['switched off', { ...METRICS, EnableEnhancedMetrics: true }, METRICS, ['MetricsConfig.EnableEnhancedMetrics']],
  ['gone', METRICS, undefined, ['MetricsConfig.EnableDetailedObservability', 'MetricsConfig.MetricPublishFrequencyInSeconds']],
])('metrics that were asked for and are described: %s', (_, wanted, described, lost) => {
  expect(lostMetrics(wanted, { MetricsConfig: described })).toEqual(lost);
});

describe('the name of a configuration', () => {
  const PREFIX = 'detailed-01234567-';
  const settings = { ProductionVariants: [VARIANT], KmsKeyId: 'key' };
  const identity: Identity = { owner: 'owner', settings, original: 'original', tags: [{ Key: 'team', Value: 'search' }, { Key: 'stage', Value: 'test' }] };
  const named = (changes: Partial<Record<keyof Identity, any>>) => configurationName(PREFIX, 'Chat', { ...identity, ...changes });
  const name = named({});

  test('tells the prefix, the content and the endpoint', () => {
    expect(name).toMatch(/^detailed-01234567-[0-9a-f]{16}-Chat$/);
    expect(name.endsWith(nameSuffix(PREFIX, 'Chat'))).toBe(true);
  });

  test('does not depend on the order of members and tags, nor on members without a value', () => {
    const [reversed] = [Object.fromEntries(Object.entries(VARIANT).reverse())] as any[];
    expect(named({ settings: { KmsKeyId: 'key', VpcConfig: undefined, ProductionVariants: [reversed] } })).toBe(name);
    expect(named({ tags: [...identity.tags].reverse() })).toBe(name);
  });

  test('depends on owner, way back, tags, values, the order of lists, and null', () => {
    const other = { ...VARIANT, VariantName: 'Other' };
    const names = [
      name, named({ owner: 'other' }), named({ original: 'other' }), named({ tags: [] }), named({ tags: [identity.tags[0], { Key: 'stage', Value: 'other' }] }),
      named({ settings: { ...settings, KmsKeyId: 'other' } }), named({ settings: { ...settings, KmsKeyId: null } }),
      named({ settings: { ProductionVariants: [VARIANT, other] } }), named({ settings: { ProductionVariants: [other, VARIANT] } }),
    ];
    expect(new Set(names).size).toBe(9);
  });

  test('is cut where SageMaker takes no more, and does not end with a hyphen', () => {
    const long = configurationName(PREFIX, `${'a'.repeat(27)}--${'b'.repeat(20)}`, identity);
    expect(long).toMatch(/^detailed-01234567-[0-9a-f]{16}-a{27}$/);
    expect(configurationName(PREFIX, 'a'.repeat(63), identity)).toHaveLength(63);
  });
});
