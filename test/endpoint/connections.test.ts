import { CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
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

  test.each([
    ['with accents', 'Größe'], ['of other scripts', '模型'], ['with what EC2 does not take', 'a <b> "c" é'], ['of 200 characters', 'E'.repeat(200)],
  ])('describes that group in characters and a length that EC2 takes, also under an id %s', (_, id) => {
    const stack = testStack();
    new InferenceComponentEndpoint(stack, id, { instances: InstanceFleet.of('ml.g6.12xlarge', { max: 2 }), network: { vpc: vpcOf(stack) } });

    // The GroupDescription of the CreateSecurityGroup reference.
    expect(propertiesOf(stack, GROUP).GroupDescription).toMatch(/^[a-zA-Z0-9. _:/()#,@[\]+=&;{}!$*-]{1,255}$/);
  });

  test('describes that group the same wherever the endpoint stands, because another description would replace the group', () => {
    const descriptions = [(stack: Stack) => stack, (stack: Stack) => new Construct(stack, 'Chat')].map((scope) => {
      const stack = testStack();
      new InferenceComponentEndpoint(scope(stack), 'Endpoint', {
        instances: InstanceFleet.of('ml.g6.12xlarge', { max: 2 }), network: { vpc: vpcOf(stack) },
      });
      return propertiesOf(stack, GROUP).GroupDescription;
    });

    expect(descriptions).toEqual(['Containers of a SageMaker endpoint', 'Containers of a SageMaker endpoint']);
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

describe('the size of a network', () => {
  const KINDS: Array<[string, (stack: Stack, network: EndpointNetwork) => unknown]> = [
    ['components', endpointIn],
    ['one model', (stack, network) => new SingleModelEndpoint(stack, 'Endpoint', {
      model: vllmModel(stack), instances: InstanceFleet.fixed('ml.g6e.xlarge'), network,
    })],
  ];

  function groupsOf(stack: Stack, count: number): ec2.ISecurityGroup[] {
    return Array.from({ length: count }, (_, index) => ec2.SecurityGroup.fromSecurityGroupId(stack, `Group${index}`, `sg-${index}`));
  }

  function subnetsOf(stack: Stack, count: number): ec2.SubnetSelection {
    return { subnets: Array.from({ length: count }, (_, index) => ec2.Subnet.fromSubnetId(stack, `Subnet${index}`, `subnet-${index}`)) };
  }

  function vpcConfigOf(stack: Stack): any {
    const { Resources } = Template.fromStack(stack).toJSON();
    return Object.values<any>(Resources).map(({ Properties }) => Properties.VpcConfig).find((config) => config !== undefined);
  }

  describe.each(KINDS)('of an endpoint with %s', (_, make) => {
    test('may be 1 to 5 security groups', () => {
      for (const count of [1, 5]) {
        const stack = testStack();
        make(stack, { vpc: vpcOf(stack), securityGroups: groupsOf(stack, count) });
        expect(vpcConfigOf(stack).SecurityGroupIds).toHaveLength(count);
      }
    });

    test.each([0, 6])('cannot be %p security groups', (count) => {
      const stack = testStack();
      expect(errorOf(() => make(stack, { vpc: vpcOf(stack), securityGroups: groupsOf(stack, count) })))
        .toBe(`[Stack/Endpoint] network: securityGroups must be 1 to 5, got: ${count}`);
    });

    test('may be 1 to 16 subnets', () => {
      for (const count of [1, 16]) {
        const stack = testStack();
        make(stack, { vpc: vpcOf(stack), vpcSubnets: subnetsOf(stack, count) });
        expect(vpcConfigOf(stack).Subnets).toHaveLength(count);
      }
    });

    test.each([0, 17])('cannot be %p subnets', (count) => {
      const stack = testStack();
      expect(errorOf(() => make(stack, { vpc: vpcOf(stack), vpcSubnets: subnetsOf(stack, count) })))
        .toBe(`[Stack/Endpoint] network: the subnets must be 1 to 16, got: ${count}`);
    });

    test('cannot be no subnet because a filter leaves none', () => {
      const stack = testStack();
      const vpcSubnets = { subnetFilters: [ec2.SubnetFilter.byIds(['subnet-of-another-vpc'])] };
      expect(errorOf(() => make(stack, { vpc: vpcOf(stack), vpcSubnets }))).toBe('[Stack/Endpoint] network: the subnets must be 1 to 16, got: 0');
    });

    test('is told in one error when groups and subnets are wrong', () => {
      const stack = testStack();
      expect(errorOf(() => make(stack, { vpc: vpcOf(stack), vpcSubnets: subnetsOf(stack, 17), securityGroups: groupsOf(stack, 6) }))).toBe([
        '[Stack/Endpoint]', '  - network: the subnets must be 1 to 16, got: 17', '  - network: securityGroups must be 1 to 5, got: 6',
      ].join('\n'));
    });

    test('may be subnets and groups that are known at deployment only', () => {
      const stack = testStack();
      const [group, subnet] = ['Group', 'Subnet'].map((id) => new CfnParameter(stack, id).valueAsString);
      make(stack, {
        vpc: vpcOf(stack),
        vpcSubnets: { subnets: [ec2.Subnet.fromSubnetAttributes(stack, 'Own', { subnetId: subnet, availabilityZone: 'a' })] },
        securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'OwnGroup', group)],
      });
      expect(vpcConfigOf(stack)).toEqual({ Subnets: [{ Ref: 'Subnet' }], SecurityGroupIds: [{ Ref: 'Group' }] });
    });
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
