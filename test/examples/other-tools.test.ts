import { existsSync } from 'fs';
import * as path from 'path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ExistingEndpointsStack } from '../../examples/existing-endpoints/existing-endpoints-stack';
import { FleetStack } from '../../examples/fleet-of-imports/fleet-stack';
import { GrafanaReaderStack } from '../../examples/grafana-reader/grafana-reader-stack';
import { warnings } from '../support';

const PROPS = { env: { region: 'eu-central-1' } };

test('a fleet of imported endpoints is watched without a resource of SageMaker', () => {
  const resources = Object.values(Template.fromStack(new FleetStack(new App(), 'Fleet', PROPS)).toJSON().Resources) as { Type: string }[];
  const types = new Set(resources.map(({ Type }) => Type));
  expect([...types].filter((type) => type.startsWith('AWS::SageMaker'))).toEqual([]);
  expect([...types]).toEqual(expect.arrayContaining([
    'AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard', 'AWS::CloudWatch::OTelEnrichment',
  ]));
});

test('the reader of Grafana has its files beside the template', () => {
  const app = new App();
  new GrafanaReaderStack(app, 'GrafanaReader', PROPS);
  const { directory } = app.synth();
  for (const file of ['chat.grafana.json', 'cloudwatch.datasources.yaml', 'chat.rules.yaml', 'GrafanaReader.template.json']) {
    expect(existsSync(path.join(directory, file))).toBe(true);
  }
});

test('existing endpoints are opted in, one of them rolling and with an alarm, the others in turn, before anything watches them', () => {
  const stack = new ExistingEndpointsStack(new App(), 'ExistingEndpoints', PROPS);
  const resources: Record<string, { Type: string; Properties: any; DependsOn?: string[] }> = Template.fromStack(stack).toJSON().Resources;
  const optIns = Object.entries(resources).filter(([, { Type }]) => Type === 'Custom::SageMakerDetailedObservabilityOptIn');
  expect(optIns.map(([, { Properties }]) => [Properties.EndpointName, Properties.MetricPublishFrequencyInSeconds]))
    .toEqual([['chat', '10'], ['search', '60'], ['summaries', '60']]);
  const [chat] = optIns[0];
  const watching = Object.entries(resources).filter(([id, { Type }]) => id.startsWith('Insights') && Type.startsWith('AWS::CloudWatch'));
  expect(watching.length).toBeGreaterThan(20);
  for (const [, { DependsOn }] of watching) {
    expect(DependsOn).toContain(chat);
  }
  expect(Object.values(resources).filter(({ Type }) => Type.startsWith('AWS::SageMaker'))).toEqual([]);
  expect(warnings(stack)).toEqual([]);
});
