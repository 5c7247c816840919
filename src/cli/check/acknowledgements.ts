/* The acknowledgements that a cloud assembly holds. */
import * as path from 'path';
import { artifactsIn, Assembly, readJson } from '../assembly';

/** An acknowledgement as the cloud assembly holds it. */
export interface WrittenAcknowledgement {
  /** The path of the construct that has it. */
  readonly path: string;
  readonly id: string;
  readonly reason: string;
}

const ACKNOWLEDGED = 'aws:cdk:acknowledged-rules';

export function acknowledgementsIn({ folders }: Assembly): WrittenAcknowledgement[] {
  return folders.flatMap(acknowledgementsOf);
}

function acknowledgementsOf(folder: string): WrittenAcknowledgement[] {
  const metadata = artifactsIn(folder).flatMap(([, { metadata: own = {}, additionalMetadataFile: file }]) =>
    [own, file === undefined ? {} : readJson(path.join(folder, file))].flatMap((one) => Object.entries<any>(one)));
  return metadata.flatMap(([constructPath, entries]) => (entries as any[])
    .filter(({ type }) => type === ACKNOWLEDGED)
    .flatMap(({ data }) => Object.entries<any>(data ?? {}))
    .map(([id, reason]) => ({ path: constructPath.replace(/^\//, ''), id, reason: String(reason ?? '') })));
}
