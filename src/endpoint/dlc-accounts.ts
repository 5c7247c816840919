import { Aws, CfnMapping, Stack, Token } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
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
  'us-gov-east-1': '446045086412',
  'us-gov-west-1': '442386744353',
};

const MAPPING_ID = 'DeepLearningContainerAccounts';
const ACCOUNT = 'account';

/** The account that serves AWS Deep Learning Containers in the stack's Region; a mapping when the Region is not known at synth. */
export function dlcAccount(scope: Construct): string {
  const stack = Stack.of(scope);
  if (Token.isUnresolved(stack.region)) {
    const mapping = stack.node.tryFindChild(MAPPING_ID) as CfnMapping | undefined ??
      new CfnMapping(stack, MAPPING_ID, { mapping: accountsByRegion() });
    return mapping.findInMap(Aws.REGION, ACCOUNT);
  }
  const account = accountOf(stack.region);
  if (account === undefined) {
    throw new InvalidPropertiesError(scope, [
      `image: the account that serves Deep Learning Containers in ${stack.region} is not known, expected it as accountId of ContainerImage.fromDlc`,
    ]);
  }
  return account;
}

function accountOf(region: string): string | undefined {
  return RegionInfo.get(region).dlcRepositoryAccount ?? NEWER_ACCOUNTS[region];
}

function accountsByRegion(): Record<string, Record<string, string>> {
  return Object.fromEntries(RegionInfo.regions.flatMap(({ name }) => {
    const account = accountOf(name);
    return account === undefined ? [] : [[name, { [ACCOUNT]: account }]];
  }));
}
