/* Synthesises an example with the CDK CLI, as a user would, prints what its templates hold and writes the review. */
import { spawnSync } from 'child_process';
import { readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { synthesizeExample } from './examples';

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

const KINDS: Record<string, string> = {
  'AWS::SageMaker::Endpoint': 'endpoint',
  'AWS::SageMaker::EndpointConfig': 'endpoint configuration',
  'AWS::SageMaker::InferenceComponent': 'inference component',
  'AWS::SageMaker::Model': 'model',
  'AWS::ApplicationAutoScaling::ScalableTarget': 'scalable target',
  'AWS::IAM::Role': 'role',
  'AWS::CloudWatch::Dashboard': 'dashboard',
};

function main(example: string): void {
  const assembly = synthesizeExample(example);
  readdirSync(assembly).filter((file) => file.endsWith('.template.json')).forEach((file) => describe(path.join(assembly, file)));
  console.log('\nThe review: dashboards with sample data, alarms, scaling. Open the page in a browser.');
  process.exitCode = review(assembly);
}

/** Writes the review beside the templates with the command of the package. */
function review(assembly: string): number {
  const folder = path.relative(process.cwd(), assembly);
  const command = path.join(__dirname, '..', 'bin', 'cdk-sagemaker-insights');
  return spawnSync(process.execPath, [command, 'review', folder, '--output', folder], { stdio: 'inherit' }).status ?? 1;
}

function describe(template: string): void {
  const resources: Record<string, Resource> = JSON.parse(readFileSync(template, 'utf-8')).Resources;
  console.log(`\n${path.relative(process.cwd(), template)}`);
  for (const [type, kind] of Object.entries(KINDS)) {
    const found = Object.entries(resources).filter(([, resource]) => resource.Type === type);
    found.forEach(([id, { Properties }]) => console.log(`  ${kind.padEnd(23)}${id.padEnd(52)}${summary(type, Properties)}`.trimEnd()));
  }
}

function summary(type: string, properties: Record<string, any>): string {
  switch (type) {
    case 'AWS::SageMaker::EndpointConfig': {
      const [variant] = properties.ProductionVariants;
      const { EnableDetailedObservability: detailed, MetricPublishFrequencyInSeconds: seconds } = properties.MetricsConfig;
      const types = variant.InstanceType ?? variant.InstancePools.map((pool: any) => pool.InstanceType).join(', then ');
      return `on ${types}; ${detailed ? `detailed observability every ${seconds} s` : 'no detailed observability'}`;
    }
    case 'AWS::SageMaker::InferenceComponent': {
      const { BaseInferenceComponentName: base, ComputeResourceRequirements: needs } = properties.Specification;
      return base ? 'adapter' : `${properties.RuntimeConfig.CopyCount} x ${needs.NumberOfAcceleratorDevicesRequired ?? 0} accelerators`;
    }
    case 'AWS::ApplicationAutoScaling::ScalableTarget':
      return `${properties.MinCapacity} to ${properties.MaxCapacity}`;
    default:
      return '';
  }
}

main(process.argv[2]);
