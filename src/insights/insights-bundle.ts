import { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { InsightsOptions } from './insights-options';
import { InsightsAlarms, LatencyDiagnosis } from '../alarms';
import { InsightsDashboard } from '../dashboards';
import { InsightsSubject } from '../subject';

/** Alarms, diagnosis and the dashboard that shows them. */
export class InsightsBundle {
  public readonly alarms: InsightsAlarms;
  public readonly diagnosis: LatencyDiagnosis;
  public readonly dashboard: InsightsDashboard;

  public constructor(scope: Construct, subject: InsightsSubject, { objectives, expectations, rules, panels, dashboard }: InsightsOptions) {
    this.alarms = new InsightsAlarms(scope, 'Alarms', { subject, objectives, expectations, rules });
    this.diagnosis = new LatencyDiagnosis(scope, 'Diagnosis', { subject, objectives, expectations });
    this.dashboard = new InsightsDashboard(scope, 'Dashboard', {
      subject,
      panels,
      newDashboard: dashboard,
      alarms: [...this.alarms.alarms, ...this.diagnosis.alarms],
      expectations: { outputTokensPerSecond: expectations?.outputTokensPerSecond },
    });
  }

  public notify(topic: ITopic): void {
    this.alarms.notify(topic);
    this.diagnosis.notify(topic);
  }
}
