import { CheckRule } from './check-rule';
import { CheckedApp } from './checked-app';
import { CHECK_RULES } from './rules';
import { ReadResource } from '../template';
import { StackTemplate } from '../template/linked-templates';

export type { StackTemplate } from '../template/linked-templates';

/** One thing that a rule found. */
export interface Finding {
  readonly ruleId: string;
  readonly severity: string;
  /** The index of the template among those that were checked. */
  readonly template: number;
  readonly stackName: string;
  readonly logicalId: string;
  /** The path of the construct; undefined where the template does not say. */
  readonly constructPath?: string;
  /** Where in the properties, with dots; empty for the resource as a whole. */
  readonly property: string;
  readonly message: string;
  readonly why: string;
  readonly fix: string;
}

/**
 * What is wrong in the templates of an app. They are judged together: an endpoint may be watched from another stack.
 *
 * @param templates all templates, those of nested stacks as well
 * @param rules those to check, all by default
 */
export function checkTemplates(templates: readonly StackTemplate[], rules: readonly CheckRule[] = Object.values(CHECK_RULES)): Finding[] {
  const app = new CheckedApp(templates);
  return rules.flatMap((rule) => rule.find(app).map(({ resource, property, message }) => {
    const { template, stackName, logicalId } = app.originOf(resource);
    return {
      ruleId: rule.id,
      severity: rule.severity,
      template,
      stackName,
      logicalId,
      constructPath: pathOf(resource),
      property,
      message,
      why: rule.why,
      fix: rule.fix,
    };
  }));
}

function pathOf({ metadata }: ReadResource): string | undefined {
  const path = metadata['aws:cdk:path'];
  return typeof path === 'string' ? path : undefined;
}
