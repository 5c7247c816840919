import { CfnParameter, Duration, Lazy, Size, Stack, Token } from 'aws-cdk-lib';
import {
  ConsolidationOptions, FixedInstanceFleetOptions, InferenceAmiVersion, InferenceComponentEndpoint, InstanceFleet, InstanceLaunchOptions,
  InstanceScaleIn, ManagedInstanceFleetOptions, RequestRouting, SingleModelEndpoint,
} from '../../src';
import { errorOf, propertiesOf, testStack, vllmModel, warnings } from '../support';

const TYPE = 'ml.g6.12xlarge';
/** Put together, because a literal ARN would pin the partition. */
const RESERVATION = ['arn', 'aws', 'sagemaker', 'eu-central-1', '111122223333', 'training-plan/gpus'].join(':');

function addEndpoint(stack: Stack, instances: InstanceFleet): InferenceComponentEndpoint {
  return new InferenceComponentEndpoint(stack, 'Endpoint', { instances });
}

function variantOf(stack: Stack): Record<string, unknown> {
  const variants = propertiesOf(stack, 'AWS::SageMaker::EndpointConfig').ProductionVariants as Record<string, unknown>[];
  expect(variants).toHaveLength(1);
  return variants[0];
}

/** The production variant that a fleet on a component endpoint becomes. */
function variant(instances: InstanceFleet): Record<string, unknown> {
  const stack = testStack();
  addEndpoint(stack, instances);
  return variantOf(stack);
}

function managed(options: Partial<ManagedInstanceFleetOptions> = {}): InstanceFleet {
  return InstanceFleet.of(TYPE, { max: 4, ...options });
}

function launched(launch: InstanceLaunchOptions): InstanceFleet {
  return managed({ launch });
}

function consolidating(options: ConsolidationOptions): InstanceFleet {
  return managed({ scaleIn: InstanceScaleIn.consolidation(options) });
}

function refusal(instances: InstanceFleet): string {
  return errorOf(() => addEndpoint(testStack(), instances));
}

