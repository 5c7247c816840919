/* Writes dashboards of Grafana and rule files, as apps of users do, for the programs that read them. */
import { App, Stack } from 'aws-cdk-lib';
import {
  GrafanaDashboard, GrafanaDataSources, InferenceEndpoint, InsightsAlarms, InsightsSubject, LatencyDiagnosis,
  PrometheusRules, PublishFrequency, ServingEngine,
} from '../../src';

/** Synthesises an app into a folder. */
export function renderExports(outdir: string): void {
  const app = new App({ outdir });
  const stack = new Stack(app, 'Exports', { env: { region: 'eu-central-1', account: '111122223333' } });
  const endpoint = InferenceEndpoint.fromEndpointAttributes(stack, 'Endpoint', {
    endpointName: 'chat',
    engines: [ServingEngine.VLLM, ServingEngine.SGLANG, ServingEngine.DJL],
    publishFrequency: PublishFrequency.ONE_MINUTE,
    inferenceComponentNames: ['qwen', 'llama'],
    instanceTypes: ['ml.g6.12xlarge'],
  });
  const subjects = {
    endpoint: InsightsSubject.endpoint(endpoint),
    component: InsightsSubject.component(endpoint.inferenceComponents[0], endpoint),
    fleet: InsightsSubject.fleet(stack),
  };
  for (const [name, subject] of Object.entries(subjects)) {
    new GrafanaDashboard(stack, `Grafana-${name}`, { subject, uid: name, fileName: `${name}.grafana.json` });
  }
  for (const name of ['endpoint', 'fleet'] as const) {
    const subject = subjects[name];
    new PrometheusRules(stack, `Rules-${name}`, {
      alarms: new InsightsAlarms(stack, `Alarms-${name}`, { subject }),
      diagnosis: new LatencyDiagnosis(stack, `Diagnosis-${name}`, { subject }),
      fileName: `${name}.rules.yaml`,
    });
  }
  new GrafanaDataSources(stack, 'DataSources', { fileName: 'grafana.datasources.yaml', assumeRoleArn: 'arn:aws:iam::111122223333:role/Reader' });
  app.synth();
}
