import { ReadPolicy } from '../../template';
import { CheckRule } from '../check-rule';
import { CheckSeverity } from '../check-severity';
import { CheckedApp } from '../checked-app';

/** Source: the PutScalingPolicy reference, and "How target tracking works" of the Application Auto Scaling user guide. */
export const oneScaleInPolicy: CheckRule = {
  id: 'one-scale-in-policy',
  severity: CheckSeverity.ERROR,
  why: 'The scale-in of a step policy asks no other policy, and what it removes another one adds again: copies come and go, and each one that ' +
    'comes loads its model for minutes.',
  fix: 'Let one policy of the target scale in, and set DisableScaleIn of the others or let their steps only add.',
  limits: 'Two target trackings that scale in pass: they remove only what both can spare. Policies outside of the app are not seen, nor a ' +
    'DisableScaleIn that only the deployment knows.',
  find: (app) => app.targets
    .filter(({ dimension }) => String(dimension).startsWith('sagemaker:'))
    .flatMap((target) => {
      const policies = target.policies.filter((policy) => policy.scalesIn && isCertain(app, policy));
      return policies.length < 2 || !policies.some(({ kind }) => kind === 'step') ? [] : [{
        resource: app.resourceOf(target),
        property: '',
        message: `exactly one policy of ${target.resourceId} may scale in, got ${policies.length}: ${policies.map(({ name }) => name).join(', ')}`,
      }];
    }),
};

function isCertain(app: CheckedApp, policy: ReadPolicy): boolean {
  const disabled = app.resourceOf(policy).properties.TargetTrackingScalingPolicyConfiguration?.DisableScaleIn;
  return disabled === undefined || String(disabled) === 'false';
}
