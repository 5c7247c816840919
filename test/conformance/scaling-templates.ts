import { mkdirSync, rmSync, writeFileSync } from 'fs';
import * as path from 'path';
import { App, Duration, Size, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { NAMES } from './catalogue';
import {
  ContainerImage, DetailedObservability, EnginePressureProps, InferenceComponentEndpoint, InstanceFleet, ModelArtifacts, PublishFrequency,
  ServedModel, ServingEngine,
} from '../../src';

const FREQUENCIES = [PublishFrequency.TEN_SECONDS, PublishFrequency.ONE_MINUTE];

/** Where the tiers of engine pressure begin, in percent of the KV cache. The queue and what is added are the defaults. */
const TIERS = [[50, 65, 80], [55, 70, 85], [60, 75, 90]];

/**
 * Writes the templates that are tried as policies, one for each setting and publish frequency: one component of the simulator's endpoint,
 * from one to eight copies.
 */
export function renderScalingTemplates(folder: string): number {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const settings: Array<[string, EnginePressureProps]> = [
    ['defaults', {}],
    ...TIERS.map(([first, second, third]): [string, EnginePressureProps] => [`${first}-${second}-${third}`, {
      kvCacheUtilization: first,
      waitingRequestsPerCopy: 5,
      tiers: [
        { kvCacheUtilization: second, waitingRequestsPerCopy: 15, add: 3 },
        { kvCacheUtilization: third, waitingRequestsPerCopy: 40, addPercent: 100 },
      ],
    }]),
  ];
  const files = settings.flatMap(([name, props]) => FREQUENCIES.map((frequency) => ({
    file: path.join(folder, `${name}.${frequency}s.json`), content: template(frequency, props),
  })));
  files.forEach(({ file, content }) => writeFileSync(file, JSON.stringify(content, undefined, 2)));
  return files.length;
}

function template(frequency: PublishFrequency, props: EnginePressureProps): object {
  const stack = new Stack(new App(), 'Scaling');
  const endpoint = new InferenceComponentEndpoint(stack, 'Endpoint', {
    endpointName: NAMES.endpoint,
    instances: InstanceFleet.of('ml.g6.12xlarge', { min: 1, max: 4 }),
    observability: DetailedObservability.every(frequency),
  });
  const component = endpoint.addInferenceComponent('Component', {
    inferenceComponentName: NAMES.component,
    model: ServedModel.fromContainer({
      image: ContainerImage.fromDlc('vllm', '0.27.1-gpu-py312-cu130-ubuntu24.04-sagemaker'),
      engine: ServingEngine.VLLM,
      artifacts: ModelArtifacts.archive(s3.Bucket.fromBucketName(stack, 'Weights', 'weights'), 'model.tar.gz'),
    }),
    resources: { accelerators: 1, minMemory: Size.gibibytes(8) },
  });
  component.autoScaleCopies({ minCapacity: 1, maxCapacity: 8, startUpTime: Duration.minutes(2) })
    .scaleOnEnginePressure('Pressure', props);
  return Template.fromStack(stack).toJSON();
}
