import { readFileSync } from 'fs';
import * as path from 'path';
import { App, CfnResource, Duration, Stack, Validations } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { LlmEndpointStack } from '../../examples/llm-endpoint/llm-endpoint-stack';
import {
  CapacitySize, DetailedObservability, EndpointDeployment, InferenceComponentEndpoint, InstanceFleet, InstanceScaleIn, SingleModelEndpoint,
} from '../../src';
import { accountSettings, ENV, maximalComponentEndpoint, maximalSingleModelEndpoint, optIns, scaled } from '../maximal-stacks';
import { errorOf } from '../support';

/*
 * The one suite with AWS CDK's own CloudFormation validator on. It validates templates against the schemas of CloudFormation, which
 * no assertion in the other suites does.
 */
process.env.CDK_VALIDATION = 'true';
jest.setTimeout(120_000);

/** An app in which a finding is an error, as the feature flag makes it. */
function strictApp(): App {
  return new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
}

interface Finding {
  readonly ruleName: string;
  readonly description: string;
}

/** What the validator found in an app, warnings included. Throws when it found an error that nobody acknowledged. */
function findings(app: App): { readonly open: Finding[]; readonly acknowledged: Finding[] } {
  const report = JSON.parse(readFileSync(path.join(app.synth().directory, 'validation-report.json'), 'utf-8'));
  // A validator that found nothing is not in the report at all.
  const [{ violations, suppressedViolations = [] } = { violations: [] }] = report.pluginReports;
  return { open: violations, acknowledged: suppressedViolations };
}

function rules(found: Finding[]): string[] {
  return found.map(({ ruleName }) => ruleName).sort();
}

function watch(stack: Stack, endpoint: SingleModelEndpoint): cloudwatch.Alarm {
  return endpoint.metricInvocation5XXErrors().createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 });
}

function configurationOf(stack: Stack): CfnResource {
  return stack.node.findChild('Endpoint').node.findChild('Config') as CfnResource;
}

describe('the validator finds nothing', () => {
  test('in the example but the attribute that its schema lacks, which the library and the example acknowledge', () => {
    const app = strictApp();
    new LlmEndpointStack(app, 'LlmEndpoint', { env: { region: 'eu-central-1' } });
    const { open, acknowledged } = findings(app);
    expect(open).toEqual([]);
    expect(rules(acknowledged)).toEqual(['E9004', 'F6101']);
    for (const { description } of acknowledged) {
      expect(description).toContain("'EndpointName' is not one of ['EndpointArn']");
    }
  });

  test('in a component endpoint with a network, a key, guardrails, overrides, an adapter, a scale-in policy and prefix-aware routing', () => {
    const app = strictApp();
    maximalComponentEndpoint(app);
    const { open, acknowledged } = findings(app);
    expect(open).toEqual([]);
    // That a VPC has literal zones is acknowledged by AWS CDK's own construct.
    expect(rules(acknowledged)).toEqual(['W3010']);
  });

  test.each([
    ['all at once', EndpointDeployment.allAtOnce({ terminationWait: Duration.minutes(1) })],
    ['a linear deployment', EndpointDeployment.linear({ stepSize: CapacitySize.percent(25) })],
    ['a rolling deployment', EndpointDeployment.rolling({ batchSize: CapacitySize.count(1) })],
    ['no deployment settings', undefined],
  ])('in an endpoint with %s', (_title, deployment) => {
    const app = strictApp();
    new InferenceComponentEndpoint(new Stack(app, 'Stack', { env: ENV }), 'Endpoint', {
      instances: InstanceFleet.of('ml.g6.12xlarge', { min: 0, max: 2, scaleIn: InstanceScaleIn.IDLE_RELEASE }),
      observability: DetailedObservability.disabled(),
      deployment,
    });
    expect(findings(app)).toEqual({ open: [], acknowledged: [] });
  });

  test('in a single-model endpoint with everything', () => {
    const app = strictApp();
    maximalSingleModelEndpoint(app);
    expect(findings(app)).toEqual({ open: [], acknowledged: [] });
  });

  test('in copies and instances that are scaled in every way', () => {
    const app = strictApp();
    scaled(app);
    expect(findings(app)).toEqual({ open: [], acknowledged: [] });
  });

  test('in opt-ins of existing endpoints', () => {
    const app = strictApp();
    optIns(app);
    expect(findings(app)).toEqual({ open: [], acknowledged: [] });
  });

  test('in the settings of an account and roles that read', () => {
    const app = strictApp();
    accountSettings(app);
    const { open, acknowledged } = findings(app);
    expect(open).toEqual([]);
    // A property that CloudFormation documents and this release of the validator does not know.
    expect(rules(acknowledged)).toEqual(['F3002']);
  });

  test('in an alarm on an endpoint that the user named', () => {
    const app = strictApp();
    const { stack, endpoint } = maximalSingleModelEndpoint(app, 'chat');
    watch(stack, endpoint);
    expect(findings(app)).toEqual({ open: [], acknowledged: [] });
  });
});

describe('what the validator holds against an endpoint that CloudFormation names', () => {
  test('is that an alarm reads its name, by an attribute that CloudFormation documents and the validator does not know', () => {
    const app = strictApp();
    const { stack, endpoint } = maximalSingleModelEndpoint(app);
    watch(stack, endpoint);
    const report = errorOf(() => findings(app));
    expect(report).toContain("ERROR Dimensions.0.Value: 'EndpointName' is not one of ['EndpointArn']");
    expect(report).toContain("Acknowledge with 'CloudFormation-Validate::E9004'");
    expect(report.match(/ERROR/g)).toHaveLength(1);
  });

  test('is gone once the user acknowledges it', () => {
    const app = strictApp();
    const { stack, endpoint } = maximalSingleModelEndpoint(app);
    Validations.of(watch(stack, endpoint)).acknowledge({
      id: 'CloudFormation-Validate::E9004',
      reason: 'CloudFormation documents the attribute EndpointName of an endpoint; the validator does not know it.',
    });
    const { open, acknowledged } = findings(app);
    expect(open).toEqual([]);
    expect(rules(acknowledged)).toEqual(['E9004']);
  });
});

describe('the validator finds what is broken, so this suite can fail', () => {
  test('when a required property is missing', () => {
    const app = strictApp();
    configurationOf(maximalComponentEndpoint(app)).addPropertyDeletionOverride('ProductionVariants');
    expect(errorOf(() => findings(app))).toContain("'ProductionVariants' is a required property");
  });

  test('when a value has the wrong type', () => {
    const app = strictApp();
    configurationOf(maximalComponentEndpoint(app)).addPropertyOverride('MetricsConfig.MetricPublishFrequencyInSeconds', 'often');
    expect(errorOf(() => findings(app))).toContain("MetricsConfig.MetricPublishFrequencyInSeconds: 'often' is not of type 'integer'");
  });

  test('when a property does not exist, such as the misspelling that some articles print', () => {
    const app = strictApp();
    configurationOf(maximalComponentEndpoint(app)).addPropertyOverride('MetricsConfig.MetricsPublishFrequencyInSeconds', 10);
    expect(errorOf(() => findings(app))).toContain('MetricsPublishFrequencyInSeconds');
  });
});
