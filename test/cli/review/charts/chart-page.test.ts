import { SAMPLES } from './support';
import { ChartPage } from '../../../../src/cli/review/charts/chart-page';
import { SampleStore } from '../../../../src/cli/review/charts/sample-store';

const EVIL = '</script><img src=x onerror=alert(1)>"\'';

function page() {
  return new ChartPage(new SampleStore(SAMPLES));
}

function promQl(endpoint: string, query = `up{"aws.sagemaker.endpoint.name"="${endpoint}"}`) {
  return { type: 'chart', x: 0, y: 0, width: 6, height: 6, properties: { view: 'line', title: `of ${endpoint}`, data: { queries: [{ query }] } } };
}

test('a dashboard is a grid of frames with titles', () => {
  const html = page().section({
    widgets: [{ ...promQl('chat'), x: 6, y: 2, height: 4 }, { type: 'text', x: 0, y: 0, width: 24, height: 2, properties: { markdown: '## Hello' } }],
  }, { id: 'main', title: 'Main' });
  expect(html).toContain('<h2 class="dashboard-title">Main</h2>');
  expect(html).toContain('<div class="widget chart" data-widget="main/0" style="grid-area:3/7/span 4/span 6"><h3>of chat</h3><div class="plot"></div></div>');
  expect(html).toContain('data-widget="main/1" style="grid-area:1/1/span 2/span 24"><h2>Hello</h2></div>');
});

test('alarms have tiles with their names, and what has no chart says so', () => {
  const html = page().section({
    widgets: [
      { type: 'alarm', properties: { title: 'Alarms', alarms: ['arn:aws:cloudwatch:eu-west-1:1:alarm:full', '<Alarm1.Arn>', '<Alarm2.Arn>'] } },
      { type: 'log', properties: { title: 'Errors' } },
    ],
  }, { id: 'main', title: 'Main', alarmTitles: { '<Alarm2.Arn>': 'The cache is full' } });
  expect(html).toContain('<ul class="tiles"><li>full</li><li>Alarm1</li><li>The cache is full</li></ul>');
  expect(html).toContain('<h3>Errors</h3><p class="empty">no sample data</p>');
});

test('answers are on the page once, with the names that are to be put into them', () => {
  const made = page();
  made.section({ widgets: [promQl('mine'), promQl('yours'), promQl('chat')] }, { id: 'a', title: 'A', names: { component: ['llm'] } });
  made.section({ widgets: [promQl('mine')] }, { id: 'b', title: 'B' });
  const { answers, names, labels, values, charts, from } = made.data();
  expect(answers).toEqual([[[0, 0, 1, 1], [0, 1]]]);
  expect({ labels, values }).toEqual({ labels: SAMPLES.labels.slice(0, 2), values: ['1,2,3', '4,,6'] });
  expect(names).toEqual([{ chat: 'mine', qwen: 'llm' }, { chat: 'yours', qwen: 'llm' }, { qwen: 'llm' }, { chat: 'mine' }]);
  expect(['0', '1', '2'].map((index) => charts.a[index].queries)).toMatchObject([[{ answer: 0, names: 0 }], [{ answer: 0, names: 1 }], [{ answer: 0, names: 2 }]]);
  expect(from).toBe(23 * 60 + 50);
});

test('a query that is not in the store has no answer', () => {
  const made = page();
  made.section({ widgets: [promQl('mine', 'down'), promQl('mine')] }, { id: 'a', title: 'A' });
  expect(made.data().charts.a[0].queries).toEqual([expect.objectContaining({ answer: -1, names: undefined })]);
  expect(made.coverage).toEqual({ full: 1, partial: 0, none: 1 });
});

test('nothing of a dashboard is taken as HTML', () => {
  const made = page();
  const html = made.section({
    widgets: [
      { ...promQl('x'), properties: { title: EVIL, description: EVIL, view: 'line', data: { queries: [{ query: promQl(EVIL).properties.data.queries[0].query, label: EVIL }] } } },
      { type: 'text', x: EVIL, y: '"><b>', properties: { markdown: `# ${EVIL}\n[${EVIL}](javascript:alert(1))\n\`${EVIL}\`` } },
      { type: EVIL, properties: { title: EVIL } },
      { type: 'alarm', properties: { title: EVIL, alarms: [EVIL] } },
    ],
  }, { id: 'a', title: EVIL, alarmTitles: {} });
  expect(html).not.toMatch(/<(img|script|b)\b/);
  expect(html).not.toContain('href="javascript');
  const scripts = made.scripts('draw()');
  expect(scripts.match(/<\/script>/g)).toHaveLength(2);
  expect(scripts).not.toContain('<img');
  expect(JSON.parse(/<script[^>]*json[^>]*>(.*)<\/script>\n<script>draw/.exec(scripts)![1]).charts.a[0].queries[0].label).toBe(EVIL);
});

test('each dashboard needs an id of its own, made of harmless characters', () => {
  const made = page();
  made.section({}, { id: 'a', title: 'A' });
  expect(() => made.section({}, { id: 'a', title: 'A' })).toThrow('each dashboard must have an id of its own, got twice: a');
  expect(() => made.section({}, { id: 'a"b', title: 'A' })).toThrow('must consist of letters, digits, hyphens and underscores, got: a"b');
});

test('situations are offered, the first one is chosen', () => {
  const html = page().situations();
  expect(html).toContain('<input type="radio" name="situation" value="calm" checked><span>Calm</span>');
  expect(html).toContain('<input type="radio" name="situation" value="storm"><span>Storm</span>');
  expect(html).toContain('Nothing is wrong.</output>');
});
