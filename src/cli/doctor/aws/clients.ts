/* The clients of the AWS SDK, with one chain of credentials. */
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { PromQlApi } from './promql';
import { QUERIES_PER_SECOND, RateLimit } from './rate-limit';
import { promQlEndpoint } from '../../../account/promql-endpoint';
import { Failure, failureOf } from '../failure';
import { Secrets } from '../secrets';

export interface Whereabouts {
  readonly region?: string;
  readonly profile?: string;
  /** Where the PromQL API is, without `/api/v1`. */
  readonly promQlUrl?: string;
}

export interface Clients {
  readonly region: string;
  readonly sageMaker: SageMakerClient;
  readonly cloudWatch: CloudWatchClient;
  readonly promQl: PromQlApi;
  close(): void;
}

/** The SDK warns of the Node version of next year; who needs the doctor has other worries. */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const ATTEMPTS = 6;
const TIMEOUTS = { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true };

/** Throws a `Failure` when there is no Region or there are no credentials. */
export async function clientsFor({ region: wanted, profile, promQlUrl }: Whereabouts, secrets: Secrets): Promise<Clients> {
  const common = { region: wanted, profile, maxAttempts: process.env.AWS_MAX_ATTEMPTS ? undefined : ATTEMPTS, requestHandler: TIMEOUTS };
  const cloudWatch = new CloudWatchClient(common);
  const region = await regionOf(cloudWatch);
  const credentials = async () => secrets.note(await cloudWatch.config.credentials());
  try {
    await credentials();
  } catch (error) {
    throw failureOf('Credentials', '', error);
  }
  const sageMaker = new SageMakerClient({ ...common, region, credentials });
  const promQl = new PromQlApi({
    url: promQlUrl ?? promQlEndpoint(region),
    region,
    credentials,
    sha256: cloudWatch.config.sha256,
    retries: () => cloudWatch.config.retryStrategy() as never,
    limit: new RateLimit(QUERIES_PER_SECOND),
    send: async (request) => {
      const { response } = await cloudWatch.config.requestHandler.handle(request);
      const body = Buffer.from(await cloudWatch.config.streamCollector(response.body)).toString('utf-8');
      return { status: response.statusCode, headers: response.headers, body };
    },
  });
  return {
    region,
    sageMaker,
    cloudWatch,
    promQl,
    close: () => {
      sageMaker.destroy();
      cloudWatch.destroy();
    },
  };
}

async function regionOf(client: CloudWatchClient): Promise<string> {
  try {
    return await client.config.region();
  } catch {
    throw new Failure('other', 'no Region is set', 'Give --region, or set AWS_REGION or the Region of the profile.');
  }
}