describe.each([
  ['managed', (type: string, fallbacks?: string[]) => InstanceFleet.of(type, { max: 2, fallbacks })],
  ['fixed', (type: string, fallbacks?: string[]) => InstanceFleet.fixed(type, { fallbacks })],
])('the instance types of a %s fleet', (_, fleet) => {
  test('are a plain instance type without pools when there is only one', () => {
    const rendered = variant(fleet(TYPE));

    expect(rendered).toMatchObject({ InstanceType: TYPE });
    expect(rendered).not.toHaveProperty('InstancePools');
  });

  test('are a plain instance type when the list of fallbacks is empty', () => {
    const rendered = variant(fleet(TYPE, []));

    expect(rendered).toMatchObject({ InstanceType: TYPE });
    expect(rendered).not.toHaveProperty('InstancePools');
  });

  test('are pools in the given order, and no instance type besides, when there are fallbacks', () => {
    const rendered = variant(fleet(TYPE, ['ml.g6e.12xlarge', 'ml.g5.12xlarge']));

    expect(rendered.InstancePools).toEqual([
      { InstanceType: 'ml.g6.12xlarge', Priority: 1 },
      { InstanceType: 'ml.g6e.12xlarge', Priority: 2 },
      { InstanceType: 'ml.g5.12xlarge', Priority: 3 },
    ]);
    expect(rendered).not.toHaveProperty('InstanceType');
  });

  test('may have four fallbacks, which makes the five pools that SageMaker accepts', () => {
    const rendered = variant(fleet(TYPE, ['ml.g6e.12xlarge', 'ml.g5.12xlarge', 'ml.g6.24xlarge', 'ml.g5.24xlarge']));

    expect((rendered.InstancePools as { Priority: number }[]).map(({ Priority }) => Priority)).toEqual([1, 2, 3, 4, 5]);
  });

  test('may not have a fifth fallback', () => {
    expect(refusal(fleet(TYPE, ['ml.g6e.12xlarge', 'ml.g5.12xlarge', 'ml.g6.24xlarge', 'ml.g5.24xlarge', 'ml.g6.48xlarge'])))
      .toBe('[Stack/Endpoint] instances: an instance type may have at most 4 fallbacks, got: 5');
  });

  test('may not be repeated, and each repeated one is named once', () => {
    expect(refusal(fleet(TYPE, ['ml.g5.12xlarge', TYPE, 'ml.g5.12xlarge', TYPE])))
      .toBe('[Stack/Endpoint] instances: each instance type may stand in one pool only, got twice: ml.g6.12xlarge, ml.g5.12xlarge');
  });

  test('must be SageMaker names, with the prefix that EC2 names lack', () => {
    expect(refusal(fleet('g6.12xlarge')))
      .toBe("[Stack/Endpoint] instances: an instance type must be a SageMaker instance type such as 'ml.g6.12xlarge', got: 'g6.12xlarge'");
  });

  test('must be SageMaker names among the fallbacks too', () => {
    expect(refusal(fleet(TYPE, ['ml.g5']))).toContain("must be a SageMaker instance type such as 'ml.g6.12xlarge', got: 'ml.g5'");
  });

  test('may have the hyphens of the newest families', () => {
    expect(variant(fleet('ml.p6-b200.48xlarge'))).toMatchObject({ InstanceType: 'ml.p6-b200.48xlarge' });
  });

  test('are known to the endpoint in the order they are tried', () => {
    expect(addEndpoint(testStack(), fleet(TYPE, ['ml.g5.12xlarge'])).instanceTypes).toEqual(['ml.g6.12xlarge', 'ml.g5.12xlarge']);
  });

  test('may be known at deployment only, and two of them are no repetition', () => {
    const stack = testStack();
    const first = new CfnParameter(stack, 'First').valueAsString;
    addEndpoint(stack, fleet(first, [Lazy.string({ produce: () => 'ml.g5.12xlarge' }), first]));

    expect(variantOf(stack).InstancePools).toEqual([
      { InstanceType: { Ref: 'First' }, Priority: 1 },
      { InstanceType: 'ml.g5.12xlarge', Priority: 2 },
      { InstanceType: { Ref: 'First' }, Priority: 3 },
    ]);
  });
});

describe('the bounds of a managed fleet', () => {
  test('begin at one instance unless stated', () => {
    expect(variant(InstanceFleet.of(TYPE, { max: 4 }))).toMatchObject({
      InitialInstanceCount: 1, ManagedInstanceScaling: { Status: 'ENABLED', MinInstanceCount: 1, MaxInstanceCount: 4 },
    });
  });

  test('give the number to begin with', () => {
    expect(variant(InstanceFleet.of(TYPE, { min: 2, max: 3 }))).toMatchObject({
      InitialInstanceCount: 2, ManagedInstanceScaling: { MinInstanceCount: 2, MaxInstanceCount: 3 },
    });
  });

  test('may be zero below, and then the endpoint begins with the one instance that SageMaker insists on', () => {
    expect(variant(InstanceFleet.of(TYPE, { min: 0, max: 3 }))).toMatchObject({
      InitialInstanceCount: 1, ManagedInstanceScaling: { MinInstanceCount: 0, MaxInstanceCount: 3 },
    });
  });

  test('may be equal', () => {
    expect(variant(InstanceFleet.of(TYPE, { min: 3, max: 3 }))).toMatchObject({
      InitialInstanceCount: 3, ManagedInstanceScaling: { MinInstanceCount: 3, MaxInstanceCount: 3 },
    });
  });

  test('may not cross', () => {
    expect(refusal(InstanceFleet.of(TYPE, { min: 5, max: 4 })))
      .toBe('[Stack/Endpoint] instances: min must not be above max, got: min 5, max 4');
  });

  test('may not cross when only the upper one is given and the lower one is the default', () => {
    const message = refusal(InstanceFleet.of(TYPE, { max: 0 }));

    expect(message).toContain('instances: max must be a whole number of at least 1 instances, got: 0');
    expect(message).toContain('instances: min must not be above max, got: min 1, max 0');
  });

  test.each([-1, 1.5, NaN])('may not be %p below', (min) => {
    expect(refusal(InstanceFleet.of(TYPE, { min, max: 4 })))
      .toBe(`[Stack/Endpoint] instances: min must be a whole number of at least 0 instances, got: ${min}`);
  });

  test.each([1.5, Infinity])('may not be %p above', (max) => {
    expect(refusal(InstanceFleet.of(TYPE, { max })))
      .toBe(`[Stack/Endpoint] instances: max must be a whole number of at least 1 instances, got: ${max}`);
  });

  test('may be known at deployment only', () => {
    const stack = testStack();
    const max = new CfnParameter(stack, 'Max', { type: 'Number' }).valueAsNumber;
    addEndpoint(stack, InstanceFleet.of(TYPE, { min: Lazy.number({ produce: () => 2 }), max }));

    expect(variantOf(stack)).toMatchObject({
      InitialInstanceCount: 2, ManagedInstanceScaling: { MinInstanceCount: 2, MaxInstanceCount: { Ref: 'Max' } },
    });
  });
});

