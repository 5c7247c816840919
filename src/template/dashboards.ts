/* The dashboards of a template. */
import { listOf } from './intrinsics';
import { ReadResource, Template } from './template';

/** A widget as CloudWatch knows it. */
export interface ReadWidget {
  readonly type: string;
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly properties: any;
}

/** A dashboard of a template. */
export interface ReadDashboard {
  readonly logicalId: string;
  readonly name: string;
  /** Whether the body is more than what only the deployment knows. */
  readonly isKnown: boolean;
  readonly body: { readonly widgets: ReadWidget[]; readonly [member: string]: unknown };
}

/** The dashboards of a template. */
export function dashboardsIn(template: Template): ReadDashboard[] {
  return template.ofType('AWS::CloudWatch::Dashboard').map((resource) => {
    const body = bodyOf(resource);
    return { logicalId: resource.logicalId, name: resource.name, isKnown: body !== undefined, body: body ?? { widgets: [] } };
  });
}

function bodyOf({ properties: { DashboardBody: text } }: ReadResource): ReadDashboard['body'] | undefined {
  try {
    const body = JSON.parse(text);
    const widgets = listOf(body.widgets).filter((widget) => typeof widget === 'object' && widget !== null);
    return { ...body, widgets: widgets.map((widget) => ({ ...widget, properties: widget.properties ?? {} })) };
  } catch {
    return undefined;
  }
}
