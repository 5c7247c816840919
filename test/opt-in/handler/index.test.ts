import { Account, DENIED, eventWith, IN_PROGRESS, NOT_FOUND, PREFIX, requestWith, THROTTLED } from './account';
import { isComplete, onEvent } from '../../../src/opt-in/handler';

let account: Account;
let told: string[];

beforeEach(() => {
  account = new Account();
  told = [];
  jest.spyOn(console, 'error').mockImplementation((line) => void told.push(line));
});

afterEach(() => jest.restoreAllMocks());

const COPY = `${PREFIX}1-Chat`;

function optedIn(): void {
  account.addCopy(COPY, requestWith().owner);
  account.endpoint.EndpointConfigName = COPY;
}

describe('onEvent', () => {
  test.each(['Create', 'Update'] as const)('%s opts in, with the name of the endpoint as physical id', async (type) => {
    expect(await onEvent({ ...eventWith({}, type), PhysicalResourceId: 'earlier' })).toEqual({
      PhysicalResourceId: 'Chat', Data: { EndpointConfigName: expect.stringMatching(`^${PREFIX}`) },
    });
    expect(account.done).toEqual(['create', 'update']);
  });

  test('Delete keeps the endpoint and its physical id', async () => {
    optedIn();
    expect(await onEvent({ ...eventWith({}, 'Delete'), PhysicalResourceId: 'earlier' })).toEqual({ PhysicalResourceId: 'earlier', Data: undefined });
    expect(account.changes).toEqual([]);
  });

  test('Delete reverts on request', async () => {
    optedIn();
    expect(await onEvent(eventWith({ RevertOnDelete: 'true' }, 'Delete'))).toEqual({ PhysicalResourceId: 'Chat', Data: { EndpointConfigName: 'original' } });
    expect(account.done).toEqual(['tag', 'update']);
  });

  test('a failure names the endpoint', async () => {
    account.errors.DescribeEndpoint = [DENIED()];
    await expect(onEvent(eventWith())).rejects.toThrow(/^Endpoint 'Chat' could not be dealt with: AccessDeniedException: not authorized$/);
  });

  test('what cannot be read is a failure that names the endpoint, too', async () => {
    await expect(onEvent(eventWith({ DeploymentConfig: '{' }))).rejects.toThrow(/^Endpoint 'Chat' could not be dealt with: SyntaxError/);
  });

  test('what was created a moment ago is waited for', async () => {
    jest.useFakeTimers({ advanceTimers: true });
    account.errors.UpdateEndpoint = [NOT_FOUND()];
    const started = onEvent(eventWith());
    await jest.advanceTimersByTimeAsync(1000);
    await started;
    jest.useRealTimers();
    expect(account.done).toEqual(['create', 'update']);
  });
});

describe('isComplete', () => {
  test('tells the configuration at the end', async () => {
    optedIn();
    const data = { EndpointConfigName: COPY };
    expect(await isComplete({ ...eventWith(), Data: data })).toEqual({ IsComplete: true, Data: data });
  });

  test('tells nothing before', async () => {
    account.endpoint.EndpointStatus = 'Updating';
    expect(await isComplete({ ...eventWith(), Data: { EndpointConfigName: COPY } })).toEqual({ IsComplete: false });
  });

  test('of a deletion keeps the endpoint', async () => {
    optedIn();
    expect(await isComplete(eventWith({}, 'Delete'))).toEqual({ IsComplete: true, Data: { EndpointConfigName: COPY } });
  });

  test('of a deletion of an endpoint that is gone ends', async () => {
    account.endpoint = undefined;
    expect(await isComplete(eventWith({ RevertOnDelete: 'true' }, 'Delete'))).toEqual({ IsComplete: true, Data: { EndpointConfigName: '' } });
  });

  test.each([
    ['DescribeEndpoint', THROTTLED, 'asked again later: ThrottlingException: Rate exceeded'],
    ['UpdateEndpoint', IN_PROGRESS, 'asked again later: ValidationException: Cannot update in-progress endpoint "arn".'],
  ])('asks again after what passes at %s', async (operation, error, line) => {
    account.errors[operation] = [error()];
    expect(await isComplete(eventWith())).toEqual({ IsComplete: false });
    expect(told).toEqual([line]);
  });

  test('fails with what does not pass', async () => {
    account.errors.DescribeEndpoint = [DENIED()];
    await expect(isComplete(eventWith())).rejects.toThrow(/^Endpoint 'Chat' could not be dealt with: AccessDeniedException/);
  });
});
