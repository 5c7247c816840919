import { Account, MODIFIED, requestWith, THROTTLED } from './account';
import { MarkedConfiguration } from '../../../src/opt-in/handler/configurations';
import { requireThatItMoves, startMove } from '../../../src/opt-in/handler/move';

let account: Account;
beforeEach(() => { account = new Account(); });

function move(deployment?: string): Promise<void> {
  return startMove(account.sageMaker, requestWith({ DeploymentConfig: deployment }), account.endpoint, 'new');
}

const BASE = { EndpointName: 'Chat', EndpointConfigName: 'new', RetainAllVariantProperties: true };
const DEPLOYMENT = { RollingUpdatePolicy: { MaximumBatchSize: { Type: 'INSTANCE_COUNT', Value: 1 }, WaitIntervalInSeconds: 60 } };

test.each<[string, object | undefined, object | undefined, object]>([
  ['neither stated nor known', undefined, undefined, BASE],
  ['known', undefined, DEPLOYMENT, { ...BASE, RetainDeploymentConfig: true }],
  ['stated', DEPLOYMENT, undefined, { ...BASE, DeploymentConfig: DEPLOYMENT }],
  ['stated in place of the last', DEPLOYMENT, { BlueGreenUpdatePolicy: {} }, { ...BASE, DeploymentConfig: DEPLOYMENT }],
])('an update keeps counts and weights, with the deployment %s', async (_, stated, last, expected) => {
  account.endpoint.LastDeploymentConfig = last;
  await move(stated && JSON.stringify(stated));
  expect(account.changes).toEqual([['update', expected]]);
});

describe('an update without an answer', () => {
  test.each([
    ['is pending', { EndpointStatus: 'Updating', PendingDeploymentSummary: { EndpointConfigName: 'new' } }],
    ['is there', { EndpointConfigName: 'new' }],
  ])('has succeeded when the endpoint %s', async (_, changes) => {
    account.errors.UpdateEndpoint = [THROTTLED()];
    const begun = move();
    Object.assign(account.endpoint, changes);
    await expect(begun).resolves.toBeUndefined();
  });

  test.each([
    ['is where it was', () => undefined],
    ['is gone', () => { account.endpoint = undefined; }],
    ['cannot be described', () => { account.deny('DescribeEndpoint'); }],
  ])('has failed when the endpoint %s', async (_, prepare) => {
    account.errors.UpdateEndpoint = [THROTTLED()];
    const begun = move();
    prepare();
    await expect(begun).rejects.toThrow('Rate exceeded');
  });
});

describe('an endpoint on another configuration', () => {
  const request = requestWith();
  const noted = (changes: object): MarkedConfiguration =>
    ({ name: 'new', arn: 'arn', mark: { owners: [request.owner], original: 'original', request: 'request', before: MODIFIED, noted: MODIFIED, ...changes } });
  const judge = (mark: MarkedConfiguration | undefined) => () => requireThatItMoves(request, account.endpoint, 'new', mark);

  test('may still move when this request noted it and nothing has changed since', () => {
    expect(judge(noted({}))).not.toThrow();
  });

  test.each([
    ['the endpoint has changed since', noted({ before: MODIFIED - 1 })],
    ['another request noted the move', noted({ request: 'earlier' })],
    ['no move was noted', undefined],
  ])('does not when %s', (_, mark) => {
    expect(judge(mark)).toThrow(/^Endpoint 'Chat' is InService on configuration 'original', expected 'new': SageMaker rolled the update back, or something else updated the endpoint$/);
  });

  test('tells the reason that SageMaker gives', () => {
    account.endpoint.FailureReason = 'no capacity';
    expect(judge(undefined)).toThrow(/updated the endpoint \(no capacity\)$/);
  });
});
