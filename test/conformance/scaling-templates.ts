import { mkdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import { App, Size, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { NAMES } from './catalogue';
import {
  ContainerImage, DetailedObservability, InferenceComponentEndpoint, InstanceFleet, ModelArtifacts, PublishFrequency, ScalableCopies,
  ServedModel, ServingEngine,
} from '../../src';

const POLICIES: Record<string, (copies: ScalableCopies) => void> = {
  pressure: (copies) => copies.scaleOnEnginePressure('Pressure'),
  concurrency: (copies) => copies.scaleOnConcurrentRequests('Concurrency', { targetConcurrentRequests: 10 }),
  invocations: (copies) => copies.scaleOnInvocations('Invocations', { targetInvocationsPerMinute: 60 }),
};

/** Writes a template for each policy and publish frequency: one component of the simulator's endpoint, from one to eight copies. */
export function renderScalingTemplates(folder: string): number {
  mkdirSync(folder, { recursive: true });
  const rendered = Object.entries(POLICIES).flatMap(([name, scale]) =>
    [PublishFrequency.TEN_SECONDS, PublishFrequency.ONE_MINUTE].map((frequency) => {
      writeFileSync(path.join(folder, `${name}-${frequency}.json`), JSON.stringify(template(frequency, scale), undefined, 2));
    }));
  return rendered.length;
}

function template(frequency: PublishFrequency, scale: (copies: ScalableCopies) => void): object {
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
  scale(component.autoScaleCopies({ minCapacity: 1, maxCapacity: 8 }));
  return Template.fromStack(stack).toJSON();
}
