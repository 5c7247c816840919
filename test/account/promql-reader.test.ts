import { App, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks } from 'cdk-nag';
import { PromQlReader, PromQlReaderProps } from '../../src';
import { errorOf, propertiesOf, testStack } from '../support';

function reader(props: PromQlReaderProps = {}, stack: Stack = testStack()): PromQlReader {
  return new PromQlReader(stack, 'Reader', props);
}

function statements(stack: Stack): any[] {
  return propertiesOf(stack, 'AWS::IAM::Policy').PolicyDocument.Statement;
}

function trust(make: (made: PromQlReader) => unknown): any {
  const stack = testStack();
  make(reader({}, stack));
  const [statement, ...others] = propertiesOf(stack, 'AWS::IAM::Role').AssumeRolePolicyDocument.Statement;
  expect(others).toEqual([]);
  return statement;
}

const READ = {
  Action: ['cloudwatch:GetMetricData', 'cloudwatch:ListMetrics'],
  Condition: { StringEquals: { 'aws:RequestedRegion': ['eu-central-1'] } },
  Effect: 'Allow',
  Resource: '*',
};

describe('who may read', () => {
  test('gets two actions, in the Region of the stack', () => {
    const stack = testStack();
    reader({}, stack).grantRead(new iam.User(stack, 'User'));
    expect(statements(stack)).toEqual([READ]);
  });

  test('gets two more and other Regions on request', () => {
    const stack = testStack();
    reader({ furtherActions: true, regions: ['us-east-1', 'eu-west-1'] }, stack).grantRead(new iam.User(stack, 'User'));
    expect(statements(stack)).toEqual([{
      ...READ,
      Action: ['cloudwatch:GetMetricData', 'cloudwatch:ListMetrics', 'cloudwatch:QueryMetrics', 'cloudwatch:DescribeMetrics'],
      Condition: { StringEquals: { 'aws:RequestedRegion': ['us-east-1', 'eu-west-1'] } },
    }]);
  });
});

describe('roles are taken on', () => {
  test('by workspaces of Amazon Managed Grafana of this account', () => {
    expect(trust((made) => made.managedGrafanaRole('Role'))).toEqual({
      Action: 'sts:AssumeRole',
      Effect: 'Allow',
      Principal: { Service: 'grafana.amazonaws.com' },
      Condition: {
        StringEquals: { 'aws:SourceAccount': '111122223333' },
        StringLike: {
          'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':grafana:eu-central-1:111122223333:/workspaces/*']] },
        },
      },
    });
  });

  test('by one workspace alone', () => {
    expect(JSON.stringify(trust((made) => made.managedGrafanaRole('Role', { workspaceId: 'g-0123456789' }))))
      .toContain(':grafana:eu-central-1:111122223333:/workspaces/g-0123456789"');
  });

  test('by a Grafana with an AWS principal', () => {
    expect(trust((made) => made.grafanaRole('Role', new iam.ArnPrincipal('arn:aws:iam::444455556666:role/Grafana'))).Principal)
      .toEqual({ AWS: 'arn:aws:iam::444455556666:role/Grafana' });
  });

  test('by one subject of an OpenID Connect provider', () => {
    const issuer = 'oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE';
    const arn = `arn:aws:iam::111122223333:oidc-provider/${issuer}`;
    expect(trust((made) => made.grafanaOidcRole('Role', {
      provider: iam.OpenIdConnectProvider.fromOpenIdConnectProviderArn(made, 'Provider', arn),
      issuer,
      subject: 'system:serviceaccount:monitoring:grafana',
    }))).toEqual({
      Action: 'sts:AssumeRoleWithWebIdentity',
      Effect: 'Allow',
      Principal: { Federated: arn },
      Condition: {
        StringEquals: { [`${issuer}:sub`]: 'system:serviceaccount:monitoring:grafana', [`${issuer}:aud`]: 'sts.amazonaws.com' },
      },
    });
  });

  test('by a vendor with an external id', () => {
    const { Principal, Condition } = trust((made) => made.vendorRole('Role', { accountId: '464622532012', externalId: 'abc123' }));
    expect(JSON.stringify(Principal)).toContain(':iam::464622532012:root');
    expect(Condition).toEqual({ StringEquals: { 'sts:ExternalId': 'abc123' } });
  });
});

test('outputs say what a data source is made of', () => {
  const stack = testStack();
  reader({ regions: ['eu-central-1', 'us-east-1'] }, stack);
  expect(Object.values(Template.fromStack(stack).findOutputs('*')).map(({ Value }) => Value)).toEqual([
    'https://monitoring.eu-central-1.amazonaws.com', 'https://monitoring.us-east-1.amazonaws.com', 'monitoring',
    'grafana-amazonprometheus-datasource',
  ]);
  const silent = testStack();
  const { signingService } = reader({ outputs: false }, silent);
  expect(Template.fromStack(silent).findOutputs('*')).toEqual({});
  expect(signingService).toBe('monitoring');
});

test('a stack without a Region has the endpoint of the one it is deployed to', () => {
  const stack = new Stack(new App(), 'Stack');
  reader({}, stack);
  expect(Object.values(Template.fromStack(stack).findOutputs('*'))[0].Value).toEqual(
    { 'Fn::Join': ['', ['https://monitoring.', { Ref: 'AWS::Region' }, '.amazonaws.com']] });
});

test('what is malformed is refused', () => {
  expect(errorOf(() => reader({ regions: [] }))).toContain('regions must hold at least 1 Region, got: none');
  expect(errorOf(() => reader({ regions: ['us-east-1', 'us-east-1'] }))).toContain('regions must hold each Region once, got twice: us-east-1');
  expect(errorOf(() => reader({ regions: ['cn-north-1', 'Frankfurt'] }))).toBe([
    '[Stack/Reader]',
    "  - regions[0] must be a commercial Region: CloudWatch has no PromQL in others, got: 'cn-north-1'",
    "  - regions[1] must be a Region such as 'eu-central-1', got: 'Frankfurt'",
  ].join('\n'));
  expect(errorOf(() => reader().vendorRole('Role', { accountId: '1234', externalId: '' }))).toBe([
    '[Stack/Reader]',
    "  - accountId must be 12 digits, got: '1234'",
    "  - externalId must be 2 to 1224 letters, digits and characters of _+=,.@:/-, got: ''",
  ].join('\n'));
  expect(errorOf(() => reader().managedGrafanaRole('Role', { workspaceId: '*' }))).toContain("workspaceId must be 'g-' and 10 hexadecimal digits");
  expect(errorOf(() => reader().grafanaOidcRole('Role', { provider: undefined as any, issuer: 'https://x', subject: '*' })))
    .toMatch(/issuer must be .*\n.*subject must be one subject without wildcards, got: '\*'/);
});

test('cdk-nag finds nothing that is not acknowledged', () => {
  const stack = testStack();
  const made = reader({}, stack);
  made.managedGrafanaRole('Managed');
  made.grafanaRole('Own', new iam.ArnPrincipal('arn:aws:iam::444455556666:role/Grafana'));
  made.grafanaOidcRole('Oidc', {
    provider: iam.OpenIdConnectProvider.fromOpenIdConnectProviderArn(stack, 'Provider', 'arn:aws:iam::111122223333:oidc-provider/issuer'),
    issuer: 'issuer',
    subject: 'system:serviceaccount:monitoring:grafana',
  });
  made.vendorRole('Vendor', { accountId: '464622532012', externalId: 'abc123' });
  const app = stack.node.root as App;
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).not.toThrow();
});
