import { Stack, Token } from 'aws-cdk-lib';
import { FactName, RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct } from 'constructs';
import { InvalidPropertiesError } from '../validation';

/**
 * Accounts that serve AWS Deep Learning Containers in Regions that AWS CDK knows none for, from the image tables of AWS's
 * sagemaker-core package 2.27.0.
 */
const NEWER_ACCOUNTS: Record<string, string> = {
  'af-south-1': '626614931356',
  'ap-northeast-3': '364406365360',
  'ap-southeast-5': '550225433462',
  'ap-southeast-7': '590183813437',
  'ca-west-1': '204538143572',
  'il-central-1': '780543022126',
  'mx-central-1': '637423239942',
};

/** The account that serves AWS Deep Learning Containers in the stack's Region; a mapping when the Region is not known at synth. */
export function dlcAccount(scope: Construct): string {
  const stack = Stack.of(scope);
  if (Token.isUnresolved(stack.region)) {
    return stack.regionalFact(FactName.DLC_REPOSITORY_ACCOUNT);
  }
  const account = RegionInfo.get(stack.region).dlcRepositoryAccount ?? NEWER_ACCOUNTS[stack.region];
  if (account === undefined) {
    throw new InvalidPropertiesError(scope, [
      `image: the account that serves Deep Learning Containers in ${stack.region} is not known, expected it as accountId of ContainerImage.fromDlc`,
    ]);
  }
  return account;
}
