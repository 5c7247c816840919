import { readFileSync } from 'fs';
import * as path from 'path';
import { App, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { ExistingEndpointsStack } from '../../examples/existing-endpoints/existing-endpoints-stack';
import { FleetStack } from '../../examples/fleet-of-imports/fleet-stack';
import { GrafanaReaderStack } from '../../examples/grafana-reader/grafana-reader-stack';
import { LlmEndpointStack } from '../../examples/llm-endpoint/llm-endpoint-stack';
import { CheckSeverity, InsightsCheck, InsightsChecks, InsightsChecksProps } from '../../src';
import { errorOf } from '../support';
import { rawEndpoint, stackIn } from './support';

interface Violation {
  readonly ruleName: string;
  readonly description: string;
  readonly severity: string;
  readonly suggestedFix: string;
  readonly ruleMetadata: Record<string, string>;
  readonly violatingConstructs: Array<{ readonly constructPath: string; readonly cloudFormationResource: Record<string, unknown> }>;
}

function checkedApp(props?: InsightsChecksProps): App {
  const app = new App();
  Validations.of(app).addPlugins(new InsightsChecks(props));
  return app;
}

/** What AWS CDK reports. Throws when synthesis fails. */
function report(app: App): { readonly open: Violation[]; readonly acknowledged: Array<Violation & { readonly reason: string }> } {
  const { pluginReports: [found] } = JSON.parse(readFileSync(path.join(app.synth().directory, 'validation-report.json'), 'utf8'));
  return { open: found?.violations ?? [], acknowledged: found?.suppressedViolations ?? [] };
}

function ids(violations: readonly Violation[]): string[] {
  return violations.map(({ ruleName }) => ruleName).sort();
}

beforeEach(() => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
});

afterEach(() => {
  jest.restoreAllMocks();
});

describe('the plugin', () => {
  test('lets synthesis fail on an error, and names the construct, the property, the way out and the id to acknowledge', () => {
    const app = checkedApp({ checks: [InsightsCheck.FIXED_NAMES] });
    rawEndpoint(stackIn(app), { model: { modelName: 'chat' } });
    const message = errorOf(() => app.synth());
    expect(message).toContain('ERROR ModelName must be left to CloudFormation, got the fixed name \'chat\'');
    expect(message).toContain('Stack/Model (Model)');
    expect(message).toContain('Suggested fix: Leave the name out');
    expect(message).toContain('Acknowledge with \'InsightsChecks::fixed-names[Stack/Model]\'');
  });

  test('lets synthesis pass on a warning, and reports it', () => {
    const app = checkedApp();
    rawEndpoint(stackIn(app));
    const { open } = report(app);
    expect(open).toEqual([expect.objectContaining({
      ruleName: 'telemetry-gap-alarm[Stack/Endpoint]',
      severity: 'warning',
      ruleMetadata: { rule: 'telemetry-gap-alarm', why: expect.stringContaining('silence looks like health') },
      violatingConstructs: [expect.objectContaining({
        constructPath: 'Stack/Endpoint',
        cloudFormationResource: { templatePath: 'Stack.template.json', logicalId: 'Endpoint', propertyPaths: ['Properties'] },
      })],
    })]);
  });

  test('says where in the resource', () => {
    const app = checkedApp({ checks: [InsightsCheck.EXPLICIT_DETAILED_OBSERVABILITY] });
    const { configuration } = rawEndpoint(stackIn(app), { config: { metricsConfig: undefined } });
    Validations.of(configuration).acknowledge({ id: 'InsightsChecks::explicit-detailed-observability', reason: 'Nobody looks at it.' });
    expect(report(app).acknowledged[0].violatingConstructs[0].cloudFormationResource.propertyPaths)
      .toEqual(['Properties/MetricsConfig/EnableDetailedObservability']);
  });

  test('finds nothing in an app without endpoints', () => {
    const app = checkedApp();
    stackIn(app);
    expect(report(app)).toEqual({ open: [], acknowledged: [] });
  });

  test('sees nested stacks and stages', () => {
    const app = checkedApp({ checks: [InsightsCheck.TELEMETRY_GAP_ALARM] });
    rawEndpoint(new NestedStack(stackIn(app), 'Nested'));
    rawEndpoint(new Stack(new Stage(app, 'Prod'), 'Chat'));
    expect(report(app).open.flatMap(({ violatingConstructs }) => violatingConstructs.map(({ constructPath }) => constructPath)).sort())
      .toEqual(['Prod/Chat/Endpoint', 'Stack/Nested/Endpoint']);
  });

  test('on a stage looks at that stage only', () => {
    const app = new App();
    const [checked, other] = ['Checked', 'Other'].map((id) => new Stage(app, id));
    rawEndpoint(new Stack(checked, 'Chat'));
    rawEndpoint(new Stack(other, 'Chat'));
    Validations.of(checked).addPlugins(new InsightsChecks());
    expect(report(app).open.map(({ violatingConstructs: [{ constructPath }] }) => constructPath)).toEqual(['Checked/Chat/Endpoint']);
  });

  test('makes the checks that it is told to make', () => {
    const found = (props: InsightsChecksProps) => {
      const app = checkedApp(props);
      rawEndpoint(stackIn(app), { variant: { initialInstanceCount: 1 } });
      return ids(report(app).open).map((id) => id.split('[')[0]);
    };
    expect(found({})).toEqual(['single-zone-fleet', 'telemetry-gap-alarm']);
    expect(found({ except: [InsightsCheck.SINGLE_ZONE_FLEET] })).toEqual(['telemetry-gap-alarm']);
    expect(found({ checks: [InsightsCheck.SINGLE_ZONE_FLEET] })).toEqual(['single-zone-fleet']);
    expect(() => new InsightsChecks({ checks: [InsightsCheck.FIXED_NAMES], except: [InsightsCheck.FIXED_NAMES] }))
      .toThrow('at least one check must be left to make, got: 1 checks, all of them excepted');
  });

  test('names its checks and its version', () => {
    const { name, ruleIds, version } = new InsightsChecks();
    expect(name).toBe('InsightsChecks');
    expect(ruleIds).toHaveLength(13);
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
  });
});

