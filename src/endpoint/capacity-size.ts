import { isKnown, Problems } from '../validation';

/** A share of a fleet that changes hands in one step of a deployment. */
export class CapacitySize {
  /**
   * A percentage of the instances (of an endpoint) or of the copies (of a component).
   *
   * @param value a whole number of percent
   */
  public static percent(value: number): CapacitySize {
    return new CapacitySize(value, true);
  }

  /**
   * A number of instances (of an endpoint) or of copies (of a component).
   *
   * @param value a whole number of at least 1
   */
  public static count(value: number): CapacitySize {
    return new CapacitySize(value, false);
  }

  private constructor(
    /** The number of percent, instances or copies. */
    public readonly value: number,
    /** Whether the value is a percentage. */
    public readonly isPercentage: boolean,
  ) {}

  /** @internal */
  public _check(problems: Problems, what: string, percent: { readonly min: number; readonly max: number }): void {
    problems.number(what, this.value, this.isPercentage ? { ...percent, unit: 'percent' } : { min: 1 });
  }

  /**
   * The fewest steps that cover the whole fleet, or undefined when that depends on its size.
   * @internal
   */
  public _steps(): number | undefined {
    return this.isPercentage && isKnown(this.value) && this.value > 0 ? Math.ceil(100 / this.value) : undefined;
  }

  /** @internal */
  public _render(countType: 'INSTANCE_COUNT' | 'COPY_COUNT'): { readonly type: string; readonly value: number } {
    return { type: this.isPercentage ? 'CAPACITY_PERCENT' : countType, value: this.value };
  }
}
