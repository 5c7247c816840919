import { component, endpoint, fleet, promQl, single, texts, titles, unit, widget, widgets } from './support';
import { InsightsPanel, InsightsSection, ServingEngine } from '../../src';
import { panelQueries } from '../../src/dashboards/panel-queries';
import { checkPromQl } from '../../src/telemetry/promql-checker';
import { EVENT_SERIES } from '../../src/telemetry/signals/lifecycle';

/*
 * One test per row of what the managed dashboard shows, which finds the widget, its view, its queries and its unit. The queries are
 * written out by hand for an endpoint `chat` on vLLM that publishes every minute: ranges are 4m for gauges and 5m for rates.
 */

const CHAT = '{"aws.sagemaker.endpoint.name"="chat"}';
/** Of a fleet: whatever belongs to an endpoint. */
const ANY = '{"aws.sagemaker.endpoint.name"!=""}';
const QWEN = '{"aws.sagemaker.inference_component.name"="qwen"}';
const HOST = '"@resource.host.id"';
const ZONE = '"@resource.cloud.availability_zone"';
const TYPE = '"@resource.host.type"';
const COMPONENT = '"aws.sagemaker.inference_component.name"';
const CONTAINER = '"aws.sagemaker.container.id"';
const FRAMEWORK = '"aws.sagemaker.inference_framework"';
const ENDPOINT = '"aws.sagemaker.endpoint.name"';

const ALL = InsightsPanel.all();

function named(name: string, query: string): string {
  return `label_replace(${query}, "shows", "${name}", "", "")`;
}

