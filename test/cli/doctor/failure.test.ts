import { answerOf } from '../../../src/cli/doctor/evidence';
import { Failure, failureOf } from '../../../src/cli/doctor/failure';
import { Secrets } from '../../../src/cli/doctor/secrets';

function error(name: string, message = '', more: object = {}): Error {
  return Object.assign(new Error(message), { name, ...more });
}

test.each<[Error, string, string]>([
  [error('ExpiredTokenException', 'The security token included in the request is expired'), 'credentials', 'it: AWS did not accept the credentials (ExpiredTokenException)'],
  [error('CredentialsProviderError', 'Could not load credentials from any providers'), 'credentials', '(CredentialsProviderError)'],
  [error('Forbidden', 'The security token included in the request is invalid'), 'credentials', '(Forbidden)'],
  [error('Error', 'connect', { code: 'ECONNREFUSED' }), 'network', 'it: no connection (ECONNREFUSED)'],
  [error('AggregateError', '', { errors: [error('Error', '', { code: 'ENETUNREACH' })] }), 'network', '(ENETUNREACH)'],
  [error('TimeoutError', 'too slow'), 'network', '(TimeoutError)'],
  [error('ThrottlingException', 'Rate exceeded'), 'throttled', 'it: still throttled after several attempts'],
  [error('Unknown', '', { $metadata: { httpStatusCode: 429 } }), 'throttled', 'it: still throttled'],
  [error('AccessDeniedException', 'User: x is not authorized'), 'denied', 'it: access denied'],
  [error('ValidationException', 'Could not find endpoint "chat".'), 'not found', 'it: Could not find endpoint "chat".'],
  [error('InternalFailure', 'first\nsecond'), 'other', 'it: InternalFailure: first'],
])('%s is told in words', (thrown, kind, message) => {
  const failure = failureOf('it', 'service:Action', thrown);
  expect([failure.kind, failure.message]).toEqual([kind, expect.stringContaining(message)]);
  expect(failure.message).not.toContain('second');
  expect(failure.advice).not.toBe('');
  expect(failure.isFatal).toBe(kind === 'credentials');
});

test('names the permission that is missing', () => {
  expect(failureOf('it', 'service:Action', error('AccessDenied')).advice).toBe('Allow service:Action.');
});

test('keeps what is told already', () => {
  const failure = new Failure('other', 'a', 'b');
  expect(failureOf('it', '', failure)).toBe(failure);
});

test('an answer is a value or a reason; what stops everything is thrown', async () => {
  const denied = new Failure('denied', '', '');
  expect(await answerOf(Promise.resolve(1))).toEqual({ value: 1 });
  expect(await answerOf(Promise.reject(denied))).toEqual({ failure: denied });
  await expect(answerOf(Promise.reject(new Failure('credentials', 'gone', '')))).rejects.toThrow('gone');
  await expect(answerOf(Promise.reject(new Error('bug')))).rejects.toThrow('bug');
});

test('credentials are hidden wherever they stand', () => {
  const secrets = new Secrets();
  expect(secrets.note({ accessKeyId: 'id-1', secretAccessKey: 'a/b+c', sessionToken: 'token' })).toMatchObject({ accessKeyId: 'id-1' });
  secrets.note({ accessKeyId: 'id-2', secretAccessKey: 's-2' });
  expect(secrets.hideIn('id-1 a/b+c a%2Fb%2Bc tokens id-2 s-2 ASIAIOSFODNN7EXAMPLE other'))
    .toBe('[hidden] [hidden] [hidden] [hidden]s [hidden] [hidden] [hidden] other');
});
