import { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { InsightsBundle } from './insights-bundle';
import { InsightsOptions } from './insights-options';
import { InsightsAlarms, LatencyDiagnosis } from '../alarms';
import { InsightsDashboard } from '../dashboards';
import { IInferenceEndpoint } from '../endpoint';
import { InsightsSubject } from '../subject';

/** Properties of `EndpointInsights`. */
export interface EndpointInsightsProps extends InsightsOptions {
  /** The endpoint, provisioned or imported. */
  readonly endpoint: IInferenceEndpoint;
}

/** Everything for one endpoint: its dashboard, its alarms, and alarms that name the cause when answers are late. */
export class EndpointInsights extends Construct {
  /** The alarms. */
  public readonly alarms: InsightsAlarms;

  /** The causes of bad latency. */
  public readonly diagnosis: LatencyDiagnosis;

  /** The dashboard, with the alarms on it. */
  public readonly dashboard: InsightsDashboard;

  private readonly bundle: InsightsBundle;

  /** Creates all of it. Throws when properties contradict each other. */
  public constructor(scope: Construct, id: string, props: EndpointInsightsProps) {
    super(scope, id);
    this.bundle = new InsightsBundle(this, InsightsSubject.endpoint(props.endpoint), props);
    this.alarms = this.bundle.alarms;
    this.diagnosis = this.bundle.diagnosis;
    this.dashboard = this.bundle.dashboard;
  }

  /**
   * Sends a message for each component, instance or zone that breaches, with its labels, and for each cause of bad latency that is found:
   * critical ones and warnings. They come from the alarms themselves, so mute rules quiet them and deployments do not: for messages that
   * keep out of deployments, use `alarms.notifyBySeverity`.
   *
   * @param topic where messages go
   */
  public notify(topic: ITopic): void {
    this.bundle.notify(topic);
  }
}
