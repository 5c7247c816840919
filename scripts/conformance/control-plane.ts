/*
 * Opts endpoints in with the handler as it is shipped, against a control plane on loopback whose traffic must fit botocore's description of
 * SageMaker.
 */
import { validate } from './exchanges';
import { Tally } from './output';
import { Exchange } from '../../test/conformance/control-plane/control-plane';
import { describeFaults } from '../../test/conformance/control-plane/fault-table';
import { runAll } from '../../test/conformance/control-plane/run';

export async function checkOptIn(tally: Tally, python: string): Promise<void> {
  const { checks, rows, exchanges } = await runAll();
  checks.forEach(({ test, what, passed }) => tally.add(passed, `${test} ${what}`));
  tally.keep(`${checks.length} assertions on opt-ins from end to end`);

  rows.forEach(({ fault, unexpected, harm, lost }) => tally.add(unexpected.length + harm.length + lost.length === 0, `${fault}: ${[...unexpected, ...harm, ...lost].join('; ')}`));
  const table = describeFaults(rows);
  table.slice(0, -1).forEach((line) => console.log(line));
  tally.keep(table[table.length - 1]);
  validateExchanges(tally, python, exchanges);
}

/** Requests always, responses where the control plane did what it was asked for. */
function validateExchanges(tally: Tally, python: string, exchanges: readonly Exchange[]): void {
  const wire = exchanges.map(({ operation, status, request, response }) => ({ operation, request, ...status === 200 && { response } }));
  const problems = validate(python, 'sagemaker', wire);
  problems.forEach((found, index) => tally.add(found.length === 0, `${wire[index].operation} does not fit botocore's description: ${found.join('; ')}`));

  // Faults that the validator must find, or it finds nothing.
  const [name, metrics] = ['chat', { MetricsPublishFrequencyInSeconds: 10 }];
  const broken = validate(python, 'sagemaker', [
    { operation: 'CreateEndpointConfig', request: { EndpointConfigName: name, ProductionVariants: [{ VariantName: name }], MetricsConfig: metrics } },
    { operation: 'UpdateEndpoint', request: { EndpointName: name } },
    { operation: 'DescribeEndpoint', request: { EndpointName: '-chat' } },
    { operation: 'DescribeEndpointConfig', request: { EndpointConfigName: name }, response: { EndpointConfigName: name } },
  ]);
  broken.forEach((found, index) => tally.add(found.length > 0, `the validation must find the fault of broken exchange ${index}`));
  tally.keep(`${exchanges.length} calls of SageMaker fit botocore's description`);
}
