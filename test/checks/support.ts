import { App, Stack } from 'aws-cdk-lib';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { StackTemplate, checkTemplates, Finding } from '../../src/checks/check-templates';

const ENV = { region: 'eu-central-1', account: '111122223333' };

export const VLLM = '763104351884.dkr.ecr.eu-central-1.amazonaws.com/vllm:0.27.1-gpu-py312-cu130-ubuntu24.04-sagemaker';

/** A stack of an app of its own, or of the app of another one. */
export function stackIn(app: App = new App(), id: string = 'Stack'): Stack {
  return new Stack(app, id, { env: ENV });
}

/** All templates of the app of a stack. */
export function templatesOf(stack: Stack): StackTemplate[] {
  const app = stack.node.root as App;
  return app.synth().stacksRecursively.map(({ stackName, template }) => ({ stackName, json: template }));
}

/** What one rule finds in the app of a stack. */
export function found(stack: Stack, ruleId: string): Finding[] {
  return checkTemplates(templatesOf(stack)).filter((finding) => finding.ruleId === ruleId);
}

/** Where a rule finds something, by logical id. */
export function places(stack: Stack, ruleId: string): string[] {
  return found(stack, ruleId).map(({ logicalId }) => logicalId);
}

/** What differs from an endpoint with a vLLM model on two GPU instances, made of raw resources. */
export interface RawEndpointChanges {
  readonly config?: Record<string, unknown>;
  readonly variant?: Record<string, unknown>;
  readonly model?: Record<string, unknown>;
  readonly endpointName?: string;
  readonly image?: string;
  readonly environment?: Record<string, string>;
}

/** The resources of such an endpoint: `Model`, `Config` and `Endpoint`. */
export function rawEndpoint(scope: Construct, changes: RawEndpointChanges = {}) {
  const { config, variant, model: modelChanges, endpointName, image = VLLM, environment } = changes;
  const model = new sagemaker.CfnModel(scope, 'Model', {
    executionRoleArn: 'arn:aws:iam::111122223333:role/serving', primaryContainer: { image, environment }, ...modelChanges,
  });
  const configuration = new sagemaker.CfnEndpointConfig(scope, 'Config', {
    productionVariants: [{
      variantName: 'AllTraffic', modelName: model.attrModelName, instanceType: 'ml.g6e.xlarge', initialInstanceCount: 2, ...variant,
    }],
    metricsConfig: { enableDetailedObservability: true },
    ...config,
  });
  const endpoint = new sagemaker.CfnEndpoint(scope, 'Endpoint', { endpointConfigName: configuration.attrEndpointConfigName, endpointName });
  return { model, configuration, endpoint };
}

/** An inference component of an endpoint, made of a raw resource. */
export function rawComponent(scope: Construct, endpointName: string, inferenceComponentName?: string): sagemaker.CfnInferenceComponent {
  return new sagemaker.CfnInferenceComponent(scope, 'Component', {
    endpointName,
    inferenceComponentName,
    specification: {
      container: { image: VLLM },
      computeResourceRequirements: { numberOfAcceleratorDevicesRequired: 1, minMemoryRequiredInMb: 1024 },
    },
  });
}
