import { Duration } from 'aws-cdk-lib';
import { ContainerImage } from './container-image';
import { checkEnvironment, isTrue, secretCautions } from './environment';
import { ModelArtifacts } from './model-artifacts';
import { checkComponentName } from './names';
import { PublishFrequency } from '../telemetry/publish-frequency';
import { checkPublishFrequency } from '../telemetry/publish-frequency-checks';
import { checkMetricsPath, ServingEngine } from '../telemetry/serving-engine';
import { Caution, isKnown, Problems } from '../validation';

/** How long a container may take to start. A crash loop is retried until these end, so they bound a failed deployment. */
export interface ModelStartup {
  /**
   * The time from the start of the container until it answers health checks, from 60 to 3600 seconds.
   *
   * @default Duration.minutes(15)
   */
  readonly containerTimeout?: Duration;

  /**
   * The time to download and unpack the artifacts, from 60 to 3600 seconds.
   *
   * @default Duration.minutes(15)
   */
  readonly downloadTimeout?: Duration;
}

/** Where and how often a container's own metrics are scraped. */
export interface ContainerMetrics {
  /**
   * The path on port 8080, at most 256 characters.
   *
   * @default - the engine's
   */
  readonly path?: string;

  /**
   * How often they are published.
   *
   * @default - the endpoint's publish frequency
   */
  readonly publishFrequency?: PublishFrequency;
}

/** What a model that is known by name runs on. */
export interface ExistingModelOptions {
  /** The engine inside the model's container. The container must publish metrics by itself: its environment is not changed. */
  readonly engine: ServingEngine;

  /**
   * How long the container may take to start.
   *
   * @default - 15 minutes to download, 15 minutes to start
   */
  readonly startup?: ModelStartup;
}

/** A model container. */
export interface ContainerModelOptions extends ExistingModelOptions {
  /** The image. */
  readonly image: ContainerImage;

  /**
   * The weights.
   *
   * @default - none: the container gets them by itself
   */
  readonly artifacts?: ModelArtifacts;

  /**
   * Environment variables: at most 16 for an inference component and 100 for a model, keys and values of at most 1024
   * characters. Stored and shown in plain text, so a secret does not belong here.
   *
   * @default - only what makes the engine publish metrics
   */
  readonly environment?: { [key: string]: string };

  /**
   * Where and how often the container's own metrics are scraped. For inference components whose artifacts are an archive or
   * none: CloudFormation gives models no such setting.
   *
   * @default - at the engine's path and the endpoint's publish frequency
   */
  readonly metrics?: ContainerMetrics;
}

const DEFAULT_STARTUP_TIMEOUT = Duration.minutes(15);

/** The model behind an endpoint or component: a container, or a model that exists already. */
export class ServedModel {
  /**
   * A container with its weights.
   *
   * @param options the image, the engine in it, weights and settings
   */
  public static fromContainer(options: ContainerModelOptions): ServedModel {
    return new ServedModel(options, options);
  }

  /**
   * A SageMaker model that exists already. Grant the endpoint's role what the model's image and artifacts need: this library
   * cannot see them.
   *
   * @param modelName the model's name
   * @param options the engine in its container
   */
  public static fromModelName(modelName: string, options: ExistingModelOptions): ServedModel {
    return new ServedModel(options, undefined, modelName);
  }

  /** The engine that serves the model. */
  public readonly engine: ServingEngine;

  private constructor(
    private readonly options: ExistingModelOptions,
    /** @internal */
    public readonly _container?: ContainerModelOptions,
    /** @internal */
    public readonly _modelName?: string,
  ) {
    this.engine = options.engine;
  }

  /** @internal */
  public get _containerTimeout(): Duration {
    return this.options.startup?.containerTimeout ?? DEFAULT_STARTUP_TIMEOUT;
  }

  /** @internal */
  public get _downloadTimeout(): Duration {
    return this.options.startup?.downloadTimeout ?? DEFAULT_STARTUP_TIMEOUT;
  }

  /**
   * Whether the container can be described inline on an inference component.
   * @internal
   */
  public get _fitsComponentContainer(): boolean {
    return this._container !== undefined && this._container.artifacts?.isArchive !== false;
  }

  /**
   * The environment with what makes the engine publish metrics. The user's own values win.
   * @internal
   */
  public _environment(observed: boolean, extra: { [key: string]: string } = {}): { [key: string]: string } {
    return { ...observed ? this.engine.metricsEnvironment : {}, ...extra, ...this._container?.environment };
  }

  /**
   * Whether the user switched off, by the container's environment, what makes the engine publish metrics.
   * @internal
   */
  public get _metricsSwitchedOff(): boolean {
    const own = this._container?.environment ?? {};
    return Object.entries(this.engine.metricsEnvironment)
      .some(([key, value]) => isKnown(own[key]) && !(isTrue(value) ? isTrue(own[key]) : own[key] === value));
  }

  /** @internal */
  public _check(problems: Problems, maxEnvironmentEntries: number, environment: { [key: string]: string }): void {
    checkComponentName(problems, 'model: the model name', this._modelName);
    this.engine._check(problems);
    problems.seconds('model: startup.containerTimeout', this._containerTimeout, { min: 60, max: 3600 });
    problems.seconds('model: startup.downloadTimeout', this._downloadTimeout, { min: 60, max: 3600 });
    if (this._container) {
      const { artifacts, metrics } = this._container;
      artifacts?._check(problems, 'model: artifacts');
      checkMetricsPath(problems, 'model: metrics.path', metrics?.path);
      checkPublishFrequency(problems, 'model: metrics.publishFrequency', metrics?.publishFrequency);
      checkEnvironment(problems, environment, maxEnvironmentEntries);
    }
  }

  /** @internal */
  public _cautions(): Caution[] {
    return secretCautions(this._container?.environment ?? {});
  }
}
