import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { CfnOTelEnrichment } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnTelemetryEnrichment } from 'aws-cdk-lib/aws-observabilityadmin';
import { Construct, IConstruct } from 'constructs';
import { SageMakerNamespace } from '../telemetry/classic-metrics';
import { InvalidPropertiesError } from '../validation';

/** Properties of `TelemetryEnrichment`. */
export interface TelemetryEnrichmentProps {
  /**
   * Whether only metrics of SageMaker are enriched: those of the namespace `AWS/SageMaker`, because the namespaces of utilisation are not
   * enriched at all. Enrichment that already runs keeps its filters, because starting it again changes nothing (StartOTelEnrichment).
   *
   * @default true
   */
  readonly sageMakerOnly?: boolean;
}

const REGISTRY = Symbol.for('cdk-sagemaker-insights.TelemetryEnrichments');

/**
 * Makes classic metrics of an account and Region queryable with PromQL, with resource ARNs and tags as labels: two settings of the account,
 * resource tags on telemetry and OpenTelemetry enrichment. Nothing in this library creates it on the side: classic widgets and alarms need
 * none of it.
 *
 * Cost: CloudWatch charges 0.50 USD per GB of enriched metrics.
 *
 * Deletion: CloudFormation would stop enrichment for everybody in the account and Region (`AWS::CloudWatch::OTelEnrichment`), so both
 * settings are retained when they leave the stack or the stack is deleted. To end them call StopOTelEnrichment of CloudWatch, then
 * StopTelemetryEnrichment of ObservabilityAdmin, once nobody needs them.
 *
 * Exactly one may exist per account and Region. What CloudFormation does where enrichment already runs is not documented: import the
 * resources instead (`cdk import`).
 */
export class TelemetryEnrichment extends Construct {
  /** Creates both settings. Throws when the app has another one for the same account and Region, and names it. */
  public constructor(scope: Construct, id: string, props: TelemetryEnrichmentProps = {}) {
    super(scope, id);
    claim(this);
    const tags = new CfnTelemetryEnrichment(this, 'ResourceTags', { scope: 'ACCOUNT' });
    const enrichment = new CfnOTelEnrichment(this, 'Enrichment');
    if (props.sageMakerOnly ?? true) {
      // Typed in later releases of AWS CDK than the lowest that this library works with.
      enrichment.addPropertyOverride('IncludeFilters', [{ Namespace: SageMakerNamespace.INVOCATIONS }]);
      Validations.of(enrichment).acknowledge({
        id: 'CloudFormation-Validate::F3002',
        reason: 'CloudFormation documents IncludeFilters of AWS::CloudWatch::OTelEnrichment; validators of older releases do not know it.',
      });
    }
    // CloudFormation demands resource tags on telemetry first (AWS::CloudWatch::OTelEnrichment).
    enrichment.addResourceDependency(tags);
    for (const setting of [tags, enrichment]) {
      setting.applyRemovalPolicy(RemovalPolicy.RETAIN);
    }
  }
}

/** Notes who holds the settings of an account and Region. Two stacks without either are taken to be the same place. */
function claim(enrichment: TelemetryEnrichment): void {
  const holders = holdersOf(enrichment);
  const { account, region } = Stack.of(enrichment);
  const place = `${account}/${region}`;
  const first = holders.get(place);
  if (first) {
    throw new InvalidPropertiesError(enrichment, [
      `an account and Region must have one TelemetryEnrichment, because its settings are those of the whole account, got a second one: the first is ${first}`,
    ]);
  }
  holders.set(place, enrichment.node.path);
}

function holdersOf(scope: IConstruct): Map<string, string> {
  const root = scope.node.root as unknown as { [REGISTRY]?: Map<string, string> };
  root[REGISTRY] ??= new Map();
  return root[REGISTRY];
}
