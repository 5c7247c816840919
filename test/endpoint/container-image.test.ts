import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, NestedStack, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecr_assets from 'aws-cdk-lib/aws-ecr-assets';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import {
  ContainerImage, ContainerImageConfig, InferenceComponent, InferenceComponentEndpoint, InferenceEndpoint, InstanceFleet, ServedModel,
  ServingEngine, SingleModelEndpoint,
} from '../../src';
import { text, texts } from '../intrinsics';
import { errorOf, propertiesOf, testStack } from '../support';

const COMPONENT = 'AWS::SageMaker::InferenceComponent';
const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

function model(image: ContainerImage): ServedModel {
  return ServedModel.fromContainer({ image, engine: ServingEngine.VLLM });
}

function endpointIn(stack: Stack, id: string = 'Endpoint'): InferenceComponentEndpoint {
  return new InferenceComponentEndpoint(stack, id, { instances: InstanceFleet.of('ml.g6.12xlarge', { max: 4 }) });
}

/** Components that use an image, on one endpoint. */
function componentsWith(stack: Stack, image: ContainerImage, ...ids: string[]): InferenceComponent[] {
  const endpoint = endpointIn(stack);
  return ids.map((id) => endpoint.addInferenceComponent(id, { model: model(image), resources: { accelerators: 1 } }));
}

/** The images of all components of a stack. */
function imagesOf(stack: Stack): string[] {
  return Object.values(Template.fromStack(stack).findResources(COMPONENT))
    .map(({ Properties }) => text(Properties.Specification.Container.Image));
}

function imageOf(stack: Stack, image: ContainerImage): string {
  componentsWith(stack, image, 'Llama');
  return imagesOf(stack)[0];
}

/** The repositories that a role of the stack may pull from. */
function repositories(stack: Stack): string[] {
  return [...new Set(Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .filter(({ Action }) => texts(Action).includes('ecr:BatchGetImage'))
    .flatMap(({ Resource }) => texts(Resource)))];
}

