import { InsightsSubject, SubjectLevel } from './insights-subject';
import { IInferenceComponent, IInferenceEndpoint, ProvisionedEndpoint } from '../endpoint';
import { hasSeveralAccelerators, mayHaveGpus } from '../endpoint/accelerators';
import { InferenceSignal } from '../telemetry';

/** What is known of a subject: what may be asked about it with a chance of an answer. */
export class SubjectFacts {
  public constructor(protected readonly subject: InsightsSubject) {}

  public get level(): SubjectLevel {
    return this.subject.level;
  }

  public get isFleet(): boolean {
    return this.level === SubjectLevel.FLEET;
  }

  /** Whether nothing narrows the queries down. */
  public get isEverything(): boolean {
    return this.subject._asked.length === 0;
  }

  public get component(): IInferenceComponent | undefined {
    return this.subject._component;
  }

  /** Whether inference components exist. Where nothing is known there may be some. */
  public get hasComponents(): boolean {
    const { _asked: asked } = this.subject;
    return this.component !== undefined || asked.length === 0 || asked.some(mayHaveComponents);
  }

  /** Whether engine, GPU, host and placement series exist: only a stated `false` rules it out. */
  public get hasDetailedObservability(): boolean {
    return this.some(({ detailedObservability }) => detailedObservability !== false);
  }

  /** Whether classic metrics per instance and container exist: only a stated `false` rules it out. */
  public get hasEnhancedMetrics(): boolean {
    return this.some(({ enhancedMetrics }) => enhancedMetrics !== false);
  }

  /** Whether instances may have GPUs that report. */
  public get hasGpus(): boolean {
    return this.some(({ instanceTypes }) => instanceTypes === undefined || instanceTypes.some(mayHaveGpus));
  }

  /** Whether one instance may have several GPUs, so that an average over them hides a hot one. */
  public get hasSeveralGpus(): boolean {
    return this.some(({ instanceTypes }) =>
      instanceTypes === undefined || instanceTypes.some((type) => mayHaveGpus(type) && hasSeveralAccelerators(type)));
  }

  /** Whether an engine of the subject publishes a signal, as far as is known. */
  public emits(signal: InferenceSignal): boolean {
    const { _engines: engines } = this.subject._scope;
    return engines === undefined || engines.some((engine) => signal._isPublishedBy(engine));
  }

  /** Whether series of more than one engine may be in play, whose answers are told apart. */
  public get hasSeveralEngines(): boolean {
    return this.subject._scope._engines?.length !== 1;
  }

  private some(test: (endpoint: IInferenceEndpoint) => boolean): boolean {
    const { _asked: asked } = this.subject;
    return asked.length === 0 || asked.some(test);
  }
}

/** An import that names no components may have some: only an endpoint of this app is sure to have none. */
function mayHaveComponents(endpoint: IInferenceEndpoint): boolean {
  return endpoint.inferenceComponents.length > 0 || !(endpoint instanceof ProvisionedEndpoint);
}
