import { App, Stack } from 'aws-cdk-lib';
import { filesOf } from './support';
import { GrafanaDataSources, GrafanaDataSourcesProps } from '../../src';
import { errorOf, testStack } from '../support';

function fileOf(props: GrafanaDataSourcesProps): Record<string, string> {
  return filesOf((stack) => [new GrafanaDataSources(stack, 'DataSources', props)]);
}

// Written by hand after the plugins' documentation of provisioning: "Provision the data source" of
// grafana.com/docs/plugins/grafana-amazonprometheus-datasource and of grafana.com/docs/grafana/latest/datasources/aws-cloudwatch.
const ONE_REGION = `\
"apiVersion": 1
"datasources":
  - "name": "CloudWatch PromQL eu-central-1"
    "uid": "cloudwatch-promql-eu-central-1"
    "type": "grafana-amazonprometheus-datasource"
    "access": "proxy"
    "url": "https://monitoring.eu-central-1.amazonaws.com"
    "jsonData":
      "httpMethod": "POST"
      "sigV4Auth": true
      "sigV4AuthType": "default"
      "sigV4Region": "eu-central-1"
      "sigV4Service": "monitoring"
  - "name": "CloudWatch eu-central-1"
    "uid": "cloudwatch-eu-central-1"
    "type": "cloudwatch"
    "access": "proxy"
    "jsonData":
      "authType": "default"
      "defaultRegion": "eu-central-1"
`.replace(/"(\w+)":/g, '$1:');

test('one for PromQL and one for classic metrics, signed for the Region of the stack', () => {
  expect(fileOf({ fileName: 'grafana.datasources.yaml' })).toEqual({ 'grafana.datasources.yaml': ONE_REGION });
});

test('the name of the file is made from the path', () => {
  expect(Object.keys(fileOf({}))).toEqual([expect.stringMatching(/DataSources.*\.datasources\.yaml$/)]);
});

test('several Regions, read with a role', () => {
  const [text] = Object.values(fileOf({
    regions: ['us-east-1', 'eu-west-1'], assumeRoleArn: 'arn:aws:iam::111122223333:role/Reader', externalId: 'abc',
  }));
  const names = [...text.matchAll(/name: "(.*)"/g)].map(([, name]) => name);
  expect(names).toEqual([
    'CloudWatch PromQL us-east-1', 'CloudWatch us-east-1', 'CloudWatch PromQL eu-west-1', 'CloudWatch eu-west-1',
  ]);
  for (const setting of ['sigV4AssumeRoleArn', 'assumeRoleArn']) {
    expect(text.split(` ${setting}: "arn:aws:iam::111122223333:role/Reader"\n`)).toHaveLength(3);
  }
  for (const setting of ['sigV4ExternalId', 'externalId']) {
    expect(text.split(` ${setting}: "abc"\n`)).toHaveLength(3);
  }
});

test('a Region that has no PromQL, is none or is not known is refused', () => {
  const make = (regions?: string[], stack: Stack = testStack()) => errorOf(() => new GrafanaDataSources(stack, 'DataSources', { regions }));
  expect(make(['cn-north-1'])).toContain("regions[0] must be a commercial Region: CloudWatch has no PromQL in others, got: 'cn-north-1'");
  expect(make(['us-east-1', 'Frankfurt'])).toContain("regions[1] must be a Region such as 'eu-central-1', got: 'Frankfurt'");
  expect(make(undefined, new Stack(new App(), 'Stack'))).toContain('the Region of the stack (or else regions) must be known at synth');
});

test('no Region, a Region twice, and a malformed role or external id are refused', () => {
  const make = (props: GrafanaDataSourcesProps) => errorOf(() => new GrafanaDataSources(testStack(), 'DataSources', props));
  expect(make({ regions: [] })).toContain('regions must hold at least 1 Region, got: none');
  expect(make({ regions: ['us-east-1', 'eu-central-1', 'us-east-1'] })).toContain('regions must hold each Region once, got twice: us-east-1');
  expect(make({ assumeRoleArn: 'Grafana', externalId: '' })).toBe([
    '[Stack/DataSources]',
    "  - assumeRoleArn must be the ARN of a role, got: 'Grafana'",
    "  - externalId must be 2 to 1224 letters, digits and characters of _+=,.@:/-, got: ''",
  ].join('\n'));
});

test('a role may have a path', () => {
  const role = 'arn:aws:iam::111122223333:role/service-role/Grafana';
  expect(new GrafanaDataSources(testStack(), 'DataSources', { assumeRoleArn: role }).toYaml()).toContain(role);
});

test('a file name with a path is refused', () => {
  expect(errorOf(() => new GrafanaDataSources(testStack(), 'DataSources', { fileName: '../secrets.yaml' }))).toContain("'../secrets.yaml'");
});
