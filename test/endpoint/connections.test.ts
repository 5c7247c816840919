import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { EndpointNetwork, InferenceComponentEndpoint, InstanceFleet, SingleModelEndpoint } from '../../src';
import { text } from '../intrinsics';
import { errorOf, propertiesOf, testStack, vllmModel } from '../support';

const CONFIG = 'AWS::SageMaker::EndpointConfig';
const GROUP = 'AWS::EC2::SecurityGroup';
const INGRESS = 'AWS::EC2::SecurityGroupIngress';

function endpointIn(stack: Stack, network?: EndpointNetwork): InferenceComponentEndpoint {
  return new InferenceComponentEndpoint(stack, 'Endpoint', { instances: InstanceFleet.of('ml.g6.12xlarge', { max: 2 }), network });
}

function vpcOf(stack: Stack): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1',
    availabilityZones: ['a', 'b'],
    privateSubnetIds: ['private-1', 'private-2'],
    isolatedSubnetIds: ['isolated-1', 'isolated-2'],
  });
}

describe('an endpoint in a network', () => {
  test('gets a security group of its own that lets everything out and nothing in', () => {
    const stack = testStack();
    endpointIn(stack, { vpc: vpcOf(stack) });

    const [groupId] = Object.keys(Template.fromStack(stack).findResources(GROUP));
    expect(propertiesOf(stack, GROUP)).toMatchObject({
      VpcId: 'vpc-1', SecurityGroupEgress: [{ CidrIp: '0.0.0.0/0', IpProtocol: '-1' }],
    });
    expect(propertiesOf(stack, GROUP)).not.toHaveProperty('SecurityGroupIngress');
    Template.fromStack(stack).resourceCountIs(INGRESS, 0);
    expect(propertiesOf(stack, CONFIG).VpcConfig.SecurityGroupIds.map(text)).toEqual([`<${groupId}.GroupId>`]);
  });

  test('runs in the private subnets of the VPC', () => {
    const stack = testStack();
    endpointIn(stack, { vpc: vpcOf(stack) });
    expect(propertiesOf(stack, CONFIG).VpcConfig.Subnets).toEqual(['private-1', 'private-2']);
  });

  test('runs in the subnets that the user selects', () => {
    const stack = testStack();
    endpointIn(stack, { vpc: vpcOf(stack), vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
    expect(propertiesOf(stack, CONFIG).VpcConfig.Subnets).toEqual(['isolated-1', 'isolated-2']);
  });

  test('takes the security groups that the user gives and makes none', () => {
    const stack = testStack();
    const securityGroups = ['sg-1', 'sg-2'].map((id) => ec2.SecurityGroup.fromSecurityGroupId(stack, id, id));
    const endpoint = endpointIn(stack, { vpc: vpcOf(stack), securityGroups });
    expect(propertiesOf(stack, CONFIG).VpcConfig.SecurityGroupIds).toEqual(['sg-1', 'sg-2']);
    expect(endpoint.connections.securityGroups).toEqual(securityGroups);
    Template.fromStack(stack).resourceCountIs(GROUP, 0);
  });

  test('can be let into a database, as any construct with connections', () => {
    const stack = testStack();
    const database = new ec2.Connections({
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Database', 'sg-database')], defaultPort: ec2.Port.tcp(5432),
    });
    const endpoint = endpointIn(stack, { vpc: vpcOf(stack) });
    database.allowDefaultPortFrom(endpoint);

    const [groupId] = Object.keys(Template.fromStack(stack).findResources(GROUP));
    const ingress = propertiesOf(stack, INGRESS);
    expect(ingress).toMatchObject({ GroupId: 'sg-database', FromPort: 5432, ToPort: 5432, IpProtocol: 'tcp' });
    expect(text(ingress.SourceSecurityGroupId)).toBe(`<${groupId}.GroupId>`);
  });

  test('connects each of several security groups', () => {
    const stack = testStack();
    const securityGroups = ['sg-1', 'sg-2'].map((id) => ec2.SecurityGroup.fromSecurityGroupId(stack, id, id));
    endpointIn(stack, { vpc: vpcOf(stack), securityGroups }).connections.allowFrom(ec2.Peer.ipv4('10.0.0.0/16'), ec2.Port.tcp(8080));
    const groups = Object.values(Template.fromStack(stack).findResources(INGRESS)).map(({ Properties }) => Properties.GroupId);
    expect(groups.sort()).toEqual(['sg-1', 'sg-2']);
  });

  test('has connections as a single-model endpoint too', () => {
    const stack = testStack();
    const endpoint = new SingleModelEndpoint(stack, 'Endpoint', {
      model: vllmModel(stack), instances: InstanceFleet.fixed('ml.g6e.xlarge'), network: { vpc: vpcOf(stack) },
    });
    const [groupId] = Object.keys(Template.fromStack(stack).findResources(GROUP));
    expect(endpoint.connections.securityGroups.map(({ securityGroupId }) => text(stack.resolve(securityGroupId)))).toEqual([`<${groupId}.GroupId>`]);
  });
});

test('an endpoint without a network has no connections and says what is missing', () => {
  const endpoint = endpointIn(testStack());
  expect(errorOf(() => endpoint.connections))
    .toBe('[Stack/Endpoint] an endpoint without network has no connections: expected the property network, got: undefined');
});

test('an endpoint without a network has no security group', () => {
  const stack = testStack();
  endpointIn(stack);
  expect(propertiesOf(stack, CONFIG)).not.toHaveProperty('VpcConfig');
  Template.fromStack(stack).resourceCountIs(GROUP, 0);
});
