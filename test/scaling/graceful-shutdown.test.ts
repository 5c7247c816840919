import { Template } from 'aws-cdk-lib/assertions';
import { qwen, solo } from './support';
import { ContainerImage, InstanceFleet, ServedModel, ServingEngine, SingleModelEndpoint } from '../../src';
import { errorOf, propertiesOf, testStack, vllmModel } from '../support';

const SCALED = { minCapacity: 1, maxCapacity: 4 };
const DRAINS = { SM_VLLM_SHUTDOWN_TIMEOUT: '25' };

function environmentOf(makeModel: (stack: ReturnType<typeof testStack>) => ServedModel, isScaled = true) {
  const stack = testStack();
  const component = qwen(stack, { model: makeModel(stack) });
  if (isScaled) {
    component.autoScaleCopies(SCALED);
  }
  return propertiesOf(stack, 'AWS::SageMaker::InferenceComponent').Specification.Container.Environment;
}

function dlc(tag: string, repository = 'vllm') {
  return (stack: ReturnType<typeof testStack>) => vllmModel(stack, { image: ContainerImage.fromDlc(repository, tag) });
}

describe('copies that are taken away finish their answers', () => {
  test('on AWS\'s container for vLLM, when they are scaled: 5 seconds less than SageMaker gives them', () => {
    expect(environmentOf(vllmModel)).toEqual(DRAINS);
    expect(environmentOf(vllmModel, false)).toBeUndefined();
    expect(environmentOf((stack) => vllmModel(stack, { environment: { SM_VLLM_SHUTDOWN_TIMEOUT: '10' } }))).toEqual({ SM_VLLM_SHUTDOWN_TIMEOUT: '10' });
  });

  test('on instances with one model, too', () => {
    const [scaled, fixed] = [testStack(), testStack()];
    solo(scaled).autoScaleInstances(SCALED);
    solo(fixed);
    expect(propertiesOf(scaled, 'AWS::SageMaker::Model').PrimaryContainer.Environment).toEqual(DRAINS);
    expect(propertiesOf(fixed, 'AWS::SageMaker::Model').PrimaryContainer).not.toHaveProperty('Environment');
  });

  test.each([
    ['0.19.1-gpu-py312-cu129-ubuntu22.04-sagemaker', undefined],
    ['0.20.0-gpu-py312-cu129-ubuntu22.04-sagemaker', DRAINS],
    ['1.0.0-gpu-py313-cu140-ubuntu24.04-sagemaker', DRAINS],
    ['0.27.1-gpu-py312-cu129-ubuntu22.04-ec2', undefined],
    ['sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef', undefined],
  ])('not where the version does not know the argument or is not known: %s', (tag, environment) => {
    expect(environmentOf(dlc(tag))).toEqual(environment);
  });

  test('counts among the entries that an environment may hold', () => {
    const stack = testStack();
    const environment = Object.fromEntries([...Array(100).keys()].map((index) => [`KEY_${index}`, 'value']));
    new SingleModelEndpoint(stack, 'Full', {
      model: vllmModel(stack, { environment }), instances: InstanceFleet.fixed('ml.g6e.xlarge'),
    }).autoScaleInstances(SCALED);
    expect(errorOf(() => Template.fromStack(stack))).toContain('model: environment may hold at most 100 entries here, got: 101 (SM_VLLM_SHUTDOWN_TIMEOUT, ');
  });

  test('not on another engine', () => {
    expect(environmentOf((stack) => vllmModel(stack, { engine: ServingEngine.TGI }))).toBeUndefined();
  });
});
