import {
  CALLS_WITHOUT_COPY, canSpeakWithoutCopies, countsCallsWithoutCopy, isSageMakerNamespace, namesInDimensions,
} from '../../telemetry/recognition';
import { AlarmReading, listOf, ReadPolicy, ReadTarget } from '../../template';
import { metricsOf, promQlOf } from '../alarm-subjects';
import { CheckRule } from '../check-rule';
import { CheckSeverity } from '../check-severity';
import { CheckedApp, numberIn } from '../checked-app';
import { mayMean } from '../names';
import { namesOfScaled, scaledComponents } from '../scaled-components';

/** Source: SageMaker developer guide, "Scale an endpoint to zero instances". */
export const wakeAlarm: CheckRule = {
  id: 'wake-alarm',
  severity: CheckSeverity.ERROR,
  why: 'A component without copies has no load that a policy could see. Only calls that found no copy tell, and without an alarm on them it never ' +
    'wakes: every call fails.',
  fix: `Add an alarm on ${CALLS_WITHOUT_COPY} of the component, at least 1, and a step policy that adds a copy on it; or scaleToZero of ` +
    'cdk-sagemaker-insights. Otherwise set MinCapacity to 1.',
  limits: 'Does not see what scales from outside of the app, such as a function that is called before requests are. Policies on metrics of one\'s own, ' +
    'such as the length of a queue, and schedules that bring copies back pass. Judges inference components whose MinCapacity is known.',
  find: (app) => scaledComponents(app)
    .filter((target) => numberIn(target.minimum) === 0 && !wakesBySchedule(app, target))
    .filter((target) => !target.policies.some((policy) => wakes(app, policy, target)))
    .map((target) => ({
      resource: app.resourceOf(target),
      property: 'MinCapacity',
      message: `nothing wakes ${target.resourceId} once it has no copies: expected a step policy on calls that found no copy, got none`,
    })),
};

function wakesBySchedule(app: CheckedApp, target: ReadTarget): boolean {
  return listOf(app.resourceOf(target).properties.ScheduledActions).some((action) => action?.ScalableTargetAction?.MinCapacity !== 0);
}

function wakes(app: CheckedApp, policy: ReadPolicy, target: ReadTarget): boolean {
  const { TargetTrackingScalingPolicyConfiguration: tracking } = app.resourceOf(policy).properties;
  if (tracking !== undefined) {
    const metric = tracking.CustomizedMetricSpecification;
    const all = [metric, ...listOf(metric?.Metrics).map((query) => query?.MetricStat?.Metric)];
    const asked = all.filter((one) => one?.Namespace !== undefined);
    return asked.some(({ Namespace }) => !isSageMakerNamespace(Namespace));
  }
  const adds = policy.steps.length === 0 || policy.steps.some(({ adjustment }) => !(Number(adjustment) <= 0));
  return policy.kind === 'other' || (adds && policy.alarms.some((alarm) => speaksAtZero(app, alarm, target)));
}

function speaksAtZero(app: CheckedApp, alarm: AlarmReading, target: ReadTarget): boolean {
  const query = promQlOf(alarm);
  if (query !== undefined) {
    return canSpeakWithoutCopies(query);
  }
  return metricsOf(alarm).some(({ namespace, metricName, dimensions }) => !isSageMakerNamespace(namespace)
    || (countsCallsWithoutCopy(namespace, metricName)
      && mayMean(app, namesInDimensions(dimensions), namesOfScaled(app, target), alarm.place)));
}
