import { App, Environment, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import {
  IInferenceComponent, IInferenceEndpoint, InferenceComponentEndpoint, InferenceEndpoint, InstanceFleet, SingleModelEndpoint,
} from '../../src';
import { text } from '../intrinsics';
import { propertiesOf, vllmModel } from '../support';

const ACCOUNT = '111122223333';
const FRANKFURT = { region: 'eu-central-1', account: ACCOUNT };

type Watched = IInferenceEndpoint | IInferenceComponent;

function stackIn(app: App, id: string, env?: Environment): Stack {
  return new Stack(app, id, { env });
}

function singleModelEndpoint(stack: Stack): SingleModelEndpoint {
  return new SingleModelEndpoint(stack, 'Endpoint', {
    endpointName: 'chat', model: vllmModel(stack), instances: InstanceFleet.fixed('ml.g6.xlarge'),
  });
}

function component(stack: Stack): IInferenceComponent {
  const endpoint = new InferenceComponentEndpoint(stack, 'Endpoint', {
    endpointName: 'chat', instances: InstanceFleet.of('ml.g6.12xlarge', { max: 2 }),
  });
  return endpoint.addInferenceComponent('Llama', { model: vllmModel(stack), resources: { accelerators: 1 }, inferenceComponentName: 'llama' });
}

function importedEndpoint(stack: Stack): IInferenceEndpoint {
  return InferenceEndpoint.fromEndpointAttributes(stack, 'Endpoint', { endpointName: 'chat', inferenceComponentNames: ['llama'] });
}

const KINDS: Array<[string, (stack: Stack) => Watched]> = [
  ['an endpoint with one model', singleModelEndpoint],
  ['an endpoint with components', (stack) => (component(stack) as any).endpoint],
  ['a component', component],
  ['an imported endpoint', importedEndpoint],
  ['a component of an imported endpoint', (stack) => importedEndpoint(stack).inferenceComponents[0]],
];

/** Every metric that something has a method for, and one by its name. */
function metricsOf(watched: Watched): Array<[string, cloudwatch.Metric]> {
  const names = new Set<string>();
  for (let type = Object.getPrototypeOf(watched); type !== null; type = Object.getPrototypeOf(type)) {
    Object.getOwnPropertyNames(type).filter((name) => /^metric./.test(name)).forEach((name) => names.add(name));
  }
  expect(names.size).toBeGreaterThan(10);
  return [
    ['metric', watched.metric('Invocations')],
    ...[...names].map((name): [string, cloudwatch.Metric] => [name, (watched as any)[name]()]),
  ];
}

/** The name of each metric with the Region and account that it is looked for in. */
function whereabouts(metrics: Array<[string, cloudwatch.Metric]>) {
  return metrics.map(([name, metric]) => {
    const { region, account } = metric.toMetricConfig().metricStat!;
    return { name, region, account };
  });
}

describe.each(KINDS)('the metrics of %s', (_, make) => {
  test('carry the Region and account of their stack, so that another stack finds them', () => {
    const metrics = metricsOf(make(stackIn(new App(), 'Stack', FRANKFURT)));

    expect(whereabouts(metrics)).toEqual(metrics.map(([name]) => ({ name, region: 'eu-central-1', account: ACCOUNT })));
  });

  test('carry neither in a stack that may be deployed anywhere', () => {
    const metrics = metricsOf(make(stackIn(new App(), 'Stack')));

    expect(whereabouts(metrics)).toEqual(metrics.map(([name]) => ({ name, region: undefined, account: undefined })));
  });

  test('carry what is known of both', () => {
    const metrics = metricsOf(make(stackIn(new App(), 'Stack', { region: 'eu-central-1' })));

    expect(whereabouts(metrics)).toEqual(metrics.map(([name]) => ({ name, region: 'eu-central-1', account: undefined })));
  });

  test('carry what the user states instead', () => {
    const watched = make(stackIn(new App(), 'Stack', FRANKFURT));
    const elsewhere = { region: 'eu-west-1', account: '444455556666' };

    for (const metric of [watched.metric('Invocations', elsewhere), watched.metricInvocations(elsewhere)]) {
      expect(metric.toMetricConfig().metricStat).toMatchObject(elsewhere);
    }
  });
});

describe('a dashboard', () => {
  /** What the template says of the only metric on a dashboard, which shows the requests of something. */
  function shown(watched: Watched, stack: Stack): unknown {
    new cloudwatch.Dashboard(stack, 'Dashboard', { widgets: [[new cloudwatch.GraphWidget({ left: [watched.metricInvocations()] })]] });
    const [{ properties }] = JSON.parse(text(propertiesOf(stack, 'AWS::CloudWatch::Dashboard').DashboardBody)).widgets;
    expect(properties.metrics).toHaveLength(1);
    return properties.metrics[0];
  }

  test('in us-east-1 shows an endpoint in eu-central-1', () => {
    const app = new App();
    const endpoint = singleModelEndpoint(stackIn(app, 'Serving', FRANKFURT));

    expect(shown(endpoint, stackIn(app, 'Watching', { region: 'us-east-1', account: ACCOUNT }))).toEqual([
      'AWS/SageMaker', 'Invocations', 'EndpointName', 'chat', 'VariantName', 'AllTraffic',
      expect.objectContaining({ region: 'eu-central-1', stat: 'Sum' }),
    ]);
  });

  test('in another Region and account shows a component where it is', () => {
    const app = new App();
    const llama = component(stackIn(app, 'Serving', FRANKFURT));

    expect(shown(llama, stackIn(app, 'Watching', { region: 'us-east-1', account: '444455556666' }))).toEqual([
      'AWS/SageMaker', 'Invocations', 'InferenceComponentName', 'llama', { region: 'eu-central-1', accountId: ACCOUNT, stat: 'Sum' },
    ]);
  });

  test('that may be deployed anywhere shows an endpoint where it is', () => {
    const app = new App();
    const endpoint = singleModelEndpoint(stackIn(app, 'Serving', FRANKFURT));

    expect(shown(endpoint, stackIn(app, 'Watching'))).toEqual([
      'AWS/SageMaker', 'Invocations', 'EndpointName', 'chat', 'VariantName', 'AllTraffic',
      { region: 'eu-central-1', accountId: ACCOUNT, stat: 'Sum' },
    ]);
  });

  test('in the stack of an endpoint that may be deployed anywhere says neither Region nor account', () => {
    const stack = stackIn(new App(), 'Stack', undefined);

    expect(shown(singleModelEndpoint(stack), stack)).toEqual([
      'AWS/SageMaker', 'Invocations', 'EndpointName', 'chat', 'VariantName', 'AllTraffic', { stat: 'Sum' },
    ]);
  });
});

describe('an alarm', () => {
  const ONCE = { threshold: 1, evaluationPeriods: 1 };

  test('in another account of the Region watches an endpoint where it is', () => {
    const app = new App();
    const endpoint = singleModelEndpoint(stackIn(app, 'Serving', FRANKFURT));
    const watching = stackIn(app, 'Watching', { region: 'eu-central-1', account: '444455556666' });
    endpoint.metricInvocation5XXErrors().createAlarm(watching, 'Errors', ONCE);

    expect(propertiesOf(watching, 'AWS::CloudWatch::Alarm').Metrics).toEqual([expect.objectContaining({
      AccountId: ACCOUNT,
      MetricStat: expect.objectContaining({
        Metric: {
          Namespace: 'AWS/SageMaker',
          MetricName: 'Invocation5XXErrors',
          Dimensions: [{ Name: 'EndpointName', Value: 'chat' }, { Name: 'VariantName', Value: 'AllTraffic' }],
        },
      }),
    })]);
  });

  test.each(KINDS)('in the stack of %s states no account', (_, make) => {
    const stack = stackIn(new App(), 'Stack', FRANKFURT);
    make(stack).metricInvocation5XXErrors().createAlarm(stack, 'Errors', ONCE);

    expect(propertiesOf(stack, 'AWS::CloudWatch::Alarm')).toMatchObject({ Namespace: 'AWS/SageMaker', MetricName: 'Invocation5XXErrors' });
    expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'))).not.toContain(ACCOUNT);
  });

  test('cannot watch an endpoint of another Region, which CloudWatch alarms cannot', () => {
    const app = new App();
    const endpoint = singleModelEndpoint(stackIn(app, 'Serving', FRANKFURT));
    const watching = stackIn(app, 'Watching', { region: 'us-east-1', account: ACCOUNT });

    expect(() => endpoint.metricInvocation5XXErrors().createAlarm(watching, 'Errors', ONCE)).toThrow(/Cannot create an Alarm in region 'us-east-1'/);
  });
});
