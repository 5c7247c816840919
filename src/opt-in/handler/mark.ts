/* The tag on a configuration that an opt-in made. It is all that is remembered from one request to the next. */
import type { Tag } from '@aws-sdk/client-sagemaker';

export const MARK_KEY = 'cdk-sagemaker-insights:opt-in';

/** What the tag says. */
export interface Mark {
  /** The resource that made the configuration. */
  readonly owner: string;
  /** The configuration that the endpoint was on before any opt-in. */
  readonly original: string;
  /** The last request that moved the endpoint to or from this configuration. */
  readonly request: string;
  /** When the endpoint had last changed before that, in milliseconds since 1970. */
  readonly before: number;
}

export function markTag({ owner, original, request, before }: Mark): Tag {
  return { Key: MARK_KEY, Value: `owner=${owner} original=${original} request=${request} before=${before}` };
}

export function markIn(tags: readonly Tag[]): Mark | undefined {
  const value = tags.find(({ Key }) => Key === MARK_KEY)?.Value;
  const parts = /^owner=(\S+) original=(\S+) request=(\S+) before=(\d+)$/.exec(value ?? '');
  return parts ? { owner: parts[1], original: parts[2], request: parts[3], before: Number(parts[4]) } : undefined;
}

/** The tags that a copy takes over: names that begin with `aws:` are reserved for AWS. */
export function tagsToCopy(tags: readonly Tag[]): Tag[] {
  return tags.filter(({ Key }) => !/^aws:/i.test(Key!) && Key !== MARK_KEY);
}