describe('a Deep Learning Container', () => {
  test.each([
    ['eu-central-1', '763104351884'],
    ['us-east-1', '763104351884'],
    ['eu-south-1', '692866216735'],
    ['me-south-1', '217643126080'],
  ])('comes in %s from the account that AWS CDK knows', (region, account) => {
    expect(imageOf(testStack(region), ContainerImage.fromDlc('vllm', '0.27'))).toBe(`${account}.dkr.ecr.${region}.<AWS::URLSuffix>/vllm:0.27`);
  });

  test.each([
    ['af-south-1', '626614931356'],
    ['ap-northeast-3', '364406365360'],
    ['ap-southeast-5', '550225433462'],
    ['ap-southeast-7', '590183813437'],
    ['ca-west-1', '204538143572'],
    ['il-central-1', '780543022126'],
    ['mx-central-1', '637423239942'],
    ['us-gov-east-1', '446045086412'],
    ['us-gov-west-1', '442386744353'],
  ])('comes in %s from an account that AWS CDK does not know', (region, account) => {
    const stack = testStack(region);

    expect(imageOf(stack, ContainerImage.fromDlc('vllm', '0.27'))).toBe(`${account}.dkr.ecr.${region}.<AWS::URLSuffix>/vllm:0.27`);
    expect(repositories(stack)).toEqual([`arn:<AWS::Partition>:ecr:${region}:${account}:repository/vllm`]);
  });

  test('needs an account in a Region that nobody knows', () => {
    const stack = testStack('eu-nowhere-1');

    expect(errorOf(() => componentsWith(stack, ContainerImage.fromDlc('vllm', '0.27'), 'Llama'))).toBe(
      '[Stack/Endpoint/Llama] image: the account that serves Deep Learning Containers in eu-nowhere-1 is not known, ' +
      'expected it as accountId of ContainerImage.fromDlc');
  });

  test('comes from the account that is given, whatever the Region', () => {
    const stack = testStack('eu-nowhere-1');

    expect(imageOf(stack, ContainerImage.fromDlc('vllm', '0.27', '444455556666'))).toBe(
      '444455556666.dkr.ecr.eu-nowhere-1.<AWS::URLSuffix>/vllm:0.27');
    expect(repositories(stack)).toEqual(['arn:<AWS::Partition>:ecr:eu-nowhere-1:444455556666:repository/vllm']);
  });

  test('comes from an account that is looked up at deployment when the Region is not known', () => {
    const stack = new Stack(new App(), 'Stack');
    const image = imageOf(stack, ContainerImage.fromDlc('vllm', '0.27'));
    const [[name, mapping]] = Object.entries(Template.fromStack(stack).findMappings('*'));
    const lookup = image.match(/^<([^/]+)\/<AWS::Region>\/([^>]+)>\.dkr\.ecr\.<AWS::Region>\.<AWS::URLSuffix>\/vllm:0\.27$/);

    expect(lookup).not.toBeNull();
    const [, mappingName, key] = lookup!;
    expect(mappingName).toBe(name);
    expect(mapping['eu-central-1'][key]).toBe('763104351884');
    expect(mapping['eu-south-1'][key]).toBe('692866216735');
    expect(repositories(stack)).toEqual([`arn:<AWS::Partition>:ecr:<AWS::Region>:<${name}/<AWS::Region>/${key}>:repository/vllm`]);
  });

  test.each([
    ['eu-central-1', '763104351884'],
    ['af-south-1', '626614931356'],
    ['ap-northeast-3', '364406365360'],
    ['ap-southeast-5', '550225433462'],
    ['ap-southeast-7', '590183813437'],
    ['ca-west-1', '204538143572'],
    ['cn-north-1', '727897471807'],
    ['eu-south-1', '692866216735'],
    ['il-central-1', '780543022126'],
    ['me-south-1', '217643126080'],
    ['mx-central-1', '637423239942'],
    ['us-gov-east-1', '446045086412'],
    ['us-gov-west-1', '442386744353'],
  ])('comes in %s from account %s also when the Region is known at deployment only', (region, account) => {
    const stack = new Stack(new App(), 'Stack');
    componentsWith(stack, ContainerImage.fromDlc('vllm', '0.27'), 'Llama');
    const [mapping] = Object.values(Template.fromStack(stack).findMappings('*'));

    expect(mapping[region]).toEqual({ account });
  });

  test('is looked up in one table per stack, however many images there are', () => {
    const stack = new Stack(new App(), 'Stack');
    const images = ['0.26', '0.27'].map((tag) => ContainerImage.fromDlc('vllm', tag));
    images.forEach((image, index) => endpointIn(stack, `Endpoint${index}`).addInferenceComponent('Llama', {
      model: model(image), resources: { accelerators: 1 },
    }));
    new SingleModelEndpoint(stack, 'Single', {
      model: model(ContainerImage.fromDlc('sglang', '0.5')), instances: InstanceFleet.fixed('ml.g6.xlarge'),
    });
    const table = '<DeepLearningContainerAccounts/<AWS::Region>/account>';

    expect(Object.keys(Template.fromStack(stack).findMappings('*'))).toEqual(['DeepLearningContainerAccounts']);
    expect(imagesOf(stack)).toEqual(['0.26', '0.27'].map((tag) => `${table}.dkr.ecr.<AWS::Region>.<AWS::URLSuffix>/vllm:${tag}`));
    expect(text(propertiesOf(stack, 'AWS::SageMaker::Model').PrimaryContainer.Image)).toBe(
      `${table}.dkr.ecr.<AWS::Region>.<AWS::URLSuffix>/sglang:0.5`);
  });

  test('is looked up in a table of its own in each stack, nested ones included', () => {
    const app = new App();
    const outer = new Stack(app, 'Outer');
    const stacks = [outer, new NestedStack(outer, 'Nested'), new Stack(app, 'Other')];
    stacks.forEach((stack) => componentsWith(stack, ContainerImage.fromDlc('vllm', '0.27'), 'Llama'));

    for (const stack of stacks) {
      expect(Object.keys(Template.fromStack(stack).findMappings('*'))).toEqual(['DeepLearningContainerAccounts']);
      expect(imagesOf(stack)).toEqual(['<DeepLearningContainerAccounts/<AWS::Region>/account>.dkr.ecr.<AWS::Region>.<AWS::URLSuffix>/vllm:0.27']);
    }
  });

  test('needs no table when the account is given or the Region is known', () => {
    const [anywhere, somewhere] = [new Stack(new App(), 'Stack'), testStack()];
    componentsWith(anywhere, ContainerImage.fromDlc('vllm', '0.27', '444455556666'), 'Llama');
    componentsWith(somewhere, ContainerImage.fromDlc('vllm', '0.27'), 'Llama');

    expect([anywhere, somewhere].map((stack) => Template.fromStack(stack).findMappings('*'))).toEqual([{}, {}]);
    expect(imagesOf(anywhere)).toEqual(['444455556666.dkr.ecr.<AWS::Region>.<AWS::URLSuffix>/vllm:0.27']);
  });

  test('is named by a digest, which never moves', () => {
    expect(imageOf(testStack(), ContainerImage.fromDlc('vllm', DIGEST))).toBe(`763104351884.dkr.ecr.eu-central-1.<AWS::URLSuffix>/vllm@${DIGEST}`);
  });

  test('may be one image for two components and an endpoint with one model', () => {
    const stack = testStack();
    const image = ContainerImage.fromDlc('vllm', '0.27');
    componentsWith(stack, image, 'A', 'B');
    new SingleModelEndpoint(stack, 'Single', { model: model(image), instances: InstanceFleet.fixed('ml.g6.xlarge') });
    const uri = '763104351884.dkr.ecr.eu-central-1.<AWS::URLSuffix>/vllm:0.27';

    expect(imagesOf(stack)).toEqual([uri, uri]);
    expect(text(propertiesOf(stack, 'AWS::SageMaker::Model').PrimaryContainer.Image)).toBe(uri);
  });
});

