import { Names, Resource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/**
 * Takes the permissions of one endpoint into a policy of its own and attaches it to a role that the user brings.
 *
 * In the role's own policy they would tie endpoints that share the role to each other, and a role of another stack to what the
 * endpoint's stack creates: both are cycles.
 */
export class ScopedGrantee implements iam.IPrincipal {
  public readonly grantPrincipal = this;
  public readonly assumeRoleAction: string;
  public readonly policyFragment: iam.PrincipalPolicyFragment;
  public readonly principalAccount?: string;

  /** What whoever needs the permissions has to wait for. */
  public readonly policy: iam.Policy;

  public constructor(scope: Construct, role: iam.IRole) {
    this.assumeRoleAction = role.assumeRoleAction;
    this.policyFragment = role.policyFragment;
    this.principalAccount = role.principalAccount;
    this.policy = new iam.Policy(scope, 'RolePolicy', { policyName: nameAbroad(scope, role) });
    // Does nothing to a role that was imported as immutable: the policy is then left out of the template.
    role.attachInlinePolicy(this.policy);
  }

  public addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    this.policy.addStatements(statement);
    return { statementAdded: true, policyDependable: this.policy };
  }
}

const MAX_POLICY_NAME = 128;
const LONGEST_REGION = 20;

/**
 * The name of a policy on a role that is not of the same stack. A name made of the logical id alone, as AWS CDK makes it, may be that of
 * another stack's policy on the same role, and the one deployed last would take the place of the other. Stacks of one name may be in
 * several Regions, and roles are in all of them.
 */
function nameAbroad(scope: Construct, role: iam.IRole): string | undefined {
  const { region } = Stack.of(scope);
  return Resource.isOwnedResource(role) && Stack.of(role) === Stack.of(scope) ? undefined
    : `${Names.uniqueResourceName(scope, { maxLength: MAX_POLICY_NAME - LONGEST_REGION - 1 })}-${region}`;
}
