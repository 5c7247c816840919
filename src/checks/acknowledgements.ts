import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { CHECKS_NAME } from './checks-name';

/** An acknowledgement that may cover a finding. */
export interface Acknowledgement {
  /** The id that was acknowledged, without the name of the plugin. */
  readonly ruleId: string;
  readonly reason: string;
  /** The path of the construct that has it. */
  readonly path: string;
}

/** The acknowledgements of some ids at a construct and above it, the nearest first. */
export function acknowledgementsOf(construct: IConstruct | undefined, ruleIds: readonly string[]): Acknowledgement[] {
  return [...construct?.node.scopes ?? []].reverse().flatMap(({ node }) => node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries<unknown>(data ?? {}))
    .flatMap(([id, reason]) => ruleIds
      .filter((ruleId) => id === `${CHECKS_NAME}::${ruleId}`)
      .map((ruleId) => ({ ruleId, reason: String(reason ?? ''), path: node.path }))));
}
