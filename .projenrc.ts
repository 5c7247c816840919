import { awscdk, javascript, TextFile, typescript } from 'projen';

const REPOSITORY = 'https://github.com/cdk-sagemaker-insights/cdk-sagemaker-insights';

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-sagemaker-insights',
  description:
    'AWS CDK constructs for SageMaker LLM endpoints that report on themselves: detailed observability, dashboards, alarms and autoscaling as code',
  author: 'cdk-sagemaker-insights contributors',
  authorAddress: REPOSITORY,
  authorOrganization: true,
  repositoryUrl: `${REPOSITORY}.git`,
  license: 'Apache-2.0',
  copyrightOwner: 'cdk-sagemaker-insights contributors',
  copyrightPeriod: '2026',
  stability: 'experimental',
  publishToPypi: { distName: 'cdk-sagemaker-insights', module: 'cdk_sagemaker_insights' },
  publishToMaven: {
    javaPackage: 'io.github.cdksagemakerinsights',
    mavenGroupId: 'io.github.cdksagemakerinsights',
    mavenArtifactId: 'cdk-sagemaker-insights',
  },
  publishToNuget: { dotNetNamespace: 'CdkSageMakerInsights', packageId: 'CdkSageMakerInsights' },
  publishToGo: { moduleName: 'github.com/cdk-sagemaker-insights/cdk-sagemaker-insights-go' },
  keywords: ['aws', 'cdk', 'sagemaker', 'inference', 'llm', 'observability', 'promql', 'vllm', 'sglang'],
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,

  // 2.268 has the typed observability properties; decisions/0001 says why the floor is one higher.
  cdkVersion: '2.269.0',
  constructsVersion: '10.5.1',
  jsiiVersion: '~6.0.16',
  typescriptVersion: '~6.0.0',
  projenVersion: '0.103.25',
  minNodeVersion: '20.0.0',
  devDeps: [
    '@aws-sdk/client-cloudwatch@3.1142.0',
    '@aws-sdk/client-sagemaker@3.1142.0',
    '@smithy/core@3.41.1',
    '@smithy/signature-v4@5.7.5',
    '@smithy/types@4.20.0',
    '@cdklabs/eslint-plugin@1.3.4',
    '@lezer/common@1.5.5',
    '@lezer/highlight@1.2.5',
    '@lezer/lr@1.4.12',
    '@prometheus-io/lezer-promql@0.315.0',
    '@grafana/grafana-foundation-sdk@0.0.21',
    'aws-cdk@2.1148.1',
    'aws-sdk-client-mock@4.1.0',
    'cdk-nag@3.0.2',
    'echarts@6.1.0',
    'esbuild@0.28.2',
    'eslint-plugin-jest@29.17.0',
    'eslint-plugin-jsdoc@62.9.0',
    'playwright-core@1.65.1',
    'tsx@4.23.15',
  ],

  github: false,
  release: false,
  depsUpgrade: false,
  sampleCode: false,
  docgen: true,
  compressAssembly: true,
  projenrcTs: true,
  projenrcTsOptions: { runner: typescript.TypeScriptRunner.tsx() },

  // Source maps with the sources in them made three fifths of the package.
  tsconfig: { compilerOptions: { inlineSourceMap: false, inlineSources: false } },
  tsconfigDevFile: 'tsconfig.dev.json',
  tsconfigDev: {
    include: ['.projenrc.ts', 'src/**/*.ts', 'src/**/*.mts', 'test/**/*.ts', 'examples/**/*.ts', 'scripts/**/*.ts', 'bench/**/*.ts'],
    exclude: ['node_modules', 'cdk.out'],
    compilerOptions: {
      // Examples and their tests import the package by its name, as a user would.
      paths: { 'cdk-sagemaker-insights': ['./src/index.ts'], 'cdk-sagemaker-insights/testing': ['./src/testing/index.ts'] },
    },
  },
  typecheckTests: true,

  eslintOptions: {
    dirs: ['src'],
    devdirs: ['test', 'examples', 'scripts', 'bench', '.projenrc.ts'],
    projectService: false,
    tsconfigPath: './tsconfig.dev.json',
    // A test must not rewrite what it tests: `npx projen eslint -- --fix` does it on request.
    commandOptions: { fix: false },
  },

  jestOptions: {
    jestVersion: '^30.0.0',
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: {
      setupFiles: ['<rootDir>/test/jest.setup.ts'],
      moduleNameMapper: {
        '^cdk-sagemaker-insights$': '<rootDir>/src/index.ts',
        '^cdk-sagemaker-insights/testing$': '<rootDir>/src/testing/index.ts',
      },
      // Only Chromium runs what is left out: `npm run conformance` does.
      collectCoverageFrom: ['src/**/*.ts', '!src/cli/review/charts/browser/{frame,page,tooltip}.ts'],
      coverageThreshold: { lines: 95, branches: 95 },
    },
  },

  gitignore: ['cdk.out/', '.cache/', '*.tsbuildinfo', '/assets/promql-grammar/', '/assets/opt-in-handler/', '/assets/command-line/', '/assets/review-charts/'],
});

// The plugin still declares ESLint 8 as its peer; its rules run unchanged in ESLint 9's eslintrc mode.
project.package.addField('overrides', {
  '@cdklabs/eslint-plugin': {
    '@typescript-eslint/parser': '$@typescript-eslint/parser',
    'eslint': '$eslint',
  },
});

