import { Stack } from 'aws-cdk-lib';
import { CfnScalableTarget, CfnScalingPolicy } from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { chatApp } from './app';
import { readAssembly } from '../../../src/cli/assembly';
import { Html, html } from '../../../src/cli/review/html';
import { reviewOf } from '../../../src/cli/review/model';
import { DrawnDashboards, pageOf } from '../../../src/cli/review/page';
import { assemblyOf, removeFolders } from '../support';

afterAll(removeFolders);

const NO_DASHBOARDS: DrawnDashboards = { style: '', coverage: { full: 0, partial: 0, none: 0 }, controls: new Html(''), sections: [], scripts: new Html('') };
const ATTACK = '</script></style><img src=x onerror="alert(1)">\'"><script>alert(2)</script>';

function page(fill: Parameters<typeof assemblyOf>[0], findings: Parameters<typeof pageOf>[1] = []): string {
  return pageOf(reviewOf(readAssembly(assemblyOf(fill))), findings, NO_DASHBOARDS);
}

describe('the page', () => {
  const text = page((app) => chatApp(app));

  test('tells of each alarm its question, query, threshold, time to fire, actions and what to do', () => {
    const [row] = text.split('<tr>').filter((one) => one.includes('Chat/Insights/Alarms/kv-cache-pressure'));
    for (const part of [
      'warning', 'The KV cache is nearly full.', '&gt; 90', '6:10', 'ALARM: ${Chat/Pager}', '<b>What to do:</b>', 'data-query="kv-cache-pressure-', '&lt;endpoint&gt;&quot;:&quot;chat&quot;', '&lt;threshold&gt;&quot;:&quot;90&quot;',
    ]) {
      expect(row).toContain(part);
    }
    const queries = JSON.parse(/id="queries">(.*?)<\/script>/s.exec(text)![1]);
    const [query] = Object.entries<string>(queries).filter(([id]) => id.startsWith('kv-cache-pressure-')).map(([, found]) => found);
    expect(query.split('\n').at(-1)).toBe('> <threshold>');
    expect(query).toContain('"aws.sagemaker.endpoint.name"="<endpoint>"');
  });

  test('has the diagnosis as a tree, each cause within the one before', () => {
    const tree = /<div class="tree">.*?<\/div>/s.exec(text)![0];
    const depthOf = (cause: string) => {
      const before = tree.slice(0, tree.indexOf(`<b>${cause}</b>`));
      return before.split('<ul>').length - before.split('</ul>').length;
    };
    expect(['zone-imbalance', 'gpu-memory-pressure', 'scaling-stuck', 'kv-cache-saturated', 'queueing'].map(depthOf)).toEqual([1, 2, 3, 4, 5]);
    expect(depthOf('telemetry-missing')).toBe(1);
  });

  test('draws scaling', () => {
    expect(text).toContain('<svg class="steps"');
    expect(text).toContain('class="change">+2<');
  });

  test('needs nothing from elsewhere and lets nothing in', () => {
    expect(text).toContain('content="default-src &#39;none&#39;;');
    expect(text).not.toMatch(/(src|href)="(https?:)?\/\//);
  });

  test('is the same every time', () => {
    expect(page((app) => chatApp(app))).toBe(text);
  });
});

test('whatever users wrote stays text', () => {
  const finding = {
    ruleId: ATTACK, severity: ATTACK, template: 0, stackName: ATTACK, logicalId: ATTACK, property: '', message: ATTACK, why: ATTACK, fix: ATTACK,
  };
  const text = page((app) => {
    const stack = new Stack(app, 'Stack');
    new cloudwatch.CfnAlarm(stack, 'Alarm', {
      alarmDescription: `${ATTACK}. ${ATTACK} What to do: ${ATTACK}`,
      comparisonOperator: ATTACK,
      evaluationPeriods: 1,
      metricName: ATTACK,
      namespace: ATTACK,
      period: 60,
      statistic: ATTACK,
      threshold: 1,
      alarmActions: [ATTACK],
      treatMissingData: ATTACK,
      dimensions: [{ name: 'EndpointName', value: ATTACK.replace(/["' ]/g, '') }],
    });
    const target = new CfnScalableTarget(stack, 'Target', {
      maxCapacity: 1,
      minCapacity: 1,
      resourceId: `endpoint/${ATTACK}/variant/x`,
      scalableDimension: 'd',
      serviceNamespace: 'sagemaker',
      scheduledActions: [{ scheduledActionName: 'a', schedule: ATTACK }],
    });
    new CfnScalingPolicy(stack, 'Policy', {
      policyName: ATTACK,
      policyType: 'StepScaling',
      scalingTargetId: target.ref,
      stepScalingPolicyConfiguration: { adjustmentType: 'ChangeInCapacity', stepAdjustments: [{ scalingAdjustment: 1 }] },
    });
  }, [finding]);
  expect(text).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;');
  expect(text).not.toContain('<img');
  // The queries, and what puts them into their places.
  expect(text.match(/<script/g)).toHaveLength(2);
  expect(text.match(/<\/script/g)).toHaveLength(2);
  expect(text.match(/<\/style>/g)).toHaveLength(1);
});

test('HTML within HTML stays, everything else is escaped', () => {
  expect(html`<p title="${'"'}">${[html`<b>${1}</b>`, '<i>', undefined]}</p>`.text).toBe('<p title="&quot;"><b>1</b>&lt;i&gt;</p>');
});
