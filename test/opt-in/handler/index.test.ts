import { Account, eventWith, IN_PROGRESS, NOT_FOUND, PREFIX, requestWith, THROTTLED } from './account';
import { isComplete, onEvent } from '../../../src/opt-in/handler';
import { Handlers } from '../../../src/opt-in/handler/handlers';

let account: Account;
let told: string[];
const DEADLINE = expect.stringMatching(/^\d+$/);

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
      PhysicalResourceId: 'Chat', Data: { EndpointConfigName: expect.stringMatching(`^${PREFIX}`), Deadline: DEADLINE },
    });
    expect(account.done).toEqual(['create', 'update']);
  });

  test('Delete keeps the endpoint and its physical id', async () => {
    optedIn();
    expect(await onEvent({ ...eventWith({}, 'Delete'), PhysicalResourceId: 'earlier' })).toEqual({ PhysicalResourceId: 'earlier', Data: { Deadline: DEADLINE } });
    expect(account.changes).toEqual([]);
  });

  test('Delete reverts on request', async () => {
    optedIn();
    expect(await onEvent(eventWith({ RevertOnDelete: 'true' }, 'Delete'))).toEqual({ PhysicalResourceId: 'Chat', Data: { EndpointConfigName: 'original', Deadline: DEADLINE } });
    expect(account.done).toEqual(['tag', 'update']);
  });

  test('a failure names the endpoint', async () => {
    account.errors.DescribeEndpoint = [THROTTLED()];
    await expect(onEvent(eventWith())).rejects.toThrow(/^Endpoint 'Chat' could not be dealt with: ThrottlingException: Rate exceeded$/);
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
    account.deny('DescribeEndpoint');
    await expect(new Handlers(account.sageMaker).isComplete(eventWith())).rejects.toThrow(/^Endpoint 'Chat' could not be dealt with: AccessDeniedException/);
  });
});

describe('the deadline', () => {
  const late = (type: 'Create' | 'Delete' = 'Create') => ({ ...eventWith({ RevertOnDelete: 'true' }, type), Data: { Deadline: `${account.now}` } });
  const handlers = () => new Handlers(account.sageMaker);

  test('is before the framework gives up after 50 minutes', async () => {
    expect((await handlers().onEvent(eventWith())).Data.Deadline).toBe(`${account.now + 48 * 60_000}`);
  });

  test.each(['Create', 'Delete'] as const)('passed: %s fails with where the endpoint is', async (type) => {
    Object.assign(account.endpoint, { EndpointStatus: 'Updating', PendingDeploymentSummary: { EndpointConfigName: COPY } });
    await expect(handlers().isComplete(late(type))).rejects.toThrow(
      `Endpoint 'Chat' was not done within 48 minutes: it is Updating on configuration 'original' and moves to '${COPY}'`);
  });

  test('passed: a failure without a configuration to come', async () => {
    account.endpoint.EndpointStatus = 'SystemUpdating';
    await expect(handlers().isComplete(late())).rejects.toThrow(/it is SystemUpdating on configuration 'original'$/);
  });

  test('not passed: asks again', async () => {
    account.endpoint.EndpointStatus = 'Updating';
    const event = late();
    account.now -= 1;
    expect(await handlers().isComplete(event)).toEqual({ IsComplete: false });
  });

  test('passed: what stood in the way is the reason', async () => {
    account.errors.DescribeEndpoint = [THROTTLED()];
    await expect(handlers().isComplete(late())).rejects.toThrow('could not be dealt with: ThrottlingException');
  });

  test.each<[string, () => void, string]>([
    ['is gone by then', () => { account.endpoint = undefined; }, 'it is gone'],
    ['cannot be described any more', () => { account.errors.DescribeEndpoint = [THROTTLED()]; }, 'ThrottlingException: Rate exceeded'],
  ])('passed, and the endpoint %s', async (_, happen, reason) => {
    account.endpoint.EndpointStatus = 'Updating';
    const ended = handlers().isComplete(late());
    happen();
    await expect(ended).rejects.toThrow(reason);
  });

  test('passed, and done: ends well', async () => {
    optedIn();
    expect(await handlers().isComplete({ ...eventWith(), Data: { EndpointConfigName: COPY, Deadline: '0' } })).toMatchObject({ IsComplete: true });
  });
});