describe('an acknowledgement', () => {
  /** Two models with fixed names, which both are errors. */
  function twoModels(): { app: App; stacks: Stack[] } {
    const app = checkedApp({ checks: [InsightsCheck.FIXED_NAMES] });
    const stacks = ['One', 'Two'].map((id) => stackIn(app, id));
    stacks.forEach((stack) => rawEndpoint(stack, { model: { modelName: `${stack.stackName}-model` } }));
    return { app, stacks };
  }

  const reason = 'The name is part of a contract.';
  const id = 'InsightsChecks::fixed-names';

  test('at the construct, or above it, lets synthesis pass and is reported with its reason', () => {
    const { app, stacks: [one, two] } = twoModels();
    Validations.of(one.node.findChild('Model')).acknowledge({ id, reason });
    Validations.of(two).acknowledge({ id, reason: 'Another one.' });
    const { open, acknowledged } = report(app);
    expect(open).toEqual([]);
    expect(acknowledged.map(({ ruleMetadata }) => [ruleMetadata.acknowledgedAt, ruleMetadata.acknowledgedBecause]))
      .toEqual([['One/Model', reason], ['Two', 'Another one.']]);
  });

  test('at the app covers all', () => {
    const { app } = twoModels();
    Validations.of(app).acknowledge({ id, reason });
    expect(report(app).open).toEqual([]);
  });

  test('at one construct does not cover another one', () => {
    const { app, stacks: [one] } = twoModels();
    Validations.of(one.node.findChild('Model')).acknowledge({ id, reason });
    const message = errorOf(() => app.synth());
    expect(message).toContain('Two-model');
    expect(message).not.toContain('One-model');
  });

  test('of one finding by its own id, as AWS CDK prints it, covers that one', () => {
    const { app, stacks: [one, two] } = twoModels();
    Validations.of(one).acknowledge({ id: `${id}[One/Model]`, reason });
    Validations.of(two).acknowledge({ id: `${id}[Two/Model]`, reason });
    expect(ids(report(app).acknowledged)).toEqual(['fixed-names[One/Model]', 'fixed-names[Two/Model]']);
  });

  test.each(['', ' '])('without a reason (%j) counts for nothing, and the message says so', (none) => {
    for (const own of [id, `${id}[One/Model]`]) {
      const { app, stacks: [one, two] } = twoModels();
      Validations.of(one).acknowledge({ id: own, reason: none });
      Validations.of(two).acknowledge({ id, reason });
      expect(errorOf(() => app.synth())).toContain('(acknowledged at One: expected a reason, got none)');
    }
  });

  test('of another rule counts for nothing', () => {
    const { app, stacks } = twoModels();
    stacks.forEach((stack) => Validations.of(stack).acknowledge({ id: 'InsightsChecks::single-zone-fleet', reason }));
    expect(errorOf(() => app.synth())).toContain('One-model');
  });
});

describe('the checks', () => {
  test('have the id that their name says, each another one', () => {
    const named = Object.entries(InsightsCheck as unknown as Record<string, InsightsCheck>).filter(([name]) => /^[A-Z_]+$/.test(name));
    expect(named.map(([name, { id }]) => [name.toLowerCase().replace(/_/g, '-'), id])).toEqual(InsightsCheck.all().map(({ id }) => [id, id]));
    expect(new Set(InsightsCheck.all().map(({ id }) => id)).size).toBe(13);
  });

  test.each(InsightsCheck.all().map((check) => [check.id, check] as const))('%s says why, what to do and what it cannot see', (id, check) => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(Object.values(CheckSeverity)).toContain(check.severity);
    for (const text of [check.why, check.fix, check.limits]) {
      expect(text).toMatch(/^[A-Z"\w].{30,}[.)]$/);
    }
  });

  test.each([ExistingEndpointsStack, FleetStack, GrafanaReaderStack, LlmEndpointStack])('find nothing in the example %p', (Example) => {
    const app = checkedApp();
    new Example(app, 'Example', { env: { region: 'eu-central-1' } });
    expect(report(app)).toEqual({ open: [], acknowledged: [] });
  });
});