describe('whole dashboard', () => {
  test('summary bar: invocations, instances, inference components, average zone skew', () => {
    const shown = widgets(InsightsPanel.SUMMARY, endpoint());
    expect(titles(shown)).toEqual([
      'Requests (count)', 'Instances (count)', 'Inference components (count)', 'Average zone skew of instances (count)',
    ]);
    const [, requests, instances, components, skew] = shown;
    expect(requests.properties).toMatchObject({ view: 'singleValue', setPeriodToTimeRange: true });
    expect(instances.properties.view).toBe('number');
    expect(promQl(instances)).toEqual([`count (group by (${HOST}) (last_over_time(node_memory_MemTotal_bytes${CHAT}[4m])))`]);
    expect(promQl(components)[0]).toMatch(/^count \(group by \("aws\.sagemaker\.inference_component\.name"\) \(last_over_time\(vllm:num_requests_running\{/);
    const perZone = `count by (${ZONE}) (group by (${ZONE}, ${HOST}) (last_over_time(node_memory_MemTotal_bytes${CHAT}[4m])))`;
    expect(promQl(skew)).toEqual([`avg(max (${perZone}) - min (${perZone}))`]);
  });

  test('summary bar of a fleet: endpoints, too', () => {
    expect(titles(widgets(InsightsPanel.SUMMARY, fleet()))).toEqual([
      'Requests (count)', 'Endpoints (count)', 'Instances (count)', 'Inference components (count)', 'Average zone skew of instances (count)',
    ]);
  });

  test('summary bar of a component: its copies, and the instances that hold one', () => {
    const shown = widgets(InsightsPanel.SUMMARY, component());
    expect(titles(shown)).toEqual(['Requests (count)', 'Instances with a copy (count)', 'Copies (count)', 'Zone skew of copies (count)']);
    expect(promQl(shown[2])).toEqual([`count(group by (${ZONE}, ${TYPE}, ${HOST}) (last_over_time(vllm:num_requests_running${QWEN}[4m])))`]);
  });
});

describe('performance', () => {
  const perInstance = (query: string) => query.replace('BY', `by (${ZONE}, ${TYPE}, ${HOST})`);

  test('health by instance: coloured against a threshold, by zone, with the instance type', () => {
    const health = widget(InsightsPanel.HEALTH_BY_INSTANCE, endpoint(), 'Requests waiting');
    expect(health.properties.view).toBe('heatmap');
    expect(unit(health)).toBe('percent of the range');
    const waiting = `sum by (${ZONE}, ${TYPE}, ${HOST}, ${CONTAINER}) (last_over_time(vllm:num_requests_waiting${CHAT}[4m]))`;
    const anything = `(sum (last_over_time(vllm:num_requests_waiting${CHAT}[4m])))`;
    expect(promQl(health)).toEqual([
      perInstance(`clamp_max(100 * (max BY (${waiting})) / 10, 100)`), `0 * ${anything} + 0`, `0 * ${anything} + 100`,
    ]);
    expect(health.properties.plotOptions.style.colorOptions).toEqual({ minColor: '#2ca02c', midColor: '#ffdd71', maxColor: '#d62728' });
  });

  test('health: where no engine tells of waiting requests, memory in use stands in', () => {
    expect(promQl(widget(InsightsPanel.HEALTH_BY_INSTANCE, endpoint({ engines: [ServingEngine.DJL] }), 'Memory in use'))[0])
      .toMatch(/^clamp_max\(100 \* \(max by \("@resource\.cloud\.availability_zone", "@resource\.host\.type", "@resource\.host\.id"\) \(100 \* \(1 - /);
  });

  test('health by component copy, with every figure of the hover card', () => {
    const copies = widgets(InsightsPanel.HEALTH_BY_COMPONENT, endpoint());
    expect(titles(copies)).toEqual([
      'Requests waiting, from 0 to 10 (percent of the range)', 'Time to first token, P99', 'Output tokens', 'Concurrent requests',
      'KV cache in use',
    ]);
    const [, , ttft, output, running, cache] = copies;
    expect([ttft, output, running, cache].map(({ properties }) => properties.view)).toEqual(Array(4).fill('column'));
    expect([ttft, output, running, cache].map(unit)).toEqual(['seconds', 'tokens per second', 'count', 'percent']);
    const copy = `${COMPONENT}, ${CONTAINER}, ${HOST}`;
    expect(promQl(ttft)).toEqual([
      `topk(100, histogram_quantile(0.99, sum by (${copy}) (rate(vllm:time_to_first_token_seconds${CHAT}[5m]))))`,
    ]);
    expect(promQl(output)).toEqual([`bottomk(100, sum by (${copy}) (rate(vllm:generation_tokens_total${CHAT}[5m])))`]);
    expect(promQl(running)).toEqual([`topk(100, sum by (${copy}) (last_over_time(vllm:num_requests_running${CHAT}[4m])))`]);
    expect(promQl(cache)).toEqual([`topk(100, max by (${copy}) (100 * last_over_time(vllm:kv_cache_usage_perc${CHAT}[4m])))`]);
  });

  test('health by endpoint: one row per endpoint of a fleet', () => {
    const shown = widgets(InsightsPanel.HEALTH_BY_ENDPOINT, fleet());
    expect(titles(shown)[0]).toBe('Requests waiting, from 0 to 10 (percent of the range)');
    expect(promQl(shown[1])[0]).toBe(
      `clamp_max(100 * (topk(100, max by (${ENDPOINT}) (sum by (${ENDPOINT}, ${CONTAINER}, ${HOST}) (last_over_time(vllm:num_requests_waiting${ANY}[4m]))))) / 10, 100)`);
    expect(promQl(shown[2])).toEqual([
      `topk(100, histogram_quantile(0.99, sum by (${ENDPOINT}) (rate(vllm:time_to_first_token_seconds${ANY}[5m]))))`,
    ]);
  });

  test('instance table: TTFT P50/P99, output TPS avg/max, concurrent requests now/max, KV cache', () => {
    const [, ttft, output, running, cache] = widgets(InsightsPanel.INSTANCE_COMPARISON, endpoint());
    const byHost = `sum by (${HOST})`;
    const rate = `rate(vllm:time_to_first_token_seconds${CHAT}[5m])`;
    expect(promQl(ttft)).toEqual([
      named('P50', `histogram_quantile(0.5, ${byHost} (${rate}))`), named('P99', `histogram_quantile(0.99, ${byHost} (${rate}))`),
    ]);
    const tokens = `(${byHost} (rate(vllm:generation_tokens_total${CHAT}[5m])))[1h:1m]`;
    expect(promQl(output)).toEqual([
      named('average', `bottomk(100, avg_over_time(${tokens}))`), named('peak', `topk(100, max_over_time(${tokens}))`),
    ]);
    const requests = `${byHost} (last_over_time(vllm:num_requests_running${CHAT}[4m]))`;
    expect(promQl(running)).toEqual([named('now', requests), named('peak', `topk(100, max_over_time((${requests})[1h:1m]))`)]);
    expect(promQl(cache)).toEqual([`max by (${HOST}) (100 * last_over_time(vllm:kv_cache_usage_perc${CHAT}[4m]))`]);
    expect([ttft, output, running, cache].map(({ properties }) => properties.view)).toEqual(Array(4).fill('column'));
    expect([ttft, output, running, cache].map(unit)).toEqual(['seconds', 'tokens per second', 'count', 'percent']);
  });

  test('token streaming: TTFT and inter-token latency, P50 and P99, by component and model', () => {
    const [, ttft, itl] = widgets(InsightsPanel.TOKEN_STREAMING, endpoint());
    const by = `sum by (${COMPONENT}, model_name)`;
    expect(promQl(ttft)).toEqual([
      named('P50', `topk(100, histogram_quantile(0.5, ${by} (rate(vllm:time_to_first_token_seconds${CHAT}[5m]))))`),
      named('P99', `topk(100, histogram_quantile(0.99, ${by} (rate(vllm:time_to_first_token_seconds${CHAT}[5m]))))`),
    ]);
    expect(promQl(itl)[0]).toContain('vllm:inter_token_latency_seconds');
    expect([ttft, itl].map(unit)).toEqual(['seconds', 'seconds']);
    expect([ttft, itl].map(({ properties }) => properties.view)).toEqual(['line', 'line']);
  });

  test('token streaming by framework, where there are several', () => {
    const [, ttft] = widgets(InsightsPanel.TOKEN_STREAMING, endpoint({ engines: [ServingEngine.VLLM, ServingEngine.SGLANG] }));
    const by = `sum by (${COMPONENT}, model_name, ${FRAMEWORK})`;
    expect(promQl(ttft)[0]).toBe(named('P50', 'topk(100, ' +
      `histogram_quantile(0.5, ${by} (rate(vllm:time_to_first_token_seconds${CHAT}[5m]))) or ` +
      `histogram_quantile(0.5, ${by} (rate(sglang:time_to_first_token_seconds${CHAT}[5m]))))`));
  });

  test('token throughput: in and out by instance, percentiles over instances, the expected rate', () => {
    const options = { expectations: { outputTokensPerSecond: 500 } };
    const [, output, input] = widgets(InsightsPanel.TOKEN_THROUGHPUT, endpoint(), options);
    const rate = (series: string) => `sum by (${HOST}) (rate(${series}${CHAT}[5m]))`;
    for (const [chart, series] of [[output, 'vllm:generation_tokens_total'], [input, 'vllm:prompt_tokens_total']] as const) {
      expect(promQl(chart)).toEqual([`bottomk(100, ${rate(series)})`, `quantile(0.5, (${rate(series)}) > 0)`, `quantile(0.99, (${rate(series)}) > 0)`]);
      expect(unit(chart)).toBe('tokens per second');
    }
    expect(output.properties.plotOptions.annotations.horizontal).toEqual([
      { type: 'static', label: 'expected of an instance', value: 500, color: '#2ca02c' },
    ]);
    expect(input.properties.plotOptions.annotations).toBeUndefined();
  });

  test('token throughput by framework, where there are several', () => {
    const chart = widget(InsightsPanel.TOKEN_THROUGHPUT, endpoint({ engines: [ServingEngine.VLLM, ServingEngine.SGLANG] }), 'Output and input tokens by engine');
    expect(promQl(chart)[0]).toMatch(/^label_replace\(sum by \("aws\.sagemaker\.inference_framework"\) \(rate\(vllm:generation_tokens_total/);
    expect(promQl(chart)[1]).toContain('sglang:prompt_tokens_total');
  });

  test('token throughput of DJL: the responses of its server, labelled as such', () => {
    const subject = endpoint({ engines: [ServingEngine.DJL] });
    const chart = widget(InsightsPanel.TOKEN_THROUGHPUT, subject, 'DJL Serving: successful responses of the server');
    expect(promQl(chart)[0]).toContain('rate(Response_2XX_total');
    expect(unit(chart)).toBe('per second');
    expect(texts(widgets(InsightsPanel.TOKEN_THROUGHPUT, subject))[1]).toBe(
      'Not shown: output tokens. No engine here publishes it; these do: vllm, sglang.');
  });

  test('engine and request pressure: KV cache %, running, waiting, by framework', () => {
    const [, requests, cache] = widgets(InsightsPanel.ENGINE_PRESSURE, endpoint());
    const perCopy = (series: string) => `topk(100, max by (${COMPONENT}, ${FRAMEWORK}) (sum by (${COMPONENT}, ${FRAMEWORK}, ${CONTAINER}, ${HOST}) (last_over_time(${series}${CHAT}[4m]))))`;
    expect(promQl(requests)).toEqual([
      named('Requests running', perCopy('vllm:num_requests_running')), named('Requests waiting', perCopy('vllm:num_requests_waiting')),
    ]);
    expect(promQl(cache)).toEqual([`topk(100, max by (${COMPONENT}, ${FRAMEWORK}) (100 * last_over_time(vllm:kv_cache_usage_perc${CHAT}[4m])))`]);
    expect([requests, cache].map(unit)).toEqual(['count', 'percent']);
    expect(cache.properties.plotOptions.yAxis).toEqual([{ min: 0, max: 100, title: 'percent' }]);
  });

  // Latency breakdown, traffic distribution and error mix are classic: classic-queries.test.ts.
});

describe('capacity', () => {
  const SHARE = `100 * (last_over_time(DCGM_FI_DEV_FB_USED${CHAT}[4m]) / (last_over_time(DCGM_FI_DEV_FB_USED${CHAT}[4m]) + last_over_time(DCGM_FI_DEV_FB_FREE${CHAT}[4m])))`;

  test('health: GPU memory against what engines reserve', () => {
    const health = widget(InsightsPanel.CAPACITY_HEALTH, endpoint(), 'GPU memory in use');
    expect(promQl(health)[0]).toBe(`clamp(100 * ((max by (${ZONE}, ${TYPE}, ${HOST}) (${SHARE})) - 85) / 13, 0, 100)`);
    expect(health.properties.view).toBe('heatmap');
  });

  test('instance table: GPU, GPU memory, CPU, memory and disk as columns', () => {
    const chart = widget(InsightsPanel.CAPACITY_COMPARISON, endpoint(), 'By instance');
    expect(chart.properties.title).toBe('By instance: gpu busy, gpu memory in use, cpu in use, memory in use, disk in use');
    expect(chart.properties.view).toBe('column');
    expect(unit(chart)).toBe('percent');
    const queries = promQl(chart);
    expect(queries).toHaveLength(5);
    expect(queries[0]).toBe(named('GPU busy', `bottomk(100, max by (${HOST}) (last_over_time(DCGM_FI_DEV_GPU_UTIL${CHAT}[4m])))`));
    expect(queries[1]).toBe(named('GPU memory in use', `bottomk(100, max by (${HOST}) (${SHARE}))`));
    expect(queries[2]).toContain('rate(node_cpu_seconds_total{"aws.sagemaker.endpoint.name"="chat",mode="idle"}[5m])');
    expect(queries[3]).toContain('node_memory_MemAvailable_bytes');
    expect(queries[4]).toContain('node_filesystem_avail_bytes');
  });

  test('headroom for another model: free memory of the fullest and of the emptiest GPU of an instance', () => {
    const chart = widget(InsightsPanel.CAPACITY_COMPARISON, endpoint(), 'GPU memory free');
    const free = SHARE.replace('100 * (last_over_time(DCGM_FI_DEV_FB_USED', '100 * (last_over_time(DCGM_FI_DEV_FB_FREE');
    expect(promQl(chart)).toEqual([
      named('fullest GPU', `topk(100, min by (${HOST}) (${free}))`), named('emptiest GPU', `topk(100, max by (${HOST}) (${free}))`),
    ]);
    expect(unit(chart)).toBe('percent');
  });

  test('utilisation over time by instance and endpoint, maximum next to average where an instance has several GPUs', () => {
    const chart = widget(InsightsPanel.UTILIZATION_OVER_TIME, endpoint(), 'GPU busy by instance');
    const busy = `last_over_time(DCGM_FI_DEV_GPU_UTIL${CHAT}[4m])`;
    expect(promQl(chart)).toEqual([
      named('avg of GPUs', `avg by (${HOST}) (${busy})`), named('max of GPUs', `max by (${HOST}) (${busy})`), `avg (${busy})`,
    ]);
    expect(titles(widgets(InsightsPanel.UTILIZATION_OVER_TIME, endpoint()))).toEqual([
      'GPU busy by instance and endpoint', 'GPU memory in use by instance and endpoint', 'CPU in use by instance and endpoint',
      'Memory in use by instance and endpoint', 'Disk in use by instance and endpoint',
      'GPU busy by component copy and GPU', 'GPU memory in use by component copy and GPU',
    ]);
  });

  test('utilisation by component copy and GPU', () => {
    expect(promQl(widget(InsightsPanel.UTILIZATION_OVER_TIME, endpoint(), 'GPU busy by component'))).toEqual([
      `topk(100, avg by (${COMPONENT}, ${HOST}, gpu) (last_over_time(DCGM_FI_DEV_GPU_UTIL${CHAT}[4m])))`,
    ]);
  });

  test('utilisation of the instances of a component: those that hold a copy', () => {
    expect(promQl(widget(InsightsPanel.UTILIZATION_OVER_TIME, component(), 'Memory in use'))).toEqual([
      `(max by (${HOST}) (100 * (1 - (last_over_time(node_memory_MemAvailable_bytes${CHAT}[4m]) / last_over_time(node_memory_MemTotal_bytes${CHAT}[4m]))))) ` +
      `and (group by (${HOST}) (last_over_time(vllm:num_requests_running${QWEN}[4m])))`,
    ]);
  });
});

describe('reliability', () => {
  test('zone distribution: instances and copies per zone, zones in use, and the risk', () => {
    const shown = widgets(InsightsPanel.ZONE_DISTRIBUTION, endpoint());
    const [, instances, copies, zones] = shown;
    expect(promQl(instances)).toEqual([`count by (${ZONE}) (group by (${ZONE}, ${HOST}) (last_over_time(node_memory_MemTotal_bytes${CHAT}[4m])))`]);
    expect(promQl(copies)).toEqual([
      `topk(100, count by (${ZONE}, ${COMPONENT}) (group by (${ZONE}, ${COMPONENT}, ${CONTAINER}, ${HOST}) (last_over_time(vllm:num_requests_running${CHAT}[4m]))))`,
    ]);
    expect(promQl(zones)).toEqual([`count (group by (${ZONE}) (last_over_time(node_memory_MemTotal_bytes${CHAT}[4m])))`]);
    expect([instances, copies, zones].map(({ properties }) => properties.view)).toEqual(['column', 'column', 'number']);
    expect([instances, copies, zones].map(unit)).toEqual(['count', 'count', 'count']);
    expect(texts(shown)[1]).toContain('| 1 | high: its loss takes the endpoint offline | instances in more zones |');
  });

  test('zones of a fleet: the endpoint with the fewest counts', () => {
    const chart = widget(InsightsPanel.ZONE_DISTRIBUTION, fleet(), 'Fewest zones');
    expect(promQl(chart)).toEqual([`min(count by (${ENDPOINT}) (group by (${ENDPOINT}, ${ZONE}) (last_over_time(node_memory_MemTotal_bytes${ANY}[4m]))))`]);
  });

  test('scaling events: direction and duration', () => {
    const chart = widget(InsightsPanel.SCALING_EVENTS, endpoint(), 'Duration of scaling operations');
    expect(promQl(chart)).toEqual([
      `topk(100, max by (${COMPONENT}, "aws.sagemaker.scaling.direction", "aws.sagemaker.operation.type") (max_over_time(e2e_duration${CHAT}[15m])))`,
    ]);
    expect(unit(chart)).toBe('seconds');
    expect(chart.properties.view).toBe('scatter');
  });

  test('rebalancing: events, duration, copies moved, instances released', () => {
    const [, events, duration] = widgets(InsightsPanel.REBALANCING, endpoint());
    expect(promQl(events)).toEqual(['ic_copy_moved', 'instances_released', 'rebalancing_blocked'].map((series) => `sum (sum_over_time(${series}${CHAT}[15m]))`));
    expect(promQl(duration)).toEqual([`max (max_over_time(rebalancing_duration${CHAT}[15m]))`]);
    expect([events, duration].map(unit)).toEqual(['count', 'seconds']);
  });

  test('cold start anatomy: stacked lying bars of the phases and the rest, in the colours and with the remedy of each', () => {
    const shown = widgets(InsightsPanel.COLD_START, endpoint());
    const [, chart] = shown;
    const phase = (series: string) => `max by (${COMPONENT}) (max_over_time(${series}${CHAT}[15m]))`;
    const total = `max by (${COMPONENT}) (max by (${COMPONENT}, "aws.sagemaker.scaling.direction", "aws.sagemaker.operation.type") (max_over_time(e2e_duration${CHAT}[15m])))`;
    const phases = ['model_download_time', 'gpu_load_time', 'container_start_time'].map(phase);
    expect(promQl(chart)).toEqual([
      named('Model download', `topk(100, ${phases[0]})`), named('Load into GPU memory', `topk(100, ${phases[1]})`),
      named('Container start', `topk(100, ${phases[2]})`),
      // A phase that is not published leaves more, so the phases are told apart by a label before they are added up.
      named('The rest', `topk(100, clamp_min((${total}) - sum by (${COMPONENT}) (${[
        named('Model download', phases[0]), named('Load into GPU memory', phases[1]), named('Container start', phases[2]),
      ].join(' or ')}), 0))`),
    ]);
    expect(chart.properties.plotOptions.style.barOptions).toEqual({ stacked: true, orientation: 'horizontal' });
    expect(unit(chart)).toBe('seconds');
    for (const row of ['| model download | 🟦 |', '| load into GPU memory | 🟪 |', '| container start | 🟧 |', '| the rest | |']) {
      expect(texts(shown)[1]).toContain(row);
    }
  });

  test('capacity errors by instance type and zone', () => {
    const chart = widget(InsightsPanel.CAPACITY_ERRORS, endpoint(), 'Insufficient capacity errors');
    expect(promQl(chart)).toEqual([`sum by (${TYPE}, ${ZONE}) (sum_over_time(ice_count${CHAT}[15m]))`]);
    expect(unit(chart)).toBe('count');
    const [ofFleet] = promQl(widget(InsightsPanel.CAPACITY_ERRORS, fleet(), 'Insufficient capacity errors'));
    expect(ofFleet).toBe(`topk(100, sum by (${ENDPOINT}, ${TYPE}, ${ZONE}) (sum_over_time(ice_count${ANY}[15m])))`);
  });
});

describe('every panel', () => {
  test('stands in the list once, with its own id, title, question and section', () => {
    const all = InsightsPanel.all();
    expect(all).toHaveLength(19);
    expect(new Set(all.map(({ id }) => id)).size).toBe(19);
    expect(new Set(all.map(({ title }) => title)).size).toBe(19);
    expect(all.filter(({ question }) => !question.endsWith('?'))).toEqual([]);
    expect(all.map(({ section }) => section)).toEqual([
      ...Array(11).fill(InsightsSection.PERFORMANCE),
      ...Array(3).fill(InsightsSection.CAPACITY),
      ...Array(5).fill(InsightsSection.RELIABILITY),
    ]);
  });

  test.each(ALL.map((panel) => [panel.id, panel] as const))('%s says what is asked and how to read it, or why there is nothing', (_, panel) => {
    for (const subject of [endpoint(), component(), fleet(), single()]) {
      const [heading] = widgets(panel, subject);
      expect(heading.type).toBe('text');
      expect(heading.properties.markdown).toMatch(new RegExp(`^### ${panel.title}\n(\\*\\*.*\\?\\*\\* .{20,}|Not shown|One endpoint|Capacity errors)`));
    }
  });

  const UNKNOWN = { engines: undefined, publishFrequency: undefined, instanceTypes: undefined };
  const SUBJECTS = {
    'an endpoint': endpoint(),
    'an endpoint of which nothing is known': endpoint({ ...UNKNOWN, inferenceComponentNames: [] }),
    'an endpoint with all engines': endpoint({ engines: [ServingEngine.VLLM, ServingEngine.SGLANG, ServingEngine.DJL, ServingEngine.TGI] }),
    'an endpoint without engine metrics': endpoint({ engines: [] }),
    'a component': component(),
    'a component of which nothing is known': component(UNKNOWN),
    'a fleet': fleet(),
    'a fleet of which nothing is known': fleet(undefined),
    'a single model': single(),
  };

  test.each(Object.entries(SUBJECTS))('asks for nothing that CloudWatch refuses: %s', (_, subject) => {
    const interval = subject._scope._frequencySeconds;
    const queries = panelQueries(subject);
    expect(queries.length).toBeGreaterThan(20);
    for (const { panel, chart, promQl: query } of queries) {
      const problems = checkPromQl(query, {
        publishIntervalSeconds: interval, eventSeries: [...EVENT_SERIES], histogramSeries: [], mustBeVector: true,
      });
      expect({ panel, chart, problems }).toEqual({ panel, chart, problems: [] });
    }
  });

  test('together they ask for every series that the managed dashboard shows', () => {
    const asked = panelQueries(endpoint()).map(({ promQl: query }) => query).join('\n');
    for (const series of [
      'vllm:kv_cache_usage_perc', 'vllm:num_requests_running', 'vllm:num_requests_waiting', 'vllm:time_to_first_token_seconds',
      'vllm:inter_token_latency_seconds', 'vllm:prompt_tokens_total', 'vllm:generation_tokens_total', 'DCGM_FI_DEV_GPU_UTIL', 'DCGM_FI_DEV_FB_USED',
      'node_cpu_seconds_total', 'node_memory_MemTotal_bytes', 'node_filesystem_avail_bytes', 'e2e_duration', 'ice_count', 'rebalancing_duration',
      'rebalancing_blocked', 'ic_copy_moved', 'instances_released', 'model_download_time', 'gpu_load_time', 'container_start_time',
    ]) {
      expect(asked).toContain(series);
    }
  });
});
