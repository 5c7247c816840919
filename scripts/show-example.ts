/* Synthesises an example with the CDK CLI, as a user would, and prints what its templates hold. */
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
