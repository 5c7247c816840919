import { Size, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  DetailedObservability, InferenceComponent, InferenceComponentEndpoint, InferenceComponentOptions, InstanceFleet,
  ManagedInstanceFleetOptions, PublishFrequency, ServingEngine, SingleModelEndpoint,
} from '../../src';
import { text } from '../intrinsics';
import { vllmModel } from '../support';

export const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';
export const POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy';
export const ALARM = 'AWS::CloudWatch::Alarm';

/** The component `qwen` of the endpoint `chat`, on vLLM every ten seconds unless changed. */
export function qwen(
  stack: Stack, changes: Partial<InferenceComponentOptions> & { engine?: ServingEngine; frequency?: PublishFrequency } = {},
  fleet: Partial<ManagedInstanceFleetOptions> = {},
): InferenceComponent {
  const { engine = ServingEngine.VLLM, frequency = PublishFrequency.TEN_SECONDS, ...options } = changes;
  const endpoint = new InferenceComponentEndpoint(stack, 'Chat', {
    endpointName: 'chat',
    instances: InstanceFleet.of('ml.g6.12xlarge', { min: 1, max: 4, ...fleet }),
    observability: DetailedObservability.every(frequency),
  });
  return endpoint.addInferenceComponent('Qwen', {
    inferenceComponentName: 'qwen',
    model: vllmModel(stack, { engine }),
    resources: { accelerators: 1, minMemory: Size.gibibytes(8) },
    ...options,
  });
}

/** The endpoint `solo` with one model on vLLM. */
export function solo(stack: Stack): SingleModelEndpoint {
  return new SingleModelEndpoint(stack, 'Solo', {
    endpointName: 'solo', model: vllmModel(stack), instances: InstanceFleet.fixed('ml.g6e.xlarge', { count: 2 }),
  });
}

/** Every step policy that an alarm triggers, with the query of the alarm, by the last part of the policy's construct path. */
export interface Triggered {
  readonly query: string;
  readonly evaluation: number;
  readonly pending: number;
  readonly recovery: number;
  readonly policy: Record<string, any>;
}

/** The PromQL alarms of a stack with the policy that each triggers, in the order of the template. */
export function triggered(stack: Stack): Triggered[] {
  const { Resources: resources } = Template.fromStack(stack).toJSON();
  const alarms = Object.values<any>(resources).filter(({ Type, Properties }) => Type === ALARM && Properties.EvaluationCriteria);
  return alarms.map(({ Properties }) => {
    const { Query, PendingPeriod, RecoveryPeriod } = Properties.EvaluationCriteria.PromQLCriteria;
    const [{ Ref }] = Properties.AlarmActions;
    return {
      query: text(Query),
      evaluation: Properties.EvaluationInterval,
      pending: PendingPeriod,
      recovery: RecoveryPeriod,
      policy: resources[Ref].Properties.StepScalingPolicyConfiguration,
    };
  });
}

/** The target tracking policies of a stack. */
export function tracking(stack: Stack): Array<Record<string, any>> {
  return Object.values<any>(Template.fromStack(stack).findResources(POLICY))
    .flatMap(({ Properties }) => Properties.TargetTrackingScalingPolicyConfiguration ?? []);
}
