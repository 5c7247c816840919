import { compares, comparisonsIn, layOutPromQl, thresholdWords, withoutThresholds } from '../../src/template';

describe('a query over lines', () => {
  test('a short one stays as it is', () => {
    expect(layOutPromQl('max by (a) (last_over_time(b[1m])) > 5')).toBe('max by (a) (last_over_time(b[1m])) > 5');
  });

  test('breaks before the operator that binds the least, then within brackets', () => {
    const left = `sum by (component) (rate(${'x'.repeat(60)}{endpoint="a) or (b"}[5m]))`;
    const right = `max by (component) (last_over_time(${'y'.repeat(60)}[40s]))`;
    expect(layOutPromQl(`${left} / 10 > 5 and on (component) (${right} > 3)`)).toBe([
      'sum by (component) (',
      `  rate(${'x'.repeat(60)}{endpoint="a) or (b"}[5m])`,
      ')',
      '/ 10',
      '> 5',
      'and on (component) (',
      '  max by (component) (',
      `    last_over_time(${'y'.repeat(60)}[40s])`,
      '  )',
      '  > 3',
      ')',
    ].join('\n'));
  });

  test('nothing but white space changes', () => {
    const query = `histogram_quantile(0.99, sum by (le, "a.b") (rate(${'z'.repeat(80)}{x="1, 2 and 3"}[5m]))) unless (${'w'.repeat(60)} == 1)`;
    const tight = (text: string) => text.replace(/\s+/g, '');
    expect(layOutPromQl(query)).toContain('\n');
    expect(tight(layOutPromQl(query))).toBe(tight(query));
    expect(layOutPromQl(query)).toContain('"1, 2 and 3"');
  });
});

describe('thresholds', () => {
  test('are the numbers that something is compared with, each once', () => {
    expect(comparisonsIn('(a > 45) or (b >= bool 0.5) or (c{d="> 7"} < 1e3) or (e > 45) or (f > g)')).toEqual(['> 45', '>= 0.5', '< 1e3']);
    expect(comparisonsIn('a > 5m_metric')).toEqual([]);
  });

  test('are found however they are written', () => {
    expect(comparisonsIn('sum(x)>5')).toEqual(['> 5']);
    expect(comparisonsIn('x{a!="5"}>=10 or 10 < sum(y)')).toEqual(['>= 10', '> 10']);
    expect(comparisonsIn('x > ${Limit}')).toEqual(['> ${Limit}']);
    expect(withoutThresholds('10 < sum(y)')).toBe('<threshold> < sum(y)');
    expect(thresholdWords('(a > 45) and (b < 2)')).toEqual({ '<threshold 1>': '45', '<threshold 2>': '2' });
    expect([compares('a > b'), compares('absent(a{b!="1"})')]).toEqual([true, false]);
  });

  test('are words in a query whose thresholds stand elsewhere', () => {
    expect(withoutThresholds('a{b="> 1"} > 45')).toBe('a{b="> 1"} > <threshold>');
    expect(withoutThresholds('(a > 45) and (b < 2) and (c > 45)')).toBe('(a > <threshold 1>) and (b < <threshold 2>) and (c > <threshold 1>)');
  });
});
