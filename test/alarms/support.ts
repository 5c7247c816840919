import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { InferenceEndpointAttributes, InsightsAlarms, InsightsAlarmsProps, InsightsSubject } from '../../src';
import { chat } from '../dashboards/support';
import { text } from '../intrinsics';
import { testStack } from '../support';

/** The alarms of an imported endpoint `chat` with the component `qwen`, on vLLM every minute unless changed. */
export function alarmsOf(
  props: Partial<InsightsAlarmsProps> = {}, changes: Partial<InferenceEndpointAttributes> = {}, stack: Stack = testStack(),
) {
  return new InsightsAlarms(stack, 'Alarms', { subject: InsightsSubject.endpoint(chat(stack, changes)), ...props });
}

/** The properties of every alarm of a stack whose description names a rule, by the rule. */
export function byRule(stack: Stack): Record<string, any> {
  const found = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
  return Object.fromEntries(found.flatMap((properties) => {
    const rule = /, rule ([\w-]+)\)$/.exec(properties.AlarmDescription ?? '')?.[1];
    return rule === undefined ? [] : [[rule, properties]];
  }));
}

/** The PromQL of every alarm of a stack, by the rule. */
export function queries(stack: Stack): Record<string, string> {
  return Object.fromEntries(Object.entries(byRule(stack))
    .filter(([, { EvaluationCriteria }]) => EvaluationCriteria)
    .map(([rule, { EvaluationCriteria }]) => [rule, text(EvaluationCriteria.PromQLCriteria.Query)]));
}
