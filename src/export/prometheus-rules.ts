import { Construct } from 'constructs';
import { checkNames, resolved } from './at-synth';
import { exportFile } from './exported-file';
import { prometheusRuleFile } from './prometheus-rule-file';
import { InsightsAlarms } from '../alarms/insights-alarms';
import { LatencyDiagnosis } from '../alarms/latency-diagnosis';
import { Problems } from '../validation';

/** Properties of `PrometheusRules`. */
export interface PrometheusRulesProps {
  /** The alarms. Names of endpoints and components must be known at synth: they stand in a file. */
  readonly alarms: InsightsAlarms;

  /**
   * The causes of bad latency, as alerts.
   *
   * @default - none
   */
  readonly diagnosis?: LatencyDiagnosis;

  /**
   * What the names of the groups begin with: letters, digits, `-` and `_`. A Prometheus with several such files needs one for each.
   *
   * @default 'sagemaker-insights'
   */
  readonly groupPrefix?: string;

  /**
   * The name of the file in the cloud assembly, without a path.
   *
   * @default - made from the construct path, ends with `.rules.yaml`
   */
  readonly fileName?: string;
}

/**
 * The PromQL alarms as a rule file of Prometheus in the cloud assembly, beside the templates: for what evaluates rules over the same
 * series,
 * such as a Prometheus or an Amazon Managed Service for Prometheus workspace that receives them, or Grafana, which imports rule files
 * as alert rules over a data source. Nothing in these evaluates over CloudWatch by itself.
 *
 * The queries have label names with dots, quoted: Prometheus 3 reads them. Alarms of classic metrics are named in comments of the
 * file as not
 * exported. Mute rules, actions and composites are not in it: the alert manager routes by the label `severity`.
 */
export class PrometheusRules extends Construct {
  /** The name of the file in the cloud assembly. */
  public readonly fileName: string;

  private readonly props: PrometheusRulesProps;

  /** Throws when a property is malformed, and at synth when a name is known at deployment only. */
  public constructor(scope: Construct, id: string, props: PrometheusRulesProps) {
    super(scope, id);
    this.props = props;
    new Problems().pattern('groupPrefix', props.groupPrefix, /^[\w-]+$/, 'letters, digits, - and _').throwIfAny(this);
    this.fileName = exportFile(this, { suffix: '.rules.yaml', fileName: props.fileName, produce: () => this.toYaml() });
  }

  /** The rule file, with all that is known of the alarms now. Throws when a name is known at deployment only. */
  public toYaml(): string {
    const { alarms, diagnosis, groupPrefix = 'sagemaker-insights' } = this.props;
    const sources = [alarms, ...diagnosis ? [diagnosis] : []];
    sources.forEach(({ _subject }) => checkNames(this, _subject));
    const rules = sources.flatMap((source) => source._exportedRules);
    return prometheusRuleFile(groupPrefix, rules.map((exported) => ({
      ...exported, query: resolved(this, exported.query, `the query of the rule ${exported.rule.id}`),
    })));
  }
}
