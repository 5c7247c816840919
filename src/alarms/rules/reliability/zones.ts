import { Label } from '../../../telemetry/labels';

/** The rows of a query with a zone that they do not have. */
export function rowPerZone(promQl: string, zone: string): string {
  return `label_replace(${promQl}, "${Label.ZONE}", "${zone}", "", "")`;
}
