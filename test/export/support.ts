import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';

/** The files that an app writes beside its templates, by name. */
export function filesOf(fill: (stack: Stack) => { fileName: string }[]): Record<string, string> {
  const outdir = mkdtempSync(path.join(tmpdir(), 'export-'));
  try {
    const app = new App({ outdir });
    const written = fill(new Stack(app, 'Stack', { env: { region: 'eu-central-1', account: '111122223333' } }));
    app.synth();
    return Object.fromEntries(written.map(({ fileName }) => [fileName, readFileSync(path.join(outdir, fileName), 'utf-8')]));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
