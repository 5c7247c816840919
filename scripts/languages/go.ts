/* Compiles the Go code. Nothing is run: Go has no package to build. */
import { Bindings, bindingsOf, GO } from './bindings';
import { quietly } from './quiet';
import { Tally } from '../conformance/output';

/** A module that AWS CDK's imports, and that not every module proxy serves: generated from the package that it was generated from. */
const SCHEMA = 'github.com/cdklabs/cloud-assembly-schema-go/awscdkcloudassemblyschema/v54';

export async function compileGo(tally: Tally, own: Bindings): Promise<void> {
  const schema = await bindingsOf('@aws-cdk/cloud-assembly-schema', [GO]);
  const go = (...args: string[]) => quietly('go', args, { cwd: own.path('go', 'cdksagemakerinsights') });
  await go('mod', 'edit', '-replace', `${SCHEMA}=${schema.path('go', 'awscdkcloudassemblyschema')}`);
  await go('mod', 'tidy');
  await go('build', './...');
  await go('vet', './...');
  tally.add(true, 'go build, go vet');
  tally.keep(`Go: ${own.files('go', '.go').length} files generated, built and vetted`);
}
