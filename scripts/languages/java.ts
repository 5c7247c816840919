/*
 * A jar of the library, and of what the example needs of AWS CDK. The latter is generated from the package in `node_modules`, like the
 * published jar, which not every mirror serves, but holds only the classes that are used. Both stay in a local repository of their own.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'fs';
import * as path from 'path';
import { Bindings, bindingsOf, BUILD, filesBelow, JAVA } from './bindings';
import { quietly } from './quiet';
import { ROOT, Tally } from '../conformance/output';

const REPOSITORY = path.join(BUILD, 'maven');
const PINNED = 'pinned-pom.xml';
const SOURCES = path.join('src', 'main', 'java');
const GROUP = 'software.amazon.awscdk';

/** What the bindings leave open within a range. */
const VERSIONS: Record<string, string> = {
  [`${GROUP}:aws-cdk-lib`]: versionOf('aws-cdk-lib'),
  [`${GROUP}:cdk-asset-awscli-v1`]: versionOf('@aws-cdk/asset-awscli-v1'),
  [`${GROUP}:cdk-asset-node-proxy-agent-v6`]: versionOf('@aws-cdk/asset-node-proxy-agent-v6'),
  [`${GROUP}:cdk-cloud-assembly-schema`]: versionOf('@aws-cdk/cloud-assembly-schema'),
  'software.constructs:constructs': versionOf('constructs'),
  'software.amazon.jsii:jsii-runtime': '1.140.0',
  'org.jetbrains:annotations': '19.0.0',
  'javax.annotation:javax.annotation-api': '1.3.2',
};

/** Builds the jars and installs them for `javaEnvironment`. */
export async function installJars(tally: Tally, own: Bindings, awsCdk: Bindings, example: string): Promise<void> {
  const schema = await bindingsOf('@aws-cdk/cloud-assembly-schema', [JAVA]);
  const itsFolder = path.join(ROOT, 'examples', `${example}-java`);
  rmSync(path.join(itsFolder, 'target'), { recursive: true, force: true });
  const used = usedOf(awsCdk, [...own.files('java', '.java'), ...filesBelow(itsFolder, '.java')]);
  const modules = [pin(schema), pin(awsCdk, used), pin(own)];
  mkdirSync(BUILD, { recursive: true });
  const aggregate = path.join(BUILD, 'pom.xml');
  writeFileSync(aggregate, `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>bindings</groupId>
  <artifactId>bindings</artifactId>
  <version>0</version>
  <packaging>pom</packaging>
  <modules>${modules.map((module) => `<module>${path.relative(BUILD, module)}</module>`).join('')}</modules>
</project>\n`);
  await quietly('mvn', [
    '--batch-mode', '--quiet', '-Dmaven.javadoc.skip', '-Dmaven.source.skip', `-Dmaven.repo.local=${REPOSITORY}`, '--file', aggregate, 'install',
  ]);
  const jar = own.path('java', 'target', 'cdk-sagemaker-insights-0.0.0.jar');
  tally.keep(`Java: ${path.basename(jar)}, ${Math.round(statSync(jar).size / 1000)} kB, built with ${used.length} classes of AWS CDK and what they need`);
}

/** The environment of processes that are to find the jars. */
export function javaEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, MAVEN_OPTS: [env.MAVEN_OPTS, `-Dmaven.repo.local=${REPOSITORY}`].filter(Boolean).join(' ') };
}

/** Writes what Maven is to build: the generated project with exact versions, and where only some classes are needed, with those. */
function pin(bindings: Bindings, classes: readonly string[] = []): string {
  const includes = classes.map((file) => `<include>${file}</include>`).join('');
  const generated = readFileSync(bindings.path('java', 'pom.xml'), 'utf-8');
  const range = /(<groupId>([^<]+)<\/groupId>\s*<artifactId>([^<]+)<\/artifactId>\s*<version>)\[[^<]*(?=<\/version>)/g;
  const pinned = generated.replace(range, (_, before, group, artifact) => `${before}${exactly(`${group}:${artifact}`)}`);
  const file = bindings.path('java', PINNED);
  // The compiler finds what the classes need beside them.
  writeFileSync(file, includes ? pinned.replace('<source>', () => `<includes>${includes}</includes><source>`) : pinned);
  return file;
}

function exactly(artifact: string): string {
  const version = VERSIONS[artifact];
  if (version === undefined) {
    throw new Error(`no version is pinned for ${artifact}`);
  }
  return version;
}

/** The files of AWS CDK's classes that sources name. */
function usedOf(awsCdk: Bindings, sources: readonly string[]): string[] {
  const names = sources.flatMap((file) => readFileSync(file, 'utf-8').match(/\bsoftware\.amazon\.awscdk\.[\w.]+/g) ?? []);
  const candidates = [...new Set(names)].flatMap((name) => {
    const parts = name.split('.');
    return parts.map((_, index) => `${parts.slice(0, index + 1).join('/')}.java`);
  });
  const found = candidates.filter((file) => existsSync(awsCdk.path('java', SOURCES, file)));
  return [...new Set([...found, 'software/amazon/awscdk/$Module.java'])].sort();
}

function versionOf(name: string): string {
  return JSON.parse(readFileSync(path.join(ROOT, 'node_modules', name, 'package.json'), 'utf-8')).version;
}
