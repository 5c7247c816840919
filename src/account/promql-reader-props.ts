import { IOpenIdConnectProvider } from 'aws-cdk-lib/aws-iam';

/** Properties of `PromQlReader`. */
export interface PromQlReaderProps {
  /**
   * The Regions that may be read, 1 or more commercial ones. Neither action knows resources, so this is the only limit there is: a
   * condition on `aws:RequestedRegion`.
   *
   * @default - the Region of the stack
   */
  readonly regions?: string[];

  /**
   * Whether `cloudwatch:QueryMetrics` and `cloudwatch:DescribeMetrics` are granted, too. The SageMaker page on detailed observability lists
   * them for PromQL; the pages of CloudWatch and Grafana do not, and cfn-lint's list of IAM actions has neither (W3037). Set
   * it when queries are refused with one of these names.
   *
   * @default false
   */
  readonly furtherActions?: boolean;

  /**
   * Whether the endpoint of each Region, the signing service and the type of the data source become outputs of the stack.
   *
   * @default true
   */
  readonly outputs?: boolean;
}

/** Which workspaces of Amazon Managed Grafana take on a role. */
export interface ManagedGrafanaOptions {
  /**
   * The id of the only workspace, such as `g-0123456789`.
   *
   * @default - every workspace of the stack's account and Region
   */
  readonly workspaceId?: string;
}

/** Which Grafana takes on a role by a token of its own. */
export interface GrafanaOidcOptions {
  /** The provider of the tokens, such as that of an EKS cluster. */
  readonly provider: IOpenIdConnectProvider;

  /** The issuer without `https://`, such as `oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE`. */
  readonly issuer: string;

  /** The only subject, such as `system:serviceaccount:monitoring:grafana`. Without wildcards. */
  readonly subject: string;

  /**
   * The audience of the tokens.
   *
   * @default 'sts.amazonaws.com'
   */
  readonly audience?: string;
}

/** Which vendor takes on a role. */
export interface VendorOptions {
  /** The account of the vendor, 12 digits: its documentation names it. */
  readonly accountId: string;

  /** What the vendor passes along so that no other of its customers can make it read here: 2 to 1224 characters (AssumeRole). */
  readonly externalId: string;
}
