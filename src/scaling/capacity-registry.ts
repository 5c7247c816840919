import { IConstruct } from 'constructs';
import type { ScalableCapacity } from './scalable-capacity';

const CAPACITY = Symbol.for('cdk-sagemaker-insights.ScalableCapacity');

type Scaled = IConstruct & { [CAPACITY]?: ScalableCapacity };

/** Notes what scales the copies of a component or the instances of an endpoint, for alarms, dashboards and the template's own count. */
export function registerScaling(scaled: IConstruct, capacity: ScalableCapacity): void {
  (scaled as Scaled)[CAPACITY] = capacity;
}

/** What scales a component or an endpoint, as far as this app does. */
export function scalingOf(scaled: IConstruct): ScalableCapacity | undefined {
  return (scaled as Scaled)[CAPACITY];
}
