import { Token } from 'aws-cdk-lib';

/*
 * Addresses in the AWS console. SageMaker AI Insights has no documented address of its own: the endpoint's page has a button that
 * leads there, so that page is linked.
 */

/** The console's address in a Region. */
function address(region: string, service: string, fragment: string): string {
  return `https://${region}.console.${consoleDomain(region)}/${service}/home?region=${region}#${fragment}`;
}

/** The domain of the console by partition. */
function consoleDomain(region: string): string {
  if (!Token.isUnresolved(region) && region.startsWith('cn-')) {
    return 'amazonaws.cn';
  }
  return !Token.isUnresolved(region) && region.startsWith('us-gov-') ? 'amazonaws-us-gov.com' : 'aws.amazon.com';
}

export function endpointPage(region: string, endpointName: string): string {
  return address(region, 'sagemaker', `/endpoints/${endpointName}`);
}

export function dashboardPage(region: string, dashboardName: string): string {
  return address(region, 'cloudwatch', `dashboards/dashboard/${dashboardName}`);
}

export function alarmPage(region: string, alarmName: string): string {
  return address(region, 'cloudwatch', `alarmsV2:alarm/${encoded(alarmName)}`);
}

/** For the fragment of an address within Markdown. What is known at deployment only stays as it is. */
function encoded(name: string): string {
  return Token.isUnresolved(name) ? name : encodeURIComponent(name).replace(/[()']/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}

/** The console writes the slashes of a log group's name as `$252F`. */
export function logGroupPage(region: string, logGroupName: string): string {
  return address(region, 'cloudwatch', `logsV2:log-groups/log-group/${logGroupName.replace(/\//g, '$252F')}`);
}