project.eslint?.addPlugins('@cdklabs', 'jest', 'jsdoc');
project.eslint?.addRules({
  '@cdklabs/no-core-construct': ['error'],
  '@cdklabs/invalid-cfn-imports': ['error'],
  '@cdklabs/no-literal-partition': ['error'],
  'jest/no-disabled-tests': ['error'],
  'jest/no-focused-tests': ['error'],
  'jest/no-identical-title': ['error'],
  'jsdoc/check-alignment': ['error'],
  'jsdoc/check-param-names': ['error'],
  'jsdoc/require-description': ['error', { exemptedBy: ['internal'] }],
  'jsdoc/require-param-description': ['error'],
  'jsdoc/require-property-description': ['error'],
  '@stylistic/max-len': ['error', { code: 140, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true }],
  'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
});
project.eslint?.addOverride({ files: ['test/**/*.ts', '.projenrc.ts'], rules: { 'max-lines': 'off' } });

// The package holds the PromQL grammar as one small file instead of depending on four packages, and the opt-in handler with its SDK.
project.preCompileTask.exec('tsx scripts/bundle-promql-grammar.ts');
project.preCompileTask.exec('tsx scripts/bundle-opt-in-handler.ts');
project.preCompileTask.exec('tsx scripts/bundle-review-charts.ts');
project.preCompileTask.exec('tsx scripts/bundle-command-line.ts');

// These are shipped as bundles: jsii neither compiles them nor asks whether what they import is a dependency.
for (const folder of ['src/opt-in/handler', 'src/cli']) {
  project.tsconfig?.addExclude(folder);
  project.eslint?.allowDevDeps(`${folder}/**`);
}
project.addBins({ 'cdk-sagemaker-insights': 'bin/cdk-sagemaker-insights' });

// `testing.js` and `testing.d.ts` are there for those who resolve modules without this map.
project.package.addField('exports', {
  '.': './lib/index.js',
  './testing': './testing.js',
  './package.json': './package.json',
  './.jsii': './.jsii',
  './.warnings.jsii.js': './.warnings.jsii.js',
});

// What was compiled of a source that is gone would be shipped.
project.compileTask.prependExec('rm -rf lib');
project.compileTask.exec('tsx scripts/strip-comments.ts');

// projen's own test task type-checks the tests but compiles nothing: compile with jsii first.
project.testTask.prependSpawn(project.compileTask);
project.testTask.prependSpawn(project.preCompileTask);

const example = project.addTask('example', {
  description: 'Synthesise examples/llm-endpoint with the CDK CLI and print what it holds',
  exec: 'tsx scripts/show-example.ts llm-endpoint',
});
example.prependSpawn(project.preCompileTask);

const bench = project.addTask('bench', { description: 'Measure query building and import', exec: 'tsx bench/queries.ts' });
bench.prependSpawn(project.compileTask);
bench.exec('tsx bench/dashboards.ts');
bench.exec('tsx bench/review.ts', { env: { CDK_VALIDATION: 'false' } });

const conformance = project.addTask('conformance', {
  description: 'Prove the queries of the catalogue on the engine of Prometheus and lint templates (needs Go and Python)',
  exec: 'tsx scripts/conformance/main.ts',
});
conformance.prependSpawn(project.preCompileTask);
project.addTask('conformance:queries', {
  description: 'Write the queries of the catalogue for the conformance suite',
  exec: 'tsx test/conformance/render-queries.ts',
});
const mutations = project.addTask('conformance:mutations', {
  description: 'Change one name, label, factor or window of the catalogue at a time: each must break a scenario (half an hour)',
  exec: 'tsx scripts/conformance/mutations.ts',
  receiveArgs: true,
});
mutations.prependSpawn(project.preCompileTask);
project.addTask('conformance:engine', {
  description: 'Compare the queries with what vLLM itself does under load (installs vLLM, 6 GB)',
  exec: 'tsx scripts/conformance/engine.ts',
});

const languages = project.addTask('languages', {
  description: 'Build the packages for Python and Java and compare what their examples synthesise with the TypeScript one (needs Python, Java, Maven and Go)',
  exec: 'tsx scripts/languages/main.ts',
});
languages.prependSpawn(project.compileTask);
languages.prependSpawn(project.preCompileTask);

const tarball = project.addTask('tarball', {
  description: 'Pack the library, measure it, and use it in a folder where nothing else is installed',
  exec: 'tsx scripts/tarball/main.ts',
});
tarball.prependSpawn(project.compileTask);
tarball.prependSpawn(project.preCompileTask);

project.addTask('experiment', {
  description: 'Compare scaling policies under a recorded hour of traffic: -- --trace FILE (needs Go)',
  exec: 'tsx scripts/experiment.ts',
  receiveArgs: true,
});

// What jsii, the examples in other languages and packing leave behind.
['.jsii.gz', '__pycache__/', '/examples/*/target/'].forEach((pattern) => project.gitignore.exclude(pattern));
project.addPackageIgnore('*.tgz');

// What a user of the package does not need.
['/.ci/', '/.npmrc', '/bench/', '/API.md', '/CHANGELOG.md', '/CONTRIBUTING.md', '/decisions/', '/examples/', '/projenrc/', '/scripts/', '/.cache/'].forEach((pattern) => project.addPackageIgnore(pattern));

new TextFile(project, '.npmrc', {
  lines: ['# The lock file names packages and hashes, not the registry that served them.', 'omit-lockfile-registry-resolved=true', 'fund=false', 'audit=false'],
});

project.synth();
