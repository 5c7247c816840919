import { run } from '../../src/cli/main';

async function cli(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  const code = await run(args, { env: {}, out: (text) => { written.out += text; }, err: (text) => { written.err += text; } });
  return { code, ...written };
}

test('help names every command', async () => {
  for (const help of ['--help', '-h']) {
    const { code, out } = await cli(help);
    expect(code).toBe(0);
    expect([...out.matchAll(/^ {2}(review|check|doctor) /gm)].map(([, name]) => name)).toEqual(['review', 'review', 'check', 'doctor']);
  }
});

test('help of a command', async () => {
  expect((await cli('doctor', '--help')).out).toContain('--promql-url');
  expect((await cli('check', '--help')).out).toContain('check [cdk.out]');
});

test('nothing, and what is no command, is wrong usage', async () => {
  expect(await cli()).toEqual({ code: 2, out: '', err: expect.stringContaining('Usage: cdk-sagemaker-insights <command>') });
  expect(await cli('reviews')).toEqual({ code: 2, out: '', err: expect.stringContaining('must be one of review, check, doctor, got: reviews') });
});

test.each([
  ['an option that does not exist', ['review', '--outptu', 'x'], /^review: Unknown option '--outptu'/],
  ['two assemblies without --diff', ['review', 'a', 'b'], /^review: expected one cloud assembly, got: a b/],
  ['three of them', ['review', 'a', 'b', 'c'], /^review: expected at most 2 arguments/],
  ['a difference of one', ['review', '--diff', 'a'], /^review: --diff needs two cloud assemblies.*got: a/],
  ['a folder that is none', ['review', '/nowhere'], /^review: expected the folder of a cloud assembly/],
])('%s is told', async (_, args, message) => {
  const { code, err } = await cli(...args);
  expect(code).toBe(2);
  expect(err).toMatch(message);
});
