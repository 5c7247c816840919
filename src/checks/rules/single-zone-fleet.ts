import { listOf, ReadEndpoint } from '../../template';
import { UNKNOWN_TOKEN } from '../../template/linked-templates';
import { CheckRule } from '../check-rule';
import { CheckSeverity } from '../check-severity';
import { CheckedApp, numberIn, tokenOf } from '../checked-app';
import { called, languageModelEndpoints, modelsOf } from '../served';

export const singleZoneFleet: CheckRule = {
  id: 'single-zone-fleet',
  severity: CheckSeverity.WARNING,
  why: 'SageMaker spreads two instances or more over Availability Zones. One instance, or subnets of one zone, are down when the zone is.',
  fix: 'Let the fleet have two instances or more, and give it subnets of two zones or more.',
  limits: 'Does not see the zones of subnets outside of the app, unless there is only one subnet, nor instances that something outside of the app adds. ' +
    'Variants count together. A fleet whose minimum is 1 and whose maximum is more passes.',
  find: (app) => languageModelEndpoints(app).flatMap((endpoint) => {
    const zone = oneZone(app, endpoint);
    const problem = zone ?? (mostInstances(app, endpoint) === 1 ? 'got at most one' : undefined);
    return problem === undefined ? [] : [{
      resource: app.resourceOf(endpoint),
      property: '',
      message: `the endpoint ${called(endpoint)} is in one Availability Zone: expected instances in two zones or more, ${problem}`,
    }];
  }),
};

/** How many instances there can be, undefined where it is not known. */
function mostInstances(app: CheckedApp, endpoint: ReadEndpoint): number | undefined {
  const most = endpoint.variants.map(({ variantName, instances }) => {
    const scaled = app.targets.filter(({ dimension, resourceId }) =>
      dimension === 'sagemaker:variant:DesiredInstanceCount' && isOfVariant(String(resourceId), endpoint, variantName));
    const limits = [instances.maximum ?? instances.initial, ...scaled.map(({ maximum }) => maximum)].map(numberIn);
    return limits.includes(undefined) ? NaN : Math.max(...limits as number[]);
  });
  const total = most.reduce((sum, one) => sum + one, 0);
  return Number.isNaN(total) || endpoint.variants.length === 0 ? undefined : total;
}

function isOfVariant(resourceId: string, endpoint: ReadEndpoint, variantName: string): boolean {
  const isNamed = [endpoint.endpointName, tokenOf(endpoint)].some((name) => resourceId === `endpoint/${name}/variant/${variantName}`);
  return isNamed || resourceId.includes(UNKNOWN_TOKEN);
}

/** In words, where all subnets are known to be in one zone. */
function oneZone(app: CheckedApp, endpoint: ReadEndpoint): string | undefined {
  const networks = [endpoint.configuration!, ...modelsOf(app, endpoint)].map(({ properties }) => listOf(properties.VpcConfig?.Subnets));
  const subnets = [...new Set(networks.flat().map(String))];
  if (subnets.length === 0 || subnets.some((subnet) => subnet.includes(UNKNOWN_TOKEN))) {
    return undefined;
  }
  if (subnets.length === 1) {
    return `got the subnet ${subnets[0]} alone`;
  }
  const zones = subnets.map((subnet) => app.referred('AWS::EC2::Subnet', 'SubnetId', subnet)?.properties.AvailabilityZone);
  const [first] = zones;
  return first !== undefined && zones.every((zone) => zone === first) ? `got subnets of ${first} alone` : undefined;
}
