import { DashboardVariable, DefaultValue, Values, VariableInputType, VariableType } from 'aws-cdk-lib/aws-cloudwatch';
import { IInferenceEndpoint } from '../endpoint';

/** A variable that replaces the name of an endpoint in a dashboard: a pattern reaches into queries, a property does not. */
export function endpointVariable(endpoint: IInferenceEndpoint, others: readonly IInferenceEndpoint[]): DashboardVariable {
  const { endpointName } = endpoint;
  return new DashboardVariable({
    id: 'endpoint',
    label: 'Endpoint',
    type: VariableType.PATTERN,
    inputType: VariableInputType.SELECT,
    value: endpointName,
    defaultValue: DefaultValue.value(endpointName),
    values: Values.fromValues(...[endpoint, ...others].map((one) => ({ label: one.endpointName, value: one.endpointName }))),
  });
}
