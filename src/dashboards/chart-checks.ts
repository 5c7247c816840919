import { isKnown, Problems } from '../validation';

/** Checks a number that JSON can hold. */
export function checkFinite(problems: Problems, what: string, value: number | undefined): void {
  if (isKnown(value) && !Number.isFinite(value)) {
    problems.add(`${what} must be a finite number, got: ${value}`);
  }
}

/** Checks two bounds, of which either may be missing. */
export function checkBounds(problems: Problems, what: string, min: number | undefined, max: number | undefined): void {
  checkFinite(problems, `${what}: min`, min);
  checkFinite(problems, `${what}: max`, max);
  if (isKnown(min) && isKnown(max) && min > max) {
    problems.add(`${what}: min must not be above max, got: min ${min}, max ${max}`);
  }
}

/** Checks a colour: charts take six hexadecimal digits only, no names and no short forms (dashboard body reference). */
export function checkColor(problems: Problems, what: string, color: string | undefined): void {
  problems.pattern(what, color, /^#[0-9a-fA-F]{6}$/, 'a # and six hexadecimal digits, such as #d62728');
}
