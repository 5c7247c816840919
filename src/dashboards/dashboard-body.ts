import { Stack } from 'aws-cdk-lib';
import { CfnDashboard, Dashboard } from 'aws-cdk-lib/aws-cloudwatch';

/** CloudWatch's limit (CloudWatch service quotas). */
export const MAX_WIDGETS = 500;

/** How many widgets stand on a dashboard, those of others included. */
export function countWidgets(dashboard: Dashboard): number {
  const { dashboardBody } = dashboard.node.defaultChild as CfnDashboard;
  return JSON.parse(flatten(Stack.of(dashboard).resolve(dashboardBody))).widgets.length;
}

/** The body with a 0 for each value that only the deployment knows: all of them stand inside strings. */
function flatten(body: any): string {
  if (typeof body === 'string') {
    return body;
  }
  const parts: unknown[] = body['Fn::Join']?.[1] ?? [];
  return parts.map((part) => typeof part === 'string' ? part : '0').join('');
}
