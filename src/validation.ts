import { Annotations, Duration, Size, SizeRoundingBehavior, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { problemReport } from './problem-report';

export { problemReport } from './problem-report';

/** The bounds of a number, both inclusive. */
export interface Range {
  readonly min: number;
  readonly max?: number;
  /** What the number counts, for the message. */
  readonly unit?: string;
  /** Whether fractions are allowed (default: whole numbers only). */
  readonly fractions?: boolean;
}

/** Thrown when one or several properties of a construct cannot be deployed. */
export class InvalidPropertiesError extends Error {
  public constructor(scope: IConstruct, problems: readonly string[]) {
    super(problemReport(scope.node.path, problems));
    this.name = 'InvalidPropertiesError';
  }
}

/**
 * Collects what is wrong with a set of properties, so that a user sees all of it at once.
 * Every check lets undefined and unresolved tokens pass.
 */
export class Problems {
  private readonly messages: string[] = [];

  /** Notes a problem, once. */
  public add(message: string): this {
    if (!this.messages.includes(message)) {
      this.messages.push(message);
    }
    return this;
  }

  public get found(): string[] {
    return [...this.messages];
  }

  public number(what: string, value: number | undefined, range: Range): this {
    if (value === undefined || Token.isUnresolved(value)) {
      return this;
    }
    const integral = range.fractions ? Number.isFinite(value) : Number.isInteger(value);
    if (!integral || value < range.min || value > (range.max ?? Infinity)) {
      this.add(`${what} must be ${describe(range)}, got: ${value}`);
    }
    return this;
  }

  /** A duration in whole seconds. */
  public seconds(what: string, value: Duration | undefined, range: Range): this {
    return value === undefined || value.isUnresolved()
      ? this
      : this.number(what, value.toSeconds({ integral: false }), { unit: 'seconds', ...range });
  }

  /** A size in whole mebibytes. */
  public mebibytes(what: string, value: Size | undefined, range: Range): this {
    return value === undefined || value.isUnresolved() ? this : this.number(what, inMebibytes(value), { unit: 'MiB', ...range });
  }

  public pattern(what: string, value: string | undefined, pattern: RegExp, expected: string): this {
    if (value !== undefined && !Token.isUnresolved(value) && !pattern.test(value)) {
      this.add(`${what} must be ${expected}, got: '${value}'`);
    }
    return this;
  }

  /** Throws one error that holds every problem, or returns when there is none. */
  public throwIfAny(scope: IConstruct): void {
    if (this.messages.length > 0) {
      throw new InvalidPropertiesError(scope, this.messages);
    }
  }
}

/** Something that is allowed but is likely to surprise: shown at synth, and acknowledged by id. */
export interface Caution {
  readonly id: string;
  readonly message: string;
}

/** Attaches warnings that a user can acknowledge as `cdk-sagemaker-insights:ID`. */
export function warn(scope: IConstruct, cautions: readonly Caution[]): void {
  for (const { id, message } of cautions) {
    Annotations.of(scope).addWarningV2(`cdk-sagemaker-insights:${id}`, message);
  }
}

/** Whether a number or string is known at synth. */
export function isKnown<T extends number | string>(value: T | undefined): value is T {
  return value !== undefined && !Token.isUnresolved(value);
}

/** The seconds of a duration that is known at synth. */
export function knownSeconds(duration: Duration | undefined): number | undefined {
  return duration === undefined || duration.isUnresolved() ? undefined : duration.toSeconds({ integral: false });
}

/** A size in MiB with its fraction, so that the check that follows can name the property. */
export function inMebibytes(size: Size): number {
  return size.toMebibytes({ rounding: SizeRoundingBehavior.NONE });
}

function describe({ min, max, unit, fractions }: Range): string {
  const kind = fractions ? 'a number' : 'a whole number';
  const bounds = max === undefined ? `of at least ${min}` : `from ${min} to ${max}`;
  return [kind, bounds, unit].filter(Boolean).join(' ');
}
