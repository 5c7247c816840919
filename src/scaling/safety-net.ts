/**
 * What scales out beside engine pressure, without the engine's own metrics: target tracking of requests in flight, which SageMaker counts
 * itself. It never scales in.
 */
export class SafetyNet {
  /** None. */
  public static readonly NONE = new SafetyNet();

  /**
   * Adds capacity when there are more requests in flight, queued ones included, per copy or instance.
   *
   * @param target how many: well above what a busy copy has, or the net decides instead of the pressure
   */
  public static concurrentRequests(target: number): SafetyNet {
    return new SafetyNet(target);
  }

  /** @internal */
  public readonly _target?: number;

  private constructor(target?: number) {
    this._target = target;
  }
}
