import { App, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import { alarm, chat } from './support';
import {
  CapacitySize, DetailedObservability, DetailedObservabilityOptIn, EndpointDeployment, InferenceEndpoint, InstanceFleet, PublishFrequency,
  SingleModelEndpoint,
} from '../../src';
import { errorOf, testStack, vllmModel } from '../support';

describe('refused', () => {
  const cases: Array<[what: string, make: (stack: Stack) => unknown, message: RegExp]> = [
    ['an endpoint of this app', (stack) => new DetailedObservabilityOptIn(stack, 'OptIn', {
      endpoint: new SingleModelEndpoint(stack, 'Own', {
        model: vllmModel(stack),
        instances: InstanceFleet.fixed('ml.g6.12xlarge'),
        observability: DetailedObservability.every(PublishFrequency.ONE_MINUTE),
      }),
    }), /endpoint must be an imported one, got 'Stack\/Own'.*property observability/],
    ['an endpoint of another Region', (stack) => InferenceEndpoint.fromEndpointAttributes(stack, 'Far', {
      endpointName: 'far', region: 'us-east-1',
    }).optIntoDetailedObservability(), /must be in the region of the stack, eu-central-1, got: us-east-1/],
    ['an endpoint of another account', (stack) => InferenceEndpoint.fromEndpointAttributes(stack, 'Far', {
      endpointName: 'far', account: '999988887777',
    }).optIntoDetailedObservability(), /must be in the account of the stack, 111122223333, got: 999988887777/],
    ['a frequency that SageMaker does not have', (stack) => chat(stack).optIntoDetailedObservability({ publishFrequency: 45 as PublishFrequency }),
      /publishFrequency.*got: 45/],
    ['another frequency than that of the import', (stack) => InferenceEndpoint.fromEndpointAttributes(stack, 'Chat', {
      endpointName: 'chat', publishFrequency: PublishFrequency.ONE_MINUTE,
    }).optIntoDetailedObservability({ publishFrequency: PublishFrequency.TEN_SECONDS }), /imported with, 60 seconds, got: 10 seconds/],
    ['an import that says that it is off', (stack) => InferenceEndpoint.fromEndpointAttributes(stack, 'Chat', {
      endpointName: 'chat', detailedObservability: false,
    }).optIntoDetailedObservability(), /detailedObservability false.*got: false/],
    ['a deployment that changes instance counts', (stack) => chat(stack).optIntoDetailedObservability({
      deployment: EndpointDeployment.allAtOnce({ retainVariantProperties: false }),
    }), /retainVariantProperties must not be false.*got: false/],
    ['a deployment that makes no sense', (stack) => chat(stack).optIntoDetailedObservability({
      deployment: EndpointDeployment.rolling({ batchSize: CapacitySize.percent(80) }),
    }), /the batch must be a whole number from 5 to 50 percent, got: 80/],
    ['a second call', (stack) => {
      const endpoint = chat(stack);
      endpoint.optIntoDetailedObservability();
      endpoint.optIntoDetailedObservability();
    }, /may be called once/],
    ['a second opt-in of the same endpoint in another stack of the app', (stack) => {
      chat(stack).optIntoDetailedObservability();
      chat(new Stack(stack.node.root as App, 'Second', { env: stack })).optIntoDetailedObservability();
    }, /'chat' must be opted in once, got a second opt-in besides 'Stack\/Chat\/DetailedObservability'/],
    ['a role of another account', (stack) => chat(stack).optIntoDetailedObservability({
      executionRole: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::999988887777:role/chat'),
    }), /executionRole must be of the account of the stack, 111122223333, got a role of: 999988887777/],
    ['a second opt-in of the same endpoint, imported again and spelt otherwise', (stack) => {
      chat(stack).optIntoDetailedObservability();
      InferenceEndpoint.fromEndpointName(stack, 'Again', 'CHAT').optIntoDetailedObservability();
    }, /'CHAT' must be opted in once, got a second opt-in besides 'Stack\/Chat\/DetailedObservability'/],
    ['a rollback alarm without a deployment', (stack) => chat(stack).optIntoDetailedObservability().addRollbackAlarm(alarm(stack)),
      /a rollback alarm needs a deployment/],
    ['a composite alarm', (stack) => chat(stack).optIntoDetailedObservability({
      deployment: EndpointDeployment.allAtOnce({
        rollbackAlarms: [new cloudwatch.CompositeAlarm(stack, 'Any', { alarmRule: cloudwatch.AlarmRule.fromBoolean(true) })],
      }),
    }), /must watch a metric.*'Stack\/Any'/],
    ['eleven rollback alarms', (stack) => {
      const rollbackAlarms = Array.from({ length: 11 }, (_, index) => alarm(stack, `Alarm${index}`));
      chat(stack).optIntoDetailedObservability({ deployment: EndpointDeployment.allAtOnce({ rollbackAlarms }) });
      (stack.node.root as App).synth();
    }, /at most 10 rollback alarms are watched, got: 11/],
  ];

  test.each(cases)('%s', (_, make, message) => {
    expect(errorOf(() => make(testStack()))).toMatch(message);
  });
});

test('endpoints of one name in other Regions or accounts are others', () => {
  const app = new App();
  [{ region: 'eu-central-1', account: '111122223333' }, { region: 'us-east-1', account: '111122223333' }, { region: 'eu-central-1', account: '999988887777' }]
    .forEach((env, index) => chat(new Stack(app, `Stack${index}`, { env })).optIntoDetailedObservability());
});
