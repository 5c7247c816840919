import { DENIED, IN_PROGRESS, NOT_FOUND, serviceError, THROTTLED } from './account';
import { alreadyExists, isDenied, isNotFound, isRefusal, isTransient, OptInError, reasonOf } from '../../../src/opt-in/handler/failure';

const EXISTS = serviceError('ValidationException', 'Cannot create already existing endpoint configuration "arn".');

test.each([
  ['ThrottlingException', THROTTLED()],
  ['TooManyRequestsException', serviceError('TooManyRequestsException', '')],
  ['RequestLimitExceeded', serviceError('RequestLimitExceeded', '')],
  ['an error of the service', serviceError('InternalFailure', '', 500)],
  ['a gateway', serviceError('Unknown', '', 503)],
  ['a time-out of the SDK', Object.assign(new Error(), { name: 'TimeoutError' })],
  ['a call that was aborted', Object.assign(new Error(), { name: 'AbortError' })],
  ['a broken connection', Object.assign(new Error(), { code: 'ECONNRESET' })],
  ['a name that was not resolved', Object.assign(new Error(), { code: 'EAI_AGAIN' })],
  ['an update that runs', IN_PROGRESS()],
])('passes: %s', (_, error) => expect(isTransient(error)).toBe(true));

test.each([
  ['a refusal', DENIED()],
  ['what does not exist', NOT_FOUND()],
  ['a defect', new TypeError('x is not a function')],
  ['a reason to stop', new OptInError('Chat', 'is serverless')],
  ['another code', Object.assign(new Error(), { code: 'ERR_TLS' })],
])('does not pass: %s', (_, error) => expect(isTransient(error)).toBe(false));

test.each([
  [DENIED(), true], [serviceError('AccessDenied', ''), true], [THROTTLED(), false], [NOT_FOUND(), false],
])('a permission is missing: %s', (error, expected) => expect(isDenied(error)).toBe(expected));

test.each<[string, Error, boolean]>([
  ['refused at once', DENIED(), true],
  ['refused for its input', serviceError('ValidationException', 'Invalid deployment', 499), true],
  ['refused after an attempt whose answer was lost', serviceError('AccessDeniedException', '', 400, 2), false],
  ['refused because an update runs, which may be the same', IN_PROGRESS(), false],
  ['an error of the service', serviceError('InternalFailure', '', 500), false],
  ['no answer', new Error('socket hang up'), false],
  ['an answer of another kind', serviceError('Redirect', '', 399), false],
])('refusal without doubt: %s', (_, error, expected) => expect(isRefusal(error)).toBe(expected));

test.each<[string, Error, boolean]>([
  ['a ValidationException of that text', NOT_FOUND(), true],
  ['a ResourceNotFound', serviceError('ResourceNotFound', 'none'), true],
  ['another ValidationException', EXISTS, false],
  ['another error of that text', serviceError('AccessDeniedException', 'Could not find a policy'), false],
])('not found: %s', (_, error, expected) => expect(isNotFound(error)).toBe(expected));

test.each<[string, Error, boolean]>([
  ['a ValidationException of that text', EXISTS, true],
  ['another ValidationException', NOT_FOUND(), false],
  ['another error of that text', serviceError('ConflictException', 'already exists'), false],
])('exists already: %s', (_, error, expected) => expect(alreadyExists(error)).toBe(expected));

test('the reason names the endpoint and the error', () => {
  expect(reasonOf('Chat', DENIED()).message).toBe('Endpoint \'Chat\' could not be dealt with: AccessDeniedException: not authorized');
});

test('a reason that is one already stays as it is', () => {
  const error = new OptInError('Chat', 'is serverless: no');
  expect(error).toMatchObject({ name: 'OptInError', message: 'Endpoint \'Chat\' is serverless: no' });
  expect(reasonOf('Other', error)).toBe(error);
});
