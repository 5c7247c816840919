import { IConstruct } from 'constructs';
import { InvalidPropertiesError } from '../validation';

/**
 * Exactly one policy of a target may scale in: a step policy that does is not blocked by target tracking, which may then scale out again
 * (PutScalingPolicy reference).
 */
export class ScaleInOwner {
  private owner?: string;

  public constructor(private readonly scope: IConstruct) {}

  /** Whether a policy scales in. */
  public get exists(): boolean {
    return this.owner !== undefined;
  }

  /** Notes the policy that scales in. Throws when another one does. */
  public claim(policy: string): void {
    if (this.owner !== undefined) {
      throw new InvalidPropertiesError(this.scope, [
        'exactly one policy of a target may scale in, or they undo what the others decided: expected disableScaleIn: true for all others, ' +
        `got two that scale in: ${this.owner} and ${policy}`,
      ]);
    }
    this.owner = policy;
  }
}
