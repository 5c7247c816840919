import { readableTemplate } from './readable-template';
import { TemplateResource } from '../template';

/** What Jest and Vitest ask of a snapshot serializer. */
export interface SnapshotSerializer {
  test(value: unknown): boolean;
  serialize(value: any, config: any, indentation: string, depth: number, refs: any, printer: any): string;
}

/** Resources whose JSON hides what a reviewer looks for. */
const TYPES = new Set([
  'AWS::ApplicationAutoScaling::ScalableTarget', 'AWS::ApplicationAutoScaling::ScalingPolicy', 'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm', 'AWS::CloudWatch::Dashboard',
]);

/**
 * A snapshot serializer for templates: dashboards, alarms and scaling stand in them as short lines, everything else as JSON.
 *
 *     expect.addSnapshotSerializer(snapshotSerializer);
 *     expect(Template.fromStack(stack).toJSON()).toMatchSnapshot();
 */
export const snapshotSerializer: SnapshotSerializer = {
  test(value: unknown): boolean {
    return isTemplate(value) && Object.values(value.Resources).some(isReadable);
  },

  serialize(template: { Resources: Record<string, TemplateResource> }, config, indentation, depth, refs, printer): string {
    const { Resources: resources, ...rest } = template;
    const others = Object.fromEntries(Object.entries(resources).filter(([, resource]) => !isReadable(resource)));
    return `${readableTemplate({ Resources: resources })}\n\n${printer({ ...rest, Resources: others }, config, indentation, depth, refs)}`;
  },
};

function isTemplate(value: unknown): value is { Resources: Record<string, TemplateResource> } {
  const resources = (value as { Resources?: unknown } | null | undefined)?.Resources;
  return typeof resources === 'object' && resources !== null;
}

function isReadable(resource: TemplateResource | undefined): boolean {
  return TYPES.has(resource?.Type ?? '');
}
