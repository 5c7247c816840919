import { AlarmContext } from '../../alarm-context';
import { ClassicCondition, ClassicWatch, NotWatched, notWatched } from '../../alarm-rule';

/** Watches a classic metric. It exists per endpoint and variant, and a classic alarm cannot search: a fleet has none. */
export function ofEndpoint(context: AlarmContext, ...conditions: ClassicCondition[]): ClassicWatch | NotWatched {
  return context.isFleet
    ? notWatched('classic metrics exist per endpoint: watch each endpoint for them')
    : { kind: 'classic', conditions };
}
