import { Duration, Size } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { qwen, solo } from './support';
import {
  EndpointInsights, InferenceComponent, InsightsAlarms, InsightsDashboard, InsightsPanel, InsightsSubject, ScalableCopies, ServiceObjective,
} from '../../src';
import { queries } from '../alarms/support';
import { text } from '../intrinsics';
import { errorOf, testStack, vllmModel } from '../support';

const BOUNDS = { minCapacity: 1, maxCapacity: 6 };

function widgetsOf(stack: ReturnType<typeof testStack>): any[] {
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'));
  return JSON.parse(text(Properties.DashboardBody)).widgets;
}

describe('the alarms know what is scaled', () => {
  test('the maximum of copies, for scaling that is not triggered and for the ceiling', () => {
    const stack = testStack();
    const component = qwen(stack);
    component.autoScaleCopies(BOUNDS).scaleOnEnginePressure('Pressure');
    new InsightsAlarms(stack, 'Alarms', { subject: InsightsSubject.endpoint(component.endpoint) });
    const found = queries(stack);
    // All components have it, so none is named.
    expect(found['scaling-not-triggered']).not.toContain('qwen');
    expect(found['scaling-not-triggered']).toMatch(/\) < 6\)/);
    expect(found['scaling-at-maximum']).toMatch(/\) >= 6\)/);
  });

  test('the maximum of instances of an endpoint with one model', () => {
    const stack = testStack();
    const endpoint = solo(stack);
    endpoint.autoScaleInstances(BOUNDS).scaleOnEnginePressure('Pressure');
    new InsightsAlarms(stack, 'Alarms', { subject: InsightsSubject.endpoint(endpoint) });
    expect(queries(stack)['scaling-at-maximum']).toMatch(/\) >= 6\)/);
  });

  test('different maxima of different components, by their names', () => {
    const stack = testStack();
    const component = qwen(stack);
    component.autoScaleCopies(BOUNDS).scaleOnEnginePressure('Pressure');
    new InferenceComponent(stack, 'Llama', {
      endpoint: component.endpoint, inferenceComponentName: 'llama', model: vllmModel(stack), resources: { accelerators: 1 },
    });
    new InsightsAlarms(stack, 'Alarms', { subject: InsightsSubject.endpoint(component.endpoint) });
    expect(queries(stack)['scaling-at-maximum']).toContain('"aws.sagemaker.inference_component.name"="qwen"');
  });

  test('fifty components with one maximum fit the queries of alarms and diagnosis', () => {
    const stack = testStack();
    const { endpoint } = qwen(stack, {}, { max: 40 });
    for (let index = 0; index < 50; index++) {
      new InferenceComponent(stack, `Model${index}`, {
        endpoint, model: vllmModel(stack), resources: { accelerators: 1, minMemory: Size.gibibytes(1) },
      });
    }
    endpoint.inferenceComponents.forEach((component, index) => new ScalableCopies(stack, `Copies${index}`, { component, ...BOUNDS }));
    new EndpointInsights(stack, 'Insights', { endpoint, objectives: [ServiceObjective.timeToFirstToken(Duration.seconds(2))] });
    Template.fromStack(stack);
  });

  test('a stated maximum wins', () => {
    const stack = testStack();
    const component = qwen(stack);
    component.autoScaleCopies(BOUNDS).scaleOnEnginePressure('Pressure');
    new InsightsAlarms(stack, 'Alarms', { subject: InsightsSubject.endpoint(component.endpoint), expectations: { maximumCopies: { qwen: 3 } } });
    expect(queries(stack)['scaling-at-maximum']).toMatch(/\) >= 3\)/);
  });

  test('without scaling there is no such alarm', () => {
    const stack = testStack();
    const alarms = new InsightsAlarms(stack, 'Alarms', { subject: InsightsSubject.endpoint(qwen(stack).endpoint) });
    expect(alarms.unwatched).toContainEqual({ rule: 'scaling-at-maximum', reason: 'no maximum of copies is known' });
  });

  test('a component that goes to zero may be silent', () => {
    const stack = testStack();
    const component = qwen(stack, {}, { min: 0 });
    component.autoScaleCopies({ minCapacity: 0, maxCapacity: 4 }).scaleToZero('Zero', { targetConcurrentRequests: 5 });
    new InsightsAlarms(stack, 'Alarms', { subject: InsightsSubject.endpoint(component.endpoint) });
    const found = queries(stack);
    expect(found['component-stopped']).toContain('"aws.sagemaker.inference_component.name"!~"qwen"');
    expect(Object.keys(found)).not.toContain('components-missing');
  });

  test('that is scaled after its alarms were made is refused', () => {
    const stack = testStack();
    const component = qwen(stack);
    new InsightsAlarms(stack, 'Alarms', { subject: InsightsSubject.endpoint(component.endpoint) });
    component.autoScaleCopies(BOUNDS).scaleOnEnginePressure('Pressure');
    expect(errorOf(() => Template.fromStack(stack))).toContain(
      'the alarm rule scaling-not-triggered fits no more: what it watches changed after its alarm was made. ' +
      'Expected: components, their engines, publish frequencies and scaling first, alarms then');
  });
});

describe('the dashboard shows what is scaled', () => {
  test('the bounds, each policy, and which alarm changes capacity now', () => {
    const stack = testStack();
    const component = qwen(stack);
    component.autoScaleCopies(BOUNDS).scaleOnEnginePressure('Pressure', { kvCacheUtilization: 45 });
    new InsightsDashboard(stack, 'Dashboard', { subject: InsightsSubject.endpoint(component.endpoint), panels: [InsightsPanel.SCALING_EVENTS] });

    const shown = widgetsOf(stack);
    const note = shown.find(({ type, properties }) => type === 'text' && properties.markdown.includes('qwen: 1 to 6 copies'));
    expect(note.properties.markdown.split('\n')).toEqual([
      '**qwen: 1 to 6 copies**',
      '',
      '- +1 copies at tier 1: KV cache in use (average over copies) above 45 percent',
      '- -1 copies in calm: there would be no pressure without them',
      '- PressureSafetyNet: keeps requests in flight at 100, scales out only',
      '',
    ]);
    const tiles = shown.find(({ type }) => type === 'alarm');
    expect(tiles.properties.title).toBe('In ALARM: capacity changes');
    expect(tiles.properties.alarms).toHaveLength(2);
  });

  test('nothing of it where nothing is scaled', () => {
    const stack = testStack();
    new InsightsDashboard(stack, 'Dashboard', { subject: InsightsSubject.endpoint(qwen(stack).endpoint), panels: [InsightsPanel.SCALING_EVENTS] });
    expect(widgetsOf(stack).some(({ type }) => type === 'alarm')).toBe(false);
  });
});

test('everything together synthesises: scaled copies with dashboard, alarms and diagnosis', () => {
  const stack = testStack();
  const component = qwen(stack);
  component.autoScaleCopies(BOUNDS).scaleOnEnginePressure('Pressure');
  new EndpointInsights(stack, 'Insights', { endpoint: component.endpoint });
  // Alarms that scale are not among those that wake people.
  const wakes = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::CompositeAlarm')).map(({ Properties }) => JSON.stringify(Properties.AlarmRule));
  expect(wakes.length).toBeGreaterThan(0);
  wakes.forEach((rule) => expect(rule).not.toContain('ScalableCopies'));
});
