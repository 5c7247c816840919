import { Arn, ArnFormat, CfnOutput, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import {
  checkRegion, checkRegions, EXPECTED_EXTERNAL_ID, EXTERNAL_ID, GRAFANA_PROMQL_PLUGIN, promQlEndpoint, SIGNING_SERVICE,
} from './promql-endpoint';
import { GrafanaOidcOptions, ManagedGrafanaOptions, PromQlReaderProps, VendorOptions } from './promql-reader-props';
import { isKnown, Problems } from '../validation';

const ACTIONS = ['cloudwatch:GetMetricData', 'cloudwatch:ListMetrics'];
const FURTHER_ACTIONS = ['cloudwatch:QueryMetrics', 'cloudwatch:DescribeMetrics'];
const ACCOUNT = /^\d{12}$/;
const WORKSPACE = /^g-[0-9a-f]{10}$/;

/**
 * Lets others read metrics of an account by PromQL: Grafana, or anything else that signs requests with Signature Version 4. CloudWatch has
 * one endpoint per Region and account.
 */
export class PromQlReader extends Construct {
  private readonly regions: string[];
  private readonly actions: string[];

  /** Throws when a Region has no PromQL or is given twice. */
  public constructor(scope: Construct, id: string, props: PromQlReaderProps = {}) {
    super(scope, id);
    this.regions = props.regions ?? [Stack.of(this).region];
    this.actions = [...ACTIONS, ...props.furtherActions ? FURTHER_ACTIONS : []];
    const problems = new Problems();
    checkRegions(problems, this.regions);
    this.regions.forEach((region, index) => checkRegion(problems, props.regions ? `regions[${index}]` : 'the Region of the stack', region));
    problems.throwIfAny(this);
    if (props.outputs ?? true) {
      this.addOutputs();
    }
  }

  /**
   * The address to query in a Region, without the path `/api/v1`: a data source of Grafana appends it.
   *
   * @param region the Region, or else the first of the reader
   */
  public endpointUrl(region: string = this.regions[0]): string {
    return promQlEndpoint(region);
  }

  /** The service that requests are signed for: `monitoring`. */
  public get signingService(): string {
    return SIGNING_SERVICE;
  }

  /**
   * Lets somebody query. Resources are `*`, because no action for it knows any (Service Authorization Reference, "Amazon CloudWatch"):
   * cdk-nag reports AwsSolutions-IAM5, which is acknowledged on the roles made here and is yours to acknowledge elsewhere.
   *
   * @param grantee who
   */
  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return iam.Grant.addToPrincipal({
      grantee,
      actions: this.actions,
      resourceArns: ['*'],
      conditions: { StringEquals: { 'aws:RequestedRegion': this.regions } },
    });
  }

  /**
   * The workspace role for Amazon Managed Grafana. The trust is limited to workspaces of this account, as the guide on the confused deputy
   * asks. A role that a data source assumes is taken on by the workspace role: `grafanaRole(id, workspaceRole)`. Throws when the workspace
   * id is malformed.
   *
   * @param id the id of the role
   * @param options which workspaces
   */
  public managedGrafanaRole(id: string, options: ManagedGrafanaOptions = {}): iam.Role {
    new Problems().pattern('workspaceId', options.workspaceId, WORKSPACE, "'g-' and 10 hexadecimal digits").throwIfAny(this);
    const stack = Stack.of(this);
    const workspaces = Arn.format({
      service: 'grafana', resource: '', resourceName: `workspaces/${options.workspaceId ?? '*'}`, arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    }, stack);
    return this.role(id, new iam.ServicePrincipal('grafana.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        StringLike: { 'aws:SourceArn': workspaces },
      },
    }));
  }

  /**
   * A role for a Grafana that runs as an AWS principal, such as the role of an instance or the account it runs in.
   *
   * @param id the id of the role
   * @param principal who takes it on
   */
  public grafanaRole(id: string, principal: iam.IPrincipal): iam.Role {
    return this.role(id, principal);
  }

  /**
   * A role for a Grafana that has tokens of an OpenID Connect provider, such as one on EKS. Throws when the subject has wildcards.
   *
   * @param id the id of the role
   * @param options whose tokens
   */
  public grafanaOidcRole(id: string, options: GrafanaOidcOptions): iam.Role {
    const { provider, issuer, subject, audience = 'sts.amazonaws.com' } = options;
    new Problems()
      .pattern('issuer', issuer, /^(?!https?:)[^*?]+$/, 'an issuer without https:// and wildcards')
      .pattern('subject', subject, /^[^*?]+$/, 'one subject without wildcards')
      .throwIfAny(this);
    return this.role(id, new iam.OpenIdConnectPrincipal(provider, {
      StringEquals: { [`${issuer}:sub`]: subject, [`${issuer}:aud`]: audience },
    }));
  }

  /**
   * A role for a vendor that reads from an account of its own. Throws when the account or the external id is malformed.
   *
   * @param id the id of the role
   * @param options which vendor
   */
  public vendorRole(id: string, options: VendorOptions): iam.Role {
    new Problems()
      .pattern('accountId', options.accountId, ACCOUNT, '12 digits')
      .pattern('externalId', options.externalId, EXTERNAL_ID, EXPECTED_EXTERNAL_ID)
      .throwIfAny(this);
    return this.role(id, new iam.AccountPrincipal(options.accountId).withConditions({ StringEquals: { 'sts:ExternalId': options.externalId } }));
  }

  private role(id: string, assumedBy: iam.IPrincipal): iam.Role {
    const role = new iam.Role(this, id, { assumedBy, description: 'Reads metrics of CloudWatch by PromQL' });
    this.grantRead(role).assertSuccess();
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'GetMetricData and ListMetrics of CloudWatch know no resources; a condition limits them to Regions.',
    });
    return role;
  }

  private addOutputs(): void {
    this.regions.forEach((region, index) => new CfnOutput(this, isKnown(region) ? `Endpoint-${region}` : `Endpoint${index}`, {
      value: this.endpointUrl(region), description: 'CloudWatch PromQL endpoint: the URL of the data source',
    }));
    new CfnOutput(this, 'SigningService', { value: SIGNING_SERVICE, description: 'Signature Version 4: the service of the data source' });
    new CfnOutput(this, 'DataSourceType', { value: GRAFANA_PROMQL_PLUGIN, description: 'The plugin of Grafana for it' });
  }
}
