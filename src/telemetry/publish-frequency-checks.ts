import { PublishFrequency } from './publish-frequency';
import { isKnown, Problems } from '../validation';

const LEGAL_FREQUENCIES = [10, 30, 60, 120, 180, 240, 300];

/** Checks a frequency, which a caller from another language or from plain JavaScript may set to any number. */
export function checkPublishFrequency(problems: Problems, what: string, frequency: PublishFrequency | undefined): void {
  if (isKnown(frequency) && !LEGAL_FREQUENCIES.includes(frequency)) {
    problems.add(`${what} must be one of ${LEGAL_FREQUENCIES.join(', ')} seconds, got: ${frequency}`);
  }
}

/**
 * The longest interval of an endpoint's own and those of what is on it, which are the endpoint's where they do not differ. Undefined
 * where one is unknown or known at deployment only: then the longest interval there is counts.
 */
export function slowestOf(
  own: PublishFrequency | undefined, others: ReadonlyArray<PublishFrequency | undefined>,
): PublishFrequency | undefined {
  const stated = [own, ...others];
  return stated.every(isKnown) ? Math.max(...stated) : undefined;
}
