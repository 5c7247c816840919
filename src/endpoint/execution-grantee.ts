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
    this.policy = new iam.Policy(scope, 'RolePolicy');
    // Does nothing to a role that was imported as immutable: the policy is then left out of the template.
    role.attachInlinePolicy(this.policy);
  }

  public addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    this.policy.addStatements(statement);
    return { statementAdded: true, policyDependable: this.policy };
  }
}
