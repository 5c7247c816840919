import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { exportFile } from './exported-file';
import { GRAFANA_CLASSIC_PLUGIN } from './grafana-variables';
import { document } from './yaml';
import {
  checkRegion, checkRegions, EXPECTED_EXTERNAL_ID, EXTERNAL_ID, GRAFANA_PROMQL_PLUGIN, promQlEndpoint, SIGNING_SERVICE,
} from '../account/promql-endpoint';
import { isKnown, Problems } from '../validation';

const ROLE_ARN = /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

/** Properties of `GrafanaDataSources`. */
export interface GrafanaDataSourcesProps {
  /**
   * The Regions, 1 or more, each with its data sources.
   *
   * @default - the Region of the stack, which must be known then
   */
  readonly regions?: string[];

  /**
   * The role that Grafana takes on, such as one of `PromQlReader`: an ARN that is known at synth.
   *
   * @default - Grafana reads with its own credentials
   */
  readonly assumeRoleArn?: string;

  /**
   * What is passed along when the role is taken on: 2 to 1224 characters (AssumeRole).
   *
   * @default - nothing
   */
  readonly externalId?: string;

  /**
   * The name of the file in the cloud assembly, without a path.
   *
   * @default - made from the construct path, ends with `.datasources.yaml`
   */
  readonly fileName?: string;
}

/**
 * Settings of Grafana's data sources for CloudWatch: a file for its folder `provisioning/datasources`. Each Region has one for PromQL, of
 * the plugin `grafana-amazonprometheus-datasource` (3.0.0 or newer), and one for classic metrics. There are no secrets in it.
 */
export class GrafanaDataSources extends Construct {
  /** The name of the file in the cloud assembly. */
  public readonly fileName: string;

  private readonly regions: string[];

  /** Throws when a Region has no PromQL, is given twice or is known at deployment only, and when role or external id is malformed. */
  public constructor(scope: Construct, id: string, private readonly props: GrafanaDataSourcesProps = {}) {
    super(scope, id);
    this.regions = props.regions ?? [Stack.of(this).region];
    const problems = new Problems()
      .pattern('assumeRoleArn', props.assumeRoleArn, ROLE_ARN, 'the ARN of a role')
      .pattern('externalId', props.externalId, EXTERNAL_ID, EXPECTED_EXTERNAL_ID);
    checkRegions(problems, this.regions);
    this.regions.forEach((region, index) => {
      const what = props.regions ? `regions[${index}]` : 'the Region of the stack (or else regions)';
      checkRegion(problems, what, region);
      if (!isKnown(region)) {
        problems.add(`${what} must be known at synth, because a file is written then, got: a value that only the deployment knows`);
      }
    });
    problems.throwIfAny(this);
    this.fileName = exportFile(this, { suffix: '.datasources.yaml', fileName: props.fileName, produce: () => this.toYaml() });
  }

  /** The settings as YAML. */
  public toYaml(): string {
    return document([], { apiVersion: 1, datasources: this.regions.flatMap((region) => [this.promQl(region), this.classic(region)]) });
  }

  private promQl(region: string): object {
    const { assumeRoleArn, externalId } = this.props;
    return {
      name: `CloudWatch PromQL ${region}`,
      uid: `cloudwatch-promql-${region}`,
      type: GRAFANA_PROMQL_PLUGIN,
      access: 'proxy',
      url: promQlEndpoint(region),
      jsonData: {
        httpMethod: 'POST',
        sigV4Auth: true,
        sigV4AuthType: 'default',
        sigV4Region: region,
        sigV4Service: SIGNING_SERVICE,
        ...assumeRoleArn === undefined ? {} : { sigV4AssumeRoleArn: assumeRoleArn },
        ...externalId === undefined ? {} : { sigV4ExternalId: externalId },
      },
    };
  }

  private classic(region: string): object {
    const { assumeRoleArn, externalId } = this.props;
    return {
      name: `CloudWatch ${region}`,
      uid: `cloudwatch-${region}`,
      type: GRAFANA_CLASSIC_PLUGIN,
      access: 'proxy',
      jsonData: {
        authType: 'default',
        defaultRegion: region,
        ...assumeRoleArn === undefined ? {} : { assumeRoleArn },
        ...externalId === undefined ? {} : { externalId },
      },
    };
  }
}
