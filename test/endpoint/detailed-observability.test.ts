import { Annotations, App, CfnParameter, Stack } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import {
  DetailedObservability, InferenceComponentEndpoint, InstanceFleet, PublishFrequency, SingleModelEndpoint,
} from '../../src';
import { errorOf, propertiesOf, testStack, vllmModel, warnings } from '../support';

const ACCOUNT = '111122223333';

function addEndpoint(stack: Stack, observability?: DetailedObservability): InferenceComponentEndpoint {
  return new InferenceComponentEndpoint(stack, 'Endpoint', { instances: InstanceFleet.of('ml.g6.12xlarge', { max: 2 }), observability });
}

function metricsConfig(observability?: DetailedObservability): unknown {
  const stack = testStack();
  addEndpoint(stack, observability);
  return propertiesOf(stack, 'AWS::SageMaker::EndpointConfig').MetricsConfig;
}

describe('the metrics configuration in the template', () => {
  test('states every member by default, because the default of SageMaker depends on the day of creation', () => {
    expect(metricsConfig()).toEqual({
      EnableDetailedObservability: true, EnableEnhancedMetrics: true, MetricPublishFrequencyInSeconds: 60,
    });
  });

  test('is the same on a single-model endpoint', () => {
    const stack = testStack();
    new SingleModelEndpoint(stack, 'Endpoint', { model: vllmModel(stack), instances: InstanceFleet.fixed('ml.g6.12xlarge') });

    expect(propertiesOf(stack, 'AWS::SageMaker::EndpointConfig').MetricsConfig).toEqual({
      EnableDetailedObservability: true, EnableEnhancedMetrics: true, MetricPublishFrequencyInSeconds: 60,
    });
  });

  test.each([
    [PublishFrequency.TEN_SECONDS, 10],
    [PublishFrequency.THIRTY_SECONDS, 30],
    [PublishFrequency.ONE_MINUTE, 60],
    [PublishFrequency.TWO_MINUTES, 120],
    [PublishFrequency.THREE_MINUTES, 180],
    [PublishFrequency.FOUR_MINUTES, 240],
    [PublishFrequency.FIVE_MINUTES, 300],
  ])('turns frequency %p into %p seconds', (frequency, seconds) => {
    expect(metricsConfig(DetailedObservability.every(frequency))).toEqual({
      EnableDetailedObservability: true, EnableEnhancedMetrics: true, MetricPublishFrequencyInSeconds: seconds,
    });
  });

  test('has no other frequency than the seven that SageMaker accepts', () => {
    const seconds = Object.values(PublishFrequency).filter((value) => typeof value === 'number');

    expect(seconds.sort((a, b) => a - b)).toEqual([10, 30, 60, 120, 180, 240, 300]);
  });

  test('can leave enhanced metrics off', () => {
    expect(metricsConfig(DetailedObservability.every(PublishFrequency.TEN_SECONDS, { enhancedMetrics: false }))).toEqual({
      EnableDetailedObservability: true, EnableEnhancedMetrics: false, MetricPublishFrequencyInSeconds: 10,
    });
  });

  test('says false when observability is disabled, instead of leaving it to SageMaker', () => {
    expect(metricsConfig(DetailedObservability.disabled()))
      .toMatchObject({ EnableDetailedObservability: false, EnableEnhancedMetrics: false });
  });

  test('can keep enhanced metrics without detailed observability', () => {
    expect(metricsConfig(DetailedObservability.disabled({ enhancedMetrics: true })))
      .toMatchObject({ EnableDetailedObservability: false, EnableEnhancedMetrics: true });
  });

  test.each([45, 0, -10, 60.5, 600])('refuses a frequency of %p seconds, which plain JavaScript can set', (seconds) => {
    expect(errorOf(() => addEndpoint(testStack(), DetailedObservability.every(seconds as PublishFrequency)))).toBe(
      `[Stack/Endpoint] observability: the publish frequency must be one of 10, 30, 60, 120, 180, 240, 300 seconds, got: ${seconds}`);
  });
});

