import { AlarmExpectations, InsightsAlarmRule, ServiceObjective } from '../alarms';
import { InsightsPanel, NewDashboardOptions } from '../dashboards';

/** What can be said about the insights into an endpoint or a fleet. */
export interface InsightsOptions {
  /**
   * What the users were promised.
   *
   * @default - nothing: latency is compared with what it was within the last day
   */
  readonly objectives?: ServiceObjective[];

  /**
   * What the user knows that no telemetry tells.
   *
   * @default - nothing
   */
  readonly expectations?: AlarmExpectations;

  /**
   * The rules of the alarms.
   *
   * @default InsightsAlarmRule.defaults()
   */
  readonly rules?: InsightsAlarmRule[];

  /**
   * The panels of the dashboard.
   *
   * @default InsightsPanel.all()
   */
  readonly panels?: InsightsPanel[];

  /**
   * How the dashboard is made.
   *
   * @default - one dashboard for all sections, which opens with the last three hours
   */
  readonly dashboard?: NewDashboardOptions;
}
