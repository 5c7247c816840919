import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { IConstruct } from 'constructs';
import { ContainerImage, ModelArtifacts, ServedModel, ServingEngine } from '../src';
import { ContainerModelOptions } from '../src/endpoint/served-model';

/** A stack in a Region that has detailed observability. */
export function testStack(region: string = 'eu-central-1'): Stack {
  return new Stack(new App(), 'Stack', { env: { region, account: '111122223333' } });
}

/** A vLLM container with an archive of weights, changed as given. */
export function vllmModel(scope: IConstruct, changes: Partial<ContainerModelOptions> = {}): ServedModel {
  const id = 'Weights';
  const bucket = (Stack.of(scope).node.tryFindChild(id) as s3.IBucket | undefined) ?? s3.Bucket.fromBucketName(Stack.of(scope), id, 'weights');
  return ServedModel.fromContainer({
    image: ContainerImage.fromDlc('vllm', '0.27.1-gpu-py312-cu129-ubuntu22.04-sagemaker'),
    engine: ServingEngine.VLLM,
    artifacts: ModelArtifacts.archive(bucket, 'llama/model.tar.gz'),
    ...changes,
  });
}

/** The properties of the only resource of a type. */
export function propertiesOf(stack: Stack, type: string): Record<string, any> {
  const found = Object.values(Template.fromStack(stack).findResources(type));
  expect(found).toHaveLength(1);
  return found[0].Properties;
}

/** The messages of all warnings in a stack. */
export function warnings(stack: Stack): string[] {
  return Annotations.fromStack(stack).findWarning('*', Match.anyValue()).map(({ entry }) => String(entry.data));
}

/** The message of the error that something throws. */
export function errorOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('expected an error, got none');
}