test('a frequency that is known at deployment only passes', () => {
  const stack = testStack();
  const frequency: number = new CfnParameter(stack, 'Frequency', { type: 'Number' }).valueAsNumber;
  const endpoint = addEndpoint(stack, DetailedObservability.every(frequency));

  expect(endpoint.publishFrequency).toBe(frequency);
  expect(propertiesOf(stack, 'AWS::SageMaker::EndpointConfig').MetricsConfig.MetricPublishFrequencyInSeconds).toEqual({ Ref: 'Frequency' });
});

describe('an endpoint tells others', () => {
  test('what it publishes and how often', () => {
    const endpoint = addEndpoint(testStack(), DetailedObservability.every(PublishFrequency.TEN_SECONDS, { enhancedMetrics: false }));

    expect(endpoint).toMatchObject({ detailedObservability: true, enhancedMetrics: false, publishFrequency: 10 });
  });

  test('that it publishes no series of its own when observability is disabled', () => {
    expect(addEndpoint(testStack(), DetailedObservability.disabled()))
      .toMatchObject({ detailedObservability: false, enhancedMetrics: false });
  });
});

describe('the Region', () => {
  const LAUNCH_REGIONS = [
    'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1', 'eu-west-1', 'eu-central-1', 'eu-west-2',
    'eu-north-1', 'eu-central-2', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-southeast-3',
  ];

  test('is warned about where AWS CDK knows it and it was not among the Regions of the launch', () => {
    const stack = testStack('eu-west-3');
    addEndpoint(stack);

    expect(warnings(stack)).toEqual([expect.stringMatching(
      /^detailed observability was launched in 17 Regions and eu-west-3 was not one of them: .*DetailedObservability\.disabled\(\).*$/)]);
  });

  test('is warned about on a single-model endpoint too', () => {
    const stack = testStack('eu-west-3');
    new SingleModelEndpoint(stack, 'Endpoint', { model: vllmModel(stack), instances: InstanceFleet.fixed('ml.g6.12xlarge') });

    expect(warnings(stack)).toContainEqual(expect.stringContaining('eu-west-3 was not one of them'));
  });

  test('is no matter for a warning in eu-central-1, which was among them', () => {
    const stack = testStack('eu-central-1');
    addEndpoint(stack);

    expect(warnings(stack)).toEqual([]);
  });

  test('is no matter for a warning when observability is disabled', () => {
    const stack = testStack('eu-west-3');
    addEndpoint(stack, DetailedObservability.disabled({ enhancedMetrics: true }));

    expect(warnings(stack)).toEqual([]);
  });

  test('is no matter for a warning when the stack does not say where it goes', () => {
    const stack = new Stack(new App(), 'Stack');
    addEndpoint(stack);

    expect(warnings(stack)).toEqual([]);
  });

  test('is no matter for a warning when it is newer than AWS CDK', () => {
    const stack = testStack('eu-atlantis-1');
    addEndpoint(stack);

    expect(warnings(stack)).toEqual([]);
  });

  test('warning stops once it is acknowledged by its id', () => {
    const stack = testStack('eu-west-3');
    addEndpoint(stack);
    Annotations.of(stack).acknowledgeWarning('cdk-sagemaker-insights:detailedObservabilityRegion');

    expect(warnings(stack)).toEqual([]);
  });

  test('list of the launch holds the seventeen documented Regions and no other that AWS CDK knows', () => {
    const app = new App();
    const stacks = RegionInfo.regions.map(({ name }) => new Stack(app, name, { env: { region: name, account: ACCOUNT } }));
    stacks.forEach((stack) => addEndpoint(stack));
    const quiet = stacks.filter((stack) => warnings(stack).length === 0).map(({ region }) => region);

    expect(LAUNCH_REGIONS).toHaveLength(17);
    expect(stacks.length).toBeGreaterThan(LAUNCH_REGIONS.length);
    expect(quiet.sort()).toEqual([...LAUNCH_REGIONS].sort());
  });
});
