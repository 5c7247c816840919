import { CfnParameter } from 'aws-cdk-lib';
import { PublishFrequency } from '../../src';
import { checkPublishFrequency, slowestOf } from '../../src/telemetry/publish-frequency-checks';
import { Problems } from '../../src/validation';
import { testStack } from '../support';

const { TEN_SECONDS, THIRTY_SECONDS, ONE_MINUTE, TWO_MINUTES, THREE_MINUTES, FOUR_MINUTES, FIVE_MINUTES } = PublishFrequency;

/** A frequency that is known at deployment only. */
function parameter(): PublishFrequency {
  return new CfnParameter(testStack(), 'Frequency', { type: 'Number' }).valueAsNumber;
}

describe('the slowest of several frequencies', () => {
  test.each<[what: string, own: PublishFrequency, others: PublishFrequency[], slowest: PublishFrequency]>([
    ['the own one where there is no other', ONE_MINUTE, [], ONE_MINUTE],
    ['the own one where it is slower', FIVE_MINUTES, [TEN_SECONDS, ONE_MINUTE], FIVE_MINUTES],
    ['another one where that is slower, wherever it stands', TEN_SECONDS, [THIRTY_SECONDS, TWO_MINUTES, ONE_MINUTE], TWO_MINUTES],
    ['any of them where they are equal', THREE_MINUTES, [THREE_MINUTES], THREE_MINUTES],
    // As text, 60 would come after 240.
    ['compared as a number', FOUR_MINUTES, [ONE_MINUTE], FOUR_MINUTES],
  ])('is %s', (_what, own, others, slowest) => {
    expect(slowestOf(own, others)).toBe(slowest);
  });

  // The longest interval there is counts then: a window that is too short would make the answer empty.
  test.each<[what: string, own: () => PublishFrequency | undefined, others: () => Array<PublishFrequency | undefined>]>([
    ['the own one is not stated', () => undefined, () => [ONE_MINUTE]],
    ['nothing is stated', () => undefined, () => []],
    ['one of the others is not stated', () => ONE_MINUTE, () => [TEN_SECONDS, undefined]],
    ['the own one is known at deployment only', parameter, () => [ONE_MINUTE]],
    ['one of the others is known at deployment only', () => ONE_MINUTE, () => [parameter(), TEN_SECONDS]],
    ['an unknown one stands beside the longest there is', () => FIVE_MINUTES, () => [undefined]],
  ])('is unknown where %s', (_what, own, others) => {
    expect(slowestOf(own(), others())).toBeUndefined();
  });
});

describe('a frequency', () => {
  function problemsOf(frequency: PublishFrequency | undefined): string[] {
    const problems = new Problems();
    checkPublishFrequency(problems, 'publishFrequency', frequency);
    return problems.found;
  }

  test.each([10, 30, 60, 120, 180, 240, 300])('of %d seconds is one that SageMaker takes', (seconds) => {
    expect(problemsOf(seconds)).toEqual([]);
  });

  test.each([0, -60, 1, 59, 61, 90, 301, 600, 10.5, NaN, Infinity])('of %d seconds is refused', (seconds) => {
    expect(problemsOf(seconds)).toEqual([`publishFrequency must be one of 10, 30, 60, 120, 180, 240, 300 seconds, got: ${seconds}`]);
  });

  test('that is not stated or known at deployment only is left to SageMaker', () => {
    expect(problemsOf(undefined)).toEqual([]);
    expect(problemsOf(parameter())).toEqual([]);
  });
});
