/* What CloudWatch says of its settings and alarms: read-only calls. */
import { AlarmType, CloudWatchClient, GetOTelEnrichmentCommand, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { Enrichment } from '../evidence';
import { failureOf } from '../failure';

export interface DeployedAlarm {
  readonly name: string;
  readonly query: string;
}

export class CloudWatchReader {
  public constructor(private readonly client: CloudWatchClient) {}

  public async enrichment(): Promise<Enrichment> {
    try {
      const { Status: status, IncludeFilters: filters } = await this.client.send(new GetOTelEnrichmentCommand({}));
      return { status: status!, ...filters?.length && { onlyNamespaces: filters.map(({ Namespace }) => Namespace!) } };
    } catch (error) {
      throw failureOf('CloudWatch, the state of enrichment', 'cloudwatch:GetOTelEnrichment', error);
    }
  }

  /** The PromQL alarms of the account and Region. */
  public async promQlAlarms(): Promise<DeployedAlarm[]> {
    try {
      const found: DeployedAlarm[] = [];
      for await (const page of paginateDescribeAlarms({ client: this.client, pageSize: 100 }, { AlarmTypes: [AlarmType.MetricAlarm] })) {
        for (const { AlarmName: name, EvaluationCriteria: criteria } of page.MetricAlarms ?? []) {
          if (criteria?.PromQLCriteria) {
            found.push({ name: name!, query: criteria.PromQLCriteria.Query! });
          }
        }
      }
      return found;
    } catch (error) {
      throw failureOf('CloudWatch, the alarms', 'cloudwatch:DescribeAlarms', error);
    }
  }
}
