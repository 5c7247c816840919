/**
 * The labels of SageMaker's OpenTelemetry series in CloudWatch (SageMaker developer guide, "OpenTelemetry metrics reference").
 * They are spelled here and nowhere else: a wrong label matches nothing and raises no error.
 */
export const Label = {
  ENDPOINT: 'aws.sagemaker.endpoint.name',
  VARIANT: 'aws.sagemaker.variant.name',
  COMPONENT: 'aws.sagemaker.inference_component.name',
  CONTAINER: 'aws.sagemaker.container.id',
  FRAMEWORK: 'aws.sagemaker.inference_framework',
  SCALING_DIRECTION: 'aws.sagemaker.scaling.direction',
  OPERATION: 'aws.sagemaker.operation.type',
  INSTANCE: '@resource.host.id',
  INSTANCE_TYPE: '@resource.host.type',
  ZONE: '@resource.cloud.availability_zone',
  MODEL: 'model_name',
  GPU: 'gpu',
  MODE: 'mode',
  FILE_SYSTEM: 'fstype',
  FINISHED_REASON: 'finished_reason',
  REASON: 'reason',
  PRIORITY: 'priority',
  TENSOR_RANK: 'tp_rank',
  PIPELINE_RANK: 'pp_rank',
  EXPERT_RANK: 'moe_ep_rank',
  RUNNING_ADAPTERS: 'running_lora_adapters',
  BUCKET: 'le',
  /** Not SageMaker's: alarms give it to rows that say which phase of a cold start they are about. */
  PHASE: 'phase',
} as const;
