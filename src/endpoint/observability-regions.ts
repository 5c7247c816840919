import { Stack, Token } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Caution } from '../validation';

/** Regions with detailed observability at its launch in June 2026 (SageMaker developer guide). */
const REGIONS_WITH_DETAILED_OBSERVABILITY: readonly string[] = [
  'ap-northeast-1', 'ap-northeast-2', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3',
  'ca-central-1',
  'eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-west-1', 'eu-west-2',
  'sa-east-1',
  'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2',
];

/** A caution when the stack's Region is known to AWS CDK and was not among the Regions of the launch. */
export function observabilityRegionCautions(stack: Stack): Caution[] {
  const region = stack.region;
  if (Token.isUnresolved(region) || REGIONS_WITH_DETAILED_OBSERVABILITY.includes(region)) {
    return [];
  }
  if (!RegionInfo.regions.some(({ name }) => name === region)) {
    return [];
  }
  return [{
    id: 'detailedObservabilityRegion',
    message:
      `detailed observability was launched in ${REGIONS_WITH_DETAILED_OBSERVABILITY.length} Regions and ${region} was not one of them: ` +
      'without it no engine, GPU or host series arrive and every query on them is empty. Check that the Region has it by now, ' +
      'or set observability to DetailedObservability.disabled()',
  }];
}
