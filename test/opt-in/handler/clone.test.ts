import { arnOf, VARIANT } from './account';
import { cloneOf, configurationName, droppedSettings, lostMetrics, lostSettings } from '../../../src/opt-in/handler/clone';

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
  const settings = { ProductionVariants: [VARIANT], KmsKeyId: 'key' };
  const name = configurationName('detailed-01234567-', 'owner', 'Chat', settings);

  test('tells the prefix, the content and the endpoint', () => {
    expect(name).toMatch(/^detailed-01234567-[0-9a-f]{16}-Chat$/);
  });

  test('does not depend on the order of members, nor on members without a value', () => {
    const [reversed] = [Object.fromEntries(Object.entries(VARIANT).reverse())] as any[];
    expect(configurationName('detailed-01234567-', 'owner', 'Chat', { KmsKeyId: 'key', VpcConfig: undefined, ProductionVariants: [reversed] })).toBe(name);
  });

  test('depends on owner, values, the order of lists, and null', () => {
    const other = { ...VARIANT, VariantName: 'Other' };
    const named = (owner: string, changed: any) => configurationName('detailed-01234567-', owner, 'Chat', changed);
    const names = [
      name, named('other', settings), named('owner', { ...settings, KmsKeyId: 'other' }), named('owner', { ...settings, KmsKeyId: null }),
      named('owner', { ProductionVariants: [VARIANT, other] }), named('owner', { ProductionVariants: [other, VARIANT] }),
    ];
    expect(new Set(names).size).toBe(6);
  });

  test('is cut where SageMaker takes no more, and does not end with a hyphen', () => {
    const long = configurationName('detailed-01234567-', 'owner', `${'a'.repeat(27)}--${'b'.repeat(20)}`, settings);
    expect(long).toMatch(/^detailed-01234567-[0-9a-f]{16}-a{27}$/);
  });
});
