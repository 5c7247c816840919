import { Duration } from 'aws-cdk-lib';
import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { knownSeconds, Problems } from '../validation';

/** Options of consolidation. */
export interface ConsolidationOptions {
  /**
   * The most instances that are released at a time, from 1 to 100.
   *
   * @default 1
   */
  readonly maximumStepSize?: number;

  /**
   * The time after the endpoint's last operation before instances are consolidated: whole minutes, from 5 to 1440.
   *
   * @default Duration.minutes(20)
   */
  readonly cooldown?: Duration;
}

/** How managed instance scaling releases instances (ScaleInPolicy reference). */
export class InstanceScaleIn {
  /** Release an instance once no copy is left on it. */
  public static readonly IDLE_RELEASE = new InstanceScaleIn('IDLE_RELEASE');

  /**
   * Move copies together so that instances become free. Honours each component's placement: zones do not get more uneven.
   *
   * @param options how many instances at a time, and how soon
   */
  public static consolidation(options: ConsolidationOptions = {}): InstanceScaleIn {
    return new InstanceScaleIn('CONSOLIDATION', options);
  }

  private constructor(
    /** The strategy's name in the API. */
    public readonly strategy: string,
    private readonly options: ConsolidationOptions = {},
  ) {}

  /** @internal */
  public _check(problems: Problems): void {
    problems.number('instances: maximumStepSize', this.options.maximumStepSize, { min: 1, max: 100, unit: 'instances' });
    const seconds = knownSeconds(this.options.cooldown);
    problems.number('instances: the scale-in cooldown', seconds === undefined ? undefined : seconds / 60, { min: 5, max: 1440, unit: 'minutes' });
  }

  /** @internal */
  public _render(): CfnEndpointConfig.ScaleInPolicyProperty {
    return {
      strategy: this.strategy,
      maximumStepSize: this.options.maximumStepSize,
      cooldownInMinutes: this.options.cooldown?.toMinutes(),
    };
  }
}
