import { AlarmReading, comparisonsIn, listOf, ReadTarget } from '../../template';
import { asksUnknown, promQlOf, subjectsOf } from '../alarm-subjects';
import { CheckRule } from '../check-rule';
import { CheckSeverity } from '../check-severity';
import { CheckedApp, numberIn } from '../checked-app';
import { mayMean } from '../names';
import { namesOfScaled, scaledComponents } from '../scaled-components';

/** Source of the event: Application Auto Scaling user guide, "Scaling activity events in Amazon EventBridge". */
export const scalingCeilingAlarm: CheckRule = {
  id: 'scaling-ceiling-alarm',
  severity: CheckSeverity.WARNING,
  why: 'At its maximum a component gets no more copies however long requests wait, and nothing else says why.',
  fix: 'Add an alarm on the component having as many copies as MaxCapacity allows while requests wait, or EndpointInsights, which has one; or an ' +
    'EventBridge rule on the scaling activities of Application Auto Scaling.',
  limits: 'Does not see alarms outside of the app. Takes any PromQL alarm that may be about the component and compares with MaxCapacity, or with one ' +
    'less, for such an alarm. Judges inference components only, and no maximum that only the deployment knows.',
  find: (app) => scaledComponents(app)
    .filter(({ minimum, maximum }) => numberIn(maximum) !== undefined && numberIn(minimum) !== numberIn(maximum))
    .filter((target) => !routesScaling(app) && !app.alarms.some((alarm) => watchesCeiling(app, alarm, target)))
    .map((target) => ({
      resource: app.resourceOf(target),
      property: 'MaxCapacity',
      message: `no alarm tells when ${target.resourceId} has reached its maximum of ${target.maximum} copies: expected one that compares copies ` +
        `with ${target.maximum}, got none`,
    })),
};

function watchesCeiling(app: CheckedApp, alarm: AlarmReading, target: ReadTarget): boolean {
  const query = promQlOf(alarm);
  if (query === undefined) {
    return false;
  }
  if (asksUnknown(alarm)) {
    return true;
  }
  const maximum = numberIn(target.maximum)!;
  const comparesWithMaximum = comparisonsIn(query).some((comparison) =>
    [`>= ${maximum}`, `== ${maximum}`, `> ${maximum - 1}`].includes(comparison));
  const subjects = subjectsOf(alarm).filter(({ operator }) => !operator.startsWith('!'));
  return comparesWithMaximum && (subjects.length === 0 || mayMean(app, subjects, namesOfScaled(app, target), alarm.place));
}

function routesScaling(app: CheckedApp): boolean {
  return app.template.ofType('AWS::Events::Rule')
    .some(({ properties }) => listOf(properties.EventPattern?.source).includes('aws.application-autoscaling'));
}