describe('an image from a repository of its own', () => {
  function repository(stack: Stack, account?: string): ecr.IRepository {
    return ecr.Repository.fromRepositoryAttributes(stack, 'Own', {
      repositoryName: 'team/own',
      repositoryArn: stack.formatArn({ service: 'ecr', account, resource: 'repository', resourceName: 'team/own' }),
    });
  }

  test('has the tag that is given', () => {
    const stack = testStack();

    expect(imageOf(stack, ContainerImage.fromEcrRepository(repository(stack, '444455556666'), '1.0'))).toBe(
      '444455556666.dkr.ecr.eu-central-1.<AWS::URLSuffix>/team/own:1.0');
    expect(repositories(stack)).toEqual(['arn:<AWS::Partition>:ecr:eu-central-1:444455556666:repository/team/own']);
  });

  test('is the latest without a tag', () => {
    const stack = testStack();

    expect(imageOf(stack, ContainerImage.fromEcrRepository(repository(stack)))).toBe(
      '111122223333.dkr.ecr.eu-central-1.<AWS::URLSuffix>/team/own:latest');
  });

  test('is named by a digest, which never moves', () => {
    const stack = testStack();

    expect(imageOf(stack, ContainerImage.fromEcrRepository(repository(stack), DIGEST))).toBe(
      `111122223333.dkr.ecr.eu-central-1.<AWS::URLSuffix>/team/own@${DIGEST}`);
  });

  test('may come from a repository of the same stack', () => {
    const stack = testStack();
    const own = new ecr.Repository(stack, 'Own');
    componentsWith(stack, ContainerImage.fromEcrRepository(own, '1.0'), 'Llama');

    expect(repositories(stack)).toEqual([text(stack.resolve(own.repositoryArn))]);
    expect(JSON.stringify(propertiesOf(stack, COMPONENT).Specification.Container.Image)).toContain(stack.resolve(own.repositoryName).Ref);
  });
});