describe('a fixed fleet', () => {
  test('has one instance unless stated', () => {
    expect(variant(InstanceFleet.fixed(TYPE))).toMatchObject({ InitialInstanceCount: 1 });
  });

  test('has as many instances as stated, and nothing that would scale them', () => {
    const rendered = variant(InstanceFleet.fixed(TYPE, { count: 3 }));

    expect(rendered).toMatchObject({ InitialInstanceCount: 3 });
    expect(rendered).not.toHaveProperty('ManagedInstanceScaling');
  });

  test('has nothing that would scale it on a single-model endpoint, where SageMaker refuses managed instance scaling', () => {
    const stack = testStack();
    new SingleModelEndpoint(stack, 'Endpoint', { model: vllmModel(stack), instances: InstanceFleet.fixed(TYPE, { count: 2 }) });

    expect(variantOf(stack)).toMatchObject({ InstanceType: TYPE, InitialInstanceCount: 2 });
    expect(variantOf(stack)).not.toHaveProperty('ManagedInstanceScaling');
  });

  test('says that its bounds are its count', () => {
    expect(InstanceFleet.fixed(TYPE, { count: 3 })).toMatchObject({ count: 3, minInstances: 3, maxInstances: 3 });
  });

  test.each([0, -1, 1.5])('may not have %p instances', (count) => {
    expect(refusal(InstanceFleet.fixed(TYPE, { count })))
      .toBe(`[Stack/Endpoint] instances: count must be a whole number of at least 1 instances, got: ${count}`);
  });

  test('may not be empty on a single-model endpoint, which cannot shrink to none', () => {
    const stack = testStack();

    expect(errorOf(() => new SingleModelEndpoint(stack, 'Endpoint', {
      model: vllmModel(stack), instances: InstanceFleet.fixed(TYPE, { count: 0 }),
    }))).toBe('[Stack/Endpoint] instances: count must be a whole number of at least 1 instances, got: 0');
  });

  test('may have a count that is known at deployment only', () => {
    const stack = testStack();
    const count = new CfnParameter(stack, 'Count', { type: 'Number' }).valueAsNumber;
    addEndpoint(stack, InstanceFleet.fixed(TYPE, { count }));

    expect(variantOf(stack)).toMatchObject({ InitialInstanceCount: { Ref: 'Count' } });
  });
});

