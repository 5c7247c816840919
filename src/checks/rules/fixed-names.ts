import { CheckRule } from '../check-rule';
import { CheckSeverity } from '../check-severity';

const NAMED = [
  { type: 'AWS::SageMaker::EndpointConfig', property: 'EndpointConfigName' },
  { type: 'AWS::SageMaker::Model', property: 'ModelName' },
];

/** What does not change from one deployment to the next. */
const PSEUDO_PARAMETER = /\$\{AWS::(?:StackName|Region|AccountId|Partition)\}/g;

/** An account's id, which is no hash. */
const ACCOUNT = /(?<![0-9a-z])\d{12}(?![0-9a-z])/gi;

/** A hash or a time stamp: such a name is made anew with the content. */
const MADE_OF_CONTENT = /(?:^|[^0-9a-z])(?=[0-9a-f]*\d)[0-9a-f]{8,}(?:$|[^0-9a-z])/i;

/** Source: github.com/philschmid/terraform-aws-sagemaker-huggingface/issues/6, github.com/aws/sagemaker-python-sdk/issues/987. */
export const fixedNames: CheckRule = {
  id: 'fixed-names',
  severity: CheckSeverity.ERROR,
  why: 'Almost every change of a configuration or a model replaces it, and CloudFormation creates the new one before it deletes the old one: ' +
    '"Cannot create already existing endpoint configuration".',
  fix: 'Leave the name out: CloudFormation makes one. Name the endpoint instead, which stays.',
  limits: 'Names with a hash or a time stamp of eight characters or more pass, as do names with a parameter or a reference in them, and such a name may ' +
    'still be the same in two deployments.',
  find: ({ template }) => NAMED.flatMap(({ type, property }) => template.ofType(type).flatMap((resource) => {
    const name = resource.properties[property];
    const isFixed = typeof name === 'string' && !name.replace(PSEUDO_PARAMETER, '').includes('${') && !MADE_OF_CONTENT.test(name.replace(ACCOUNT, ''));
    return isFixed ? [{ resource, property, message: `${property} must be left to CloudFormation, got the fixed name '${name}': the next change collides with it` }] : [];
  })),
};
