import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3_assets from 'aws-cdk-lib/aws-s3-assets';
import {
  InferenceComponent, InferenceComponentEndpoint, InferenceEndpoint, InstanceFleet, ModelArtifacts, SingleModelEndpoint,
} from '../../src';
import { text, texts } from '../intrinsics';
import { errorOf, propertiesOf, testStack, vllmModel } from '../support';

const COMPONENT = 'AWS::SageMaker::InferenceComponent';
const EXPECTED_ARCHIVE = "a gzip-compressed tar archive (its name ends in '.tar.gz')";
const EXPECTED_KEY = `${EXPECTED_ARCHIVE} without a slash in front and without * or ?`;

function weights(stack: Stack): s3.IBucket {
  return s3.Bucket.fromBucketName(stack, 'Weights', 'weights');
}

function singleModel(stack: Stack, artifacts: ModelArtifacts, id: string = 'Endpoint'): SingleModelEndpoint {
  return new SingleModelEndpoint(stack, id, { model: vllmModel(stack, { artifacts }), instances: InstanceFleet.fixed('ml.g6.xlarge') });
}

function componentsWith(stack: Stack, artifacts: ModelArtifacts, ...ids: string[]): InferenceComponent[] {
  const endpoint = new InferenceComponentEndpoint(stack, 'Endpoint', { instances: InstanceFleet.of('ml.g6.12xlarge', { max: 4 }) });
  return ids.map((id) => endpoint.addInferenceComponent(id, { model: vllmModel(stack, { artifacts }), resources: { accelerators: 1 } }));
}

/** The URLs of the artifacts of all components of a stack. */
function urlsOf(stack: Stack): string[] {
  return Object.values(Template.fromStack(stack).findResources(COMPONENT))
    .map(({ Properties }) => text(Properties.Specification.Container.ArtifactUrl));
}

/** What the roles of a stack may do with S3: action, resource, condition. */
function s3Rights(stack: Stack): Array<[string, string, any]> {
  return Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .flatMap(({ Action, Resource, Condition }) => texts(Action).flatMap((action) =>
      texts(Resource).map((resource): [string, string, any] => [action, resource, Condition])))
    .filter(([action]) => action.startsWith('s3:'));
}

describe('an archive in a bucket', () => {
  test('is named by its URL, for a component and for a model', () => {
    const stack = testStack();
    const archive = ModelArtifacts.archive(weights(stack), 'llama/3/model.tar.gz');
    componentsWith(stack, archive, 'Llama');
    singleModel(stack, archive, 'Single');
    const { PrimaryContainer } = propertiesOf(stack, 'AWS::SageMaker::Model');

    expect(archive.isArchive).toBe(true);
    expect(urlsOf(stack)).toEqual(['s3://weights/llama/3/model.tar.gz']);
    expect(PrimaryContainer.ModelDataUrl).toBe('s3://weights/llama/3/model.tar.gz');
    expect(PrimaryContainer.ModelDataSource).toBeUndefined();
  });

  test.each(['model.zip', 'model.tar', 'model.tgz', 'model/', 'model.tar.gz.sha256', '', '.tar.gz'])('cannot have the key %p', (key) => {
    const stack = testStack();
    const archive = ModelArtifacts.archive(weights(stack), key);

    expect(errorOf(() => singleModel(stack, archive))).toBe(
      `[Stack/Endpoint] model: artifacts: the object key must be ${EXPECTED_KEY}, got: '${key}'`);
  });

  test('cannot have a key that begins with a slash, which S3 would take for another key', () => {
    const stack = testStack();

    expect(errorOf(() => singleModel(stack, ModelArtifacts.archive(weights(stack), '/llama/model.tar.gz')))).toBe(
      `[Stack/Endpoint] model: artifacts: the object key must be ${EXPECTED_KEY}, got: '/llama/model.tar.gz'`);
  });

  test.each(['*/model.tar.gz', 'llama*.tar.gz', 'llama-?b/model.tar.gz', '*.tar.gz', '?.tar.gz'])(
    'cannot have the key %p, which would let the role read other objects too', (key) => {
      const stack = testStack();

      expect(errorOf(() => singleModel(stack, ModelArtifacts.archive(weights(stack), key)))).toBe(
        `[Stack/Endpoint] model: artifacts: the object key must be ${EXPECTED_KEY}, got: '${key}'`);
    });

  test.each(['m.tar.gz', 'Llama 3.1 (8B)/größe=klein/model.tar.gz', 'a//b.tar.gz'])('may have the key %p', (key) => {
    const stack = testStack();
    componentsWith(stack, ModelArtifacts.archive(weights(stack), key), 'Llama');

    expect(urlsOf(stack)).toEqual([`s3://weights/${key}`]);
  });

  test('is checked on a component too', () => {
    const stack = testStack();
    const archive = ModelArtifacts.archive(weights(stack), 'model.zip');

    expect(errorOf(() => componentsWith(stack, archive, 'Llama'))).toBe(
      `[Stack/Endpoint/Llama] model: artifacts: the object key must be ${EXPECTED_KEY}, got: 'model.zip'`);
  });

  test('may have a key that is a token', () => {
    const stack = testStack();
    componentsWith(stack, ModelArtifacts.archive(weights(stack), new CfnParameter(stack, 'Key').valueAsString), 'Llama');

    expect(urlsOf(stack)).toEqual(['s3://weights/<Key>']);
    expect(s3Rights(stack)).toEqual([
      ['s3:GetObject', 'arn:<AWS::Partition>:s3:::weights/<Key>', undefined],
      ['s3:ListBucket', 'arn:<AWS::Partition>:s3:::weights', { StringLike: { 's3:prefix': { Ref: 'Key' } } }],
    ]);
  });

  test('may be one for two components', () => {
    const stack = testStack();
    componentsWith(stack, ModelArtifacts.archive(weights(stack), 'model.tar.gz'), 'A', 'B');

    expect(urlsOf(stack)).toEqual(['s3://weights/model.tar.gz', 's3://weights/model.tar.gz']);
  });

  test('may lie in a bucket of the same stack', () => {
    const stack = testStack();
    const bucket = new s3.Bucket(stack, 'Own', { encryptionKey: new kms.Key(stack, 'Key') });
    componentsWith(stack, ModelArtifacts.archive(bucket, 'model.tar.gz'), 'Llama');
    const [arn, name] = [bucket.bucketArn, bucket.bucketName].map((value) => text(stack.resolve(value)));

    expect(urlsOf(stack)).toEqual([`s3://${name}/model.tar.gz`]);
    expect(s3Rights(stack)).toEqual([
      ['s3:GetObject', `${arn}/model.tar.gz`, undefined],
      ['s3:ListBucket', arn, { StringLike: { 's3:prefix': 'model.tar.gz' } }],
    ]);
  });

  test('is granted to nobody on an imported endpoint, whose role is unknown', () => {
    const stack = testStack();
    new InferenceComponent(stack, 'Llama', {
      endpoint: InferenceEndpoint.fromEndpointName(stack, 'Imported', 'shared'), model: vllmModel(stack), resources: { accelerators: 1 },
    });

    expect(urlsOf(stack)).toEqual(['s3://weights/llama/model.tar.gz']);
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });
});

