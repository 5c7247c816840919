import { App } from 'aws-cdk-lib';
import { BODY_SCHEMA } from './body-schema';
import { violations } from './json-schema';
import { bodies, texts } from './support';
import { LlmEndpointStack } from '../../examples/llm-endpoint/llm-endpoint-stack';

test('the example has a dashboard for a fleet, two endpoints and a component, which link to each other', () => {
  const all = bodies(new LlmEndpointStack(new App(), 'LlmEndpoint', { env: { region: 'eu-central-1' } }));
  const heads = Object.fromEntries(Object.entries(all).map(([id, { widgets }]) => [/^[A-Z][a-z]+/.exec(id)![0], texts(widgets)[0]]));
  expect(Object.keys(heads).sort()).toEqual(['Chat', 'Fleet', 'Shared', 'Summaries']);
  for (const name of ['SharedInsights', 'SummariesInsights']) {
    expect(heads.Fleet).toContain(`#dashboards/dashboard/LlmEndpoint-${name}`);
  }
  expect(heads.Shared).toContain('#dashboards/dashboard/LlmEndpoint-ChatInsights');
  expect(heads.Chat).toContain('#dashboards/dashboard/LlmEndpoint-SharedInsights');
  expect(heads.Chat).toContain('#dashboards/dashboard/LlmEndpoint-FleetInsights');
  expect(Object.values(all).flatMap((one) => violations(one, BODY_SCHEMA))).toEqual([]);
});
