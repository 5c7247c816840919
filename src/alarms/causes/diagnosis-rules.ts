import { any, where, whereNot } from '../../telemetry/conditions';
import { AlarmContext } from '../alarm-context';
import { AlarmRule, notWatched, promQl, Watch } from '../alarm-rule';
import { AlarmSeverity } from '../alarm-severity';
import { Cause } from './cause';
import { CAUSES } from './index';
import { InferenceSignal } from '../../telemetry';
import { isAboveBaseline } from '../rules/objectives/latency-baseline';
import { isBreached, LatencyObjective } from '../rules/objectives/latency-objective';

/** Times the average of the last day: used where nothing was promised. */
const BASELINE_FACTOR = 3;

const PENDING_SECONDS = 120;

/** One rule per cause: the latency of a component is bad, and the cause is true of the same component. */
export function diagnosisRules(objectives: readonly LatencyObjective[]): AlarmRule[] {
  return CAUSES.map((cause, index): AlarmRule => ({
    id: cause.id,
    severity: AlarmSeverity.WARNING,
    title: `Answers are late because ${cause.title}`,
    meaning: cause.meaning,
    panel: cause.panel,
    remedy: cause.remedy,
    // What was usual is a day of latencies, which would be scanned by the alarm of each cause every minute.
    pace: objectives.length > 0 ? 'normal' : 'slow',
    pendingSeconds: cause.pendingSeconds ?? PENDING_SECONDS,
    recoverySeconds: 300,
    watch: (context) => explain(context, cause, CAUSES.slice(0, index), objectives),
  }));
}

function explain(context: AlarmContext, cause: Cause, deeper: readonly Cause[], objectives: readonly LatencyObjective[]): Watch {
  const evidence = cause.evidence(context);
  const late = isLate(context, objectives);
  if (evidence === undefined || late === undefined) {
    return notWatched('no series here could show the latency of a component and this cause');
  }
  const { perComponent } = context;
  const explained = where(late, perComponent, evidence);
  const others = deeper.flatMap(({ evidence: shown }) => shown(context) ?? []);
  return promQl(others.length > 0 ? whereNot(explained, perComponent, any(...others)) : explained);
}

/** The components whose latency breaks an objective, or is far above what it was where nothing was promised. */
function isLate(context: AlarmContext, objectives: readonly LatencyObjective[]): string | undefined {
  const measured = objectives.filter(({ signal }) => context.emits(signal));
  if (measured.length > 0) {
    return any(...measured.map((objective) => isBreached(context, objective)));
  }
  return context.emits(InferenceSignal.TIME_TO_FIRST_TOKEN) ? isAboveBaseline(context, BASELINE_FACTOR) : undefined;
}
