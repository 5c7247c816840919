import { Annotations, CfnParameter, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import {
  ContainerImage, InferenceAmiVersion, InferenceComponent, InferenceComponentEndpoint, InferenceEndpoint, InstanceFleet, ServedModel,
  ServingEngine, SingleModelEndpoint,
} from '../../src';
import { testStack, warnings } from '../support';

const CUDA_12 = '0.27.1-gpu-py312-cu129-ubuntu22.04-sagemaker';
const CUDA_13 = '0.27.1-gpu-py312-cu130-ubuntu24.04-sagemaker';
const FOUR_GPUS = 'ml.g6.12xlarge';
const LAUNCH = { amiVersion: InferenceAmiVersion.AL2023_GPU_4_1 };

function expected(tag: string): string {
  return (
    `the image '${tag}' is for a CUDA version that needs a newer driver than most machine images have, and the fleet leaves the machine ` +
    'image to SageMaker: its containers may fail to start. Set launch.amiVersion, for example to InferenceAmiVersion.AL2023_GPU_4_1 ' +
    '[ack: cdk-sagemaker-insights:machineImageForCuda]'
  );
}

function dlc(tag: string): ServedModel {
  return ServedModel.fromContainer({ image: ContainerImage.fromDlc('vllm', tag), engine: ServingEngine.VLLM });
}

function component(stack: Stack, model: ServedModel, instances: InstanceFleet, overrides?: { [type: string]: { model: ServedModel } }) {
  const endpoint = new InferenceComponentEndpoint(stack, 'Endpoint', { instances });
  return endpoint.addInferenceComponent('Llama', { model, resources: { accelerators: 1 }, overrides });
}

type Options = NonNullable<Parameters<typeof InstanceFleet.fixed>[1]>;

/** Both kinds of endpoint with one model on a fleet. */
const KINDS: Array<[string, (stack: Stack, model: ServedModel, type?: string, options?: Options) => unknown]> = [
  ['a component', (stack, model, type = FOUR_GPUS, options = {}) => component(stack, model, InstanceFleet.of(type, { max: 2, ...options }))],
  ['an endpoint with one model', (stack, model, type = FOUR_GPUS, options = {}) =>
    new SingleModelEndpoint(stack, 'Endpoint', { model, instances: InstanceFleet.fixed(type, options) })],
];

describe.each(KINDS)('the machine image of %s', (_, make) => {
  function warningsWith(...[model, type, options]: [ServedModel, string?, Options?]): string[] {
    const stack = testStack();
    make(stack, model, type, options);
    return warnings(stack);
  }

  test('is warned about when a Deep Learning Container is for CUDA 13 and nobody chose it', () => {
    expect(warningsWith(dlc(CUDA_13))).toEqual([expected(CUDA_13)]);
  });

  test.each(['ml.g4dn.xlarge', 'ml.g6e.xlarge', 'ml.g7e.2xlarge', 'ml.p3.2xlarge', 'ml.p5.48xlarge', 'ml.p6-b200.48xlarge'])(
    'is warned about on %s', (type) => {
      expect(warningsWith(dlc(CUDA_13), type)).toEqual([expected(CUDA_13)]);
    });

  test('is warned about once, also on several instance types', () => {
    expect(warningsWith(dlc(CUDA_13), FOUR_GPUS, { fallbacks: ['ml.g5.12xlarge', 'ml.g6e.12xlarge'] })).toEqual([expected(CUDA_13)]);
  });

  test('is warned about when only a fallback has GPUs', () => {
    expect(warningsWith(dlc(CUDA_13), 'ml.inf2.xlarge', { fallbacks: ['ml.g5.xlarge'] })).toEqual([expected(CUDA_13)]);
  });

  test('is warned about when the instance type is known at deployment only', () => {
    const stack = testStack();
    make(stack, dlc(CUDA_13), new CfnParameter(stack, 'Type').valueAsString);

    expect(warnings(stack)).toEqual([expected(CUDA_13)]);
  });

  test.each(['0.30-gpu-py312-cu131-ubuntu24.04', '1.0-gpu-cu140', 'cu130'])('is warned about with the tag %p', (tag) => {
    expect(warningsWith(dlc(tag))).toEqual([expected(tag)]);
  });

  test.each([CUDA_12, '2.6-gpu-py312-cu118-ubuntu20.04', '0.27.1-gpu-py312-ubuntu22.04', 'latest', 'recu130', '1.0-cu1301', `sha256:${'13'.repeat(32)}`])(
    'is fine with the tag %p', (tag) => {
      expect(warningsWith(dlc(tag))).toEqual([]);
    });

  test('is fine when the user chose it', () => {
    expect(warningsWith(dlc(CUDA_13), FOUR_GPUS, { launch: LAUNCH })).toEqual([]);
    expect(warningsWith(dlc(CUDA_13), FOUR_GPUS, { launch: { amiVersion: InferenceAmiVersion.of('own-ami') } })).toEqual([]);
  });

  test('is warned about when the user says other things about the launch only', () => {
    expect(warningsWith(dlc(CUDA_13), FOUR_GPUS, { launch: {} })).toEqual([expected(CUDA_13)]);
  });

  test.each(['ml.inf2.xlarge', 'ml.trn1.2xlarge', 'ml.c7i.xlarge'])('is fine on %s, which has no NVIDIA driver', (type) => {
    expect(warningsWith(dlc(CUDA_13), type)).toEqual([]);
  });

  test('is fine with an image of the user, of which the tag says nothing', () => {
    const stack = testStack();
    const image = ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(stack, 'Own', 'own'), CUDA_13);
    make(stack, ServedModel.fromContainer({ image, engine: ServingEngine.VLLM }));

    expect(warnings(stack)).toEqual([]);
  });

  test('is fine with a model that exists already, of which the image is unknown', () => {
    expect(warningsWith(ServedModel.fromModelName('llama', { engine: ServingEngine.VLLM }))).toEqual([]);
  });

  test('is not warned about once that is acknowledged by its id', () => {
    const stack = testStack();
    make(stack, dlc(CUDA_13));
    Annotations.of(stack).acknowledgeWarning('cdk-sagemaker-insights:machineImageForCuda');

    expect(warnings(stack)).toEqual([]);
  });
});