describe('an image that is built from a directory', () => {
  let directory: string;

  beforeAll(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), 'container-image-test-'));
    fs.writeFileSync(path.join(directory, 'Dockerfile'), 'FROM scratch\n');
  });

  afterAll(() => fs.rmSync(directory, { recursive: true }));

  /** The Docker builds that deploying a stack would run. */
  function builds(stack: Stack): any[] {
    const assembly = (stack.node.root as App).synth();
    const manifest = JSON.parse(fs.readFileSync(path.join(assembly.directory, `${stack.stackName}.assets.json`), 'utf8'));
    return Object.values(manifest.dockerImages);
  }

  test('is pulled from where AWS CDK uploads it to', () => {
    const stack = testStack();
    const image = imageOf(stack, ContainerImage.fromAsset(directory));

    expect(image).toMatch(
      /^111122223333\.dkr\.ecr\.eu-central-1\.<AWS::URLSuffix>\/cdk-hnb659fds-container-assets-111122223333-eu-central-1:[0-9a-f]{64}$/);
    expect(repositories(stack)).toEqual([
      'arn:<AWS::Partition>:ecr:eu-central-1:111122223333:repository/cdk-hnb659fds-container-assets-111122223333-eu-central-1',
    ]);
    expect(builds(stack)).toHaveLength(1);
  });

  test('is built as asked for', () => {
    const stack = testStack();
    componentsWith(stack, ContainerImage.fromAsset(directory, { target: 'runtime', platform: ecr_assets.Platform.LINUX_AMD64 }), 'Llama');

    expect(builds(stack).map(({ source }) => source)).toEqual([expect.objectContaining({ dockerBuildTarget: 'runtime', platform: 'linux/amd64' })]);
  });

  test('is built once for two components that share it', () => {
    const stack = testStack();
    const [first] = componentsWith(stack, ContainerImage.fromAsset(directory), 'A', 'B');
    const [a, b] = imagesOf(stack);

    expect(a).toBe(b);
    expect(builds(stack)).toHaveLength(1);
    const assets = stack.node.findAll().filter((child) => child instanceof ecr_assets.DockerImageAsset);
    expect(assets.map(({ node }) => node.scope)).toEqual([first]);
  });

  test('may be pulled by the roles of two endpoints that share it', () => {
    const stack = testStack();
    const image = ContainerImage.fromAsset(directory);
    for (const id of ['A', 'B']) {
      endpointIn(stack, id).addInferenceComponent('Llama', { model: model(image), resources: { accelerators: 1 } });
    }
    const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    const pulls = policies.map(({ Properties }) => Properties.PolicyDocument.Statement.filter(({ Action }: any) => texts(Action).includes('ecr:BatchGetImage')));

    expect(pulls.map((found) => found.length)).toEqual([1, 1]);
  });

  test('is built in each stack that uses it', () => {
    const app = new App();
    const env = { region: 'eu-central-1', account: '111122223333' };
    const stacks = [new Stack(app, 'A', { env }), new Stack(app, 'B', { env })];
    const image = ContainerImage.fromAsset(directory);
    stacks.forEach((stack) => componentsWith(stack, image, 'Llama'));

    expect(stacks.map((stack) => builds(stack).length)).toEqual([1, 1]);
    expect(stacks.map((stack) => stack.dependencies)).toEqual([[], []]);
  });
});

describe('any image', () => {
  test('is granted to nobody on an imported endpoint, whose role is unknown', () => {
    const stack = testStack();
    new InferenceComponent(stack, 'Llama', {
      endpoint: InferenceEndpoint.fromEndpointName(stack, 'Imported', 'shared'),
      model: model(ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(stack, 'Own', 'own'), '1.0')),
      resources: { accelerators: 1 },
    });
    new InferenceComponent(stack, 'Dlc', {
      endpoint: InferenceEndpoint.fromEndpointName(stack, 'Other', 'other'),
      model: model(ContainerImage.fromDlc('vllm', '0.27')),
      resources: { accelerators: 1 },
    });

    expect(imagesOf(stack).sort()).toEqual([
      '111122223333.dkr.ecr.eu-central-1.<AWS::URLSuffix>/own:1.0', '763104351884.dkr.ecr.eu-central-1.<AWS::URLSuffix>/vllm:0.27',
    ]);
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });

  test("may be one of the user's own kind", () => {
    class MirroredImage extends ContainerImage {
      public bind(_scope: Construct, grantee?: iam.IGrantable): ContainerImageConfig {
        expect(grantee).toBeInstanceOf(iam.Role);
        return { imageUri: 'mirror.example.com/vllm:0.27' };
      }
    }

    expect(imageOf(testStack(), new MirroredImage())).toBe('mirror.example.com/vllm:0.27');
    expect.assertions(2);
  });
});