describe('the release of instances', () => {
  const policy = (instances: InstanceFleet) => (variant(instances).ManagedInstanceScaling as Record<string, unknown>).ScaleInPolicy;

  test('is left to SageMaker unless stated', () => {
    expect(policy(managed())).toBeUndefined();
  });

  test('can wait until an instance is idle', () => {
    expect(policy(managed({ scaleIn: InstanceScaleIn.IDLE_RELEASE }))).toEqual({ Strategy: 'IDLE_RELEASE' });
  });

  test('can consolidate copies at the pace of SageMaker', () => {
    expect(policy(managed({ scaleIn: InstanceScaleIn.consolidation() }))).toEqual({ Strategy: 'CONSOLIDATION' });
  });

  test.each([
    [1, Duration.minutes(5), 5],
    [100, Duration.days(1), 1440],
    [7, Duration.seconds(900), 15],
  ])('can consolidate %p instances at a time, up to and including the bounds', (maximumStepSize, cooldown, minutes) => {
    expect(policy(consolidating({ maximumStepSize, cooldown })))
      .toEqual({ Strategy: 'CONSOLIDATION', MaximumStepSize: maximumStepSize, CooldownInMinutes: minutes });
  });

  test.each([0, 101, 2.5])('may not consolidate %p instances at a time', (maximumStepSize) => {
    expect(refusal(consolidating({ maximumStepSize })))
      .toBe(`[Stack/Endpoint] instances: maximumStepSize must be a whole number from 1 to 100 instances, got: ${maximumStepSize}`);
  });

  test.each([
    [Duration.minutes(4), '4'],
    [Duration.minutes(1441), '1441'],
    [Duration.seconds(330), '5.5'],
  ])('may not cool down for %s', (cooldown, minutes) => {
    expect(refusal(consolidating({ cooldown })))
      .toBe(`[Stack/Endpoint] instances: the scale-in cooldown must be a whole number from 5 to 1440 minutes, got: ${minutes}`);
  });

  test('can be known at deployment only', () => {
    const stack = testStack();
    const minutes = new CfnParameter(stack, 'Minutes', { type: 'Number' }).valueAsNumber;
    addEndpoint(stack, consolidating({ maximumStepSize: Lazy.number({ produce: () => 3 }), cooldown: Duration.minutes(minutes) }));

    expect(variantOf(stack)).toMatchObject({
      ManagedInstanceScaling: { ScaleInPolicy: { Strategy: 'CONSOLIDATION', MaximumStepSize: 3, CooldownInMinutes: { Ref: 'Minutes' } } },
    });
  });
});

