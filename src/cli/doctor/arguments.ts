import { parseArgs } from 'util';
import { CHECK_NAMES } from './checks';
import { regionProblem } from './region';

/** Arguments that make no sense: told with the usage, without a stack trace. */
export class UsageError extends Error {}

export interface Arguments {
  readonly help: boolean;
  readonly endpoints: readonly string[];
  readonly all: boolean;
  readonly region?: string;
  readonly profile?: string;
  readonly json: boolean;
  readonly series: boolean;
  readonly quiet: boolean;
  readonly ignored: readonly string[];
  readonly promQlUrl?: string;
}

const OPTIONS = {
  'endpoint': { type: 'string', multiple: true },
  'all': { type: 'boolean' },
  'region': { type: 'string' },
  'profile': { type: 'string' },
  'json': { type: 'boolean' },
  'series': { type: 'boolean' },
  'quiet': { type: 'boolean' },
  'ignore': { type: 'string', multiple: true },
  'promql-url': { type: 'string' },
  'help': { type: 'boolean', short: 'h' },
} as const;

/** The pattern of endpoint names in the API (DescribeEndpoint reference). */
const ENDPOINT_NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;
const PROMQL_URL = 'CDK_SAGEMAKER_INSIGHTS_PROMQL_URL';

/** Throws a `UsageError` that names what is wrong. */
export function argumentsOf(argv: readonly string[], env: NodeJS.ProcessEnv): Arguments {
  const values = parsed(argv);
  const { endpoint: endpoints = [], all = false, region, help = false } = values;
  const found: Arguments = {
    help,
    endpoints: [...new Set(endpoints)],
    all,
    region,
    profile: values.profile,
    json: values.json ?? false,
    series: values.series ?? false,
    quiet: values.quiet ?? false,
    ignored: values.ignore ?? [],
    promQlUrl: values['promql-url'] ?? env[PROMQL_URL],
  };
  if (!help) {
    check(found);
  }
  return found;
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function check({ endpoints, all, region, ignored, promQlUrl }: Arguments): void {
  if (all === endpoints.length > 0) {
    throw new UsageError(`expected either --endpoint NAME or --all, got: ${all ? 'both' : 'neither'}`);
  }
  for (const name of endpoints.filter((endpoint) => !ENDPOINT_NAME.test(endpoint))) {
    throw new UsageError(`--endpoint: expected a name of 1 to 63 letters, digits and inner dashes, got: '${name}'`);
  }
  for (const name of ignored.filter((ignore) => !CHECK_NAMES.includes(ignore))) {
    throw new UsageError(`--ignore: expected one of ${CHECK_NAMES.join(', ')}, got: '${name}'`);
  }
  const wrongRegion = region === undefined ? undefined : regionProblem(region);
  if (wrongRegion) {
    throw new UsageError(`--region: ${wrongRegion}`);
  }
  if (promQlUrl !== undefined && !isUrl(promQlUrl)) {
    throw new UsageError(`--promql-url: expected an address such as https://monitoring.eu-central-1.amazonaws.com, got: '${promQlUrl}'`);
  }
}

/** Plain HTTP is for servers on this machine: requests carry a session token. */
function isUrl(text: string): boolean {
  if (!URL.canParse(text)) {
    return false;
  }
  const { protocol, hostname, search } = new URL(text);
  return search === '' && (protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)));
}
