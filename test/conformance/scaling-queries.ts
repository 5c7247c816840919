import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { identify, NAMES } from './catalogue';
import {
  EnginePressureProps, InferenceComponent, InferenceEndpoint, PublishFrequency, SafetyNet, ScalableCapacity, ScalableCopies,
  ScalableInstances, ServingEngine, SignalStatistic,
} from '../../src';

/** The query of an alarm that scales. */
export interface RenderedScalingQuery {
  /** What it asks and for whom, as in `tier-1/policy=default/scale=copies`. */
  readonly id: string;
  readonly query: string;
}

interface Case {
  readonly parameters: Record<string, string>;
  readonly capacity: (stack: Stack) => ScalableCapacity;
  readonly props: EnginePressureProps;
}

const BOUNDS = { minCapacity: 1, maxCapacity: 8 };
const FREQUENCY = { publishFrequency: PublishFrequency.ONE_MINUTE };

/** Every minute. All alarms of a policy: a tier each, and calm. */
const CASES: Case[] = [
  { parameters: { policy: 'default', scale: 'copies' }, capacity: copiesOn(ServingEngine.VLLM), props: {} },
  { parameters: { policy: 'default', scale: 'instances' }, capacity: instances, props: { safetyNet: SafetyNet.NONE } },
  { parameters: { policy: 'sglang', scale: 'copies' }, capacity: copiesOn(ServingEngine.SGLANG), props: {} },
  {
    parameters: { policy: 'hottest', scale: 'copies' },
    capacity: copiesOn(ServingEngine.VLLM),
    props: {
      kvCacheUtilization: 50,
      waitingRequestsPerCopy: 5,
      statistic: SignalStatistic.MAXIMUM,
      safetyNet: SafetyNet.NONE,
      scaleIn: { remove: 2 },
    },
  },
  {
    parameters: { policy: 'latency', scale: 'copies' },
    capacity: copiesOn(ServingEngine.VLLM),
    props: { timeToFirstToken: Duration.seconds(2), safetyNet: SafetyNet.NONE },
  },
];

/** Every query of every case, as it stands in the template. */
export function renderScalingQueries(): RenderedScalingQuery[] {
  return CASES.flatMap(({ parameters, capacity, props }) => {
    const stack = new Stack(new App(), 'Stack');
    capacity(stack).scaleOnEnginePressure('Pressure', props);
    return Object.entries(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')).map(([logicalId, { Properties }]) => {
      const [, kind] = /Pressure(Tier\d|Calm)Alarm/.exec(logicalId)!;
      return { id: identify(kind.replace(/(\d)/, '-$1').toLowerCase(), parameters), query: Properties.EvaluationCriteria.PromQLCriteria.Query };
    });
  });
}

function copiesOn(engine: ServingEngine): (stack: Stack) => ScalableCapacity {
  return (stack) => new ScalableCopies(stack, 'Copies', {
    component: InferenceComponent.fromInferenceComponentAttributes(stack, 'Component', {
      inferenceComponentName: NAMES.component,
      engine,
      endpoint: InferenceEndpoint.fromEndpointAttributes(stack, 'Endpoint', { endpointName: NAMES.endpoint, engines: [engine], ...FREQUENCY }),
    }),
    ...BOUNDS,
  });
}

function instances(stack: Stack): ScalableCapacity {
  const endpoint = InferenceEndpoint.fromEndpointAttributes(stack, 'Endpoint', {
    endpointName: NAMES.endpoint, engines: [ServingEngine.VLLM], ...FREQUENCY,
  });
  return new ScalableInstances(stack, 'Instances', { endpoint, ...BOUNDS });
}
