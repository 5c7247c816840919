/* Settings that a copy would lose, and endpoints of other kinds. */
import { BEFORE, FaultScenario, IN_USE } from './scenario';
import { SETTINGS } from '../world';

export const SETTINGS_AT_RISK: readonly FaultScenario[] = [
  {
    fault: 'a setting that the SDK does not know',
    settings: { ...SETTINGS, CrossRegionTrafficConfig: { MaxInvocationsPerSecondPerInstance: 5, MaxCrossRegionPercentPerEndpoint: 20 } },
    run: (world) => world.stack.create(),
    ended: /members that the SDK of this handler does not know and would drop: CrossRegionTrafficConfig/,
    endpoint: BEFORE,
    updates: 0,
    copies: 0,
  },
  {
    fault: 'a setting that SageMaker does not store again',
    run: (world) => { world.plane.state.dropped.set(world.prefix, 'DataCaptureConfig'); return world.stack.create(); },
    ended: /stays as it is, because its copied configuration differs in: DataCaptureConfig/,
    endpoint: BEFORE,
    updates: 0,
    copies: 0,
  },
  {
    fault: 'a role that may not be passed on',
    settings: { ...SETTINGS, ExecutionRoleArn: 'arn:aws:iam::111122223333:role/other' },
    run: (world) => world.stack.create(),
    ended: /has the execution role arn:aws:iam::111122223333:role\/other, which must be passed on/,
    endpoint: BEFORE,
    updates: 0,
    copies: 0,
  },
  {
    fault: 'a key that was not given',
    run: (world) => {
      const { EncryptionKeyArn, ...properties } = world.properties();
      world.stack.properties = properties;
      return world.stack.create();
    },
    ended: /has the key arn:aws:kms:.*expected it as encryptionKey, got: undefined/,
    endpoint: BEFORE,
    updates: 0,
    copies: 0,
  },
  {
    fault: 'another key than was given',
    settings: { ...SETTINGS, KmsKeyId: 'arn:aws:kms:eu-central-1:111122223333:key/other' },
    run: (world) => world.stack.create(),
    ended: /has the key .*key\/other.*got: arn:aws:kms:.*key\/0a1b2c3d/,
    endpoint: BEFORE,
    updates: 0,
    copies: 0,
  },
  {
    fault: 'a key by another name than was given',
    settings: { ...SETTINGS, KmsKeyId: 'alias/serving' },
    run: (world) => world.stack.create(),
    ended: 'SUCCESS',
    endpoint: IN_USE,
    updates: 1,
    copies: 1,
  },
  {
    fault: 'an asynchronous endpoint',
    settings: { ...SETTINGS, AsyncInferenceConfig: { OutputConfig: { S3OutputPath: 's3://out/' } } },
    run: (world) => world.stack.create(),
    ended: /is asynchronous/,
    endpoint: BEFORE,
    updates: 0,
    copies: 0,
  },
  {
    fault: 'a serverless endpoint',
    settings: { ...SETTINGS, ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: 'chat', ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 5 } }] },
    run: (world) => world.stack.create(),
    ended: /is serverless/,
    endpoint: BEFORE,
    updates: 0,
    copies: 0,
  },
];