describe('the launch of instances', () => {
  test('is left to SageMaker unless stated', () => {
    expect(Object.keys(variant(InstanceFleet.fixed(TYPE))).sort())
      .toEqual(['InitialInstanceCount', 'InstanceType', 'RoutingConfig', 'VariantName']);
  });

  test.each([
    [InferenceAmiVersion.AL2_GPU_2, 'al2-ami-sagemaker-inference-gpu-2'],
    [InferenceAmiVersion.AL2_GPU_2_1, 'al2-ami-sagemaker-inference-gpu-2-1'],
    [InferenceAmiVersion.AL2_GPU_3_1, 'al2-ami-sagemaker-inference-gpu-3-1'],
    [InferenceAmiVersion.AL2023_GPU_4_1, 'al2023-ami-sagemaker-inference-gpu-4-1'],
    [InferenceAmiVersion.AL2_NEURON_2, 'al2-ami-sagemaker-inference-neuron-2'],
    [InferenceAmiVersion.of('al2030-ami-of-the-future'), 'al2030-ami-of-the-future'],
  ])('can fix the machine image: %j', (amiVersion, name) => {
    expect(variant(launched({ amiVersion }))).toMatchObject({ InferenceAmiVersion: name });
  });

  test('can be bound to a capacity reservation, and to nothing else then', () => {
    expect(variant(launched({ capacityReservationArn: RESERVATION })).CapacityReservationConfig)
      .toEqual({ CapacityReservationPreference: 'capacity-reservations-only', MlReservationArn: RESERVATION });
  });

  test('can be bound to the capacity reservation of another partition', () => {
    const capacityReservationArn = RESERVATION.replace(':aws:', ':aws-us-gov:');

    expect(variant(launched({ capacityReservationArn })))
      .toMatchObject({ CapacityReservationConfig: { MlReservationArn: capacityReservationArn } });
  });

  test.each([
    ['a name', 'gpus'],
    ['an EC2 reservation', RESERVATION.replace(':sagemaker:', ':ec2:')],
    ['an ARN without a name', RESERVATION.replace('/gpus', '/')],
  ])('may not be bound to %s', (_, capacityReservationArn) => {
    expect(refusal(launched({ capacityReservationArn }))).toBe(
      `[Stack/Endpoint] instances: capacityReservationArn must be the ARN of a SageMaker capacity reservation, got: '${capacityReservationArn}'`);
  });

  test.each([[Duration.minutes(5), 300], [Duration.hours(1), 3600]])('can look for capacity for %s', (provisionTimeout, seconds) => {
    expect(variant(launched({ provisionTimeout }))).toMatchObject({ VariantInstanceProvisionTimeoutInSeconds: seconds });
  });

  test.each([
    [Duration.seconds(299), '299'],
    [Duration.seconds(3601), '3601'],
    [Duration.millis(300500), '300.5'],
  ])('may not look for capacity for %s', (provisionTimeout, seconds) => {
    expect(refusal(launched({ provisionTimeout })))
      .toBe(`[Stack/Endpoint] instances: provisionTimeout must be a whole number from 300 to 3600 seconds, got: ${seconds}`);
  });

  test.each([
    ['1 GiB', Size.gibibytes(1), 1],
    ['512 GiB', Size.gibibytes(512), 512],
    ['2048 MiB', Size.mebibytes(2048), 2],
  ])('can come with a volume of %s', (_, volumeSize, gibibytes) => {
    expect(variant(launched({ volumeSize }))).toMatchObject({ VolumeSizeInGB: gibibytes });
  });

  test.each([
    ['none at all', Size.gibibytes(0), '0'],
    ['one above 512 GiB', Size.gibibytes(513), '513'],
    ['a fraction of a GiB', Size.mebibytes(1536), '1.5'],
  ])('may not have a volume that is %s', (_, volumeSize, gibibytes) => {
    expect(refusal(launched({ volumeSize })))
      .toBe(`[Stack/Endpoint] instances: volumeSize must be a whole number from 1 to 512 GiB, got: ${gibibytes}`);
  });

  test('may not have a volume of a few KiB, which is refused like any other wrong size', () => {
    expect(refusal(launched({ volumeSize: Size.kibibytes(512) }))) // 0.5 MiB = 2^-11 GiB
      .toBe('[Stack/Endpoint] instances: volumeSize must be a whole number from 1 to 512 GiB, got: 0.00048828125');
  });

  test('can be known at deployment only', () => {
    const stack = testStack();
    const parameter = (id: string) => new CfnParameter(stack, id, { type: 'Number' }).valueAsNumber;
    addEndpoint(stack, launched({
      amiVersion: InferenceAmiVersion.of(new CfnParameter(stack, 'Ami').valueAsString),
      capacityReservationArn: new CfnParameter(stack, 'Reservation').valueAsString,
      provisionTimeout: Duration.seconds(parameter('Seconds')),
      volumeSize: Size.gibibytes(parameter('Gibibytes')),
    }));

    expect(variantOf(stack)).toMatchObject({
      InferenceAmiVersion: { Ref: 'Ami' },
      CapacityReservationConfig: { MlReservationArn: { Ref: 'Reservation' } },
      VariantInstanceProvisionTimeoutInSeconds: { Ref: 'Seconds' },
      VolumeSizeInGB: { Ref: 'Gibibytes' },
    });
  });
});

