import { listOf } from '../../template';
import { scales, tells, watches } from '../alarm-subjects';
import { CheckRule } from '../check-rule';
import { CheckSeverity } from '../check-severity';
import { CheckedApp } from '../checked-app';
import { namesOfEndpoint } from '../names';
import { called, languageModelEndpoints } from '../served';

export const alarmActions: CheckRule = {
  id: 'alarm-actions',
  severity: CheckSeverity.WARNING,
  why: 'Alarms that tell nobody are seen by those who look at the console anyway.',
  fix: 'Give at least one alarm of the endpoint, or a composite alarm over them, an action such as an SNS topic, or route alarm state changes ' +
    'with an EventBridge rule.',
  limits: 'Does not see what is outside of the app, such as account-wide notifications; nor alarms of endpoints outside of the app. Alarms that ' +
    'scale do not count. Does not judge whom an action reaches. Endpoints without any alarm are not found here.',
  find: (app) => languageModelEndpoints(app).flatMap((endpoint) => {
    const watching = app.alarms.filter((alarm) => !scales(app, alarm) && watches(app, alarm, namesOfEndpoint(app, endpoint)));
    return watching.length === 0 || watching.some((alarm) => tells(app, alarm)) || routesAlarms(app) ? [] : [{
      resource: app.resourceOf(endpoint),
      property: '',
      message: `none of the ${watching.length} alarms of the endpoint ${called(endpoint)} has an action that tells somebody: expected at least one, got none`,
    }];
  }),
};

function routesAlarms(app: CheckedApp): boolean {
  return app.template.ofType('AWS::Events::Rule').some(({ properties }) => listOf(properties.EventPattern?.source).includes('aws.cloudwatch'));
}
