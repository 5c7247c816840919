import { Account, PREFIX, requestWith, VARIANT } from './account';
import { OptIn } from '../../../src/opt-in/handler/opt-in';
import { OptInResourceProperties } from '../../../src/opt-in/resource-properties';

const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/one';

let account: Account;
beforeEach(() => { account = new Account(); });

function original(changes: object): void {
  Object.assign(account.configurations.get('original')!.settings, changes);
}

describe('an opt-in is refused, with nothing changed,', () => {
  test.each<[string, Partial<OptInResourceProperties>, () => void, RegExp]>([
    ['at a frequency that SageMaker does not have', { MetricPublishFrequencyInSeconds: '20' }, () => undefined,
      /^Endpoint 'Chat' cannot publish metrics every 20 seconds: expected one of 10, 30, 60, 120, 180, 240, 300$/],
    ['without an endpoint', {}, () => { account.endpoint = undefined; }, /^Endpoint 'Chat' does not exist in this account and Region$/],
    ['of an endpoint that fails', {}, () => { account.endpoint.EndpointStatus = 'Failed'; }, /must be InService, got: Failed/],
    ['during an update of its owner', {}, () => { account.endpoint.EndpointStatus = 'Updating'; }, /must be InService, got: Updating/],
    ['on a configuration that many share', {}, () => {
      account.addCopy(`${PREFIX}1-Chat`, 'a+b+c+d');
      account.endpoint.EndpointConfigName = `${PREFIX}1-Chat`;
    }, /is on configuration 'detailed-.*', which 4 opt-ins share already: expected at most 4$/],
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
    ['with a key that is not given', {}, () => original({ KmsKeyId: 'alias/chat' }),
      /^Endpoint 'Chat' has the key alias\/chat, which SageMaker must be let use: expected it as encryptionKey, got: undefined$/],
    ['with another key than given', { EncryptionKeyArn: KEY }, () => original({ KmsKeyId: `${KEY}2` }), /has the key arn:.*\/one2, .* got: arn:.*\/one$/],
    ['with members that the SDK does not know', {}, () => { account.configurations.get('original')!.unknown = { Later: { Setting: 1 } }; },
      /^Endpoint 'Chat' is on configuration 'original' with members that the SDK .* would drop: Later\. Expected a version .* with a newer SDK$/],
    ['with 50 tags', {}, () => {
      account.configurations.get('original')!.tags = Array.from({ length: 50 }, (_, index) => ({ Key: `${index}`, Value: '' }));
    }, /has 50 tags on its configuration 'original': expected at most 49, because the copy needs one more/],
  ])('%s', async (_, changes, prepare, reason) => {
    prepare();
    await expect(new OptIn(account.sageMaker, requestWith(changes)).start()).rejects.toThrow(reason);
    expect(account.changes).toEqual([]);
  });
});

test('49 tags and those of AWS leave room for the mark', async () => {
  account.configurations.get('original')!.tags = [
    ...Array.from({ length: 49 }, (_, index) => ({ Key: `${index}`, Value: '' })), { Key: 'aws:x', Value: '' },
  ];
  expect(account.configurations.get((await new OptIn(account.sageMaker, requestWith()).start())!)!.tags).toHaveLength(50);
});

test.each([
  ['the same', KEY, KEY],
  ['an id', 'one', KEY],
  ['an alias', 'arn:aws:kms:eu-central-1:111122223333:alias/chat', KEY],
  ['a key, and an alias was given', KEY, 'arn:aws:kms:eu-central-1:111122223333:alias/chat'],
])('a key may be the one that was given: %s', async (_, key, given) => {
  original({ KmsKeyId: key });
  expect(await new OptIn(account.sageMaker, requestWith({ EncryptionKeyArn: given })).start()).toContain(PREFIX);
});
