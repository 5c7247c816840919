import { changedSince, isBusy, pendingConfiguration, requireInService } from '../../../src/opt-in/handler/endpoint-state';
import { Endpoint } from '../../../src/opt-in/handler/sagemaker';

function endpoint(changes: object): Endpoint {
  return { EndpointName: 'Chat', EndpointConfigName: 'original', ...changes } as Endpoint;
}

test.each<[string, boolean]>([
  ['Updating', true], ['SystemUpdating', true], ['RollingBack', true],
  ['InService', false], ['Creating', false], ['Failed', false], ['UpdateRollbackFailed', false], ['OutOfService', false], ['Deleting', false],
])('%s passes by itself: %s', (status, busy) => {
  expect(isBusy(endpoint({ EndpointStatus: status }))).toBe(busy);
});

test('the configuration to come is told while there is one', () => {
  expect(pendingConfiguration(endpoint({ PendingDeploymentSummary: { EndpointConfigName: 'next' } }))).toBe('next');
  expect(pendingConfiguration(endpoint({}))).toBeUndefined();
});

test('an endpoint in service may be updated', () => {
  expect(() => requireInService(endpoint({ EndpointStatus: 'InService', FailureReason: 'long ago' }))).not.toThrow();
});

test('other states are told, with the reason if there is one', () => {
  expect(() => requireInService(endpoint({ EndpointStatus: 'Creating' })))
    .toThrow(/^Endpoint 'Chat' must be InService, got: Creating on configuration 'original'$/);
  expect(() => requireInService(endpoint({ EndpointStatus: 'Failed', FailureReason: 'no capacity' })))
    .toThrow(/^Endpoint 'Chat' must be InService, got: Failed on configuration 'original' \(no capacity\)$/);
});

test('an endpoint has changed when its time is later', () => {
  const changed = endpoint({ LastModifiedTime: new Date(1000) });
  expect([999, 1000, 1001].map((before) => changedSince(changed, before))).toEqual([true, false, false]);
});
