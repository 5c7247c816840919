import { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { InferenceSignal } from '../telemetry';

/** An alarm that a dashboard shows as a tile and a link, and its threshold as a line. */
export interface InsightsAlarm {
  /** The alarm: of a metric, of a PromQL query or composite. */
  readonly alarm: IAlarm;

  /**
   * What the alarm is called on lines and links.
   *
   * @default - the alarm's name
   */
  readonly title?: string;

  /**
   * What it watches: `threshold` becomes a line on every chart of this signal.
   *
   * @default - no line
   */
  readonly signal?: InferenceSignal;

  /**
   * The value at which it fires, in the unit of the signal: seconds for latencies, percent from 0 to 100 for utilisations.
   *
   * @default - no line
   */
  readonly threshold?: number;
}
