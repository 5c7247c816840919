/** Where the resources of a stack are, as far as it is known before deployment. */
export interface Place {
  /** The stages that the stack is in: empty for one that is in none. */
  readonly stage: string;
  readonly region?: string;
  readonly account?: string;
}

/**
 * Whether what stands in one place can mean by its name what stands in another. Stages that may be deployed to different places often call
 * their resources alike.
 */
export function canMeet(one: Place | undefined, other: Place | undefined): boolean {
  if (one === undefined || other === undefined) {
    return true;
  }
  const differs = (left: string | undefined, right: string | undefined) => left !== undefined && right !== undefined && left !== right;
  if (differs(one.region, other.region) || differs(one.account, other.account)) {
    return false;
  }
  const isKnown = [one.region, other.region, one.account, other.account].every((part) => part !== undefined);
  return isKnown || one.stage === other.stage;
}
