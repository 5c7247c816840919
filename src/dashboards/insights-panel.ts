import { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { InsightsAlarm } from './insights-alarm';
import { InsightsSection, Panel, PanelContent } from './panel';
import { PanelContext, PanelExpectations } from './panel-context';
import { panelItems, panelWidgets } from './panel-widgets';
import { InsightsSubject } from '../subject/insights-subject';
import { capacityComparison } from './panels/capacity/capacity-comparison';
import { capacityHealth } from './panels/capacity/capacity-health';
import { utilizationOverTime } from './panels/capacity/utilization-over-time';
import { enginePressure } from './panels/performance/engine-pressure';
import { errorMix } from './panels/performance/error-mix';
import { healthByComponent } from './panels/performance/health-by-component';
import { healthByEndpoint } from './panels/performance/health-by-endpoint';
import { healthByInstance } from './panels/performance/health-by-instance';
import { instanceComparison } from './panels/performance/instance-comparison';
import { latencyBreakdown } from './panels/performance/latency-breakdown';
import { summary } from './panels/performance/summary';
import { tokenStreaming } from './panels/performance/token-streaming';
import { tokenThroughput } from './panels/performance/token-throughput';
import { trafficDistribution } from './panels/performance/traffic-distribution';
import { capacityErrors } from './panels/reliability/capacity-errors';
import { coldStart } from './panels/reliability/cold-start';
import { rebalancing } from './panels/reliability/rebalancing';
import { scalingEvents } from './panels/reliability/scaling-events';
import { zoneDistribution } from './panels/reliability/zone-distribution';

/** What a panel can show besides telemetry. */
export interface InsightsPanelOptions {
  /**
   * Alarms whose state stands beside the panels of health, and whose thresholds are lines on the charts of their signals.
   *
   * @default - none: lines stand where practitioners draw them
   */
  readonly alarms?: InsightsAlarm[];

  /**
   * What the user knows that no telemetry tells.
   *
   * @default - nothing
   */
  readonly expectations?: PanelExpectations;
}

/** One question about inference endpoints, and the charts that answer it. */
export class InsightsPanel {
  /** Requests, instances, components and zone skew at a glance. */
  public static readonly SUMMARY = new InsightsPanel(summary);
  /** Which instance is sick? */
  public static readonly HEALTH_BY_INSTANCE = new InsightsPanel(healthByInstance);
  /** Which instance is an outlier? */
  public static readonly INSTANCE_COMPARISON = new InsightsPanel(instanceComparison);
  /** Which copy of which component is sick? */
  public static readonly HEALTH_BY_COMPONENT = new InsightsPanel(healthByComponent);
  /** Which endpoint is sick? */
  public static readonly HEALTH_BY_ENDPOINT = new InsightsPanel(healthByEndpoint);
  /** Time to first token and inter-token latency. */
  public static readonly TOKEN_STREAMING = new InsightsPanel(tokenStreaming);
  /** Model and overhead latency, of whole requests and of first chunks. */
  public static readonly LATENCY_BREAKDOWN = new InsightsPanel(latencyBreakdown);
  /** Requests and errors by instance, component copy and zone. */
  public static readonly TRAFFIC_DISTRIBUTION = new InsightsPanel(trafficDistribution);
  /** Tokens per second, in and out. */
  public static readonly TOKEN_THROUGHPUT = new InsightsPanel(tokenThroughput);
  /** KV cache, running and waiting requests. */
  public static readonly ENGINE_PRESSURE = new InsightsPanel(enginePressure);
  /** Errors by kind and component. */
  public static readonly ERROR_MIX = new InsightsPanel(errorMix);
  /** Which instance is full? */
  public static readonly CAPACITY_HEALTH = new InsightsPanel(capacityHealth);
  /** Where is headroom, and does another model fit? */
  public static readonly CAPACITY_COMPARISON = new InsightsPanel(capacityComparison);
  /** GPU, GPU memory, CPU, memory and disk over time. */
  public static readonly UTILIZATION_OVER_TIME = new InsightsPanel(utilizationOverTime);
  /** Instances and copies per Availability Zone. */
  public static readonly ZONE_DISTRIBUTION = new InsightsPanel(zoneDistribution);
  /** Scaling operations and their duration. */
  public static readonly SCALING_EVENTS = new InsightsPanel(scalingEvents);
  /** Copies moved and instances released. */
  public static readonly REBALANCING = new InsightsPanel(rebalancing);
  /** The phases of cold starts. */
  public static readonly COLD_START = new InsightsPanel(coldStart);
  /** Insufficient capacity errors by instance type and zone. */
  public static readonly CAPACITY_ERRORS = new InsightsPanel(capacityErrors);

  /** Every panel of this library, in the order of the dashboard. */
  public static all(): InsightsPanel[] {
    return Object.values(InsightsPanel).filter((value) => value instanceof InsightsPanel);
  }

  /**
   * A panel of one's own.
   *
   * @param section where it stands
   * @param id a short name that no other panel of a dashboard has
   * @param rows its widgets, row by row: at most 24 grid columns in a row
   */
  public static custom(section: InsightsSection, id: string, rows: IWidget[][]): InsightsPanel {
    return new InsightsPanel({ section, id, title: id, question: '', reading: '', content: () => [] }, rows);
  }

  /**
   * The widgets of a section, row by row, for a dashboard of one's own.
   *
   * @param section which panels
   * @param subject what they are about
   * @param options what they show besides telemetry
   */
  public static sectionWidgets(section: InsightsSection, subject: InsightsSubject, options: InsightsPanelOptions = {}): IWidget[][] {
    return InsightsPanel.all().filter((panel) => panel.section === section).flatMap((panel) => panel.widgets(subject, options));
  }

  private constructor(
    /** @internal */
    public readonly _panel: Panel,
    private readonly rows?: IWidget[][],
  ) {}

  /** A short name that never changes. */
  public get id(): string {
    return this._panel.id;
  }

  /** Where it stands. */
  public get section(): InsightsSection {
    return this._panel.section;
  }

  /** What it is called. */
  public get title(): string {
    return this._panel.title;
  }

  /** The question that it answers. */
  public get question(): string {
    return this._panel.question;
  }

  /**
   * The widgets of the panel, row by row, for a dashboard of one's own. What is known of the subject is taken as it is now: call it
   * when the components are there.
   *
   * @param subject what it is about
   * @param options what it shows besides telemetry
   */
  public widgets(subject: InsightsSubject, options: InsightsPanelOptions = {}): IWidget[][] {
    return this.rows ?? panelWidgets(this._panel, new PanelContext(subject, options.alarms, options.expectations), subject._whereabouts);
  }

  /**
   * The heading of the panel and what it holds, for renderers other than CloudWatch. Undefined where it is made of widgets of CloudWatch.
   * @internal
   */
  public _items(context: PanelContext): readonly PanelContent[] | undefined {
    return this.rows ? undefined : panelItems(this._panel, context);
  }
}
