import { panelText } from './panel-text';
import { endpoint, fleet, widgets } from './support';
import { InsightsPanel } from '../../src';

// Without quotes and escapes, so that a changed query is one changed line.
expect.addSnapshotSerializer({ test: (value) => typeof value === 'string', print: (value) => String(value) });

describe.each(InsightsPanel.all().map((panel) => [panel.id, panel] as const))('%s', (_, panel) => {
  test('of an endpoint', () => {
    expect(panelText(widgets(panel, endpoint()))).toMatchSnapshot();
  });

  test('of a fleet', () => {
    expect(panelText(widgets(panel, fleet()))).toMatchSnapshot();
  });
});
