import { Aws } from 'aws-cdk-lib';
import { ConcreteWidget, LegendPosition } from 'aws-cdk-lib/aws-cloudwatch';
import { ChartAnnotations, checkAnnotations, renderAnnotations } from './chart-annotation';
import { ChartAxis, ChartYAxis, checkAxes, renderAxes } from './chart-axis';
import { ChartDataLabels, ChartStyle, checkStyle, renderStyle } from './chart-style';
import { ChartView, isView } from './chart-view';
import { PromQlChartQuery, checkQueries, renderQueries } from './promql-chart-query';
import { problemReport, Problems } from '../validation';

/** How a PromQL chart is drawn. */
export interface ChartPlotOptions {
  /**
   * The x axis, for views that have axes: line, bar, scatter, column, histogram and heat map.
   *
   * @default - as CloudWatch chooses
   */
  readonly xAxis?: ChartAxis;

  /**
   * One or two y axes, for views that have axes. AWS does not document which series goes to the second one.
   *
   * @default - one axis, as CloudWatch chooses
   */
  readonly yAxes?: ChartYAxis[];

  /**
   * Lines at fixed values or times.
   *
   * @default - none
   */
  readonly annotations?: ChartAnnotations;

  /**
   * Where the names of the series stand.
   *
   * @default cloudwatch.LegendPosition.BOTTOM
   */
  readonly legendPosition?: LegendPosition;

  /**
   * Whether series are drawn on top of each other, on line, bar and column charts.
   *
   * @default false
   */
  readonly stacked?: boolean;

  /**
   * Values written into the chart.
   *
   * @default - as CloudWatch chooses for the view
   */
  readonly dataLabels?: ChartDataLabels;

  /**
   * What belongs to one view only. A member of another view is refused.
   *
   * @default - the defaults of the view
   */
  readonly style?: ChartStyle;
}

/** Properties of `PromQlChartWidget`. */
export interface PromQlChartWidgetProps extends ChartPlotOptions {
  /** The queries, at least one. CloudWatch returns at most 500 series for each. */
  readonly queries: PromQlChartQuery[];

  /**
   * What the chart looks like.
   *
   * @default ChartView.LINE
   */
  readonly view?: ChartView;

  /**
   * The text above the chart.
   *
   * @default - no title
   */
  readonly title?: string;

  /**
   * What the chart tells.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * The Region that queries run in unless they name another one.
   *
   * @default - the Region of the stack
   */
  readonly region?: string;

  /**
   * The width in grid columns, from 1 to 24 (dashboard body reference).
   *
   * @default 12
   */
  readonly width?: number;

  /**
   * The height in grid rows, from 1 to 1000 (dashboard body reference).
   *
   * @default 6
   */
  readonly height?: number;
}

/**
 * A dashboard widget that draws PromQL queries, which no widget of `aws-cdk-lib` does.
 *
 * It writes a widget of the type `chart` (CloudWatch dashboard body reference, "Properties of a Chart Widget Object"): PromQL in a
 * metric widget is refused by CloudWatch, and the stack rolls back. What CloudWatch would refuse at deployment throws here, all
 * of it at once. Tokens pass unchecked, and may stand anywhere in a query.
 */
export class PromQlChartWidget extends ConcreteWidget {
  private readonly props: PromQlChartWidgetProps;

  /**
   * Makes a chart. Throws when one or several properties cannot be deployed; the error names the widget by its title.
   *
   * @param props the queries, and how they are drawn
   */
  public constructor(props: PromQlChartWidgetProps) {
    super(checked(props).width ?? 12, props.height ?? 6);
    this.props = props;
  }

  /** Returns the widget as it stands in the body of a dashboard. */
  public toJson(): any[] {
    const { queries, view = ChartView.LINE, title, description, region = Aws.REGION } = this.props;
    return [{
      type: 'chart',
      width: this.width,
      height: this.height,
      x: this.x,
      y: this.y,
      properties: {
        view,
        title,
        description,
        region,
        data: { queries: renderQueries(queries) },
        plotOptions: renderPlotOptions(view, this.props),
      },
    }];
  }
}

function checked(props: PromQlChartWidgetProps): PromQlChartWidgetProps {
  const problems = new Problems();
  const { view = ChartView.LINE, width, height, title } = props;
  checkQueries(problems, props.queries);
  problems.number('width', width, { min: 1, max: 24, unit: 'grid columns' });
  problems.number('height', height, { min: 1, max: 1000, unit: 'grid rows' });
  if (isView(view)) {
    checkAxes(problems, view, props.xAxis, props.yAxes ?? []);
    checkAnnotations(problems, view, props.annotations ?? {});
    checkStyle(problems, view, props.stacked, props.style ?? {});
  } else {
    problems.add(`view must be one of ${Object.values(ChartView).join(', ')}, got: ${view}`);
  }
  if (problems.found.length > 0) {
    // A widget is no construct, so there is no path: its title tells which one it is.
    throw new Error(problemReport(title === undefined ? 'PromQlChartWidget' : `PromQlChartWidget '${title}'`, problems.found));
  }
  return props;
}

function renderPlotOptions(view: ChartView, props: ChartPlotOptions): object {
  const { xAxis, yAxes = [], annotations = {}, legendPosition = LegendPosition.BOTTOM, stacked = false, dataLabels, style = {} } = props;
  const hidden = legendPosition === LegendPosition.HIDDEN;
  return {
    legend: { position: hidden ? LegendPosition.BOTTOM : legendPosition, show: !hidden },
    style: renderStyle(view, stacked, style, dataLabels),
    ...renderAxes(xAxis, yAxes),
    ...renderAnnotations(annotations),
  };
}
