/* The programs that the suites need besides Node. */
import { Obstacle, outputOf } from './output';

type Version = readonly [major: number, minor: number];

const GO: Version = [1, 26];
const PYTHON: Version = [3, 11];
const JAVA: Version = [17, 0];
const MAVEN: Version = [3, 6];

/** Throws unless a Go that is new enough is there. */
export function requireGo(): void {
  const found = versionIn(outputOf('go', ['version']));
  if (!found || !isAtLeast(found, GO)) {
    throw new Obstacle(`this suite needs Go ${GO.join('.')} or newer (https://go.dev/doc/install), got: ${found?.join('.') ?? 'none'}`);
  }
}

/** Throws unless a Java compiler and a Maven that are new enough are there. */
export function requireJava(): void {
  const tools = [{ name: 'javac', least: JAVA }, { name: 'mvn', least: MAVEN }];
  for (const { name, least } of tools) {
    const found = versionIn(outputOf(name, ['--version']));
    if (!found || !isAtLeast(found, least)) {
      throw new Obstacle(`this suite needs ${name} ${least.join('.')} or newer, got: ${found?.join('.') ?? 'none'}`);
    }
  }
}

/** A Python that cfn-lint and AWS CDK run on. */
export function requirePython(): string {
  return findPython((version) => isAtLeast(version, PYTHON), `Python ${PYTHON.join('.')} or newer`);
}

/** The Python whose packages the requirements of the engine name. */
export function requireEnginePython(): string {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Obstacle(`the packages of vLLM are for Linux on x86-64, got: ${process.platform} on ${process.arch}`);
  }
  return findPython(([major, minor]) => major === PYTHON[0] && minor === PYTHON[1], `Python ${PYTHON.join('.')} for vLLM`);
}

function findPython(fits: (version: Version) => boolean, what: string): string {
  const candidates = ['python3', 'python', 'python3.14', 'python3.13', 'python3.12', 'python3.11'];
  const versions = candidates.map((name) => ({ name, version: versionIn(outputOf(name, ['--version'])) }));
  const found = versions.find(({ version }) => version && fits(version));
  if (!found) {
    const others = versions.flatMap(({ name, version }) => version ? [`${name} ${version.join('.')}`] : []);
    throw new Obstacle(`this suite needs ${what}, got: ${others.join(', ') || 'none'}`);
  }
  return found.name;
}

function versionIn(text: string | undefined): Version | undefined {
  const parts = /(\d+)\.(\d+)/.exec(text ?? '');
  return parts ? [Number(parts[1]), Number(parts[2])] : undefined;
}

function isAtLeast([major, minor]: Version, [leastMajor, leastMinor]: Version): boolean {
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}
