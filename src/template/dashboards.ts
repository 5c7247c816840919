/* The dashboards of a template. */
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
  readonly body: { readonly widgets: ReadWidget[]; readonly [member: string]: unknown };
}

/** The dashboards of a template. Throws when a body is no JSON. */
export function dashboardsIn(template: Template): ReadDashboard[] {
  return template.ofType('AWS::CloudWatch::Dashboard').map((resource) => ({
    logicalId: resource.logicalId, name: resource.name, body: bodyOf(resource),
  }));
}

function bodyOf({ name, properties: { DashboardBody: text } }: ReadResource): ReadDashboard['body'] {
  try {
    const body = JSON.parse(text);
    return { ...body, widgets: body.widgets ?? [] };
  } catch (error) {
    throw new Error(`the body of the dashboard ${name} must be JSON, got: ${(error as Error).message}`);
  }
}
