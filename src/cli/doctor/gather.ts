/* Asks everything that the checks judge. */
import { surveyAlarms } from './alarm-survey';
import { Clients } from './aws/clients';
import { CloudWatchReader, DeployedAlarm } from './aws/cloudwatch';
import { SageMakerReader } from './aws/sagemaker';
import { enginesOf } from './engines';
import { Answer, answerOf, EndpointEvidence, Evidence } from './evidence';
import { Failure } from './failure';
import { Progress, surveySeries } from './survey';

/** Throws a `Failure` when nothing can be told: without endpoints there is nothing to look at. */
export async function gather(clients: Clients, endpoints: readonly string[] | 'all', progress: Progress): Promise<Evidence> {
  const sageMaker = new SageMakerReader(clients.sageMaker);
  const cloudWatch = new CloudWatchReader(clients.cloudWatch);
  const names = endpoints === 'all' ? await everyEndpoint(sageMaker, progress) : endpoints;
  if (names.length === 0) {
    throw new Failure('not found', `there is no endpoint in ${clients.region} of this account`, 'Check --region and --profile.');
  }
  progress('asking CloudWatch for enrichment and alarms');
  const [enrichment, alarms] = await Promise.all([answerOf(cloudWatch.enrichment()), answerOf(cloudWatch.promQlAlarms())]);
  const found: EndpointEvidence[] = [];
  for (const name of names) {
    found.push(await gatherEndpoint({ clients, sageMaker, alarms, progress }, name));
  }
  return { region: clients.region, now: new Date(), enrichment, endpoints: found };
}

function everyEndpoint(sageMaker: SageMakerReader, progress: Progress): Promise<string[]> {
  progress('asking SageMaker for endpoints');
  return sageMaker.endpointNames();
}

interface Sources {
  readonly clients: Clients;
  readonly sageMaker: SageMakerReader;
  readonly alarms: Answer<readonly DeployedAlarm[]>;
  readonly progress: Progress;
}

async function gatherEndpoint({ clients: { promQl }, sageMaker, alarms, progress }: Sources, name: string): Promise<EndpointEvidence> {
  progress(`${name}: asking SageMaker`);
  const description = await sageMaker.endpoint(name);
  const now = new Date();
  if (!description) {
    return { name, now };
  }
  const described = await answerOf(sageMaker.configuration(description.configurationName));
  const containers = await answerOf(sageMaker.containers(name, described.value?.models ?? []));
  const configuration = described.failure ? described : { value: described.value.configuration };
  const series = await answerOf(surveySeries(promQl, name, enginesOf(containers.value), now, progress));
  const publishSeconds = configuration.value?.publishSeconds;
  return {
    name,
    now,
    description,
    configuration,
    containers,
    series,
    // An API that does not answer is asked no more: it is named once.
    alarms: alarms.failure ?? series.failure ? { failure: (alarms.failure ?? series.failure)! }
      : await answerOf(surveyAlarms(promQl, name, alarms.value, publishSeconds, now, progress)),
  };
}
