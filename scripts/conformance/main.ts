/*
 * The conformance suite: the queries of the catalogue on the engine of Prometheus, opt-ins on a control plane, an app deployed to moto, and
 * the templates under cfn-lint.
 */
import * as path from 'path';
import { requireChromium } from './browser';
import { checkOptIn } from './control-plane';
import { checkDeployment } from './deployment';
import { checkDoctor } from './doctor';
import { GO_MODULE, runGoTests } from './go-tests';
import { main, outputOf, run, runTypeScript, step, Tally } from './output';
import { checkPages } from './pages';
import { requireGo, requirePython } from './prerequisites';
import { checkSampleData } from './sample-data';
import { lintTemplates } from './templates';

void main(async (tally: Tally) => {
  requireGo();
  requireChromium();
  const python = requirePython();

  step('The queries of the catalogue');
  runTypeScript(path.join(GO_MODULE, 'render-queries.ts'));

  step('The code of the suite');
  run('go', ['vet', './...'], { cwd: GO_MODULE });
  run('go', ['vet', '-tags', 'live_engine', './...'], { cwd: GO_MODULE });
  const unformatted = outputOf('gofmt', ['-l', '.'], GO_MODULE);
  tally.add(unformatted === '', `gofmt finds: ${unformatted}`);

  step('The queries on the engine of Prometheus');
  await runGoTests(tally, ['./...']);

  step('Opt-ins against a control plane on loopback');
  await checkOptIn(tally, python);

  step('An app deployed with the CDK CLI to moto on loopback');
  await checkDeployment(tally, python);

  step('The doctor');
  await checkDoctor(tally, python);

  step('The sample data of the dashboards');
  checkSampleData(tally);

  step('The pages of reviews in Chromium');
  await checkPages(tally);

  step('The templates under cfn-lint');
  lintTemplates(tally, python);
});
