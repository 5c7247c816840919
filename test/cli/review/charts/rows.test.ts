import { pageChart, pageData } from './support';
import { format, newest, PALETTE, rowsOf, shortName, timeOf } from '../../../../src/cli/review/charts/browser/rows';
import { PageQuery } from '../../../../src/cli/review/charts/page-data';

const [PROMQL, TOTAL, CLASSIC] = [0, 1, 2];

function rows(queries: PageQuery[], situation: number = 0) {
  return rowsOf(pageData(), pageChart({ queries }), situation);
}

test('rows have values for all points, and all labels as a name where nobody gave one', () => {
  expect(rows([{ answer: PROMQL }])).toEqual([
    { name: 'ep: chat, zone: a', values: [1, 2, 3], labels: { ep: 'chat', zone: 'a' }, color: PALETTE[0], right: false },
    { name: 'ep: search, zone: b', values: [4, null, 6], labels: { ep: 'search', zone: 'b' }, color: PALETTE[1], right: false },
  ]);
});

test('another situation has other rows, and a query without sample data has none', () => {
  expect(rows([{ answer: PROMQL }, { answer: -1 }], 1).map(({ values }) => values)).toEqual([[4, null, 6]]);
  expect(rows([{ answer: TOTAL }], 1)).toEqual([]);
});

test('names of the simulator give way to those of the dashboard', () => {
  expect(rows([{ answer: PROMQL, names: 0, right: true, color: '#abcdef' }])[0]).toMatchObject({
    name: 'ep: mine, zone: a', right: true, color: '#abcdef',
  });
});

test('a single value is no curve', () => {
  expect(rows([{ answer: TOTAL, label: 'all' }])).toMatchObject([{ name: 'all', values: [12345] }]);
  expect(rows([{ answer: TOTAL }])[0].name).toBe('value');
});

test.each([
  ['what tells them apart', undefined, ['i-1', 'i-2']],
  ['a label and what tells them apart', 'requests', ['requests i-1', 'requests i-2']],
  ['a dynamic label', '${LABEL}: ${MAX} of ${PROP(\'Dim.EndpointName\')} ${PROP(\'Dim.None\')}', ['i-1: 3 of chat ${PROP(\'Dim.None\')}', 'i-2: 5 of chat ${PROP(\'Dim.None\')}']],
  ['figures', '${MIN} ${SUM} ${AVG} ${LAST}', ['1 6 2 3', '5 5 5 5']],
])('classic rows are named by %s', (_, label, names) => {
  expect(rows([{ answer: CLASSIC, classic: true, label }]).map(({ name }) => name)).toEqual(names);
});

test('a single classic row bears its label, or the name of its metric', () => {
  expect(rows([{ answer: CLASSIC, classic: true, label: 'requests' }], 1)[0].name).toBe('requests');
  expect(rows([{ answer: CLASSIC, classic: true }], 1)[0].name).toBe('Requests');
});

test('beside a row stand the values of its labels', () => {
  const [row] = rows([{ answer: PROMQL }]);
  expect(shortName(row)).toBe('chat · a');
  expect(shortName({ ...row, name: 'scale' })).toBe('scale');
});

test.each([[0, '0'], [0.012345, '0.0123'], [999.6, '1000'], [9876, '9880'], [12345, '12.3k'], [-2.5e6, '-2.5M'], [3e9, '3G'], [4e12, '4T']])(
  'the number %d reads %s', (value, text) => {
    expect(format(value)).toBe(text);
  });

test('times go on after midnight', () => {
  expect([0, 1, 2].map((point) => timeOf(pageData(), point))).toEqual(['23:50', '00:00', '00:10']);
});

test('the newest value is the last one there is', () => {
  expect(newest({ values: [1, 2, null] })).toBe(2);
  expect(newest({ values: [null] })).toBeNull();
});
