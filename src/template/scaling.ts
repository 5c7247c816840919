/* What scales in a template. */
import { AlarmReading, alarmsIn } from './alarms';
import { listOf } from './intrinsics';
import { canMeet, Place } from './place';
import { ReadResource, Template } from './template';

/** One step: how much is added between two bounds above the threshold. */
export interface ReadStep {
  readonly lower?: number;
  readonly upper?: number;
  readonly adjustment: number;
}

/** A scaling policy. */
export interface ReadPolicy {
  readonly logicalId: string;
  readonly name: string;
  readonly kind: 'step' | 'target tracking' | 'other';
  /** In words. */
  readonly text: string;
  readonly steps: readonly ReadStep[];
  readonly adjustmentType?: string;
  readonly cooldown?: number;
  /** Whether it may take capacity away. */
  readonly scalesIn: boolean;
  /** The alarms that make it act. */
  readonly alarms: readonly AlarmReading[];
  readonly properties: any;
}

/** What is scaled. */
export interface ReadTarget {
  readonly logicalId: string;
  readonly name: string;
  /** `inference-component/NAME` or `endpoint/NAME/variant/NAME`. */
  readonly resourceId: string;
  readonly dimension: string;
  readonly minimum: unknown;
  readonly maximum: unknown;
  readonly schedules: readonly string[];
  readonly policies: readonly ReadPolicy[];
  readonly properties: any;
  readonly place?: Place;
}

/** The scalable targets of a template with their policies. */
export function scalingIn(template: Template, alarms: readonly AlarmReading[] = alarmsIn(template)): ReadTarget[] {
  const policies = template.ofType('AWS::ApplicationAutoScaling::ScalingPolicy');
  return template.ofType('AWS::ApplicationAutoScaling::ScalableTarget').map(({ logicalId, name, properties, place }) => ({
    logicalId,
    name,
    place,
    properties,
    resourceId: properties.ResourceId,
    dimension: properties.ScalableDimension,
    minimum: properties.MinCapacity,
    maximum: properties.MaxCapacity,
    schedules: listOf(properties.ScheduledActions).map(scheduleText),
    policies: policies.filter((policy) => policy.properties.ScalingTargetId === `\${${name}}` || (isOf(policy, properties) && canMeet(policy.place, place)))
      .map((policy) => readPolicy(policy, alarms)),
  }));
}

/** Policies whose target is elsewhere. */
export function strayPoliciesIn(template: Template, alarms: readonly AlarmReading[] = alarmsIn(template)): ReadPolicy[] {
  const owned = new Set(scalingIn(template, alarms).flatMap(({ policies }) => policies.map(({ logicalId }) => logicalId)));
  return template.ofType('AWS::ApplicationAutoScaling::ScalingPolicy')
    .filter(({ logicalId }) => !owned.has(logicalId))
    .map((policy) => readPolicy(policy, alarms));
}

/** A policy may name its target by what is scaled. */
function isOf({ properties }: ReadResource, target: any): boolean {
  return properties.ResourceId !== undefined && properties.ResourceId === target.ResourceId
    && properties.ScalableDimension === target.ScalableDimension;
}

function scheduleText({ Schedule, Timezone, ScalableTargetAction: action = {} }: any): string {
  const bounds = [['minimum', action.MinCapacity], ['maximum', action.MaxCapacity]]
    .flatMap(([what, value]) => value === undefined ? [] : [`${what} ${value}`]);
  return `${Schedule}${Timezone ? ` ${Timezone}` : ''}: ${bounds.join(', ')}`;
}

function readPolicy({ logicalId, name, properties }: ReadResource, alarms: readonly AlarmReading[]): ReadPolicy {
  const common = { logicalId, name, properties, alarms: alarms.filter(({ actions }) => actions.alarm.includes(`\${${name}}`)) };
  const { StepScalingPolicyConfiguration: step, TargetTrackingScalingPolicyConfiguration: tracking } = properties;
  if (step) {
    const steps: ReadStep[] = listOf(step.StepAdjustments).map((adjustment: any) => ({
      lower: adjustment.MetricIntervalLowerBound, upper: adjustment.MetricIntervalUpperBound, adjustment: adjustment.ScalingAdjustment,
    }));
    const type = step.AdjustmentType;
    return {
      ...common,
      kind: 'step',
      steps,
      adjustmentType: type,
      cooldown: step.Cooldown,
      text: [...new Set(steps.map(({ adjustment }) => adjustmentText(type, adjustment)))].join(', then '),
      // An exact capacity may be below the present one.
      scalesIn: steps.some(({ adjustment }) => type === 'ExactCapacity' ? adjustment === 0 : adjustment < 0),
    };
  }
  if (tracking) {
    const metric = tracking.PredefinedMetricSpecification?.PredefinedMetricType
      ?? tracking.CustomizedMetricSpecification?.MetricName ?? 'a metric of its own';
    return {
      ...common,
      kind: 'target tracking',
      steps: [],
      cooldown: tracking.ScaleOutCooldown,
      text: `keeps ${metric} at ${tracking.TargetValue}${tracking.DisableScaleIn ? ', only adds' : ''}`,
      scalesIn: tracking.DisableScaleIn !== true,
    };
  }
  return { ...common, kind: 'other', steps: [], text: String(properties.PolicyType ?? 'unknown'), scalesIn: false };
}

function adjustmentText(type: string, adjustment: number): string {
  const signed = adjustment > 0 ? `+${adjustment}` : `${adjustment}`;
  switch (type) {
    case 'PercentChangeInCapacity':
      return `${signed} %`;
    case 'ExactCapacity':
      return `to ${adjustment}`;
    default:
      return signed;
  }
}
