import { Duration, Lazy } from 'aws-cdk-lib';
import { qwen, solo, tracking, triggered } from './support';
import { EnginePressureProps, InferenceSignal, PublishFrequency, SafetyNet, ServingEngine, SignalStatistic } from '../../src';
import { errorOf, testStack } from '../support';

const BOUNDS = { minCapacity: 1, maxCapacity: 8 };
const BY = 'by ("aws.sagemaker.endpoint.name", "aws.sagemaker.inference_component.name")';
const COPY = 'by ("aws.sagemaker.endpoint.name", "aws.sagemaker.inference_component.name", "aws.sagemaker.container.id", "@resource.host.id")';

function last(series: string, window = '40s'): string {
  return `last_over_time(${series}{"aws.sagemaker.inference_component.name"="qwen"}[${window}])`;
}

const KV = `avg ${BY} (max ${COPY} (100 * ${last('vllm:kv_cache_usage_perc')}))`;
const WAITING = `avg ${BY} (sum ${COPY} (${last('vllm:num_requests_waiting')}))`;
const RUNNING = `avg ${BY} (sum ${COPY} (${last('vllm:num_requests_running')}))`;
const COPIES = `count ${BY} (group ${COPY} (${last('vllm:num_requests_running')}))`;
const CHANGED = `(max_over_time((${COPIES})[2m:30s])) != (min_over_time((${COPIES})[2m:30s]))`;
const ROSE = `(${COPIES}) > (min_over_time((${COPIES})[2m:30s]))`;
const FELL = `(resets((${COPIES})[10m:30s])) > 0`;
const KV_OF_COPY = `max ${COPY} (100 * ${last('vllm:kv_cache_usage_perc')})`;
/** What the caches of all copies will hold together in four minutes, for each copy. */
const AHEAD = `(predict_linear((sum ${BY} (${KV_OF_COPY}))[5m:10s], 240)) / (${COPIES})`;

function pressured(props: EnginePressureProps = {}, changes: Parameters<typeof qwen>[1] = {}, bounds = BOUNDS) {
  const stack = testStack();
  qwen(stack, changes).autoScaleCopies(bounds).scaleOnEnginePressure('Pressure', props);
  return stack;
}

function touching(adjustment: number) {
  return [{ MetricIntervalUpperBound: 0, ScalingAdjustment: adjustment }, { MetricIntervalLowerBound: 0, ScalingAdjustment: adjustment }];
}

describe('the defaults on vLLM', () => {
  const alarms = triggered(pressured());

  test('three tiers by KV cache, now or soon, or queue, and calm', () => {
    expect(alarms.map(({ query }) => query)).toEqual([
      `(((${KV}) > 45) or ((${WAITING}) > 5) or (((${AHEAD}) > 45) unless (${FELL}))) unless (${ROSE})`,
      `(((${KV}) > 70) or ((${WAITING}) > 15) or (((${AHEAD}) > 70) unless (${FELL}))) unless (${ROSE})`,
      `(((${KV}) > 90) or ((${WAITING}) > 40) or (((${AHEAD}) > 90) unless (${FELL}))) unless (${ROSE})`,
      // Below 40.5 = 90 % of 45, 1 = 20 % of 5, and 90 = 90 % of the safety net's 100, with a copy less: times (N - 1) / N.
      `(((${COPIES}) > 1) and ((${KV}) < 40.5 - 40.5 / (${COPIES})) and ((${WAITING}) < 1 - 1 / (${COPIES})) and ` +
      `(((${RUNNING}) + (${WAITING})) < 90 - 90 / (${COPIES})) and ((${AHEAD}) < 45 - 45 / (${COPIES}))) unless (${CHANGED})`,
    ]);
  });

  test('one more, three more, twice as many and at least two more, one less: each as two touching steps', () => {
    expect(alarms.map(({ policy }) => policy)).toEqual([
      { AdjustmentType: 'ChangeInCapacity', Cooldown: 300, StepAdjustments: touching(1) },
      { AdjustmentType: 'ChangeInCapacity', Cooldown: 300, StepAdjustments: touching(3) },
      { AdjustmentType: 'PercentChangeInCapacity', MinAdjustmentMagnitude: 2, Cooldown: 300, StepAdjustments: touching(100) },
      { AdjustmentType: 'ChangeInCapacity', Cooldown: 300, StepAdjustments: touching(-1) },
    ]);
  });

  test('evaluated as often as metrics are published: two intervals of pressure, twelve minutes of calm', () => {
    expect(alarms.map(({ evaluation, pending, recovery }) => [evaluation, pending, recovery])).toEqual([
      [10, 20, 0], [10, 20, 0], [10, 20, 0], [10, 720, 0],
    ]);
  });

  test('a safety net of 100 requests in flight that never scales in', () => {
    expect(tracking(pressured())).toEqual([{
      DisableScaleIn: true,
      PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution' },
      ScaleInCooldown: 300,
      ScaleOutCooldown: 300,
      TargetValue: 100,
    }]);
  });
});

