import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { TelemetryEnrichment } from '../../src';
import { errorOf, testStack } from '../support';

const ENRICHMENT = 'AWS::CloudWatch::OTelEnrichment';
const TAGS = 'AWS::ObservabilityAdmin::TelemetryEnrichment';

function only(stack: Stack, type: string): any {
  const found = Object.values(Template.fromStack(stack).findResources(type));
  expect(found).toHaveLength(1);
  return found[0];
}

test('both settings are retained, whatever becomes of the stack, and tags come first', () => {
  const stack = testStack();
  new TelemetryEnrichment(stack, 'Enrichment');
  expect(only(stack, TAGS)).toMatchObject({ Properties: { Scope: 'ACCOUNT' }, DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  expect(only(stack, ENRICHMENT)).toMatchObject({
    Properties: { IncludeFilters: [{ Namespace: 'AWS/SageMaker' }] },
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    DependsOn: [Object.keys(Template.fromStack(stack).findResources(TAGS))[0]],
  });
});

test('without the limit to SageMaker there is no filter', () => {
  const stack = testStack();
  new TelemetryEnrichment(stack, 'Enrichment', { sageMakerOnly: false });
  expect(only(stack, ENRICHMENT).Properties).toBeUndefined();
});

describe('one per account and Region', () => {
  test('a second one in another stack names the first', () => {
    const app = new App();
    const [one, other] = ['One', 'Other'].map((id) => new Stack(app, id, { env: { region: 'eu-central-1', account: '111122223333' } }));
    new TelemetryEnrichment(one, 'Enrichment');
    expect(errorOf(() => new TelemetryEnrichment(other, 'Again'))).toBe(
      '[Other/Again] an account and Region must have one TelemetryEnrichment, because its settings are those of the whole account, ' +
      'got a second one: the first is One/Enrichment');
  });

  test('other Regions and accounts have their own', () => {
    const app = new App();
    [['eu-central-1', '111122223333'], ['us-east-1', '111122223333'], ['eu-central-1', '444455556666']].forEach(([region, account], index) =>
      new TelemetryEnrichment(new Stack(app, `Stack${index}`, { env: { region, account } }), 'Enrichment'));
    expect(() => app.synth()).not.toThrow();
  });
});