describe('the accelerators of an instance type', () => {
  test.each([
    ['ml.g4dn.12xlarge', 4],
    ['ml.g4dn.16xlarge', 1],
    ['ml.g5.xlarge', 1],
    ['ml.g5.16xlarge', 1],
    ['ml.g5.48xlarge', 8],
    ['ml.g6.12xlarge', 4],
    ['ml.g6.48xlarge', 8],
    ['ml.g6e.xlarge', 1],
    ['ml.g6e.24xlarge', 4],
    ['ml.g7e.12xlarge', 2],
    ['ml.p3.8xlarge', 4],
    ['ml.p4d.24xlarge', 8],
    ['ml.p5.4xlarge', 1],
    ['ml.p5.48xlarge', 8],
    ['ml.p6-b200.48xlarge', 8],
    ['ml.inf2.8xlarge', 1],
    ['ml.inf2.24xlarge', 6],
    ['ml.inf2.48xlarge', 12],
    ['ml.trn1.32xlarge', 16],
  ])('of %s are %p', (type, devices) => {
    expect(InstanceFleet.fixed(type).acceleratorsOf(type)).toBe(devices);
  });

  test.each([
    'ml.g99.12xlarge', 'ml.g6.metal', 'ml.m7i.4xlarge', 'ml', 'ml.constructor.name', 'ml.toString.length', 'ml.g6.constructor', 'ml.g6', '',
  ])('of %p are unknown', (type) => {
    expect(InstanceFleet.fixed(TYPE).acceleratorsOf(type)).toBeUndefined();
  });

  test('of a type that is named like a part of every JavaScript object are not checked', () => {
    const stack = testStack();
    const endpoint = addEndpoint(stack, InstanceFleet.of('ml.constructor.name', { max: 1 }));
    endpoint.addInferenceComponent('Llama', { model: vllmModel(stack), resources: { accelerators: 64 } });

    expect(warnings(stack)).toEqual([]);
  });

  test('are what the user states for a type that the library does not know', () => {
    const fleet = InstanceFleet.fixed('ml.g99.12xlarge', { acceleratorsPerInstance: { 'ml.g99.12xlarge': 6 } });

    expect(fleet.acceleratorsOf('ml.g99.12xlarge')).toBe(6);
  });

  test('are what the user states where the library says otherwise, and only there', () => {
    const fleet = managed({ fallbacks: ['ml.g5.12xlarge'], acceleratorsPerInstance: { [TYPE]: 2 } });

    expect(fleet.acceleratorsOf(TYPE)).toBe(2);
    expect(fleet.acceleratorsOf('ml.g5.12xlarge')).toBe(4);
  });

  test('can be stated as none', () => {
    const fleet = managed({ acceleratorsPerInstance: { [TYPE]: 0 } });

    addEndpoint(testStack(), fleet);
    expect(fleet.acceleratorsOf(TYPE)).toBe(0);
  });

  test('are unknown where the user states what is known at deployment only', () => {
    const fleet = managed({ acceleratorsPerInstance: { [TYPE]: Lazy.number({ produce: () => 6 }) } });

    addEndpoint(testStack(), fleet);
    expect(fleet.acceleratorsOf(TYPE)).toBeUndefined();
  });

  test.each([-1, 1.5])('may not be stated as %p', (devices) => {
    expect(refusal(managed({ acceleratorsPerInstance: { [TYPE]: devices } })))
      .toBe(`[Stack/Endpoint] instances: acceleratorsPerInstance of ml.g6.12xlarge must be a whole number of at least 0, got: ${devices}`);
  });

  test('may not be stated for a type outside the fleet, which would have no effect', () => {
    expect(refusal(managed({ fallbacks: ['ml.g5.12xlarge'], acceleratorsPerInstance: { 'ml.g6.24xlarge': 4 } }))).toBe(
      '[Stack/Endpoint] instances: acceleratorsPerInstance may only name types of the fleet (ml.g6.12xlarge, ml.g5.12xlarge), got: ml.g6.24xlarge');
  });

  test('may be stated for any type when a type of the fleet is known at deployment only', () => {
    const stack = testStack();
    const type = new CfnParameter(stack, 'Type').valueAsString;
    addEndpoint(stack, InstanceFleet.fixed(type, { acceleratorsPerInstance: { 'ml.g6.24xlarge': 4 } }));

    expect(variantOf(stack)).toMatchObject({ InstanceType: { Ref: 'Type' } });
  });

  test('stated by the user are what a component is checked against', () => {
    const stack = testStack();
    const endpoint = addEndpoint(stack, managed({ acceleratorsPerInstance: { [TYPE]: 2 } }));

    expect(errorOf(() => endpoint.addInferenceComponent('Llama', { model: vllmModel(stack), resources: { accelerators: 3 } })))
      .toBe('[Stack/Endpoint/Llama] resources: accelerators must be at most the 2 of ml.g6.12xlarge, got: 3');
  });
});

