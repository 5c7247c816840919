import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';
import { licencesOf } from '../../scripts/licences';

const ROOT = path.resolve(__dirname, '..', '..');
const ASSETS = path.join(ROOT, 'assets');
const LICENCES = 'THIRD-PARTY-LICENSES';

/** Licences that allow redistribution within a package under Apache-2.0, as long as their texts come along. */
const ALLOWED = ['0BSD', 'Apache-2.0', 'BSD-3-Clause', 'ISC', 'MIT'];

/** Words that a text of each licence has. */
const WORDS: Record<string, RegExp> = {
  '0BSD': /THE SOFTWARE IS PROVIDED "AS IS"/,
  'Apache-2.0': /Apache License\s+Version 2\.0, January 2004/,
  'BSD-3-Clause': /Redistributions of source code must retain/,
  'ISC': /Permission to use, copy, modify, and\/or distribute/,
  'MIT': /Permission is hereby granted, free of charge/,
};

/** Packages that must be in a bundle: what it is there for, and some of what that needs. */
const CONTENTS: Record<string, string[]> = {
  'command-line': ['@aws-sdk/client-cloudwatch', '@aws-sdk/client-sagemaker', '@aws-sdk/core', '@smithy/core'],
  'opt-in-handler': ['@aws-sdk/client-sagemaker', '@aws-sdk/core', '@smithy/core', 'bowser'],
  'promql-grammar': ['@lezer/common', '@lezer/highlight', '@lezer/lr', '@prometheus-io/lezer-promql'],
  'review-charts': ['echarts', 'zrender'],
};

interface Named {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}

function namedIn(bundle: string): Named[] {
  return readFileSync(path.join(ASSETS, bundle, LICENCES), 'utf-8').split(`\n${'-'.repeat(80)}\n\n`).flatMap((section) => {
    const end = section.indexOf('\n\n');
    const heads = section.slice(0, end).split('\n').flatMap((line) => /^(\S+) (\S+) \((.+)\)$/.exec(line) ?? []);
    return Array.from({ length: heads.length / 4 }, (_, index) => {
      const [, name, version, licence] = heads.slice(4 * index);
      return { name, version, licence, text: section.slice(end) };
    });
  });
}

describe.each(readdirSync(ASSETS).filter((folder) => existsSync(path.join(ASSETS, folder, LICENCES))))('%s', (bundle) => {
  const named = namedIn(bundle);

  test('names what is bundled, once', () => {
    expect(named.map(({ name }) => name)).toEqual(expect.arrayContaining(CONTENTS[bundle]));
    expect(named.length).toBeGreaterThan(0);
    const each = named.map(({ name, version }) => `${name} ${version}`);
    expect(each).toEqual([...new Set(each)]);
  });

  test('names versions and licences as the packages themselves do', () => {
    for (const { name, version, licence } of named) {
      const nested = [path.join(ROOT, 'node_modules', name), ...readdirSync(path.join(ROOT, 'node_modules'))
        .map((parent) => path.join(ROOT, 'node_modules', parent, 'node_modules', name))];
      const manifests = nested.map((folder) => path.join(folder, 'package.json')).filter(existsSync)
        .map((file) => JSON.parse(readFileSync(file, 'utf-8')));
      expect(manifests.filter((manifest) => manifest.version === version).map(({ license }) => license)).toContain(licence);
    }
  });

  test('has licences that allow it, with their texts', () => {
    for (const { name, licence, text } of named) {
      expect(ALLOWED).toContain(licence);
      expect(`${name}: ${WORDS[licence].test(text)}`).toBe(`${name}: true`);
    }
  });
});

describe('the licences of bundled packages', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'licences-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function write(name: string, files: Record<string, string>, licence = 'MIT'): string {
    const home = path.join('node_modules', name);
    mkdirSync(path.join(folder, home), { recursive: true });
    writeFileSync(path.join(folder, home, 'package.json'), JSON.stringify({ name: name.split('node_modules/').pop(), version: '1.0.0', license: licence }));
    Object.entries({ 'index.js': '', ...files }).forEach(([file, text]) => writeFileSync(path.join(folder, home, file), text));
    return path.join(home, 'index.js');
  }

  const one = write('one', { LICENSE: 'MIT License\n\nCopyright (c) 2020 One\n\nPermission is granted.\n' });
  const scoped = write('@scope/two', { 'LICENCE.md': 'MIT License\n\n  Copyright 2021 Two\n\nPermission is\ngranted.\n' });
  const nested = write('one/node_modules/three', { 'index.js': '// Copyright 2022 Three\n' });
  const same = write('@scope/two/node_modules/three', { 'index.js': '// Copyright 2022 Three\n' });
  const notice = write('four', { LICENSE: 'Apache\n\nCopyright [yyyy] [name]\n', NOTICE: 'Four\nCopyright 2023 Four\n' }, 'Apache-2.0');

  test('a text stands there once, with all who hold rights, nested packages and notices included', () => {
    expect(licencesOf(folder, [one, scoped, nested, same, notice])).toBe([
      '@scope/two 1.0.0 (MIT)', 'Copyright 2021 Two',
      'three 1.0.0 (MIT)', 'Copyright 2022 Three',
      'one 1.0.0 (MIT)', 'Copyright (c) 2020 One',
      '', 'MIT License', '', 'Permission is', 'granted.', '', '-'.repeat(80), '',
      'four 1.0.0 (Apache-2.0)', 'Copyright 2023 Four',
      '', 'Apache', '', 'Copyright [yyyy] [name]', '', 'Four', '',
    ].join('\n'));
  });

  test('a package whose licence has no text is refused', () => {
    const silent = write('five', {}, 'ISC');
    expect(() => licencesOf(folder, [one, silent])).toThrow('a bundled package must have a licence file, got none for five 1.0.0 (ISC)');
  });
});
