/* Every member that the SDK can describe of a configuration survives the clone. The SDK's own schema says which there are. */
import { Readable } from 'stream';
import {
  CreateEndpointConfigCommand, CreateEndpointConfigInput$, DescribeEndpointConfigCommand, DescribeEndpointConfigOutput$, SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { cloneOf, droppedSettings } from '../../../src/opt-in/handler/clone';
import { keepRawResponses, rawResponse } from '../../../src/opt-in/handler/raw-response';

type Schema = any;

/** The kinds of the SDK's schemas. */
const [STRING, NUMBER, BOOLEAN, TIMESTAMP] = [0, 1, 2, 4];
const [SIMPLE, LIST, MAP, STRUCT, UNION] = [0, 1, 2, 3, 4];
const [LISTS_OF, MAPS_OF] = [64, 128];

interface Fill {
  readonly string: (path: string) => string;
  readonly number: () => number;
  readonly boolean: () => boolean;
  readonly items: number;
  /** Which member of each union. */
  readonly choice: number;
}

/** JSON as SageMaker would send it, with every member of a schema. */
function filled(given: Schema, path: string, fill: Fill): unknown {
  const schema = typeof given === 'function' ? given() : given;
  if (typeof schema === 'number') {
    return schema >= MAPS_OF ? mapOf(schema - MAPS_OF, path, fill)
      : schema >= LISTS_OF ? listOf(schema - LISTS_OF, path, fill) : simple(schema, path, fill);
  }
  const [kind, , , , first, second] = schema;
  switch (kind) {
    case SIMPLE: return filled(first, path, fill);
    case LIST: return listOf(first, path, fill);
    case MAP: return mapOf(second, path, fill);
    case STRUCT: return Object.fromEntries(first.map((member: string, index: number) => [member, filled(second[index], `${path}.${member}`, fill)]));
    case UNION: {
      if (first.length > Object.keys(FILLS).length) {
        throw new Error(`a union with more members than there are fills: ${path}`);
      }
      const index = fill.choice % first.length;
      return { [first[index]]: filled(second[index], `${path}.${first[index]}`, fill) };
    }
    // A member with traits of its own.
    default: return filled(schema[0], path, fill);
  }
}

function simple(kind: number, path: string, fill: Fill): unknown {
  switch (kind) {
    case STRING: return fill.string(path);
    case NUMBER: return fill.number();
    case BOOLEAN: return fill.boolean();
    case TIMESTAMP: return 1_750_000_000.123;
    default: throw new Error(`a setting of an unknown kind: ${path}, ${kind}`);
  }
}

function listOf(schema: Schema, path: string, fill: Fill): unknown[] {
  return Array.from({ length: fill.items }, (_, index) => filled(schema, `${path}[${index}]`, fill));
}

function mapOf(schema: Schema, path: string, fill: Fill): unknown {
  return Object.fromEntries(['a', 'b'].slice(0, fill.items).map((key) => [key, filled(schema, `${path}.${key}`, fill)]));
}

let counter = 0;
const DISTINCT: Fill = { string: (path) => `value of ${path}`, number: () => ++counter + 0.5, boolean: () => true, items: 2, choice: 0 };
const FILLS: Record<string, Fill> = {
  'values that differ': DISTINCT,
  'values that count as false': { string: () => '', number: () => 0, boolean: () => false, items: 1, choice: 1 },
  'empty lists': { ...DISTINCT, boolean: () => false, items: 0, choice: 2 },
};

/** What SageMaker gets when it described a configuration so, and what the SDK dropped on the way. */
async function clone(described: object) {
  const bodies: any[] = [];
  const client = keepRawResponses(new SageMakerClient({
    region: 'eu-central-1',
    endpoint: 'http://127.0.0.1',
    credentials: { accessKeyId: 'loopback', secretAccessKey: 'loopback' },
    requestHandler: {
      handle: async (request: any) => {
        bodies.push(JSON.parse(new TextDecoder().decode(request.body)));
        const body = Readable.from([Buffer.from(JSON.stringify(bodies.length === 1 ? described : { EndpointConfigArn: 'arn' }))]);
        return { response: { statusCode: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body } as any };
      },
    },
  }));
  const output = await client.send(new DescribeEndpointConfigCommand({ EndpointConfigName: 'before' }));
  const settings = cloneOf(output, { EnableDetailedObservability: true, MetricPublishFrequencyInSeconds: 10 });
  await client.send(new CreateEndpointConfigCommand({ ...settings, EndpointConfigName: 'after' }));
  return { created: bodies[1], dropped: droppedSettings({ described: output, raw: rawResponse(output) }) };
}

function membersOf(schema: Schema): string[] {
  return schema[4];
}

function pathsOf(value: unknown, path = ''): string[] {
  return typeof value !== 'object' || value === null ? [path.replace(/\[\d+\]/g, '[]')]
    : Object.entries(value).flatMap(([member, content]) => pathsOf(content, Array.isArray(value) ? `${path}[]` : `${path}.${member}`));
}

test.each(Object.entries(FILLS))('every member of a description survives, with %s', async (_, fill) => {
  const described = filled(DescribeEndpointConfigOutput$, '', fill) as Record<string, any>;
  const { created, dropped } = await clone(described);
  const { EndpointConfigName, EndpointConfigArn, CreationTime, ...settings } = described;
  expect(dropped).toEqual([]);
  expect(created).toEqual({
    ...settings,
    EndpointConfigName: 'after',
    MetricsConfig: { ...settings.MetricsConfig, EnableDetailedObservability: true, MetricPublishFrequencyInSeconds: 10 },
  });
});

test('the walk reaches the members of members', () => {
  const paths = new Set(pathsOf(filled(DescribeEndpointConfigOutput$, '', DISTINCT)));
  expect([...paths]).toEqual(expect.arrayContaining([
    '.ProductionVariants[].InstancePools[].ModelNameOverride',
    '.ProductionVariants[].ManagedInstanceScaling.ScaleInPolicy.CooldownInMinutes',
    '.ProductionVariants[].RoutingConfig.PrefixAwareRoutingConfig.PrefixLength',
    '.ShadowProductionVariants[].CapacityReservationConfig.MlReservationArn',
    '.DataCaptureConfig.CaptureContentTypeHeader.JsonContentTypes[]',
    '.ExplainerConfig.ClarifyExplainerConfig.InferenceConfig.FeatureHeaders[]',
    '.MetricsConfig.EnableEnhancedMetrics',
  ]));
  expect(paths.size).toBeGreaterThan(80);
});

test('a description has two members that cannot be created, and lacks one that can', () => {
  const [described, creatable] = [DescribeEndpointConfigOutput$, CreateEndpointConfigInput$].map(membersOf);
  expect(described.filter((member) => !creatable.includes(member)).sort()).toEqual(['CreationTime', 'EndpointConfigArn']);
  expect(creatable.filter((member) => !described.includes(member))).toEqual(['Tags']);
});

test('a member that the SDK does not know is noticed at every depth', async () => {
  const described = filled(DescribeEndpointConfigOutput$, '', DISTINCT) as Record<string, any>;
  described.Later = { Setting: 1 };
  described.MetricsConfig.Later = true;
  described.ProductionVariants[1].RoutingConfig.Later = 'value';
  const { created, dropped } = await clone(described);
  expect(dropped.sort()).toEqual(['Later', 'MetricsConfig.Later', 'ProductionVariants[1].RoutingConfig.Later']);
  expect(JSON.stringify(created)).not.toContain('Later');
});
