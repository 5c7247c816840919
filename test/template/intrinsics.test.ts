import { Template } from '../../src/template';

/** The property of a resource, read beside a queue and a topic. */
function read(value: unknown): unknown {
  const template = new Template({
    Resources: {
      Queue4A7E3555: { Type: 'AWS::SQS::Queue', Metadata: { 'aws:cdk:path': 'Stack/Jobs/Queue/Resource' } },
      Topic: { Type: 'AWS::SNS::Topic' },
      It: { Type: 'AWS::CloudWatch::Alarm', Properties: { Value: value } },
    },
  });
  return template.ofType('AWS::CloudWatch::Alarm')[0].properties.Value;
}

test.each([
  ['a reference to a resource has its path', { Ref: 'Queue4A7E3555' }, '${Jobs/Queue}'],
  ['or its logical id where there is none', { Ref: 'Topic' }, '${Topic}'],
  ['a pseudo parameter stays', { Ref: 'AWS::Region' }, '${AWS::Region}'],
  ['an attribute', { 'Fn::GetAtt': ['Queue4A7E3555', 'Arn'] }, '${Jobs/Queue.Arn}'],
  ['an attribute with a dot', { 'Fn::GetAtt': 'Queue4A7E3555.Arn' }, '${Jobs/Queue.Arn}'],
  ['a name reads like the resource', { 'Fn::GetAtt': ['Topic', 'TopicName'] }, '${Topic}'],
  ['what is joined', { 'Fn::Join': ['-', ['a', { Ref: 'Topic' }, 1]] }, 'a-${Topic}-1'],
  ['what is substituted', { 'Fn::Sub': 'arn:${AWS::Partition}:${Topic.Arn}:${!Literal}' }, 'arn:${AWS::Partition}:${Topic.Arn}:${Literal}'],
  ['what is substituted with variables', { 'Fn::Sub': ['${x}/${Topic}', { x: { Ref: 'Queue4A7E3555' } }] }, '${Jobs/Queue}/${Topic}'],
  ['other functions stay visible', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, '${Fn::Select [0,$Fn::GetAZs ]}'],
  ['what CloudFormation takes away is gone', [{ Ref: 'AWS::NoValue' }, { a: { Ref: 'AWS::NoValue' }, b: 1 }], [{ b: 1 }]],
  ['numbers and nested values', { a: [1, true, null, { b: { Ref: 'Topic' } }] }, { a: [1, true, null, { b: '${Topic}' }] }],
])('%s', (_, value, expected) => {
  expect(read(value)).toEqual(expected);
});

test('resources that would be called alike keep their logical ids', () => {
  const resource = { Type: 'T', Metadata: { 'aws:cdk:path': 'Stack/Same/Resource' } };
  const other = { Type: 'T', Metadata: { 'aws:cdk:path': 'Stack/Same' } };
  expect(new Template({ Resources: { One: resource, Two: other } }).resources.map(({ name }) => name)).toEqual(['One', 'Two']);
});
