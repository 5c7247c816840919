import { createHash } from 'crypto';
import { eventWith, PREFIX, requestWith, STACK } from './account';
import { requestOf } from '../../../src/opt-in/handler/request';

test('a request says what the template said', () => {
  expect(requestWith()).toEqual({
    id: 'request',
    isCreate: true,
    isUpdate: false,
    isKnown: false,
    endpointName: 'Chat',
    frequency: 10,
    prefix: PREFIX,
    suffix: '-Chat',
    executionRoleArn: undefined,
    encryptionKeyArn: undefined,
    deployment: undefined,
    waitForCompletion: true,
    revertOnDelete: false,
    owner: createHash('sha256').update(`${STACK}|OptIn|Chat`).digest('hex').slice(0, 16),
  });
});

test('what is left out of the template may be stated', () => {
  const deployment = { RollingUpdatePolicy: { WaitIntervalInSeconds: 300 } };
  expect(requestWith({
    ExecutionRoleArn: 'arn:aws:iam::111122223333:role/serving', DeploymentConfig: JSON.stringify(deployment), WaitForCompletion: 'false', RevertOnDelete: 'true',
  })).toMatchObject({ executionRoleArn: 'arn:aws:iam::111122223333:role/serving', deployment, waitForCompletion: false, revertOnDelete: true });
});

test.each<['Create' | 'Update' | 'Delete', string, object]>([
  ['Create', 'Chat', { isCreate: true, isUpdate: false, isKnown: false }],
  ['Update', 'Chat', { isCreate: false, isUpdate: true, isKnown: true }],
  ['Update', 'Earlier', { isCreate: false, isUpdate: true, isKnown: false }],
  ['Delete', 'Chat', { isCreate: false, isUpdate: false, isKnown: false }],
])('%s of %s', (type, physicalId, expected) => {
  expect(requestOf({ ...eventWith({}, type), PhysicalResourceId: physicalId })).toMatchObject(expected);
});

test('an owner is one resource of one stack with one endpoint', () => {
  const event = eventWith();
  const owners = [
    event, { ...event, StackId: `${STACK}2` }, { ...event, LogicalResourceId: 'OptIn2' }, eventWith({ EndpointName: 'Chat2' }),
  ].map((other) => requestOf(other).owner);
  expect(new Set(owners).size).toBe(4);
});

test('an owner stays the same from one request to the next', () => {
  expect(requestOf({ ...eventWith({ MetricPublishFrequencyInSeconds: '30' }, 'Update'), RequestId: 'other' }).owner).toBe(requestWith().owner);
});
