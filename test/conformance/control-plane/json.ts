/* What goes over the wire. */

export type Json = { [member: string]: any };

/** A call that SageMaker refuses. */
export class Refusal extends Error {
  public constructor(public readonly type: string, message: string, public readonly status = 400) {
    super(message);
  }
}
