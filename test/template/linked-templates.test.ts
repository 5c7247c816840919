import { readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { App, CfnOutput, Fn, NestedStack, Stack } from 'aws-cdk-lib';
import * as sns from 'aws-cdk-lib/aws-sns';
import { StackTemplate, linkTemplates } from '../../src/template/linked-templates';

/** Every template in the folder of an app, nested ones as well. */
function allTemplates(app: App): StackTemplate[] {
  const { directory } = app.synth();
  return readdirSync(directory).filter((file) => file.endsWith('.template.json')).sort()
    .map((file) => ({ stackName: file.split('.')[0], json: JSON.parse(readFileSync(path.join(directory, file), 'utf8')) }));
}

function property(templates: StackTemplate[], id: string): unknown {
  const { Resources = {} } = linkTemplates(templates).json;
  const key = Object.keys(Resources).find((candidate) => candidate.endsWith(`/${id}`))!;
  return Resources[key].Properties!.DisplayName;
}

function topics(): { app: App; a: Stack; topic: sns.CfnTopic } {
  const app = new App();
  const a = new Stack(app, 'A');
  return { app, a, topic: new sns.CfnTopic(a, 'Topic') };
}

test('what one stack exports and another imports is the resource', () => {
  const { app, topic } = topics();
  new sns.CfnTopic(new Stack(app, 'B'), 'Reader', { displayName: topic.attrTopicName });
  expect(property(allTemplates(app), 'Reader')).toEqual({ 'Fn::GetAtt': ['A/Topic', 'TopicName'] });
});

test('what is exported by hand is, too', () => {
  const { app, a, topic } = topics();
  new CfnOutput(a, 'Out', { value: topic.ref, exportName: 'the-topic' });
  new sns.CfnTopic(new Stack(app, 'B'), 'Reader', { displayName: Fn.importValue('the-topic') });
  expect(property(allTemplates(app), 'Reader')).toEqual({ Ref: 'A/Topic' });
});

test('a nested stack reads of its parent and the parent of it', () => {
  const { app, a, topic } = topics();
  const nested = new NestedStack(a, 'N');
  const inner = new sns.CfnTopic(nested, 'Inner', { displayName: topic.attrTopicName });
  const deeper = new NestedStack(nested, 'D');
  new sns.CfnTopic(deeper, 'Deep', { displayName: topic.attrTopicName });
  new sns.CfnTopic(a, 'Outer', { displayName: inner.attrTopicName });
  const templates = allTemplates(app);
  expect(templates).toHaveLength(3);
  expect(property(templates, 'Inner')).toEqual({ 'Fn::GetAtt': ['A/Topic', 'TopicName'] });
  expect(property(templates, 'Deep')).toEqual({ 'Fn::GetAtt': ['A/Topic', 'TopicName'] });
  expect(property(templates, 'Outer')).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^AN.*\/Inner$/), 'TopicName'] });
});

describe('within one template', () => {
  const resource = (DisplayName: unknown) => ({
    stackName: 'A', json: { Parameters: { P: {} }, Resources: { T: { Type: 'AWS::SNS::Topic' }, R: { Type: 'AWS::SNS::Topic', Properties: { DisplayName } } } },
  });

  test.each<[string, unknown, unknown]>([
    ['a reference', { Ref: 'T' }, { Ref: 'A/T' }],
    ['an attribute in short', { 'Fn::GetAtt': 'T.TopicName' }, { 'Fn::GetAtt': ['A/T', 'TopicName'] }],
    ['a pseudo parameter', { Ref: 'AWS::Region' }, { Ref: 'AWS::Region' }],
    ['a part of a name', { 'Fn::Select': [5, { 'Fn::Split': [':', { Ref: 'T' }] }] }, { Ref: 'A/T' }],
    ['a text', { 'Fn::Sub': 'a-${T}-${X}-${!Y}' }, { 'Fn::Join': ['', ['a-', { Ref: 'A/T' }, '-', { Ref: '?_Ref_A_X_' }, '-', '${Y}', '']] }],
    ['a text with variables', { 'Fn::Sub': ['${V}${T.Arn}', { V: { Ref: 'T' } }] },
      { 'Fn::Join': ['', ['', { Ref: 'A/T' }, '', { 'Fn::GetAtt': ['A/T', 'Arn'] }, '']] }],
    ['a parameter', { Ref: 'P' }, { Ref: '?_Ref_A_P_' }],
    ['an import of something unknown', { 'Fn::ImportValue': 'x' }, { Ref: '?_Fn_ImportValue_x_' }],
  ])('%s', (_what, value, expected) => {
    expect(property([resource(value)], 'R')).toEqual(expected);
  });

  test('the elements of a list that only the deployment knows are different', () => {
    const [first, second] = [0, 1].map((index) => property([resource({ 'Fn::Select': [index, { 'Fn::GetAtt': ['T', 'Zones'] }] })], 'R'));
    expect(first).not.toEqual(second);
  });
});

test('an export that two stacks have, as those of two stages may, is neither', () => {
  const exporting = (stackName: string) => ({
    stackName, json: { Resources: { T: { Type: 'AWS::SNS::Topic' } }, Outputs: { O: { Value: { Ref: 'T' }, Export: { Name: 'x' } } } },
  });
  const reading = { stackName: 'R', json: { Resources: { R: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: { 'Fn::ImportValue': 'x' } } } } } };
  expect(property([exporting('A'), reading], 'R')).toEqual({ Ref: 'A/T' });
  expect(property([exporting('A'), exporting('B'), reading], 'R')).toEqual({ Ref: '?_Fn_ImportValue_x_' });
});

test('stacks that are called alike are kept apart', () => {
  const template = { stackName: 'A', json: { Resources: { T: { Type: 'AWS::SNS::Topic' } } } };
  const { json, origins } = linkTemplates([template, template]);
  expect(Object.keys(json.Resources!)).toEqual(['A/T', 'A~1/T']);
  expect(origins.get('A~1/T')).toEqual({ template: 1, stackName: 'A', logicalId: 'T' });
});

test('references in a circle come to an end', () => {
  const reading = (stackName: string, exported: string, imported: string) => ({
    stackName, json: { Outputs: { O: { Value: { 'Fn::ImportValue': imported }, Export: { Name: exported } } } },
  });
  const reader = { stackName: 'R', json: { Resources: { R: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: { 'Fn::ImportValue': 'x' } } } } } };
  expect(property([reading('A', 'x', 'y'), reading('B', 'y', 'x'), reader], 'R')).toEqual({ Ref: expect.stringMatching(/^\?/) });
});
