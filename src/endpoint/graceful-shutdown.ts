import { ServedModel } from './served-model';
import { ServingEngine } from '../telemetry/serving-engine';

/** Less than the 30 seconds after which SageMaker kills a container that it asked to end (your-algorithms-inference-code.html). */
const DRAIN_SECONDS = 25;

/** AWS's vLLM containers for SageMaker pass `SM_VLLM_*` on as arguments. Their tags begin with the version of vLLM. */
const VLLM_CONTAINER = /^(\d+)\.(\d+)\.\d+-.*sagemaker/;

/** Versions that know `--shutdown-timeout` (github.com/vllm-project/vllm/pull/36666, March 2026): others refuse to start with it. */
const SINCE = { major: 0, minor: 20 };

/**
 * What makes an engine finish the answers that it has begun when its copy is taken away. vLLM breaks them off unless told to wait. Other
 * containers have no such setting, or none that is known to be in the image.
 */
export function drainEnvironment({ engine, _container: container }: ServedModel): { [key: string]: string } {
  const [, major, minor] = VLLM_CONTAINER.exec(container?.image._tag ?? '') ?? [];
  const knowsTimeout = major !== undefined && (Number(major) > SINCE.major || Number(minor) >= SINCE.minor);
  return engine === ServingEngine.VLLM && knowsTimeout ? { SM_VLLM_SHUTDOWN_TIMEOUT: String(DRAIN_SECONDS) } : {};
}
