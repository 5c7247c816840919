/*
 * Compares cloud assemblies: templates, and what constructs told while they were made. All of it must be equal but for what `readAssembly`
 * leaves out.
 */
import { readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { Tally } from '../conformance/output';

type Json = string | number | boolean | null | undefined | Json[] | { [key: string]: Json };
type Parts = Map<string, Json>;

/** An assembly in parts, by what they are: each resource, each output, the messages of each construct. */
export interface Assembly {
  readonly parts: Parts;
  /** How many hashes of assets were left out. */
  readonly hashes: number;
}

interface Difference {
  readonly place: string;
  readonly wanted: Json;
  readonly got: Json;
}

const ANALYTICS = 'AWS::CDK::Metadata';
const STACK_TRACE = 'aws:cdk:creationStack';
const LONGEST = 200;

/**
 * Reads an assembly without hashes of assets, without the list of constructs and runtimes that AWS CDK reports about itself, and without
 * the stack traces of constructs.
 */
export function readAssembly(folder: string): Assembly {
  const files = readdirSync(folder);
  const hashes = files.filter((file) => file.endsWith('.assets.json')).flatMap((file) => {
    const { files: assets, dockerImages: images } = JSON.parse(readFileSync(path.join(folder, file), 'utf-8'));
    return [...Object.keys(assets), ...Object.keys(images)];
  });
  let left = 0;
  const parts: Parts = new Map();
  for (const file of files.filter((name) => /\.(template|metadata)\.json$/.test(name)).sort()) {
    let text = readFileSync(path.join(folder, file), 'utf-8');
    for (const hash of hashes) {
      left += text.split(hash).length - 1;
      text = text.replaceAll(hash, 'ASSET');
    }
    const content = JSON.parse(text);
    const sections = file.endsWith('.template.json') ? content : { messages: content };
    for (const [section, entries] of Object.entries<Record<string, Json>>(sections)) {
      Object.entries(entries).forEach(([id, entry]) => parts.set(`${file} ${section}.${id}`, withoutTraces(entry)));
    }
  }
  return { parts, hashes: left };
}

function withoutTraces(entry: any): Json {
  if (Array.isArray(entry)) {
    return entry.filter(({ type }) => type !== STACK_TRACE);
  }
  return entry.Type === ANALYTICS ? { ...entry, Properties: { ...entry.Properties, Analytics: undefined } } : entry;
}

/** Adds a check for each part that either has. */
export function compare(tally: Tally, what: string, wanted: Assembly, got: Assembly): void {
  const failedBefore = tally.failed;
  for (const place of placesOf(wanted.parts, got.parts)) {
    const found = differences(place, wanted.parts.get(place), got.parts.get(place));
    found.forEach((difference) => console.log(`${difference.place}: wanted ${short(difference.wanted)}, got ${short(difference.got)}`));
    tally.add(found.length === 0, `${what} differs in ${place}`);
  }
  const count = (section: string) => [...got.parts.keys()].filter((place) => place.includes(` ${section}.`)).length;
  const values = [...got.parts.values()].reduce<number>((sum, part) => sum + leaves(part), 0);
  tally.keep(`${what}: ${count('Resources')} resources, ${count('Outputs')} outputs, messages of ${count('messages')} constructs, ` +
    `${values} values, ${tally.failed - failedBefore} differ; ${got.hashes} hashes of assets left out`);
}

function placesOf(...all: readonly Parts[]): string[] {
  return [...new Set(all.flatMap((parts) => [...parts.keys()]))];
}

function differences(place: string, wanted: Json, got: Json): Difference[] {
  if (typeof wanted === 'object' && typeof got === 'object' && wanted && got && Array.isArray(wanted) === Array.isArray(got)) {
    const [left, right] = [wanted, got] as Record<string, Json>[];
    return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) => differences(`${place}.${key}`, left[key], right[key]));
  }
  return wanted === got ? [] : [{ place, wanted, got }];
}

function leaves(part: Json): number {
  return typeof part === 'object' && part ? Object.values(part).reduce<number>((sum, value) => sum + leaves(value), 0) : 1;
}

function short(value: Json): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, LONGEST);
}

/** Each small change to an assembly must be found, and nothing in a copy. */
export function checkThatItCanFail(tally: Tally, assembly: Assembly): void {
  const found = (change: (parts: Parts) => void) => {
    const changed = structuredClone(assembly.parts);
    change(changed);
    const differs = (place: string) => differences(place, assembly.parts.get(place), changed.get(place)).length > 0;
    return placesOf(assembly.parts, changed).filter(differs).length;
  };
  const first = (parts: Parts, fits: (place: string, part: any) => boolean) => {
    const entry = [...parts].find(([place, part]) => fits(place, part));
    if (!entry) {
      throw new Error('the example holds nothing to change');
    }
    return entry as [string, any];
  };
  const target = (parts: Parts) => first(parts, (_, { Type }) => Type === 'AWS::ApplicationAutoScaling::ScalableTarget');
  const changes: Record<string, (parts: Parts) => void> = {
    'another number': (parts) => { target(parts)[1].Properties.MaxCapacity++; },
    'a number as a string': (parts) => { target(parts)[1].Properties.MaxCapacity = String(target(parts)[1].Properties.MaxCapacity); },
    'a missing resource': (parts) => { parts.delete(target(parts)[0]); },
    'one output more': (parts) => { parts.set('LlmEndpoint.template.json Outputs.Other', {}); },
    'a missing dependency': (parts) => { first(parts, (_, part) => part.DependsOn)[1].DependsOn.pop(); },
    'a missing message': (parts) => { first(parts, (place, part) => place.includes(' messages.') && part.length > 0)[1].pop(); },
    'the name of a chart': (parts) => {
      const [, dashboard] = first(parts, (_, { Type }) => Type === 'AWS::CloudWatch::Dashboard');
      dashboard.Properties.DashboardBody = JSON.parse(JSON.stringify(dashboard.Properties.DashboardBody).replace('Requests', 'Calls'));
    },
  };
  tally.add(found(() => {}) === 0, 'a copy must not differ');
  Object.entries(changes).forEach(([what, change]) => tally.add(found(change) === 1, `${what} must be found`));
  tally.keep(`${Object.keys(changes).length} deliberate differences found`);
}
