import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';
import { App } from 'aws-cdk-lib';

const folders: string[] = [];

/** Synthesises an app as the CDK CLI does, with the paths of constructs. Returns the folder of its cloud assembly. */
export function assemblyOf(fill: (app: App) => void): string {
  const outdir = mkdtempSync(path.join(tmpdir(), 'assembly-'));
  folders.push(outdir);
  const app = new App({ outdir, context: { 'aws:cdk:enable-path-metadata': true } });
  fill(app);
  app.synth();
  return outdir;
}

/** An empty folder that is gone after the tests of a file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'review-'));
  folders.push(folder);
  return folder;
}

export function removeFolders(): void {
  folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true }));
}