describe('the publish frequency', () => {
  test('widens windows and the settling time; a minute of pressure is enough', () => {
    const [{ query, evaluation, pending }] = triggered(pressured({}, { frequency: PublishFrequency.ONE_MINUTE }));
    expect([evaluation, pending]).toEqual([60, 0]);
    expect(query).toContain(last('vllm:kv_cache_usage_perc', '4m'));
    expect(query).toContain('[5m:1m], 240)');
    expect(query).toContain('[2m:30s]');
  });

  test('of five minutes needs four samples for a rise, and two that settle', () => {
    const [{ query, evaluation, pending }, , , calm] = triggered(pressured({}, { frequency: PublishFrequency.FIVE_MINUTES }));
    expect([evaluation, pending, calm.pending]).toEqual([300, 0, 720]);
    expect(query).toContain('[20m:5m], 240)');
    expect(query).toContain('[10m:30s]');
  });
});

describe('what counts as pressure', () => {
  test('the average over copies tells of the load of all, the maximum of the hottest', () => {
    const [average] = triggered(pressured({ kvCacheUtilization: 50 }));
    const [maximum] = triggered(pressured({ kvCacheUtilization: 50, statistic: SignalStatistic.MAXIMUM }));
    expect(average.query).toContain(`(${KV}) > 50`);
    expect(maximum.query).toContain(`(max ${BY} (100 * ${last('vllm:kv_cache_usage_perc')})) > 50`);
  });

  test('latencies are compared by their 99th percentile over all requests, in seconds', () => {
    const [{ query }, calm] = triggered(pressured({ timeToFirstToken: Duration.seconds(2), queueTime: Duration.millis(500) }));
    expect(query).toMatch(/histogram_quantile\(0\.99, sum by \(.*\) \(rate\(vllm:request_queue_time_seconds\{.*\}\[1m\]\)\)\)\) > 0\.5\)/);
    expect(query).toMatch(/histogram_quantile\(0\.99, sum by \(.*\) \(rate\(vllm:time_to_first_token_seconds\{.*\}\[1m\]\)\)\)\) > 2\)/);
    // 70 % of each.
    expect(calm.query).toContain('>= 0.35 - 0.35 / (');
    expect(calm.query).toContain('>= 1.4 - 1.4 / (');
  });

  test('any other signal, with its own statistic or quantile', () => {
    const [{ query }] = triggered(pressured({
      signals: [
        { signal: InferenceSignal.PREEMPTIONS, above: 0.5 },
        { signal: InferenceSignal.INTER_TOKEN_LATENCY, above: 0.1, quantile: 0.9 },
        { signal: InferenceSignal.GPU_SM_ACTIVITY, above: 95, statistic: SignalStatistic.MAXIMUM },
      ],
    }));
    expect(query).toContain(`avg ${BY} (sum ${COPY} (rate(vllm:num_preemptions_total`);
    expect(query).toContain('histogram_quantile(0.9, ');
    expect(query).toContain(`max ${BY} (`);
  });

  test('a signal with labels of its own loses them, or its rows would match none of the others', () => {
    const [{ query }] = triggered(pressured({ signals: [{ signal: InferenceSignal.ADAPTERS_IN_USE, above: 0 }] }));
    expect(query).toContain(`((max ${BY} (group by (`);
  });

  test('the KV cache that there will be later, or not at all', () => {
    const [later] = triggered(pressured({ kvCacheUtilization: 50, scaleOut: { anticipation: Duration.minutes(6) } }));
    const [now] = triggered(pressured({ kvCacheUtilization: 50, scaleOut: { anticipation: Duration.seconds(0) } }));
    expect(later.query).toContain('[5m:10s], 360)');
    expect(now.query).toBe(`((${KV}) > 50) unless (${ROSE})`);
  });

  test('further tiers, each with its own values and change', () => {
    const alarms = triggered(pressured({
      kvCacheUtilization: 45,
      tiers: [{ kvCacheUtilization: 70, waitingRequestsPerCopy: 8, add: 3 }, { waitingRequestsPerCopy: 30, addPercent: 100 }],
    }));
    expect(alarms.map(({ query }) => [...query.matchAll(/[<>] (\d+)\)/g)].map(([, value]) => Number(value)))).toEqual([[45, 45, 0], [70, 8, 70, 0], [30], [1]]);
    expect(alarms.map(({ policy }) => policy.StepAdjustments[0].ScalingAdjustment)).toEqual([1, 3, 100, -1]);
  });

  test('on SGLang the queue alone, because its cache is full on purpose', () => {
    const [{ query }] = triggered(pressured({}, { engine: ServingEngine.SGLANG }));
    expect(query).toContain('sglang:num_queue_reqs');
    expect(query).not.toContain('token_usage');
  });

  test('on one model of its own the instances of the endpoint', () => {
    const stack = testStack();
    solo(stack).autoScaleInstances(BOUNDS).scaleOnEnginePressure('Pressure', { waitingRequestsPerCopy: 4 });
    expect(triggered(stack)[0].query).toMatch(
      /^\(\(avg by \("aws\.sagemaker\.endpoint\.name"\) \(sum by \(.*\) \(last_over_time\(vllm:num_requests_waiting\{"aws\.sagemaker\.endpoint\.name"="solo"/);
    expect(tracking(stack)[0].PredefinedMetricSpecification.PredefinedMetricType).toBe('SageMakerVariantConcurrentRequestsPerModelHighResolution');
  });
});

describe('scaling in', () => {
  test('by values, times, and several at a time: they must stay below with those copies less', () => {
    const calm = triggered(pressured({
      kvCacheUtilization: 45,
      safetyNet: SafetyNet.NONE,
      scaleIn: { below: { kvCacheUtilization: 20 }, remove: 2, pending: Duration.minutes(15), cooldown: Duration.minutes(20) },
    })).at(-1)!;
    expect(calm.query).toBe(
      `(((${COPIES}) > 2) and ((${KV}) < 20 - 40 / (${COPIES})) and ((${AHEAD}) < 45 - 90 / (${COPIES}))) unless (${CHANGED})`);
    expect([calm.pending, calm.policy.Cooldown, calm.policy.StepAdjustments[0].ScalingAdjustment]).toEqual([900, 1200, -2]);
  });

  test('not at all when it is disabled', () => {
    expect(triggered(pressured({ disableScaleIn: true, scaleIn: { remove: undefined } }))).toHaveLength(3);
  });

  test('cooldown and pending of scaling out', () => {
    const [{ pending, policy }] = triggered(pressured({ scaleOut: { pending: Duration.minutes(3), cooldown: Duration.minutes(7) } }));
    expect([pending, policy.Cooldown]).toEqual([180, 420]);
  });

  test('without a stated cooldown the start-up time is one, so that slow starts add nothing again', () => {
    const stack = testStack();
    qwen(stack).autoScaleCopies({ ...BOUNDS, startUpTime: Duration.minutes(12) }).scaleOnEnginePressure('Pressure');
    expect(triggered(stack).map(({ policy }) => policy.Cooldown)).toEqual([720, 720, 720, 300]);
    expect(tracking(stack)[0].ScaleOutCooldown).toBe(720);
  });
});

describe('what is refused', () => {
  const cases: Array<[string, EnginePressureProps, string, ServingEngine?]> = [
    ['an engine without such series', {}, 'engine pressure needs an engine that publishes requests waiting or a KV cache whose level tells of load: ' +
      'expected such as vllm, sglang, got: djl', ServingEngine.DJL],
    ['an engine that SageMaker cannot scrape', {}, 'got: none whose series reach CloudWatch', ServingEngine.TRITON],
    ['a measure that the engine does not publish', { timeToFirstToken: Duration.seconds(2) },
      'tier 1: timeToFirstToken needs an engine that publishes time to first token: expected one of vllm, sglang, got: tgi', ServingEngine.TGI],
    ['overlapping tiers', { kvCacheUtilization: 70, tiers: [{ kvCacheUtilization: 70, add: 2 }] },
      'tier 2: kvCacheUtilization must be above that of the tiers before it, 70, got: 70'],
    ['a value for scaling in that is not below', { kvCacheUtilization: 45, scaleIn: { below: { kvCacheUtilization: 45 } } },
      'scaleIn: below: kvCacheUtilization must be below where capacity is added, 45, or it is added and taken away in turn, got: 45'],
    ['a percentage above 100', { kvCacheUtilization: 450 }, 'tier 1: kvCacheUtilization must be a number from 0 to 100, got: 450'],
    ['a tier without a threshold', { tiers: [{ add: 1 }] }, 'tier 1 must have a threshold, such as kvCacheUtilization or waitingRequestsPerCopy, got: none'],
    ['a tier without a change', { tiers: [{ kvCacheUtilization: 1 }] }, 'tier 1 must have either add or addPercent, got: neither'],
    ['a tier with two changes', { tiers: [{ kvCacheUtilization: 1, add: 1, addPercent: 1 }] }, 'tier 1 must have either add or addPercent, got: both'],
    ['a tier that adds nothing', { tiers: [{ kvCacheUtilization: 1, add: 0 }] }, 'tier 1: add must be a whole number of at least 1, got: 0'],
    ['calm shorter than two samples', { scaleIn: { pending: Duration.seconds(10) } },
      'scaleIn: pending must be a whole number from 20 to 86400 seconds, got: 10'],
    ['pressure longer than a day', { scaleOut: { pending: Duration.hours(25) } },
      'scaleOut: pending must be a whole number from 0 to 86400 seconds, got: 90000'],
    ['a prediction that is not known', { scaleOut: { anticipation: Duration.seconds(Lazy.number({ produce: () => 60 })) } },
      'scaleOut: anticipation stands in a query and must be known at synth, got: a token'],
    ['an objective that is not known', { kvCacheUtilization: 45, timeToFirstToken: Duration.seconds(Lazy.number({ produce: () => 2 })) },
      'tier 1: timeToFirstToken stands in a query and must be known at synth, got: a token'],
    ['a limit of calm that is not known', { queueTime: Duration.seconds(1), scaleIn: { below: { queueTime: Duration.seconds(Lazy.number({ produce: () => 1 })) } } },
      'scaleIn: below: queueTime stands in a query and must be known at synth, got: a token'],
    ['a number of copies to take away that is not known', { scaleIn: { remove: Lazy.number({ produce: () => 2 }) } },
      'scaleIn: remove stands in a query and must be known at synth, got: a token'],
    ['a safety net that is not known', { safetyNet: SafetyNet.concurrentRequests(Lazy.number({ produce: () => 50 })) },
      'safetyNet stands in a query and must be known at synth, got: a token'],
    ['overlapping signals, wherever they stand', {
      signals: [{ signal: InferenceSignal.PREEMPTIONS, above: 1 }, { signal: InferenceSignal.RUNNING_REQUESTS, above: 10 }],
      tiers: [{ signals: [{ signal: InferenceSignal.RUNNING_REQUESTS, above: 5 }], add: 2 }],
    }, 'tier 2: signals running-requests must be above that of the tiers before it, 10, got: 5'],
    ['a signal of events', { signals: [{ signal: InferenceSignal.SCALING_DURATION, above: 60 }] },
      'tier 1: signals scaling-duration exists around events only, so it is never calm: expected a signal that is always there'],
    ['another statistic', { statistic: SignalStatistic.MINIMUM }, 'statistic must be avg or max, got: min'],
    ['settings for scaling in that does not happen', { disableScaleIn: true, scaleIn: { remove: 1 } },
      'scaleIn must be left out where pressure does not scale in'],
  ];

  test.each(cases.map(([name, props, message, engine = ServingEngine.VLLM]) => ({ name, props, message, engine })))('$name', ({ props, message, engine }) => {
    expect(errorOf(() => pressured(props, { engine }))).toContain(message);
  });

  test('a query that is too long, with how long it is', () => {
    const signals = Array.from({ length: 20 }, (_, index) => ({
      signal: InferenceSignal.TIME_TO_FIRST_TOKEN, above: 2, quantile: (80 + index) / 100,
    }));
    expect(errorOf(() => pressured({ signals }))).toMatch(/the query of Calm may have at most 10000 characters, got: \d+\. Give fewer signals/);
  });
});
