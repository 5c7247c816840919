/* What an opt-in refuses before it makes anything. */
import { DescribeEndpointConfigCommandOutput, MetricPublishFrequencyInSeconds } from '@aws-sdk/client-sagemaker';
import { droppedSettings } from './clone';
import { OptInError } from './failure';
import { OptInRequest } from './request';
import { Configuration } from './sagemaker';

const FREQUENCIES = Object.values(MetricPublishFrequencyInSeconds).filter((value) => typeof value === 'number');
const KEY_ARN = /^arn:[^:]+:kms:[^:]*:[^:]*:key\//;

export function refuseOtherFrequencies({ endpointName, frequency }: OptInRequest): void {
  if (!FREQUENCIES.includes(frequency)) {
    throw new OptInError(endpointName, `cannot publish metrics every ${frequency} seconds: expected one of ${FREQUENCIES.join(', ')}`);
  }
}

/** Detailed observability exists for real-time endpoints only (monitoring-cloudwatch-enhanced-metrics.html). */
export function refuseOtherKinds({ endpointName }: OptInRequest, described: DescribeEndpointConfigCommandOutput): void {
  const { AsyncInferenceConfig: asynchronous, ProductionVariants: variants = [], ShadowProductionVariants: shadows = [] } = described;
  const kind = asynchronous ? 'asynchronous' : [...variants, ...shadows].some(({ ServerlessConfig }) => ServerlessConfig) ? 'serverless' : undefined;
  if (kind) {
    throw new OptInError(endpointName, `is ${kind}: detailed observability exists for real-time endpoints only`);
  }
}

/** Refuses what the copy could not be made of, or would lose. */
export function refuseUncopyable(request: OptInRequest, current: Configuration): void {
  refuseOtherRoles(request, current.described);
  refuseOtherKeys(request, current.described);
  refuseUnknownSettings(request, current);
}

function refuseOtherRoles({ endpointName, executionRoleArn: given }: OptInRequest, described: DescribeEndpointConfigCommandOutput): void {
  const { ExecutionRoleArn: role } = described;
  if (role !== undefined && role !== given) {
    throw new OptInError(endpointName, `has the execution role ${role}, which must be passed on: expected it as executionRole, got: ${given}`);
  }
}

/** A configuration may name its key by id or alias, too: whether that is the key that was given only KMS can tell. */
function refuseOtherKeys({ endpointName, encryptionKeyArn: given }: OptInRequest, described: DescribeEndpointConfigCommandOutput): void {
  const { KmsKeyId: key } = described;
  if (key !== undefined && (given === undefined || key !== given && [key, given].every((arn) => KEY_ARN.test(arn)))) {
    throw new OptInError(endpointName, `has the key ${key}, which SageMaker must be let use: expected it as encryptionKey, got: ${given}`);
  }
}

function refuseUnknownSettings({ endpointName }: OptInRequest, current: Configuration): void {
  const dropped = droppedSettings(current);
  if (dropped.length > 0) {
    throw new OptInError(endpointName, `is on configuration '${current.described.EndpointConfigName}' with members that the SDK of this handler ` +
      `does not know and would drop: ${dropped.join(', ')}. Expected a version of cdk-sagemaker-insights with a newer SDK`);
  }
}