describe('the machine image of a component that differs per instance type', () => {
  const POOLS = { max: 2, fallbacks: ['ml.g5.12xlarge'] };

  test('is warned about when only an override is for CUDA 13', () => {
    const stack = testStack();
    component(stack, dlc(CUDA_12), InstanceFleet.of(FOUR_GPUS, POOLS), { 'ml.g5.12xlarge': { model: dlc(CUDA_13) } });

    expect(warnings(stack)).toEqual([expected(CUDA_13)]);
  });

  test('is warned about with each image that is for CUDA 13', () => {
    const stack = testStack();
    const other = CUDA_13.replace('0.27.1', '0.28');
    component(stack, dlc(CUDA_13), InstanceFleet.of(FOUR_GPUS, POOLS), { 'ml.g5.12xlarge': { model: dlc(other) } });

    expect(warnings(stack).sort()).toEqual([expected(CUDA_13), expected(other)]);
  });

  test('is fine when the user chose it', () => {
    const stack = testStack();
    component(stack, dlc(CUDA_12), InstanceFleet.of(FOUR_GPUS, { ...POOLS, launch: LAUNCH }), { 'ml.g5.12xlarge': { model: dlc(CUDA_13) } });

    expect(warnings(stack)).toEqual([]);
  });
});

test('the machine image of an imported endpoint is not warned about, because its fleet is unknown', () => {
  const stack = testStack();
  const endpoint = InferenceEndpoint.fromEndpointName(stack, 'Endpoint', 'chat');
  new InferenceComponent(stack, 'Llama', { endpoint, model: dlc(CUDA_13), resources: { accelerators: 1 } });

  expect(warnings(stack)).toEqual([]);
});
