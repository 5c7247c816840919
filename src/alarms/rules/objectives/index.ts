import { availabilityObjectiveRules } from './availability-objective';
import { LatencyObjective, latencyObjectiveRules } from './latency-objective';
import { AlarmRule } from '../../alarm-rule';
import { ServiceObjective } from '../../service-objective';

/** The rules of an objective. */
export function objectiveRules(objective: ServiceObjective): AlarmRule[] {
  const latency = latencyObjective(objective);
  return latency ? latencyObjectiveRules(latency) : availabilityObjectiveRules(objective._allowedPercent);
}

/** An objective that is about a latency. */
export function latencyObjective(objective: ServiceObjective): LatencyObjective | undefined {
  const { id, _signal: signal, _within: within, _allowedPercent: allowedPercent } = objective;
  return signal && within && { id, signal, within, allowedPercent };
}
