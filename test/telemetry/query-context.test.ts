import { InferenceEndpoint, InferenceSignal, SignalGrouping, SignalStatistic, TelemetryScope } from '../../src';
import { QueryContext } from '../../src/telemetry/query-context';
import { testStack } from '../support';

const By = SignalGrouping;

/** Scopes over imports, of which nothing but the name is known. */
const SCOPES = {
  'everything': () => TelemetryScope.everything(testStack()),
  'one endpoint': () => TelemetryScope.endpoint(endpoints('chat')[0]),
  'one endpoint with a chosen variant': () => TelemetryScope.endpoint(InferenceEndpoint.fromEndpointAttributes(testStack(), 'chat', {
    endpointName: 'chat', variantName: 'blue',
  })),
  'two endpoints': () => TelemetryScope.endpoints(endpoints('chat', 'code')),
  'a component': () => TelemetryScope.component(InferenceEndpoint.fromEndpointAttributes(testStack(), 'chat', {
    endpointName: 'chat', inferenceComponentNames: ['qwen'],
  }).inferenceComponents[0]),
};

function endpoints(...names: string[]) {
  const stack = testStack();
  return names.map((name) => InferenceEndpoint.fromEndpointName(stack, name, name));
}

function context(scope: TelemetryScope, groupBy: SignalGrouping[]): QueryContext {
  return new QueryContext(scope, groupBy, SignalStatistic.SUM, undefined, false, InferenceSignal.INVOCATIONS);
}

describe('every answer is about one endpoint or one component', () => {
  /** By hand: a component lies on one endpoint, an endpoint has any number of components, and other groupings tell neither apart. */
  test.each<[scope: keyof typeof SCOPES, groupBy: SignalGrouping[], oneEndpoint: boolean, oneComponent: boolean]>([
    ['everything', [], false, false],
    ['everything', [By.ENDPOINT], true, false],
    ['everything', [By.COMPONENT], false, true],
    ['everything', [By.ENDPOINT, By.COMPONENT], true, true],
    ['everything', [By.ZONE, By.INSTANCE_TYPE], false, false],
    ['one endpoint', [], true, false],
    ['one endpoint', [By.ZONE], true, false],
    ['one endpoint', [By.ENDPOINT], true, false],
    ['one endpoint', [By.ZONE, By.COMPONENT], true, true],
    ['one endpoint with a chosen variant', [], true, false],
    ['two endpoints', [], false, false],
    ['two endpoints', [By.ZONE, By.ENDPOINT], true, false],
    ['two endpoints', [By.COMPONENT], false, true],
    ['a component', [], true, true],
    ['a component', [By.ZONE], true, true],
  ])('of %s by %j: endpoint %s, component %s', (scope, groupBy, oneEndpoint, oneComponent) => {
    const asked = context(SCOPES[scope](), groupBy);
    expect(asked.isWithinOne(By.ENDPOINT)).toBe(oneEndpoint);
    expect(asked.isWithinOne(By.COMPONENT)).toBe(oneComponent);
  });
});
