import { listOf, ReadResource } from '../../template';
import { CheckRule, RuleFinding } from '../check-rule';
import { CheckSeverity } from '../check-severity';
import { CheckedApp, tokenOf } from '../checked-app';

const FULL_ACCESS = /:aws:policy\/(?:[\w-]+\/)*(?:[\w-]*FullAccess|AdministratorAccess|PowerUserAccess)$/;

/** All resources, or all of a service. */
const EVERYWHERE = /^\*$|^arn:[^:]*:(?:s3:::\*|(?:sagemaker|iam):[^:]*:[^:]*:\*)$/;

/** Actions that on all resources are as good as full access. */
const EVERYTHING = /^(?:\*|sagemaker:\*|s3:\*|iam:\*)$/i;

export const fullAccessRole: CheckRule = {
  id: 'full-access-role',
  severity: CheckSeverity.ERROR,
  why: 'The container runs code from a model repository with these rights: AmazonSageMakerFullAccess lets it read buckets, create endpoints and pass ' +
    'roles.',
  fix: 'Grant what serving needs: pull of the image, read of the artifacts, its log groups and metrics, as the execution role of ' +
    'cdk-sagemaker-insights does.',
  limits: 'Knows the policies of AWS by their names. Looks at roles of the app that models or endpoint configurations run with. Does not see roles outside of the app, nor what a managed policy ' +
    'with another name allows.',
  find: (app) => executionRoles(app).flatMap((role) => [...ofManaged(role), ...ofStatements(app, role)]),
};

function executionRoles(app: CheckedApp): ReadResource[] {
  const users = app.template.ofType('AWS::SageMaker::Model', 'AWS::SageMaker::EndpointConfig');
  const used = users.map(({ properties }) => properties.ExecutionRoleArn);
  return app.template.ofType('AWS::IAM::Role').filter((role) => used.some((arn) =>
    arn === `\${${role.name}.Arn}` || (role.properties.RoleName !== undefined && String(arn).endsWith(`:role/${role.properties.RoleName}`))));
}

function ofManaged(role: ReadResource): RuleFinding[] {
  return listOf(role.properties.ManagedPolicyArns).map(String).filter((arn) => FULL_ACCESS.test(arn)).map((arn) => ({
    resource: role,
    property: 'ManagedPolicyArns',
    message: `the execution role ${role.name} must have the rights that serving needs, got: ${arn.split('/').pop()}`,
  }));
}

function ofStatements(app: CheckedApp, role: ReadResource): RuleFinding[] {
  const attached = app.template.ofType('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy').filter(({ properties }) => listOf(properties.Roles).includes(tokenOf(role)));
  const documents = [
    ...listOf(role.properties.Policies).map((policy) => ({ resource: role, property: 'Policies', document: policy?.PolicyDocument })),
    ...attached.map((policy) => ({ resource: policy, property: 'PolicyDocument', document: policy.properties.PolicyDocument })),
  ];
  return documents.flatMap(({ resource, property, document }) => {
    const actions = oneOrMore(document?.Statement)
      .filter(({ Effect, Resource }) => Effect === 'Allow' && oneOrMore(Resource).some((one) => EVERYWHERE.test(String(one))))
      .flatMap(({ Action, NotAction }) => NotAction === undefined ? oneOrMore(Action) : ['*'])
      .filter((action) => EVERYTHING.test(String(action)));
    return actions.length === 0 ? [] : [{
      resource, property, message: `the execution role ${role.name} must have the rights that serving needs, got on all resources: ${actions.join(', ')}`,
    }];
  });
}

function oneOrMore(value: any): any[] {
  return value === undefined ? [] : [value].flat();
}
