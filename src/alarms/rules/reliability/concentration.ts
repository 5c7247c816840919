import { InferenceSignal, SignalGrouping } from '../../../telemetry';
import { above, all, countOf, equalTo, where } from '../../../telemetry/conditions';
import { AlarmContext } from '../../alarm-context';

const { COPIES } = InferenceSignal;

/** Components with all their copies in one place, although their endpoint has several. */
export function areInOnePlace(context: AlarmContext, place: SignalGrouping, places: InferenceSignal): string {
  const { perComponent } = context;
  const concentrated = all(
    equalTo(countOf(context.promQl(COPIES, [...perComponent, place]), perComponent), 1),
    above(context.promQl(COPIES, perComponent), 1),
  );
  const endpoint = [SignalGrouping.ENDPOINT];
  return where(concentrated, endpoint, above(context.promQl(places, endpoint), 1));
}
