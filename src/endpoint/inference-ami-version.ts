/** The machine image of the instances, which fixes the accelerator driver (ProductionVariant reference). */
export class InferenceAmiVersion {
  /** NVIDIA driver 535, CUDA 12.2. */
  public static readonly AL2_GPU_2 = InferenceAmiVersion.of('al2-ami-sagemaker-inference-gpu-2');

  /** NVIDIA driver 535, CUDA 12.2, container toolkit without CUDA-compat mounting. */
  public static readonly AL2_GPU_2_1 = InferenceAmiVersion.of('al2-ami-sagemaker-inference-gpu-2-1');

  /** NVIDIA driver 550, CUDA 12.4, container toolkit without CUDA-compat mounting. */
  public static readonly AL2_GPU_3_1 = InferenceAmiVersion.of('al2-ami-sagemaker-inference-gpu-3-1');

  /** NVIDIA driver 580, CUDA 13.0, container toolkit without CUDA-compat mounting. */
  public static readonly AL2023_GPU_4_1 = InferenceAmiVersion.of('al2023-ami-sagemaker-inference-gpu-4-1');

  /** Neuron driver 2.19, for Inferentia2 and Trainium. */
  public static readonly AL2_NEURON_2 = InferenceAmiVersion.of('al2-ami-sagemaker-inference-neuron-2');

  /**
   * A version that this library does not list yet.
   *
   * @param name the name in the API, such as `al2023-ami-sagemaker-inference-gpu-4-1`
   */
  public static of(name: string): InferenceAmiVersion {
    return new InferenceAmiVersion(name);
  }

  private constructor(
    /** The version's name in the API. */
    public readonly name: string,
  ) {}
}
