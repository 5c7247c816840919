import { Token } from 'aws-cdk-lib';

/**
 * Accelerator devices (GPUs, Inferentia or Trainium chips) per instance, by family and size, for the families that
 * SageMaker hosts models on. From the AWS instance type pages, the AWS Neuron hardware pages and the table that the
 * SageMaker HyperPod command line tool ships. A type that is not listed is unknown: checks that need its count are skipped.
 */
const ACCELERATORS: Record<string, Record<string, number>> = {
  'g4dn': { 'xlarge': 1, '2xlarge': 1, '4xlarge': 1, '8xlarge': 1, '12xlarge': 4, '16xlarge': 1 },
  'g5': { 'xlarge': 1, '2xlarge': 1, '4xlarge': 1, '8xlarge': 1, '12xlarge': 4, '16xlarge': 1, '24xlarge': 4, '48xlarge': 8 },
  'g6': { 'xlarge': 1, '2xlarge': 1, '4xlarge': 1, '8xlarge': 1, '12xlarge': 4, '16xlarge': 1, '24xlarge': 4, '48xlarge': 8 },
  'g6e': { 'xlarge': 1, '2xlarge': 1, '4xlarge': 1, '8xlarge': 1, '12xlarge': 4, '16xlarge': 1, '24xlarge': 4, '48xlarge': 8 },
  'g7e': { '2xlarge': 1, '4xlarge': 1, '8xlarge': 1, '12xlarge': 2, '24xlarge': 4, '48xlarge': 8 },
  'p3': { '2xlarge': 1, '8xlarge': 4, '16xlarge': 8 },
  'p4d': { '24xlarge': 8 },
  'p4de': { '24xlarge': 8 },
  'p5': { '4xlarge': 1, '48xlarge': 8 },
  'p5e': { '48xlarge': 8 },
  'p5en': { '48xlarge': 8 },
  'p6-b200': { '48xlarge': 8 },
  'p6-b300': { '48xlarge': 8 },
  'p6e-gb200': { '36xlarge': 4 },
  'inf2': { 'xlarge': 1, '8xlarge': 1, '24xlarge': 6, '48xlarge': 12 },
  'trn1': { '2xlarge': 1, '32xlarge': 16 },
  'trn1n': { '32xlarge': 16 },
  'trn2': { '48xlarge': 16 },
};

/** Accelerators of one instance of this type, or undefined when the type is not in the table. */
export function acceleratorsPerInstance(instanceType: string): number | undefined {
  const [, family, size] = instanceType.split('.');
  return Object.hasOwn(ACCELERATORS, family ?? '') && Object.hasOwn(ACCELERATORS[family], size ?? '') ? ACCELERATORS[family][size] : undefined;
}

/** Whether instances of this type may have NVIDIA GPUs, which are the accelerators that report series: families G and P. */
export function mayHaveGpus(instanceType: string): boolean {
  return Token.isUnresolved(instanceType) || /^ml\.[gp]\d/.test(instanceType);
}

/** Whether an instance of this type may have more than one accelerator: an unknown type may. */
export function hasSeveralAccelerators(instanceType: string): boolean {
  return (acceleratorsPerInstance(instanceType) ?? 2) > 1;
}
