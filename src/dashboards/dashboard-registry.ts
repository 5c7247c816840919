import { IConstruct } from 'constructs';
import { IInferenceComponent, IInferenceEndpoint } from '../endpoint';
import { InsightsSubject, SubjectLevel } from '../subject/insights-subject';

/** A dashboard that others can link to. */
export interface LinkedDashboard {
  readonly subject: InsightsSubject;
  /** Its address in the console. */
  readonly url: string;
}

const REGISTRY = Symbol.for('cdk-sagemaker-insights.InsightsDashboards');

/** The dashboards of one app, which link to each other. */
export class DashboardRegistry {
  public static of(scope: IConstruct): DashboardRegistry {
    const holder = scope.node.root as unknown as { [REGISTRY]?: DashboardRegistry };
    holder[REGISTRY] ??= new DashboardRegistry();
    return holder[REGISTRY];
  }

  private readonly dashboards: LinkedDashboard[] = [];

  public add(dashboard: LinkedDashboard): void {
    this.dashboards.push(dashboard);
  }

  /** The dashboards of fleets that an endpoint belongs to. */
  public fleetsOf(endpoint: IInferenceEndpoint): LinkedDashboard[] {
    return this.dashboards.filter(({ subject }) => subject.level === SubjectLevel.FLEET && subject._endpoints.includes(endpoint));
  }

  public ofEndpoint(endpoint: IInferenceEndpoint): LinkedDashboard | undefined {
    return this.dashboards.find(({ subject }) => subject.level === SubjectLevel.ENDPOINT && subject._endpoints[0] === endpoint);
  }

  public ofComponent(component: IInferenceComponent): LinkedDashboard | undefined {
    return this.dashboards.find(({ subject }) => subject._component === component);
  }
}
