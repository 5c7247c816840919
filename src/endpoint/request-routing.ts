import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { Problems } from '../validation';

/** Options of prefix-aware routing. */
export interface PrefixAwareRoutingOptions {
  /**
   * The length of the shared prefix that requests are matched by: bytes of the request body (InvokeEndpoint), or characters
   * of the messages (OpenAI-compatible API). Cover the shared system prompt and enough of what differs.
   *
   * From 1024 to 65536 (PrefixAwareRoutingConfig reference).
   */
  readonly prefixLength: number;

  /**
   * Requests in flight on the chosen copy (or instance, without inference components) from which a request goes elsewhere.
   *
   * From 1 to 1024 (PrefixAwareRoutingConfig reference).
   */
  readonly concurrencyThreshold: number;
}

/** How an endpoint spreads requests over its instances and copies. */
export class RequestRouting {
  /** To the instance or copy with the fewest requests in flight. */
  public static readonly LEAST_OUTSTANDING_REQUESTS = new RequestRouting('LEAST_OUTSTANDING_REQUESTS');

  /** To a random instance or copy, SageMaker's own default. */
  public static readonly RANDOM = new RequestRouting('RANDOM');

  /**
   * Requests that begin alike go to the same copy, so that its prefix cache is hit. Takes effect with two or more instances.
   *
   * @param options both numbers are required by the API with this strategy
   */
  public static prefixAware(options: PrefixAwareRoutingOptions): RequestRouting {
    return new RequestRouting('PREFIX_AWARE', options);
  }

  private constructor(
    /** The strategy's name in the API. */
    public readonly strategy: string,
    private readonly prefix?: PrefixAwareRoutingOptions,
  ) {}

  /** @internal */
  public _check(problems: Problems): void {
    if (!this.prefix) {
      return;
    }
    const { prefixLength, concurrencyThreshold } = this.prefix;
    if (prefixLength === undefined || concurrencyThreshold === undefined) {
      problems.add(
        'routing: prefix-aware routing needs both prefixLength and concurrencyThreshold, ' +
        `got: prefixLength ${prefixLength}, concurrencyThreshold ${concurrencyThreshold}`,
      );
    }
    problems.number('routing: prefixLength', prefixLength, { min: 1024, max: 65536 });
    problems.number('routing: concurrencyThreshold', concurrencyThreshold, { min: 1, max: 1024 });
  }

  /** @internal */
  public _render(): CfnEndpointConfig.RoutingConfigProperty {
    return {
      routingStrategy: this.strategy,
      prefixAwareRoutingConfig: this.prefix && {
        prefixLength: this.prefix.prefixLength,
        concurrencyThreshold: this.prefix.concurrencyThreshold,
      },
    };
  }
}