describe('uncompressed artifacts', () => {
  test('are all files under a prefix', () => {
    const stack = testStack();
    const files = ModelArtifacts.uncompressed(weights(stack), 'llama/3/');
    singleModel(stack, files);
    const { PrimaryContainer } = propertiesOf(stack, 'AWS::SageMaker::Model');

    expect(files.isArchive).toBe(false);
    expect(PrimaryContainer.ModelDataSource).toEqual({
      S3DataSource: { S3Uri: 's3://weights/llama/3/', S3DataType: 'S3Prefix', CompressionType: 'None' },
    });
    expect(PrimaryContainer.ModelDataUrl).toBeUndefined();
    expect(s3Rights(stack)).toEqual([
      ['s3:GetObject', 'arn:<AWS::Partition>:s3:::weights/llama/3/*', undefined],
      ['s3:ListBucket', 'arn:<AWS::Partition>:s3:::weights', { StringLike: { 's3:prefix': 'llama/3/*' } }],
    ]);
  });

  const EXPECTED_PREFIX = "a prefix that ends in '/' and does not begin with it, without * or ?";

  test.each(['llama', '/llama/', '/', '', 'llama/model.tar.gz'])('cannot have the prefix %p', (prefix) => {
    const stack = testStack();
    const files = ModelArtifacts.uncompressed(weights(stack), prefix);

    expect(errorOf(() => singleModel(stack, files))).toBe(
      `[Stack/Endpoint] model: artifacts: the prefix must be ${EXPECTED_PREFIX}, got: '${prefix}'`);
  });

  test.each(['*/', 'llama*/', 'llama-?b/', '?/'])('cannot have the prefix %p, which would let the role read other objects too', (prefix) => {
    const stack = testStack();
    const files = ModelArtifacts.uncompressed(weights(stack), prefix);

    expect(errorOf(() => singleModel(stack, files))).toBe(
      `[Stack/Endpoint] model: artifacts: the prefix must be ${EXPECTED_PREFIX}, got: '${prefix}'`);
  });

  test('may have a prefix of one character', () => {
    const stack = testStack();
    singleModel(stack, ModelArtifacts.uncompressed(weights(stack), 'm/'));

    expect(propertiesOf(stack, 'AWS::SageMaker::Model').PrimaryContainer.ModelDataSource.S3DataSource.S3Uri).toBe('s3://weights/m/');
  });

  test('may have a prefix that is a token', () => {
    const stack = testStack();
    singleModel(stack, ModelArtifacts.uncompressed(weights(stack), new CfnParameter(stack, 'Prefix').valueAsString));

    expect(text(propertiesOf(stack, 'AWS::SageMaker::Model').PrimaryContainer.ModelDataSource.S3DataSource.S3Uri)).toBe('s3://weights/<Prefix>');
  });
});

