import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  CapacitySize, DeploymentGuard, EndpointDeployment, InferenceComponentEndpoint, InferenceEndpoint, InsightsAlarms, InsightsSubject,
  InstanceFleet, LatencyDiagnosis, ServiceObjective, ServingEngine,
} from '../../src';
import { text } from '../intrinsics';

/** The alarms on classic metrics that one rule has: it is in ALARM while all of them are. */
export interface RenderedClassicRule {
  /** The rule, or the path of an alarm of a `DeploymentGuard`. */
  readonly rule: string;
  /** The properties of the alarms in the template. */
  readonly alarms: Array<Record<string, unknown>>;
}

/** The endpoint of the simulator. */
const ENDPOINT = { endpointName: 'chat', variantName: 'blue' };

type Resources = ReturnType<Template['findResources']>;

/** Every alarm on classic metrics, as it stands in templates. */
export function renderClassicAlarms(): RenderedClassicRule[] {
  return [...ofRules(), ...ofTheGuard()];
}

function ofRules(): RenderedClassicRule[] {
  const stack = new Stack(new App(), 'Stack');
  const subject = InsightsSubject.endpoint(InferenceEndpoint.fromEndpointAttributes(stack, 'Endpoint', { ...ENDPOINT, engines: [ServingEngine.VLLM] }));
  new InsightsAlarms(stack, 'Alarms', { subject, objectives: [ServiceObjective.availability({ target: 99.9 })] });
  new LatencyDiagnosis(stack, 'Diagnosis', { subject });
  const template = Template.fromStack(stack);
  const composites = byRule(template.findResources('AWS::CloudWatch::CompositeAlarm'));
  // What is about no rule tells whether an update runs. What has criteria of its own is PromQL.
  const alarms = [...byRule(template.findResources('AWS::CloudWatch::Alarm'))]
    .map(([rule, found]) => ({ rule, found: found.filter(({ properties }) => !properties.EvaluationCriteria) }))
    .filter(({ found }) => found.length > 0);
  return alarms.map(({ rule, found }) => {
    const [composite] = composites.get(rule) ?? [];
    const joined = found.map(({ logicalId }) => `ALARM("<${logicalId}.Arn>")`).join(' AND ');
    const wanted = found.length > 1 ? `(${joined})` : undefined;
    if (wanted !== (composite && text(composite.properties.AlarmRule))) {
      throw new Error(`the alarms of ${rule} must be joined by a composite alarm where there are several, got: ${JSON.stringify(composite)}`);
    }
    return { rule, alarms: found.map(({ properties }) => properties) };
  });
}

/** The endpoint of a guard must be provisioned: its name is made at deployment, and that of the simulator stands for it. */
function ofTheGuard(): RenderedClassicRule[] {
  const stack = new Stack(new App(), 'Stack');
  const endpoint = new InferenceComponentEndpoint(stack, 'Endpoint', {
    instances: InstanceFleet.of('ml.p5.4xlarge', { max: 4 }),
    deployment: EndpointDeployment.canary({ size: CapacitySize.percent(25) }),
  });
  const guard = new DeploymentGuard(stack, 'Guard', { endpoint, modelLatency: Duration.seconds(30) });
  const alarms: Resources = Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm');
  const names: Record<string, string> = { EndpointName: ENDPOINT.endpointName, VariantName: ENDPOINT.variantName };
  return Object.values(alarms).map(({ Properties: properties }) => ({
    rule: `${guard.node.id.toLowerCase()}-${properties.AlarmName.split('-').pop()}`,
    alarms: [{ ...properties, Dimensions: properties.Dimensions.map(({ Name }: any) => ({ Name, Value: names[Name] })) }],
  }));
}

function byRule(resources: Resources): Map<string, Array<{ logicalId: string; properties: Record<string, any> }>> {
  const found = new Map<string, Array<{ logicalId: string; properties: Record<string, any> }>>();
  for (const [logicalId, { Properties: properties }] of Object.entries(resources)) {
    const rule = /, rule ([\w-]+)\)$/.exec(properties.AlarmDescription ?? '')?.[1];
    if (rule !== undefined) {
      found.set(rule, [...found.get(rule) ?? [], { logicalId, properties }]);
    }
  }
  return found;
}
