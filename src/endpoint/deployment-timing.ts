import { Duration } from 'aws-cdk-lib';
import { Caution, knownSeconds, Problems } from '../validation';

/** The waits of a deployment, as far as they are known at synth. */
export interface DeploymentTiming {
  /** The wait after each step. */
  readonly waitInterval?: Duration;
  /** How often that wait happens at least. */
  readonly waits: number;
  /** The wait before the old instances go. */
  readonly terminationWait?: Duration;
  /** The limit for the whole deployment. */
  readonly maximumExecutionTimeout?: Duration;
}

/** CloudFormation's handlers give up after two hours unless told otherwise, although a guarded deployment may run eight. */
const CLOUDFORMATION_PATIENCE_SECONDS = 7200;

export function checkTiming(problems: Problems, timing: DeploymentTiming): void {
  problems.seconds('deployment: waitInterval', timing.waitInterval, { min: 0, max: 3600 });
  problems.seconds('deployment: terminationWait', timing.terminationWait, { min: 0, max: 3600 });
  problems.seconds('deployment: maximumExecutionTimeout', timing.maximumExecutionTimeout, { min: 600, max: 28800 });
  const limit = knownSeconds(timing.maximumExecutionTimeout);
  const waits = sumOfWaits(timing);
  if (limit !== undefined && limit <= waits) {
    problems.add(`deployment: maximumExecutionTimeout must be above the sum of the waits, ${waits} seconds, got: ${limit} seconds`);
  }
}

/** How long a deployment may take, in seconds, as far as it is known at synth: its limit, otherwise its waits alone. */
export function longestDeployment(timing: DeploymentTiming): number {
  return knownSeconds(timing.maximumExecutionTimeout) ?? sumOfWaits(timing);
}

export function timingCautions(timing: DeploymentTiming): Caution[] {
  const seconds = longestDeployment(timing);
  return seconds <= CLOUDFORMATION_PATIENCE_SECONDS ? [] : [{
    id: 'deploymentOutlastsCloudFormation',
    message:
      `the deployment may take ${seconds} seconds, and CloudFormation may give up after ${CLOUDFORMATION_PATIENCE_SECONDS}: the stack ` +
      'would fail while SageMaker is still shifting traffic. Shorten the waits or lower maximumExecutionTimeout',
  }];
}

function sumOfWaits({ waitInterval, waits, terminationWait }: DeploymentTiming): number {
  return waits * (knownSeconds(waitInterval) ?? 0) + (knownSeconds(terminationWait) ?? 0);
}
