/* The dashboards of a review, drawn with sample data. */
import { ChartPage } from './charts/chart-page';
import { QueryNames } from './charts/query-shape';
import { sampleStore } from './charts/sample-store';
import { Html } from './html';
import { Review, ReviewedDashboard } from './model';
import type { DrawnDashboards } from './page';

/** Draws all dashboards of a review. */
export function drawDashboards(review: Review): DrawnDashboards {
  const page = new ChartPage(sampleStore());
  const alarmTitles = titlesOf(review);
  const sections = review.dashboards.filter(({ isKnown }) => isKnown).map((dashboard, index) => ({
    id: `dashboard-${index}`,
    title: dashboard.name,
    body: new Html(page.section(named(dashboard.body), {
      id: `${index}`, title: `Dashboard ${dashboard.name}`, names: namesOf(review, dashboard), alarmTitles,
    })),
  }));
  return {
    style: page.style(),
    coverage: page.coverage,
    controls: new Html(page.situations()),
    sections,
    scripts: new Html(sections.length === 0 ? '' : page.scripts()),
  };
}

/** A value in which `${Stack/name}` is the name: as CloudWatch will show it. Its own dynamic labels, `${LABEL}` and the like, stay. */
function named<T>(value: T): T {
  return JSON.parse(JSON.stringify(value).replace(/\$\{([^{}]*(?:\/|::)[^{}]*)\}/g, '$1'));
}

/** The questions of alarms, by what stands for them in a body. */
function titlesOf({ endpoints, others }: Review): Record<string, string> {
  return Object.fromEntries([...endpoints, others].flatMap(({ alarms, diagnosis }) => [...alarms, ...diagnosis])
    .map(({ name, rule, description }) => [`${name}.Arn`, rule === undefined ? name : description.split(/(?<=\.) /)[0]]));
}

/** The components of the endpoints that a dashboard is about: fleets do not name them in their queries. */
function namesOf({ endpoints }: Review, { body }: ReviewedDashboard): QueryNames {
  const text = JSON.stringify(body);
  const components = endpoints.filter(({ provisioned }) => provisioned !== undefined && text.includes(provisioned.endpointName))
    .flatMap(({ provisioned }) => provisioned!.components.filter(({ base }) => base === undefined));
  return components.length === 0 ? {} : { component: components.map(({ componentName }) => componentName) };
}
