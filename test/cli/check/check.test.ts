import { mkdtempSync, readdirSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';
import { App, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { LlmEndpointStack } from '../../../examples/llm-endpoint/llm-endpoint-stack';
import { run as runCommand } from '../../../src/cli/main';
import { rawPromQlAlarm } from '../../checks/scaling-support';
import { rawEndpoint } from '../../checks/support';

const ENV = { region: 'eu-central-1' };

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  const code = await runCommand(['check', ...argv], {
    out: (text) => { written.out += text; }, err: (text) => { written.err += text; }, env: {},
  });
  return { code, ...written };
}

/** An app as the CDK CLI runs it: with the paths of constructs in the templates. */
function cliApp(): App {
  return new App({ context: { 'aws:cdk:enable-path-metadata': true } });
}

function badApp(): App {
  const app = cliApp();
  rawEndpoint(new Stack(app, 'Serving', { env: ENV }), { model: { modelName: 'chat' } });
  return app;
}

test('findings as a table, the worst first, and exit code 1', async () => {
  const { code, out, err } = await run(badApp().synth().directory);
  expect({ code, err }).toEqual({ code: 1, err: '' });
  const lines = out.split('\n');
  expect(lines[0]).toBe('ERROR    fixed-names          Serving/Model');
  expect(lines[1]).toBe('  ModelName must be left to CloudFormation, got the fixed name \'chat\': the next change collides with it');
  expect(lines[2]).toMatch(/^ {2}Fix: Leave the name out/);
  expect(lines[4]).toBe('WARNING  telemetry-gap-alarm  Serving/Endpoint');
  expect(lines.at(-2)).toBe('1 error, 1 warning, 0 info');
});

test('findings as JSON', async () => {
  const { code, out } = await run(badApp().synth().directory, '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toEqual({
    findings: expect.arrayContaining([{
      ruleId: 'fixed-names',
      severity: 'error',
      stackName: 'Serving',
      logicalId: 'Model',
      constructPath: 'Serving/Model',
      property: 'ModelName',
      message: expect.stringContaining('\'chat\''),
      why: expect.any(String),
      fix: expect.any(String),
    }]),
  });
  expect(JSON.parse(out).findings).toHaveLength(2);
});

test('warnings alone, or nothing at all: exit code 0', async () => {
  const warned = cliApp();
  rawEndpoint(new Stack(warned, 'Serving', { env: ENV }));
  const { code, out } = await run(warned.synth().directory);
  expect([code, out.split('\n').at(-2)]).toEqual([0, '0 errors, 1 warning, 0 info']);

  const fine = cliApp();
  new LlmEndpointStack(fine, 'LlmEndpoint', { env: ENV });
  const { directory } = fine.synth();
  expect(await run(directory)).toEqual({ code: 0, out: '0 errors, 0 warnings, 0 info\n', err: '' });
  expect(await run(directory, '--json')).toEqual({ code: 0, out: '{\n  "findings": []\n}\n', err: '' });
});

test('stages and nested stacks are read, and what one stack watches of another one counts', async () => {
  const app = cliApp();
  const stage = new Stage(app, 'Prod');
  const { endpoint } = rawEndpoint(new NestedStack(new Stack(stage, 'Serving', { env: ENV }), 'Nested'));
  const watching = new Stack(stage, 'Watching', { env: ENV });
  rawPromQlAlarm(watching, 'Gap', `absent(up{"aws.sagemaker.endpoint.name"="${endpoint.attrEndpointName}"})`);
  rawEndpoint(new Stack(app, 'Test', { env: ENV }));
  const { findings } = JSON.parse((await run(app.synth().directory, '--json')).out);
  expect(findings.map(({ ruleId, constructPath }: any) => [ruleId, constructPath])).toEqual([
    ['telemetry-gap-alarm', 'Test/Endpoint'],
    ['alarm-actions', 'Prod/Serving/Nested/Endpoint'],
  ]);
});

test('stages whose resources are called alike are judged apart, unless both are known to be in one place', async () => {
  const findingsOf = async (env?: object) => {
    const app = cliApp();
    for (const id of ['Beta', 'Prod']) {
      const stack = new Stack(new Stage(app, id, { env: env as any }), 'Serving');
      rawEndpoint(stack, { endpointName: 'chat' });
      if (id === 'Beta') {
        rawPromQlAlarm(stack, 'Gap', 'absent(up{"aws.sagemaker.endpoint.name"="chat"})', ['arn:aws:sns:eu-central-1:111122223333:pager']);
      }
    }
    const { findings } = JSON.parse((await run(app.synth().directory, '--json')).out);
    return findings.map(({ ruleId, constructPath }: any) => [ruleId, constructPath]);
  };
  expect(await findingsOf()).toEqual([['telemetry-gap-alarm', 'Prod/Serving/Endpoint']]);
  expect(await findingsOf({ region: 'eu-central-1', account: '111122223333' })).toEqual([]);
});

test('an alarm in another Region watches nothing here', async () => {
  const app = cliApp();
  rawEndpoint(new Stack(app, 'Serving', { env: { region: 'us-east-1' } }), { endpointName: 'chat' });
  rawPromQlAlarm(new Stack(app, 'Watching', { env: ENV }), 'Gap', 'absent(up{"aws.sagemaker.endpoint.name"="chat"})');
  const { findings } = JSON.parse((await run(app.synth().directory, '--json')).out);
  expect(findings.map(({ ruleId }: any) => ruleId)).toEqual(['telemetry-gap-alarm']);
});

test('what is acknowledged with a reason passes, there and below, and nowhere else', async () => {
  const app = cliApp();
  for (const id of ['One', 'Two', 'Three', 'Onely']) {
    rawEndpoint(new Stack(app, id, { env: ENV }), { model: { modelName: 'chat' } });
  }
  const id = 'InsightsChecks::fixed-names';
  Validations.of(app.node.findChild('One')).acknowledge({ id, reason: 'A contract.' });
  Validations.of(app.node.findChild('Two').node.findChild('Model')).acknowledge({ id: `${id}[Two/Model]`, reason: 'A contract.' });
  Validations.of(app.node.findChild('Three')).acknowledge({ id, reason: '' });
  const { out } = await run(app.synth().directory, '--json');
  const findings = JSON.parse(out).findings.filter((finding: any) => finding.ruleId === 'fixed-names');
  expect(findings.map((finding: any) => finding.stackName).sort()).toEqual(['Onely', 'Three']);
});

describe('wrong usage is exit code 2', () => {
  test('an unknown option', async () => {
    const { code, out, err } = await run('--jsn');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^check: .*--jsn/);
  });

  test('two folders', async () => {
    expect(await run('a', 'b')).toEqual({ code: 2, out: '', err: expect.stringMatching(/^check: expected at most 1 .*got: a b/) });
  });

  test('a folder that is no cloud assembly', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'check-'));
    expect(await run(folder)).toEqual({ code: 2, out: '', err: expect.stringContaining(`got: ${folder} (no manifest.json)`) });
    writeFileSync(path.join(folder, 'manifest.json'), 'no JSON');
    expect(await run(folder)).toEqual({ code: 2, out: '', err: expect.stringContaining('must be JSON that can be read') });
    expect(readdirSync(folder)).toEqual(['manifest.json']);
  });

  test('but help is not', async () => {
    expect(await run('--help')).toEqual({ code: 0, out: expect.stringContaining('Usage: '), err: '' });
  });
});
