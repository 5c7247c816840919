import { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { InsightsBundle } from './insights-bundle';
import { InsightsOptions } from './insights-options';
import { InsightsAlarms, LatencyDiagnosis } from '../alarms';
import { InsightsDashboard } from '../dashboards';
import { FleetSubjectOptions, InsightsSubject } from '../subject';

/** Properties of `FleetInsights`. */
export interface FleetInsightsProps extends InsightsOptions {
  /**
   * Which endpoints, and what is known of them.
   *
   * @default - every endpoint of the account and Region, of which nothing is known
   */
  readonly fleet?: FleetSubjectOptions;
}

/**
 * Everything for many endpoints: their dashboard, alarms whose contributors are endpoints, components, instances and zones, and alarms that
 * name the cause when answers are late. Classic metrics exist per endpoint: alarms on requests need `EndpointInsights`.
 */
export class FleetInsights extends Construct {
  /** The alarms. */
  public readonly alarms: InsightsAlarms;

  /** The causes of bad latency. */
  public readonly diagnosis: LatencyDiagnosis;

  /** The dashboard, with the alarms on it. */
  public readonly dashboard: InsightsDashboard;

  private readonly bundle: InsightsBundle;

  /** Creates all of it. Throws when properties contradict each other. */
  public constructor(scope: Construct, id: string, props: FleetInsightsProps = {}) {
    super(scope, id);
    this.bundle = new InsightsBundle(this, InsightsSubject.fleet(this, props.fleet), props);
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
