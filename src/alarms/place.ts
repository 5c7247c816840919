import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { InsightsSubject } from '../subject/insights-subject';
import { isKnown } from '../validation';

/** Why alarms cannot stand in the stack of a construct: an alarm sees the series of its own account and Region only. */
export function placeProblems(scope: Construct, { _asked: asked, _whereabouts: fleet }: InsightsSubject): string[] {
  const { region, account } = Stack.of(scope);
  const places = [...asked.map(({ env }) => env), fleet];
  return places.flatMap((there) => [
    ...problems('Region', there.region, region),
    ...problems('account', there.account, account),
  ]);
}

function problems(what: string, there: string | undefined, here: string): string[] {
  return isKnown(there) && isKnown(here) && there !== here
    ? [`alarms must stand in the ${what} of what they watch, ${there}, got a stack in: ${here}`]
    : [];
}