describe('everything that is wrong with a fleet', () => {
  test('is reported at once under the path of the endpoint', () => {
    const message = refusal(InstanceFleet.of('g6.12xlarge', {
      min: 3,
      max: 2,
      fallbacks: ['ml.g5.12xlarge', 'ml.g5.12xlarge', 'ml.g6.24xlarge', 'ml.g5.24xlarge', 'ml.g6e.12xlarge'],
      acceleratorsPerInstance: { 'ml.p5.48xlarge': -1 },
      routing: RequestRouting.prefixAware({ prefixLength: 1, concurrencyThreshold: 0 }),
      scaleIn: InstanceScaleIn.consolidation({ maximumStepSize: 0, cooldown: Duration.minutes(1) }),
      launch: { capacityReservationArn: 'gpus', provisionTimeout: Duration.seconds(1), volumeSize: Size.gibibytes(600) },
    }));

    const [path, ...problems] = message.split('\n');
    expect(path).toBe('[Stack/Endpoint]');
    expect(problems.map((problem) => problem.replace('  - ', '')).sort()).toEqual([
      "instances: an instance type must be a SageMaker instance type such as 'ml.g6.12xlarge', got: 'g6.12xlarge'",
      'instances: an instance type may have at most 4 fallbacks, got: 5',
      'instances: each instance type may stand in one pool only, got twice: ml.g5.12xlarge',
      'instances: acceleratorsPerInstance of ml.p5.48xlarge must be a whole number of at least 0, got: -1',
      'instances: acceleratorsPerInstance may only name types of the fleet ' +
      '(g6.12xlarge, ml.g5.12xlarge, ml.g5.12xlarge, ml.g6.24xlarge, ml.g5.24xlarge, ml.g6e.12xlarge), got: ml.p5.48xlarge',
      "instances: capacityReservationArn must be the ARN of a SageMaker capacity reservation, got: 'gpus'",
      'instances: provisionTimeout must be a whole number from 300 to 3600 seconds, got: 1',
      'instances: volumeSize must be a whole number from 1 to 512 GiB, got: 600',
      'routing: prefixLength must be a whole number from 1024 to 65536, got: 1',
      'routing: concurrencyThreshold must be a whole number from 1 to 1024, got: 0',
      'instances: min must not be above max, got: min 3, max 2',
      'instances: maximumStepSize must be a whole number from 1 to 100 instances, got: 0',
      'instances: the scale-in cooldown must be a whole number from 5 to 1440 minutes, got: 1',
    ].sort());
  });

  test('is reported together with what is wrong with the rest of the endpoint', () => {
    const message = errorOf(() => new InferenceComponentEndpoint(testStack(), 'Endpoint', {
      endpointName: 'under_scored', instances: InstanceFleet.fixed(TYPE, { count: 0 }),
    }));

    expect(message).toContain("endpointName must be 1 to 63 letters, digits and inner dashes, got: 'under_scored'");
    expect(message).toContain('instances: count must be a whole number of at least 1 instances, got: 0');
  });

  test.each<[string, FixedInstanceFleetOptions]>([
    ['counts', { count: Token.asNumber({ Ref: 'Unknown' }) }],
    ['times', { launch: { provisionTimeout: Duration.seconds(Token.asNumber({ Ref: 'Unknown' })) } }],
    ['sizes', { launch: { volumeSize: Size.gibibytes(Token.asNumber({ Ref: 'Unknown' })) } }],
    ['names', { fallbacks: [Token.asString({ Ref: 'Unknown' })] }],
  ])('is never a token: %s that are known at deployment only pass', (_, options) => {
    expect(addEndpoint(testStack(), InstanceFleet.fixed(TYPE, options)).instances.instanceTypes[0]).toBe(TYPE);
  });
});
