/*
 * The library in other languages: bindings for all, a wheel and a jar from them, and the main example in Python and Java, which must
 * synthesise what the TypeScript one does. Go code is compiled. C# is generated only: compiling it takes the .NET SDK.
 */
import { bindingsOf, CSHARP, GO, JAVA, PYTHON } from './bindings';
import { checkThatItCanFail, compare, readAssembly } from './comparison';
import { compileGo } from './go';
import { installJars, javaEnvironment } from './java';
import { pythonEnvironmentWithWheel } from './python';
import { main, step, Tally } from '../conformance/output';
import { requireGo, requireJava, requirePython } from '../conformance/prerequisites';
import { synthesizeExample } from '../examples';

const EXAMPLE = 'llm-endpoint';

void main(async (tally: Tally) => {
  requireGo();
  requireJava();
  const python = requirePython();
  const started = Date.now();
  // AWS CDK's own validator takes seconds and is the matter of a test of its own. Python passes on what jsii thinks of the version of Node.
  const env = { ...process.env, CDK_VALIDATION: 'false', JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: 'true' };

  step('Bindings for Python, Java, .NET and Go');
  const ofAwsCdk = bindingsOf('aws-cdk-lib', [JAVA]);
  const own = await bindingsOf('.', [PYTHON, JAVA, CSHARP, GO]);
  own.check(tally);

  step(`examples/${EXAMPLE} in TypeScript, Python and Java`);
  const typescript = readAssembly(synthesizeExample(EXAMPLE, env));
  checkThatItCanFail(tally, typescript);
  const check = (language: string, itsEnv: NodeJS.ProcessEnv) => {
    const assembly = readAssembly(synthesizeExample(`${EXAMPLE}-${language}`, itsEnv));
    compare(tally, `examples/${EXAMPLE}-${language}`, typescript, assembly);
  };
  const lanes = await Promise.allSettled([
    pythonEnvironmentWithWheel(tally, python, own, env).then((itsEnv) => check('python', itsEnv)).then(() => compileGo(tally, own)),
    ofAwsCdk.then((awsCdk) => installJars(tally, own, awsCdk, EXAMPLE)).then(() => check('java', javaEnvironment(env))),
  ]);
  for (const lane of lanes) {
    if (lane.status === 'rejected') {
      tally.add(false, lane.reason.message);
    }
  }
  tally.keep(`.NET: ${own.files('dotnet', '.cs').length} files of C# generated, not compiled`);
  tally.keep(`${Math.round((Date.now() - started) / 1000)} s`);
}, 'Languages');
