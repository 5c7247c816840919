import { existsSync } from 'fs';
import * as path from 'path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { FleetStack } from '../../examples/fleet-of-imports/fleet-stack';
import { GrafanaReaderStack } from '../../examples/grafana-reader/grafana-reader-stack';

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
