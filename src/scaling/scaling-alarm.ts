import { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';

/** An alarm that scales. While it is in ALARM, capacity changes: that is no trouble. */
export interface ScalingAlarm {
  /** The alarm. */
  readonly alarm: IAlarm;
  /** What it does. */
  readonly title: string;
}
