import { mayHaveGpus } from './accelerators';
import { InstanceFleet } from './instance-fleet';
import { ServedModel } from './served-model';
import { Caution } from '../validation';

/** CUDA 13 and newer, as Deep Learning Containers write it into their tags. */
const CUDA_13 = /(^|-)cu(1[3-9]|[2-9]\d)\d(-|$)/;

/**
 * A container for CUDA 13 on GPU instances whose machine image nobody chose: of the machine images that the ProductionVariant
 * reference lists, only al2023-ami-sagemaker-inference-gpu-4-1 has the driver that it needs.
 */
export function driverCautions(model: ServedModel, fleet: InstanceFleet | undefined): Caution[] {
  const tag = model._container?.image._tag;
  if (!fleet || fleet._amiVersion || tag === undefined || !CUDA_13.test(tag) || !fleet.instanceTypes.some(mayHaveGpus)) {
    return [];
  }
  return [{
    id: 'machineImageForCuda',
    message:
      `the image '${tag}' is for a CUDA version that needs a newer driver than most machine images have, and the fleet leaves the ` +
      'machine image to SageMaker: its containers may fail to start. Set launch.amiVersion, for example to ' +
      'InferenceAmiVersion.AL2023_GPU_4_1',
  }];
}
