import { App } from 'aws-cdk-lib';
import { StackTemplate, checkTemplates } from '../../src/checks/check-templates';
import { maximalSingleModelEndpoint } from '../maximal-stacks';
import { rawPolicy, rawPromQlAlarm, rawTarget } from './scaling-support';
import { rawComponent, rawEndpoint, stackIn } from './support';

/** Places in a value, each as the keys on the way to it. What a function is given is none. */
function places(value: unknown): string[][] {
  return typeof value !== 'object' || value === null || /^(Ref|Fn::.*)$/.test(Object.keys(value).join())
    ? []
    : Object.entries(value).flatMap(([key, member]) => [[key], ...places(member).map((rest) => [key, ...rest])]);
}

function replaced(value: any, [key, ...rest]: string[], by: unknown): any {
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[key] = rest.length === 0 ? by : replaced(copy[key], rest, by);
  return copy;
}

function raw(app: App) {
  const stack = stackIn(app);
  const { endpoint } = rawEndpoint(stack, { model: { vpcConfig: { subnets: ['subnet-1', 'subnet-2'], securityGroupIds: ['sg-1'] } } });
  rawComponent(stack, endpoint.attrEndpointName, 'qwen');
  const target = rawTarget(stack, { minCapacity: 0 });
  rawPromQlAlarm(stack, 'Alarm', 'vllm:num_requests_waiting > 5', [rawPolicy(stack, 'Step', target, 1).ref]);
  rawPolicy(stack, 'Tracking', target, { customizedMetricSpecification: { namespace: 'AWS/SageMaker', metricName: 'Invocations', statistic: 'Sum' } });
}

/** Every property of a stack in turn is left to a parameter, to a condition, or out. */
test.each([
  ['raw resources', raw], ['a single model', maximalSingleModelEndpoint],
])('the checks read a stack of %s in which any property is a function', (_what, make) => {
  const app = new App();
  make(app);
  const templates: StackTemplate[] = app.synth().stacks.map(({ stackName, template }) => ({ stackName, json: template }));
  const [{ stackName, json }] = templates;
  let count = 0;
  for (const [id, resource] of Object.entries(json.Resources ?? {})) {
    for (const place of places(resource.Properties)) {
      for (const by of [{ Ref: 'P' }, { 'Fn::If': ['C', { A: 1 }, { Ref: 'AWS::NoValue' }] }, undefined]) {
        const Properties = replaced(resource.Properties, place, by);
        const changed = { ...json, Resources: { ...json.Resources, [id]: { ...resource, Properties } } };
        try {
          checkTemplates([{ stackName, json: changed }]);
        } catch (error) {
          throw new Error(`${id}.${place.join('.')} as ${JSON.stringify(by)}: ${(error as Error).stack}`);
        }
        count++;
      }
    }
  }
  expect(count).toBeGreaterThan(100);
});
