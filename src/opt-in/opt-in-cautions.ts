import { Stack } from 'aws-cdk-lib';
import { DetailedObservabilityOptInProps } from './opt-in-props';
import { observabilityRegionCautions } from '../endpoint/observability-regions';
import { Caution } from '../validation';

/** How long a stack waits for an opt-in. */
const PATIENCE_SECONDS = 3000;

/** What is likely to surprise about an opt-in. */
export function optInCautions(stack: Stack, props: DetailedObservabilityOptInProps): Caution[] {
  const { endpoint, deployment, executionRole, waitForCompletion = true } = props;
  const longest = deployment?._longest() ?? 0;
  return [
    ...observabilityRegionCautions(stack),
    ...endpoint.inferenceComponents.length === 0 ? [] : [{
      id: 'optInWithComponents',
      message:
        `the endpoint has ${endpoint.inferenceComponents.length} inference components, and what an update of an endpoint does to the components ` +
        'that run on it is documented nowhere: try it on a test endpoint first',
    }],
    ...!waitForCompletion || longest <= PATIENCE_SECONDS ? [] : [{
      id: 'deploymentOutlastsOptIn',
      message:
        `the deployment may take ${longest} seconds, and the stack waits ${PATIENCE_SECONDS}: it would fail while SageMaker is still shifting traffic. ` +
        'Shorten the waits, lower maximumExecutionTimeout, or set waitForCompletion to false',
    }],
    ...!deployment || deployment.rollbackAlarms.length === 0 || executionRole ? [] : [{
      id: 'rollbackAlarmsUnseen',
      message:
        'the deployment has rollback alarms, and the execution role of the endpoint must be let describe them (cloudwatch:DescribeAlarms): ' +
        'give executionRole, or make sure that the role is',
    }],
  ];
}
