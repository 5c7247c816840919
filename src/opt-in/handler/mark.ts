/* The tag on a configuration that an opt-in made. It is all that is remembered from one request to the next. */
import type { Tag } from '@aws-sdk/client-sagemaker';

export const MARK_KEY = 'cdk-sagemaker-insights:opt-in';

/** More do not fit into the value of a tag. */
export const MOST_OWNERS = 4;

/** Stands for an owner whose resource was deleted and left the endpoint opted in, when a resource of the same name comes again. */
export const KEPT = 'kept';

/** What the tag says. */
export interface Mark {
  /** The resources that want the endpoint on this configuration: one made it, others found the endpoint on it. */
  readonly owners: readonly string[];
  /** The configuration that the endpoint was on before the first of them. */
  readonly original: string;
  /** The last request that moved the endpoint to or from this configuration. */
  readonly request: string;
  /** When the endpoint had last changed before that, by SageMaker's clock, in milliseconds since 1970. */
  readonly before: number;
  /** When that was noted, by the clock of the handler. */
  readonly noted: number;
}

export function markTag({ owners, original, request, before, noted }: Mark): Tag {
  return { Key: MARK_KEY, Value: `owners=${owners.join('+')} original=${original} request=${request} before=${before} noted=${noted}` };
}

export function markIn(tags: readonly Tag[]): Mark | undefined {
  const value = tags.find(({ Key }) => Key === MARK_KEY)?.Value;
  const parts = /^owners=(\S*) original=(\S+) request=(\S+) before=(\d+) noted=(\d+)$/.exec(value ?? '');
  return parts ? {
    owners: parts[1].split('+').filter(Boolean), original: parts[2], request: parts[3], before: Number(parts[4]), noted: Number(parts[5]),
  } : undefined;
}

/** The tags that a copy takes over: names that begin with `aws:` are reserved for AWS. */
export function tagsToCopy(tags: readonly Tag[]): Tag[] {
  return tags.filter(({ Key }) => !/^aws:/i.test(Key!) && Key !== MARK_KEY);
}
