import { Duration, Names, Stack } from 'aws-cdk-lib';
import { CfnDashboard, Dashboard, PeriodOverride } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { dashboardPage } from './console-links';
import { countWidgets, MAX_WIDGETS } from './dashboard-body';
import { DashboardRegistry } from './dashboard-registry';
import { DeferredWidget } from './deferred-widget';
import { endpointVariable } from './endpoint-variable';
import { InsightsPanel, InsightsPanelOptions } from './insights-panel';
import { navigation, Sibling } from './navigation';
import { InsightsSection } from './panel';
import { sectionHeading, sectionTitle, wideText } from './section-widgets';
import { IInferenceEndpoint } from '../endpoint';
import { InsightsSubject, SubjectLevel } from '../subject/insights-subject';
import { isKnown, Problems } from '../validation';

/** Whether the sections share a dashboard. */
export enum DashboardLayout {
  /** One dashboard with all sections. */
  ONE = 'one',
  /** A dashboard per section. CloudWatch charges for each after the first three of an account. */
  PER_SECTION = 'per-section',
}

/** The dashboards that are made. */
export interface NewDashboardOptions {
  /**
   * Whether the sections share a dashboard.
   *
   * @default DashboardLayout.ONE
   */
  readonly layout?: DashboardLayout;

  /**
   * The name of the dashboard: 1 to 255 letters, digits, `-` and `_`. With a dashboard per section `-Performance` and so on is
   * appended.
   *
   * @default - made from the construct path and the Region, because dashboards that link to each other need names that are known at
   * synth, and dashboards of all Regions of an account share one set of names
   */
  readonly dashboardName?: string;

  /**
   * How far the charts reach back when the dashboard is opened.
   *
   * @default Duration.hours(3)
   */
  readonly defaultInterval?: Duration;

  /**
   * Endpoints that the dashboard of an endpoint can be switched to, by a dashboard variable that replaces the endpoint's name wherever
   * it stands. Panels stay those of the dashboard's own endpoint: for endpoints with the same engines. Names should not be words that
   * stand elsewhere on the dashboard.
   *
   * @default - none: the dashboard has no variable
   */
  readonly switchTo?: IInferenceEndpoint[];
}

/** Properties of `InsightsDashboard`. */
export interface InsightsDashboardProps extends InsightsPanelOptions {
  /** What the dashboard is about. */
  readonly subject: InsightsSubject;

  /**
   * The panels, each once. Leave some out with `filter`, put your own in the place of one with `map`, and add more with
   * `InsightsPanel.custom`. Sections stand in their fixed order.
   *
   * @default InsightsPanel.all()
   */
  readonly panels?: InsightsPanel[];

  /**
   * A dashboard that all sections are appended to. Other dashboards link to it only if it has a literal name.
   *
   * @default - new dashboards are made
   */
  readonly existingDashboard?: Dashboard;

  /**
   * How new dashboards are made. Not together with `existingDashboard`.
   *
   * @default - one dashboard for all sections, which opens with the last three hours
   */
  readonly newDashboard?: NewDashboardOptions;
}

/** One dashboard with what stands on it. */
interface Page {
  readonly dashboard: Dashboard;
  readonly sections: readonly InsightsSection[];
  readonly title: string;
  /** Undefined where the name is chosen at deployment: a link to it could close a circle of references. */
  readonly url?: string;
}

const NAME = /^[\w-]{1,255}$/;
const MAX_NAME_LENGTH = 255;

/**
 * What the SageMaker Insights dashboard shows, as code: performance, capacity and reliability of a component, an endpoint or a fleet.
 *
 * Widgets are made at synth, so that components which are added later are on it. The dashboards of one app link to each other: a fleet
 * to its endpoints, an endpoint to its components, and back. Synth fails when a dashboard has more than 500 widgets.
 */
export class InsightsDashboard extends Construct {
  /** The dashboards, in the order of the sections: one unless there is one per section. */
  public readonly dashboards: Dashboard[];

  private readonly props: InsightsDashboardProps;
  private readonly panels: InsightsPanel[];
  private readonly pages: Page[];

  /**
   * Creates the dashboards, or appends to an existing one. Throws when properties contradict each other or a panel stands twice.
   */
  public constructor(scope: Construct, id: string, props: InsightsDashboardProps) {
    super(scope, id);
    this.props = props;
    this.panels = props.panels ?? InsightsPanel.all();
    this.check();

    this.pages = this.createPages();
    this.dashboards = this.pages.map(({ dashboard }) => dashboard);
    const [{ url }] = this.pages;
    if (url !== undefined) {
      DashboardRegistry.of(this).add({ subject: props.subject, url });
    }
    for (const page of this.pages) {
      page.dashboard.addWidgets(new DeferredWidget(() => this.widgetsOf(page)));
    }
    this.node.addValidation({ validate: () => this.pages.flatMap((page) => this.sizeProblems(page)) });
  }

