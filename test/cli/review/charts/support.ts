import { PageChart, PageData } from '../../../../src/cli/review/charts/page-data';
import { SampleFile } from '../../../../src/cli/review/charts/sample-store';

/** A store with two situations and three points, ten minutes apart. */
export const SAMPLES: SampleFile = {
  from: '23:50',
  step: 600,
  points: 3,
  names: { endpoint: ['chat', 'search'], component: ['qwen'] },
  situations: [{ id: 'calm', title: 'Calm', text: 'Nothing is wrong.' }, { id: 'storm', title: 'Storm', text: 'All is.' }],
  labels: [{ ep: 'chat', zone: 'a' }, { ep: 'search', zone: 'b' }, {}, { EndpointName: 'chat', MetricName: 'Requests', InstanceId: 'i-1' },
    { EndpointName: 'chat', MetricName: 'Requests', InstanceId: 'i-2' }],
  values: ['1,2,3', '4,,6', '12345', ',5'],
  answers: {
    'up{"aws.sagemaker.endpoint.name"="<endpoint>"}': [[0, 0, 1, 1], [0, 1]],
    'total': [[2, 2], []],
    'AWS/SageMaker Requests InstanceId Sum 60': [[3, 0, 4, 3], [3, 0]],
  },
};

export const THEME = { ink: '#000', soft: '#555', line: '#ddd', card: '#fff' };

export function pageChart(changes: Partial<PageChart> = {}): PageChart {
  return {
    view: 'line',
    queries: [],
    left: {},
    thresholds: [],
    legend: 'bottom',
    stacked: false,
    horizontal: false,
    filled: false,
    spline: false,
    sparkline: true,
    hole: 0,
    ...changes,
  };
}

/** The data of a page on which every answer of the store is. */
export function pageData(changes: Partial<PageData> = {}): PageData {
  const { labels, values, answers, situations } = SAMPLES;
  return { from: 1430, step: 600, points: 3, situations, labels, values, answers: Object.values(answers), names: [{ chat: 'mine' }], charts: {}, ...changes };
}
