import { Duration } from 'aws-cdk-lib';
import { AlarmSeverity } from './alarm-severity';

/** What can be changed about a rule. */
export interface AlarmRuleOptions {
  /**
   * What the rule compares with, in its own unit.
   *
   * @default - the rule's own
   */
  readonly threshold?: number;

  /**
   * How urgent it is.
   *
   * @default - the rule's own
   */
  readonly severity?: AlarmSeverity;

  /**
   * How long a contributor must breach without a break before the alarm fires: up to 24 hours, at least two publish intervals. For classic
   * metrics: how many minutes in a row.
   *
   * @default - the rule's own, and two publish intervals at least
   */
  readonly pending?: Duration;

  /**
   * How long a contributor must be well before the alarm ends: up to 24 hours. Classic alarms end at once.
   *
   * @default - the rule's own
   */
  readonly recovery?: Duration;

  /**
   * How often the query is evaluated: 10, 20 or 30 seconds or whole minutes up to an hour, and not more often than metrics are published.
   *
   * @default - as often as metrics are published for what is urgent, every minute for the rest, every five minutes for what looks far
   * back, every half an hour for what takes days
   */
  readonly evaluationInterval?: Duration;
}

/** A rule of the user's own. */
export interface CustomAlarmRuleProps {
  /** The query: an instant query, comparison included, whose rows breach. Each row is a contributor and keeps its labels. */
  readonly query: string;

  /** What is wrong when it fires. */
  readonly title: string;

  /**
   * What it means and what to do.
   *
   * @default - the title alone
   */
  readonly remedy?: string;

  /**
   * How urgent it is.
   *
   * @default AlarmSeverity.WARNING
   */
  readonly severity?: AlarmSeverity;

  /**
   * How long a row must breach without a break.
   *
   * @default Duration.minutes(5)
   */
  readonly pending?: Duration;
}
