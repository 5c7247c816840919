import { readFileSync } from 'fs';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { LlmEndpointStack } from '../../examples/llm-endpoint/llm-endpoint-stack';
import { dependencyGraph } from '../dependency-graph';
import { errorOf, warnings } from '../support';

const MODEL = 'AWS::SageMaker::Model';
const CONFIG = 'AWS::SageMaker::EndpointConfig';
const ENDPOINT = 'AWS::SageMaker::Endpoint';
const COMPONENT = 'AWS::SageMaker::InferenceComponent';

type Resources = { [logicalId: string]: { [key: string]: any } };

/** The example as its app makes it. */
function example(account?: string): Stack {
  return new LlmEndpointStack(new App(), 'LlmEndpoint', { env: { region: 'eu-central-1', account } });
}

function resourcesOf(stack: Stack, type: string): Resources {
  return Template.fromStack(stack).findResources(type);
}

describe('the example synthesises', () => {
  test('two endpoints with detailed observability, one published every 10 and one every 30 seconds', () => {
    const configurations = Object.values(resourcesOf(example(), CONFIG)).map(({ Properties }) => Properties.MetricsConfig);
    expect(configurations).toHaveLength(2);
    expect(configurations).toEqual(expect.arrayContaining([
      { EnableDetailedObservability: true, EnableEnhancedMetrics: true, MetricPublishFrequencyInSeconds: 10 },
      { EnableDetailedObservability: true, EnableEnhancedMetrics: true, MetricPublishFrequencyInSeconds: 30 },
    ]));
  });

  test('two components and an adapter on one endpoint, and one model on the other', () => {
    const stack = example();
    const specifications = Object.values(resourcesOf(stack, COMPONENT)).map(({ Properties }) => Properties.Specification);
    expect(specifications).toHaveLength(3);
    expect(specifications.filter(({ BaseInferenceComponentName }) => BaseInferenceComponentName)).toHaveLength(1);
    expect(Object.keys(resourcesOf(stack, ENDPOINT))).toHaveLength(2);
    expect(Object.keys(resourcesOf(stack, MODEL))).toHaveLength(1);
  });

  test('row 14: the base of the adapter lets vLLM load adapters at run time, and the other component does not', () => {
    const containers = Object.values(resourcesOf(example(), COMPONENT)).map(({ Properties }) => Properties.Specification.Container);
    const environments = containers.map(({ Environment }) => Environment).filter((environment) => environment !== undefined);
    expect(environments).toHaveLength(2);
    expect(environments).toEqual(expect.arrayContaining([
      {
        SM_VLLM_MAX_MODEL_LEN: '16384',
        SM_VLLM_ENABLE_LORA: 'true',
        VLLM_ALLOW_RUNTIME_LORA_UPDATING: 'true',
        // Its copies are scaled.
        SM_VLLM_SHUTDOWN_TIMEOUT: '25',
      },
      { SM_VLLM_TENSOR_PARALLEL_SIZE: '2' },
    ]));
  });

  test('row 5: no configuration and no model with a name of its own', () => {
    const stack = example();
    const [modelId] = Object.keys(resourcesOf(stack, MODEL));
    const configurationIds = Object.keys(resourcesOf(stack, CONFIG));
    for (const { Properties } of Object.values(resourcesOf(stack, CONFIG))) {
      expect(Properties).not.toHaveProperty('EndpointConfigName');
      expect([undefined, { 'Fn::GetAtt': [modelId, 'ModelName'] }]).toContainEqual(Properties.ProductionVariants[0].ModelName);
    }
    expect(resourcesOf(stack, MODEL)[modelId].Properties).not.toHaveProperty('ModelName');
    for (const { Properties } of Object.values(resourcesOf(stack, ENDPOINT))) {
      const { 'Fn::GetAtt': [configurationId, attribute] } = Properties.EndpointConfigName;
      expect(configurationIds).toContain(configurationId);
      expect(attribute).toBe('EndpointConfigName');
    }
  });

  test('the same bytes every time', () => {
    const template = () => {
      const app = new App();
      const stack = new LlmEndpointStack(app, 'LlmEndpoint', { env: { region: 'eu-central-1' } });
      return readFileSync(app.synth().getStackArtifact(stack.artifactId).templateFullPath, 'utf-8');
    };
    const first = template();
    expect(first).toContain('AWS::SageMaker::InferenceComponent');
    expect(template()).toBe(first);
  });

  test('without a warning', () => {
    expect(warnings(example())).toEqual([]);
  });

  test('what its callers need to know', () => {
    const outputs = Object.keys(Template.fromStack(example()).findOutputs('*'));
    expect(outputs.sort()).toEqual(['ChatComponent', 'CodeComponent', 'SharedEndpoint', 'SummariesEndpoint', 'SupportAdapter']);
  });
});