  private check(): void {
    const { existingDashboard, newDashboard, expectations } = this.props;
    const problems = new Problems();
    const ids = this.panels.map((panel) => panel.id);
    const repeated = ids.filter((id, index) => ids.indexOf(id) !== index);
    if (repeated.length > 0) {
      problems.add(`panels: each panel must stand once, got twice: ${[...new Set(repeated)].join(', ')}`);
    }
    if (this.panels.length === 0) {
      problems.add('panels must hold at least one panel, got: none');
    }
    if (existingDashboard && newDashboard) {
      problems.add('newDashboard says how a dashboard is made: expected it or existingDashboard, got: both');
    }
    if (newDashboard?.switchTo && this.props.subject.level !== SubjectLevel.ENDPOINT) {
      problems.add(`newDashboard: switchTo must stand with the subject of an endpoint, got: ${this.props.subject.level}`);
    }
    const [watched] = this.props.subject._endpoints;
    for (const { endpointName, env } of newDashboard?.switchTo ?? []) {
      for (const [what, there, here] of [['Region', env.region, watched?.env.region], ['account', env.account, watched?.env.account]]) {
        if (isKnown(there) && isKnown(here) && there !== here) {
          problems.add(`newDashboard: switchTo: ${endpointName} must lie in the ${what} of the dashboard's endpoint, ${here}, got: ${there}`);
        }
      }
    }
    problems.pattern('newDashboard: dashboardName', newDashboard?.dashboardName, NAME, '1 to 255 letters, digits, - and _');
    problems.number('expectations: outputTokensPerSecond', expectations?.outputTokensPerSecond, {
      min: 0, unit: 'tokens per second', fractions: true,
    });
    problems.seconds('newDashboard: defaultInterval', newDashboard?.defaultInterval, { min: 60 });
    const suffix = newDashboard?.layout === DashboardLayout.PER_SECTION ? this.longestSuffix : 0;
    if (isKnown(newDashboard?.dashboardName) && newDashboard!.dashboardName!.length + suffix > MAX_NAME_LENGTH) {
      problems.add(
        `newDashboard: dashboardName may have at most ${MAX_NAME_LENGTH - suffix} characters with a dashboard per section, ` +
        `got: ${newDashboard!.dashboardName!.length}`);
    }
    this.props.alarms?.forEach(({ threshold }, index) => {
      if (isKnown(threshold) && !Number.isFinite(threshold)) {
        problems.add(`alarms: the threshold at place ${index} must be a finite number, got: ${threshold}`);
      }
    });
    problems.throwIfAny(this);
  }

  private get longestSuffix(): number {
    return Math.max(...Object.values(InsightsSection).map((section) => `-${sectionTitle(section)}`.length));
  }

  private createPages(): Page[] {
    const { existingDashboard, newDashboard: { layout = DashboardLayout.ONE } = {} } = this.props;
    const sections = Object.values(InsightsSection).filter((section) => this.panels.some((panel) => panel.section === section));
    if (existingDashboard) {
      const { dashboardName } = existingDashboard.node.defaultChild as CfnDashboard;
      const url = isKnown(dashboardName) ? this.urlOf(dashboardName, existingDashboard) : undefined;
      return [{ dashboard: existingDashboard, sections, title: 'All', url }];
    }
    return layout === DashboardLayout.ONE
      ? [this.createPage('Dashboard', 'All', sections)]
      : sections.map((section) => this.createPage(sectionTitle(section), sectionTitle(section), [section], `-${sectionTitle(section)}`));
  }

  private createPage(id: string, title: string, sections: InsightsSection[], suffix: string = ''): Page {
    const { dashboardName, defaultInterval = Duration.hours(3), switchTo = [] } = this.props.newDashboard ?? {};
    const name = `${dashboardName ?? this.derivedName(suffix.length)}${suffix}`;
    const dashboard = new Dashboard(this, id, { dashboardName: name, defaultInterval, periodOverride: PeriodOverride.INHERIT });
    if (switchTo.length > 0) {
      dashboard.addVariable(endpointVariable(this.props.subject._endpoints[0], switchTo));
    }
    return { dashboard, sections, title, url: this.urlOf(name) };
  }

  private derivedName(reserved: number): string {
    const { region } = Stack.of(this);
    const longestRegion = 20;
    return `${Names.uniqueResourceName(this, { separator: '-', maxLength: MAX_NAME_LENGTH - reserved - longestRegion })}-${region}`;
  }

  private urlOf(name: string, scope: Construct = this): string {
    return dashboardPage(Stack.of(scope).region, name);
  }

  private widgetsOf(page: Page) {
    const { subject, alarms = [], expectations } = this.props;
    const siblings = this.pages.length === 1 ? [] : this.pages.map(({ title, url }): Sibling => ({ title, url: url! }));
    return [
      [wideText(navigation(subject, DashboardRegistry.of(this), alarms, siblings), 5)],
      ...page.sections.flatMap((section) => [
        [sectionHeading(section)],
        ...this.panels.filter((panel) => panel.section === section).flatMap((panel) => panel.widgets(subject, { alarms, expectations })),
      ]),
    ];
  }

  private sizeProblems({ dashboard, sections }: Page): string[] {
    const count = countWidgets(dashboard);
    if (count <= MAX_WIDGETS) {
      return [];
    }
    const { subject, alarms, expectations, existingDashboard } = this.props;
    const splits = this.pages.length === 1 && sections.length > 1;
    const parts = sections.map((section) => `${sectionTitle(section)} ${this.panels
      .filter((panel) => panel.section === section)
      .reduce((sum, panel) => sum + panel.widgets(subject, { alarms, expectations }).flat().length, 0)}`);
    const perSection = splits ? 'Use DashboardLayout.PER_SECTION, or spread' : 'Spread';
    const remedy = existingDashboard ? 'Give the sections dashboards of their own, or spread' : perSection;
    return [
      `a dashboard may have at most ${MAX_WIDGETS} widgets, got: ${count} (${parts.join(', ')}). ` +
      `${remedy} panels over several InsightsDashboards with the property panels`,
    ];
  }
}
