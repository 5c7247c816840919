/* The review of an app with many endpoints: how long it takes beside the synthesis of the app, and how large the page is. */
import { spawnSync } from 'child_process';
import { mkdtempSync, rmSync, statSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import {
  ContainerImage, DetailedObservability, EndpointInsights, InferenceComponentEndpoint, InstanceFleet, PublishFrequency, ServedModel,
  ServiceObjective, ServingEngine,
} from '../lib';


const ENDPOINTS = 50;
const MOST_BYTES = 5_000_000;

function synthesize(outdir: string): void {
  const app = new App({ outdir, context: { 'aws:cdk:enable-path-metadata': true } });
  for (let index = 0; index < ENDPOINTS; index++) {
    const stack = new Stack(app, `Endpoint${index}`, { env: { region: 'eu-central-1' } });
    const endpoint = new InferenceComponentEndpoint(stack, 'Llm', {
      instances: InstanceFleet.of('ml.g6.12xlarge', { min: 1, max: 4 }),
      observability: DetailedObservability.every(PublishFrequency.TEN_SECONDS),
    });
    const chat = endpoint.addInferenceComponent('Chat', {
      model: ServedModel.fromContainer({
        image: ContainerImage.fromDlc('vllm', '0.27.1-gpu-py312-cu130-ubuntu24.04-sagemaker'), engine: ServingEngine.VLLM,
      }),
      resources: { accelerators: 1 },
    });
    chat.autoScaleCopies({ minCapacity: 2, maxCapacity: 12 }).scaleOnEnginePressure('Pressure');
    new EndpointInsights(stack, 'Insights', { endpoint, objectives: [ServiceObjective.timeToFirstToken(Duration.seconds(2))] });
  }
  app.synth();
}

function seconds(action: () => void): number {
  const start = process.hrtime.bigint();
  action();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

const folder = mkdtempSync(path.join(tmpdir(), 'review-'));
try {
  const synthesis = seconds(() => synthesize(folder));
  const command = path.join(__dirname, '..', 'bin', 'cdk-sagemaker-insights');
  const times = [1, 2, 3].map(() => seconds(() => {
    const { status, stderr } = spawnSync(process.execPath, [command, 'review', folder, '--output', folder], { encoding: 'utf-8' });
    if (status !== 0) {
      throw new Error(`the review failed: ${stderr}`);
    }
  })).sort((left, right) => left - right);
  const bytes = statSync(path.join(folder, 'insights-review.html')).size;
  console.log(`review of ${ENDPOINTS} endpoints: ${times[1].toFixed(1)} s (median of 3), ${(times[1] / synthesis).toFixed(2)} x the synthesis (${synthesis.toFixed(1)} s)`);
  console.log(`its page: ${(bytes / 1e6).toFixed(2)} MB`);
  if (bytes > MOST_BYTES) {
    throw new Error(`the page must have at most ${MOST_BYTES} bytes, got: ${bytes}`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
