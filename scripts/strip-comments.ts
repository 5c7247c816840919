/* Takes the comments out of the compiled JavaScript. The declarations beside it keep them. */
import { readdirSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import * as ts from 'typescript';

const LIB = path.resolve(__dirname, '..', 'lib');

for (const file of readdirSync(LIB, { recursive: true, encoding: 'utf-8' }).filter((name) => name.endsWith('.js'))) {
  const target = path.join(LIB, file);
  const { outputText } = ts.transpileModule(readFileSync(target, 'utf-8'), {
    fileName: file,
    compilerOptions: { allowJs: true, removeComments: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
  });
  writeFileSync(target, outputText);
}