describe('a local archive', () => {
  let directory: string;
  let archive: string;

  beforeAll(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), 'model-artifacts-test-'));
    archive = path.join(directory, 'model.tar.gz');
    fs.writeFileSync(archive, 'weights');
  });

  afterAll(() => fs.rmSync(directory, { recursive: true }));

  /** The file of the test among those that deploying a stack would upload. */
  function uploads(stack: Stack): Array<{ path: string; key: string }> {
    const assembly = (stack.node.root as App).synth();
    const { files } = JSON.parse(fs.readFileSync(path.join(assembly.directory, `${stack.stackName}.assets.json`), 'utf8'));
    return Object.values<any>(files)
      .map(({ source, destinations }) => ({
        path: path.join(assembly.directory, source.path), key: Object.values<any>(destinations)[0].objectKey,
      }))
      .filter(({ path: file }) => fs.readFileSync(file, 'utf8') === 'weights');
  }

  const BUCKET = 'cdk-hnb659fds-assets-111122223333-eu-central-1';

  test('is uploaded when the app is deployed, and read from there and nowhere else', () => {
    const stack = testStack();
    componentsWith(stack, ModelArtifacts.fromAsset(archive), 'Llama');
    const [{ key }] = uploads(stack);

    expect(key).toMatch(/^[0-9a-f]{64}(\.tar)?\.gz$/);
    expect(urlsOf(stack)).toEqual([`s3://${BUCKET}/${key}`]);
    expect(s3Rights(stack)).toEqual([
      ['s3:GetObject', `arn:<AWS::Partition>:s3:::${BUCKET}/${key}`, undefined],
      ['s3:ListBucket', `arn:<AWS::Partition>:s3:::${BUCKET}`, { StringLike: { 's3:prefix': key } }],
    ]);
  });

  test('is the archive of a model too', () => {
    const stack = testStack();
    const artifacts = ModelArtifacts.fromAsset(archive);
    singleModel(stack, artifacts);
    const [{ key }] = uploads(stack);

    expect(artifacts.isArchive).toBe(true);
    expect(text(propertiesOf(stack, 'AWS::SageMaker::Model').PrimaryContainer.ModelDataUrl)).toBe(`s3://${BUCKET}/${key}`);
  });

  test('may be the archive of an adapter', () => {
    const stack = testStack();
    const [base] = componentsWith(stack, ModelArtifacts.archive(weights(stack), 'model.tar.gz'), 'Llama');
    base.addAdapter('Support', { artifacts: ModelArtifacts.fromAsset(archive) });
    const [{ key }] = uploads(stack);

    expect(urlsOf(stack).sort()).toEqual([`s3://${BUCKET}/${key}`, 's3://weights/model.tar.gz']);
  });

  test('is uploaded once for two components that share it', () => {
    const stack = testStack();
    const [first] = componentsWith(stack, ModelArtifacts.fromAsset(archive), 'A', 'B');
    const [a, b] = urlsOf(stack);

    expect(a).toBe(b);
    expect(uploads(stack)).toHaveLength(1);
    expect(stack.node.findAll().filter((child) => child instanceof s3_assets.Asset).map(({ node }) => node.scope)).toEqual([first]);
  });

  test('is uploaded for each stack that uses it', () => {
    const app = new App();
    const env = { region: 'eu-central-1', account: '111122223333' };
    const stacks = [new Stack(app, 'A', { env }), new Stack(app, 'B', { env })];
    const artifacts = ModelArtifacts.fromAsset(archive);
    stacks.forEach((stack) => componentsWith(stack, artifacts, 'Llama'));

    expect(stacks.map((stack) => uploads(stack).length)).toEqual([1, 1]);
    expect(stacks.map((stack) => stack.dependencies)).toEqual([[], []]);
  });

  test('is granted to nobody on an imported endpoint, whose role is unknown', () => {
    const stack = testStack();
    new InferenceComponent(stack, 'Llama', {
      endpoint: InferenceEndpoint.fromEndpointName(stack, 'Imported', 'shared'),
      model: vllmModel(stack, { artifacts: ModelArtifacts.fromAsset(archive) }),
      resources: { accelerators: 1 },
    });

    expect(uploads(stack)).toHaveLength(1);
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('must be named like an archive', () => {
    const stack = testStack();
    const artifacts = ModelArtifacts.fromAsset(path.join(directory, 'model.zip'));

    expect(errorOf(() => singleModel(stack, artifacts))).toBe(
      `[Stack/Endpoint] model: artifacts: the path must be ${EXPECTED_ARCHIVE}, got: '${path.join(directory, 'model.zip')}'`);
  });

  test('must exist', () => {
    const stack = testStack();
    const missing = path.join(directory, 'missing.tar.gz');

    expect(errorOf(() => singleModel(stack, ModelArtifacts.fromAsset(missing)))).toContain(missing);
  });
});
