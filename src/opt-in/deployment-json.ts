import { IResolvable, Lazy, Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** A deployment as UpdateEndpoint takes it, in JSON: its members are those of CloudFormation with a capital letter. */
export function deploymentJson(scope: IConstruct, deployment: object): string {
  return Lazy.string({ produce: () => Stack.of(scope).toJsonString(capitalized(deployment)) });
}

function capitalized(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(capitalized);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Token.isUnresolved(value)) {
    return Lazy.uncachedAny({ produce: (context) => capitalized((value as IResolvable).resolve(context)) });
  }
  return Object.fromEntries(Object.entries(value)
    .map(([member, content]) => [member[0].toUpperCase() + member.slice(1), capitalized(content)]));
}
