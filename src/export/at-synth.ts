import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { InsightsSubject } from '../subject/insights-subject';
import { InvalidPropertiesError, isKnown, Problems } from '../validation';

/** Throws where a name of the subject is known at deployment only: it would stand in a file that is written before. */
export function checkNames(owner: Construct, { _asked: asked, _component: component }: InsightsSubject): void {
  const problems = new Problems();
  for (const endpoint of asked) {
    if (!isKnown(endpoint.endpointName)) {
      problems.add(deployTime(`endpointName of ${endpoint.node.path}`));
    }
  }
  const components = component ? [component] : asked.flatMap(({ inferenceComponents }) => inferenceComponents);
  for (const { inferenceComponentName, node } of components) {
    if (!isKnown(inferenceComponentName)) {
      problems.add(deployTime(`inferenceComponentName of ${node.path}`));
    }
  }
  problems.throwIfAny(owner);
}

/** What tokens stand for, or an error that names the place of one whose value only the deployment knows. */
export function resolved<T>(owner: Construct, value: T, place: string): T {
  const found = Stack.of(owner).resolve(value);
  const intrinsic = placeOfIntrinsic(found, place);
  if (intrinsic !== undefined) {
    throw new InvalidPropertiesError(owner, [deployTime(intrinsic)]);
  }
  return found;
}

/** Runs what yields the text of a file, once the app is complete. */
export function atSynth(owner: Construct, produce: () => string): string {
  return resolved(owner, produce(), 'the file');
}

function deployTime(what: string): string {
  return `${what} must be known at synth, because a file is written then, got: a value that only the deployment knows`;
}

/** Resolved tokens are objects with one key, `Ref` or a function of CloudFormation. */
function placeOfIntrinsic(value: unknown, place: string): string | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const keys = Object.keys(value);
  if (keys.length === 1 && /^(Ref$|Fn::)/.test(keys[0])) {
    return place;
  }
  for (const key of keys) {
    const found = placeOfIntrinsic((value as Record<string, unknown>)[key], `${place}.${key}`);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
