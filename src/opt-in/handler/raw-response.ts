/*
 * The SDK drops members that it does not know, on receive and on send, without an error. So the response is kept as it came over the wire
 * and compared with what the SDK made of it.
 */
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';

/** JSON as SageMaker sends it. */
export type Raw = { readonly [member: string]: unknown };

const responses = new WeakMap<object, Raw>();

/** Notes what came over the wire for an output of the SDK. */
export function noteRawResponse(output: object, raw: Raw): void {
  responses.set(output, raw);
}

/** What came over the wire for an output of the SDK. Throws when nothing was noted: then nothing could be compared. */
export function rawResponse(output: object): Raw {
  const raw = responses.get(output);
  if (raw === undefined) {
    throw new Error('the response of SageMaker was not kept, so it cannot be told whether the SDK dropped members');
  }
  return raw;
}

/** What the middlewares of the SDK hand on, as far as it matters here. */
type Step = (args: any) => Promise<any>;

/** Makes a client keep its responses. */
export function keepRawResponses(client: SageMakerClient): SageMakerClient {
  client.middlewareStack.addRelativeTo((next: Step) => async (args: any) => {
    const result = await next(args);
    result.response.body = await client.config.streamCollector(result.response.body);
    return result;
  }, { name: 'takeRawBody', relation: 'after', toMiddleware: 'deserializerMiddleware' });
  client.middlewareStack.addRelativeTo((next: Step) => async (args: any) => {
    const result = await next(args);
    const bytes: Uint8Array = result.response.body;
    if (bytes.length > 0) {
      noteRawResponse(result.output, JSON.parse(Buffer.from(bytes).toString('utf-8')));
    }
    return result;
  }, { name: 'noteRawResponse', relation: 'before', toMiddleware: 'deserializerMiddleware' });
  return client;
}

/** The paths at which two values differ, where null stands for nothing as it does in SageMaker's JSON. */
export function differences(raw: unknown, parsed: unknown, path = ''): string[] {
  if (raw === undefined || raw === null || parsed === undefined || parsed === null) {
    return (raw ?? undefined) === (parsed ?? undefined) ? [] : [path];
  }
  if (parsed instanceof Date) {
    return sameTime(raw, parsed) ? [] : [path];
  }
  if (typeof raw !== 'object' || typeof parsed !== 'object') {
    return raw === parsed ? [] : [path];
  }
  if (Array.isArray(raw) !== Array.isArray(parsed)) {
    return [path];
  }
  const [ofRaw, ofParsed] = [raw, parsed] as Raw[];
  return [...new Set([...Object.keys(ofRaw), ...Object.keys(ofParsed)])]
    .flatMap((member) => differences(ofRaw[member], ofParsed[member], Array.isArray(raw) ? `${path}[${member}]` : [path, member].filter(Boolean).join('.')));
}

/** Times are seconds on the wire; the SDK rounds them to milliseconds. */
function sameTime(raw: unknown, parsed: Date): boolean {
  return typeof raw === 'number' && Math.abs(parsed.getTime() - raw * 1000) <= 1;
}
