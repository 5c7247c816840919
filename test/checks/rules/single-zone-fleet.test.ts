import { CfnParameter, Fn } from 'aws-cdk-lib';
import * as scaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { found, places, rawEndpoint, stackIn } from '../support';

const RULE = 'single-zone-fleet';

function subnets(scope: Construct, ...zones: string[]): string[] {
  return zones.map((availabilityZone, index) => new ec2.CfnSubnet(scope, `Subnet${index}`, { vpcId: 'vpc-1', availabilityZone }).ref);
}

test('bad: one instance', () => {
  const stack = stackIn();
  rawEndpoint(stack, { variant: { initialInstanceCount: 1 }, endpointName: 'chat' });
  expect(found(stack, RULE)).toEqual([expect.objectContaining({
    severity: 'warning',
    logicalId: 'Endpoint',
    message: 'the endpoint chat is in one Availability Zone: expected instances in two zones or more, got at most one',
  })]);
});

test.each([
  ['bad: managed up to one', { initialInstanceCount: 1, managedInstanceScaling: { status: 'ENABLED', minInstanceCount: 1, maxInstanceCount: 1 } }, 1],
  ['good: managed up to two', { initialInstanceCount: 1, managedInstanceScaling: { status: 'ENABLED', minInstanceCount: 1, maxInstanceCount: 2 } }, 0],
  ['good: two', { initialInstanceCount: 2 }, 0],
])('%s', (_what, variant, count) => {
  const stack = stackIn();
  rawEndpoint(stack, { variant });
  expect(places(stack, RULE)).toHaveLength(count);
});

test.each([['good: scaled up to four', 4, 0], ['bad: scaled up to one', 1, 1]])('%s', (_what, maxCapacity, count) => {
  const stack = stackIn();
  const { endpoint } = rawEndpoint(stack, { variant: { initialInstanceCount: 1 } });
  new scaling.CfnScalableTarget(stack, 'Target', {
    serviceNamespace: 'sagemaker',
    scalableDimension: 'sagemaker:variant:DesiredInstanceCount',
    resourceId: `endpoint/${endpoint.attrEndpointName}/variant/AllTraffic`,
    minCapacity: 1,
    maxCapacity,
  });
  expect(places(stack, RULE)).toHaveLength(count);
});

test('good: a number that only the deployment knows', () => {
  const stack = stackIn();
  rawEndpoint(stack, { variant: { initialInstanceCount: new CfnParameter(stack, 'Count', { type: 'Number' }).valueAsNumber } });
  expect(places(stack, RULE)).toEqual([]);
});

describe('subnets of the model', () => {
  function withSubnets(make: (scope: Construct) => string[]): string[] {
    const stack = stackIn();
    rawEndpoint(stack, { model: { vpcConfig: { securityGroupIds: ['sg-1'], subnets: make(stack) } } });
    return found(stack, RULE).map(({ message }) => message.split('got ')[1]);
  }

  test('bad: of one zone, known or the same function', () => {
    expect(withSubnets((scope) => subnets(scope, 'eu-central-1a', 'eu-central-1a'))).toEqual(['subnets of eu-central-1a alone']);
    expect(withSubnets((scope) => subnets(scope, Fn.select(0, Fn.getAzs()), Fn.select(0, Fn.getAzs())))).toHaveLength(1);
  });

  test('bad: one', () => {
    expect(withSubnets(() => ['subnet-1'])).toEqual(['the subnet subnet-1 alone']);
  });

  test('good: of two zones, of unknown zones, or a list that only the deployment knows', () => {
    expect(withSubnets((scope) => subnets(scope, 'eu-central-1a', 'eu-central-1b'))).toEqual([]);
    expect(withSubnets((scope) => subnets(scope, Fn.select(0, Fn.getAzs()), Fn.select(1, Fn.getAzs())))).toEqual([]);
    expect(withSubnets(() => ['subnet-1', 'subnet-2'])).toEqual([]);
    expect(withSubnets((scope) => new CfnParameter(scope, 'Subnets', { type: 'List<AWS::EC2::Subnet::Id>' }).valueAsList)).toEqual([]);
    expect(withSubnets((scope) => [new CfnParameter(scope, 'Subnet').valueAsString])).toEqual([]);
  });
});
