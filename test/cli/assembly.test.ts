import { writeFileSync } from 'fs';
import * as path from 'path';
import { CfnOutput, Fn, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import * as sns from 'aws-cdk-lib/aws-sns';
import { assemblyOf, removeFolders, temporaryFolder } from './support';
import { linkAssembly, readAssembly } from '../../src/cli/assembly';
import { errorOf } from '../support';

afterAll(removeFolders);

function namesAndTypes(folder: string): Array<[string, string[]]> {
  return readAssembly(folder).stacks
    .map(({ name, json }): [string, string[]] => [name, Object.values(json.Resources ?? {}).map(({ Type }) => Type)])
    .sort(([left], [right]) => left < right ? -1 : 1);
}

test('stacks with their place, those of stages, and nested ones', () => {
  const folder = assemblyOf((app) => {
    new sns.Topic(new Stack(app, 'Plain', { env: { region: 'eu-central-1', account: '111122223333' } }), 'Topic');
    const staged = new Stack(new Stage(app, 'Production'), 'Chat', { stackName: 'chat-production' });
    new sns.Topic(new NestedStack(staged, 'Inner'), 'Topic');
  });
  expect(namesAndTypes(folder)).toEqual([
    ['Plain', ['AWS::SNS::Topic']],
    ['Production/Chat', ['AWS::CloudFormation::Stack']],
    [expect.stringMatching(/^Production\/Chat\/Inner/), ['AWS::SNS::Topic']],
  ]);
  expect(readAssembly(folder).stacks.map(({ region, account }) => [region, account])).toEqual([
    ['eu-central-1', '111122223333'], [undefined, undefined], [undefined, undefined],
  ]);
});

test('what one stack exports has its name in another', () => {
  const folder = assemblyOf((app) => {
    const [one, two] = ['One', 'Two'].map((id) => new Stack(app, id));
    const topic = new sns.Topic(one, 'Pager');
    new CfnOutput(one, 'Out', { value: topic.topicName, exportName: 'pager' });
    new sns.Topic(two, 'Other', { displayName: Fn.importValue('pager') });
    new sns.Topic(two, 'Stranger', { displayName: Fn.importValue('elsewhere') });
  });
  const { template, stackOf } = linkAssembly(readAssembly(folder));
  expect(template.resources.map(({ name, logicalId, properties }) => [name, stackOf(logicalId).name, properties.DisplayName])).toEqual([
    ['One/Pager', 'One', undefined], ['Two/Other', 'Two', '${One/Pager}'], ['Two/Stranger', 'Two', expect.stringMatching(/^\$\{\?.*elsewhere/)],
  ]);
});

test('what is no assembly is told', () => {
  expect(errorOf(() => readAssembly('/nowhere'))).toContain('expected the folder of a cloud assembly such as cdk.out');
  const empty = assemblyOf(() => undefined);
  expect(errorOf(() => readAssembly(empty))).toContain('must have a stack, got none');
  const broken = temporaryFolder();
  writeFileSync(path.join(broken, 'manifest.json'), '{');
  expect(errorOf(() => readAssembly(broken))).toContain('manifest.json must be JSON that can be read');
});