describe('the example is deleted in an order that SageMaker accepts', () => {
  const stack = example();
  const graph = dependencyGraph(stack);

  /** The resources that are deleted after one: CloudFormation keeps what a resource refers to or depends on until it is gone. */
  function outliving(logicalId: string, seen: Set<string> = new Set()): Set<string> {
    for (const id of graph.get(logicalId)!) {
      if (!seen.has(id)) {
        seen.add(id);
        outliving(id, seen);
      }
    }
    return seen;
  }

  const resources: Resources = Template.fromStack(stack).toJSON().Resources;
  const idsOf = (type: string) => Object.keys(resources).filter((id) => resources[id].Type === type);
  const sharedId = idsOf(ENDPOINT).filter((id) => id.startsWith('Shared'))[0];

  test('row 1: components and adapters before their endpoint', () => {
    const ids = idsOf(COMPONENT);
    expect(ids).toHaveLength(3);
    for (const id of ids) {
      expect(outliving(id)).toContain(sharedId);
      expect(outliving(sharedId)).not.toContain(id);
    }
  });

  test('row 14: the adapter before its base', () => {
    const [adapterId] = idsOf(COMPONENT).filter((id) => resources[id].Properties.Specification.BaseInferenceComponentName);
    const [baseId] = idsOf(COMPONENT).filter((id) =>
      resources[id].Properties.InferenceComponentName === resources[adapterId].Properties.Specification.BaseInferenceComponentName);
    expect(outliving(adapterId)).toContain(baseId);
  });

  test('row 4: endpoints before their role, its policies and their configuration', () => {
    for (const prefix of ['Shared', 'Summaries']) {
      const needed = [CONFIG, 'AWS::IAM::Role', 'AWS::IAM::Policy'].flatMap(idsOf).filter((id) => id.startsWith(prefix));
      expect(needed).toHaveLength(3);
      const [endpointId] = idsOf(ENDPOINT).filter((id) => id.startsWith(prefix));
      expect([...outliving(endpointId)]).toEqual(expect.arrayContaining(needed));
    }
  });

  test('row 4: components before the role of their endpoint and its policies', () => {
    const needed = ['AWS::IAM::Role', 'AWS::IAM::Policy'].flatMap(idsOf).filter((id) => id.startsWith('Shared'));
    expect(needed).toHaveLength(2);
    for (const id of idsOf(COMPONENT)) {
      expect([...outliving(id)]).toEqual(expect.arrayContaining(needed));
    }
  });
});

describe('cdk-nag', () => {
  /** The example without the acknowledgements that it makes. */
  function unacknowledged(): Stack {
    const acknowledge = jest.spyOn(Validations.prototype, 'acknowledge').mockReturnValue(undefined);
    try {
      return example();
    } finally {
      acknowledge.mockRestore();
    }
  }

  /** Synthesises as a user who has the pack on. */
  function check(stack: Stack): void {
    const app = stack.node.root as App;
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    app.synth();
  }

  /** What is acknowledged for the pack, with reasons, by the path of the construct that it holds for. */
  function acknowledgements(stack: Stack): { path: string; id: string; reason: string }[] {
    return stack.node.findAll().flatMap(({ node }) => node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries<string>(data))
      .filter(([id]) => id.includes('AwsSolutions'))
      .map(([id, reason]) => ({ path: node.path, id: id.replace(/^Annotation::/, ''), reason })));
  }

  test('finds nothing that is not acknowledged', () => {
    expect(() => check(example())).not.toThrow();
  });

  test('finds nothing that is not acknowledged when the account is known', () => {
    expect(() => check(example('111122223333'))).not.toThrow();
  });

  test('would fail without the acknowledgements', () => {
    const report = errorOf(() => check(unacknowledged()));
    expect(report).toContain("Acknowledge with 'AwsSolutions::AwsSolutions-IAM5[Resource::*]'");
    expect(report).toContain('LlmEndpoint/Shared/Role/DefaultPolicy/Resource');
    expect(report).toContain('LlmEndpoint/Summaries/Role/DefaultPolicy/Resource');
  });

  test('finds just what is acknowledged, on the roles alone and for a reason', () => {
    const stack = unacknowledged();
    const { violations } = new AwsSolutionsChecks(stack).validateScope(stack);
    const found = violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${constructPath!.replace('/DefaultPolicy/Resource', '')} ${ruleName}`));
    const acknowledged = acknowledgements(example());

    expect(acknowledged.map(({ path, id }) => `${path} ${id}`).sort()).toEqual(found.sort());
    const logGroups = 'arn:<AWS::Partition>:logs:eu-central-1:<AWS::AccountId>:log-group:/aws/sagemaker/*';
    const weights = 'arn:<AWS::Partition>:s3:::model-weights-<AWS::AccountId>-eu-central-1/llama-3.1-8b/*';
    expect(found.sort()).toEqual([
      'LlmEndpoint/Shared/Role AwsSolutions-IAM5[Resource::*]',
      `LlmEndpoint/Shared/Role AwsSolutions-IAM5[Resource::${logGroups}]`,
      'LlmEndpoint/Summaries/Role AwsSolutions-IAM5[Resource::*]',
      `LlmEndpoint/Summaries/Role AwsSolutions-IAM5[Resource::${logGroups}]`,
      `LlmEndpoint/Summaries/Role AwsSolutions-IAM5[Resource::${weights}]`,
    ].sort());
    for (const { reason } of acknowledged) {
      expect(reason).toMatch(/^\S+( \S+){4,}\.$/);
    }
  });
});
