/* Which engine a container runs, told by its image. */
import { Container } from './evidence';
import { KNOWN_ENGINES } from '../../telemetry/catalogue';
import { ServingEngine } from '../../telemetry/serving-engine';

/** The repository of an image, by engine. The first that fits counts. */
const REPOSITORIES: ReadonlyArray<readonly [RegExp, ServingEngine]> = [
  [/sglang/, ServingEngine.SGLANG],
  [/triton/, ServingEngine.TRITON],
  [/djl|lmi/, ServingEngine.DJL],
  [/tgi|text-generation-inference/, ServingEngine.TGI],
  [/vllm/, ServingEngine.VLLM],
];

/** Undefined where the image does not tell. */
export function engineOf({ image }: Container): ServingEngine | undefined {
  const repository = image?.replace(/^[^/]*\//, '').replace(/[:@].*$/, '').toLowerCase();
  return repository === undefined ? undefined : REPOSITORIES.find(([pattern]) => pattern.test(repository))?.[1];
}

/** The engines whose series an endpoint may have: all known ones where some container does not tell. */
export function enginesOf(containers: readonly Container[] | undefined): readonly ServingEngine[] {
  const engines = (containers ?? []).map(engineOf);
  return engines.length === 0 || engines.includes(undefined)
    ? KNOWN_ENGINES
    : [...new Set(engines)].filter((engine): engine is ServingEngine => engine !== undefined);
}
