import { CfnParameter, Token } from 'aws-cdk-lib';
import { qwen } from '../../scaling/support';
import { rawPolicy, rawTarget } from '../scaling-support';
import { found, places, stackIn } from '../support';

const RULE = 'one-scale-in-policy';

test('bad: a step policy and target tracking', () => {
  const stack = stackIn();
  const target = rawTarget(stack);
  rawPolicy(stack, 'Step', target, -1);
  rawPolicy(stack, 'Tracking', target, {});
  expect(found(stack, RULE)).toEqual([expect.objectContaining({
    severity: 'error',
    logicalId: 'Target',
    message: expect.stringMatching(/^exactly one policy of inference-component\/qwen may scale in, got 2: .*Step, .*Tracking$/),
  })]);
});

test('bad: two step policies', () => {
  const stack = stackIn();
  const target = rawTarget(stack);
  rawPolicy(stack, 'One', target, -1);
  rawPolicy(stack, 'Two', target, -2);
  expect(places(stack, RULE)).toEqual(['Target']);
});

test.each<[string, Array<number | Record<string, unknown>>]>([
  ['one step policy', [-1, 1, 3]],
  ['target tracking that only adds beside a step policy', [-1, { disableScaleIn: true }]],
  ['two target trackings, which agree before they take away', [{}, {}]],
])('good: %s', (_what, policies) => {
  const stack = stackIn();
  const target = rawTarget(stack);
  policies.forEach((policy, index) => rawPolicy(stack, `Policy${index}`, target, policy));
  expect(places(stack, RULE)).toEqual([]);
});

test('good: whether the other one scales in is known at deployment only', () => {
  const stack = stackIn();
  const target = rawTarget(stack);
  rawPolicy(stack, 'Step', target, -1);
  rawPolicy(stack, 'Tracking', target, { disableScaleIn: Token.asAny(new CfnParameter(stack, 'OnlyAdds').value) });
  expect(places(stack, RULE)).toEqual([]);
});

test('good: two targets with a policy each, and what is not of SageMaker', () => {
  const stack = stackIn();
  const target = rawTarget(stack, { serviceNamespace: 'ecs', scalableDimension: 'ecs:service:DesiredCount', resourceId: 'service/a/b' });
  rawPolicy(stack, 'Step', target, -1);
  rawPolicy(stack, 'Tracking', target, {});
  expect(places(stack, RULE)).toEqual([]);
});

test('good: scaling of this library', () => {
  const stack = stackIn();
  qwen(stack).autoScaleCopies({ minCapacity: 1, maxCapacity: 8 }).scaleOnEnginePressure('Pressure');
  expect(places(stack, RULE)).toEqual([]);
});
