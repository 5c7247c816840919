import { EndpointEvidence, Evidence, FoundSeries } from '../evidence';
import { Finding } from '../finding';

/** Judges an endpoint; no finding where the check does not apply or something else explains what is missing. */
export type EndpointCheck = (endpoint: EndpointEvidence) => Finding[];

/** Judges what belongs to the account and Region. */
export type AccountCheck = (evidence: Evidence) => Finding[];

/** Metrics appear within two minutes of the endpoint being in service (SageMaker developer guide); the rest is patience. */
const SETTLING_SECONDS = 300;

/** Whether the endpoint has changed so lately that missing series mean nothing. */
export function isSettling({ description, now }: EndpointEvidence): boolean {
  return description === undefined || now.getTime() - description.changedAt.getTime() < SETTLING_SECONDS * 1000;
}

/** Whether nothing runs that could publish: no instance, or components without copies. */
export function isScaledToZero({ description, containers }: EndpointEvidence): boolean {
  const copies = containers?.value?.map((container) => container.copies) ?? [];
  return description?.instances === 0 || (copies.length > 0 && copies.every((count) => count === 0));
}

export function seriesFrom(found: readonly FoundSeries[], ...sources: ReadonlyArray<FoundSeries['series']['source']>): FoundSeries[] {
  return found.filter(({ series }) => sources.includes(series.source));
}

/** A list that stays readable. */
export function some(names: readonly string[], most = 4): string {
  return names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

export function secondsAgo(now: Date, then: Date): number {
  return Math.round((now.getTime() - then.getTime()) / 1000);
}

/** A time that a person reads at a glance. */
export function age(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
