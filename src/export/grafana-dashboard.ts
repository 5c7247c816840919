import { Names, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { checkNames } from './at-synth';
import { exportFile } from './exported-file';
import { grafanaModel } from './grafana-model';
import { InsightsPanel, InsightsPanelOptions } from '../dashboards/insights-panel';
import { PanelContext } from '../dashboards/panel-context';
import { InsightsSubject } from '../subject/insights-subject';
import { isKnown, Problems } from '../validation';

/** Properties of `GrafanaDashboard`. */
export interface GrafanaDashboardProps extends InsightsPanelOptions {
  /** What it is about. Its names must be known at synth: they stand in a file. */
  readonly subject: InsightsSubject;

  /**
   * The title.
   *
   * @default - the uid
   */
  readonly title?: string;

  /**
   * The id by which Grafana knows the dashboard: 1 to 40 letters, digits, `-` and `_`. A dashboard that is loaded again under the same one
   * takes the place of the older.
   *
   * @default - made from the construct path
   */
  readonly uid?: string;

  /**
   * The panels. Those made by `InsightsPanel.custom` are named as not exported.
   *
   * @default InsightsPanel.all()
   */
  readonly panels?: InsightsPanel[];

  /**
   * The name of the file in the cloud assembly, without a path.
   *
   * @default - made from the construct path, ends with `.grafana.json`
   */
  readonly fileName?: string;
}

/**
 * The panels of `InsightsDashboard` as a dashboard for Grafana: a JSON file in the cloud assembly, beside the templates. PromQL is asked of
 * the plugin `grafana-amazonprometheus-datasource`, classic metrics of Grafana's CloudWatch data source; both are variables of the
 * dashboard, and `GrafanaDataSources` writes their settings. States of alarms and widgets of one's own are named in text panels as
 * not exported.
 *
 * Charts of PromQL ask in the Region of their data source, those of classic metrics too, unless the subject is known to be in another
 * Region than the stack. Nothing is deployed.
 */
export class GrafanaDashboard extends Construct {
  /** The name of the file in the cloud assembly. */
  public readonly fileName: string;

  private readonly props: GrafanaDashboardProps;

  /** Throws when a property is malformed, and at synth when a name is known at deployment only. */
  public constructor(scope: Construct, id: string, props: GrafanaDashboardProps) {
    super(scope, id);
    this.props = props;
    new Problems().pattern('uid', props.uid, /^[\w-]{1,40}$/, '1 to 40 letters, digits, - and _').throwIfAny(this);
    this.fileName = exportFile(this, { suffix: '.grafana.json', fileName: props.fileName, produce: () => this.toJson() });
  }

  /** The dashboard as JSON, with all that is known of the subject now. Throws when a name is known at deployment only. */
  public toJson(): string {
    const { subject, title, panels = InsightsPanel.all(), alarms, expectations } = this.props;
    checkNames(this, subject);
    const uid = this.props.uid ?? Names.uniqueResourceName(this, { separator: '-', maxLength: 40 });
    const { region, account } = subject._whereabouts;
    const context = new PanelContext(subject, alarms, expectations);
    const place = { region: plain(this, region), account: plain(this, account) };
    const model = grafanaModel(this, { uid, title: title ?? uid, panels, context, place });
    return `${JSON.stringify(model, undefined, 2)}\n`;
  }
}

function plain(owner: Construct, value: string | undefined): string | undefined {
  const found = Stack.of(owner).resolve(value);
  return typeof found === 'string' && isKnown(found) ? found : undefined;
}
