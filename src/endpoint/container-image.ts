import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecr_assets from 'aws-cdk-lib/aws-ecr-assets';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { dlcAccount } from './dlc-accounts';

/** What an image is called once it belongs to a construct. */
export interface ContainerImageConfig {
  /** The full name, registry and tag included. */
  readonly imageUri: string;
}

/**
 * The image of a model container. SageMaker pulls images from private ECR repositories only, with the execution role, which is
 * granted the pull in the image's own account.
 */
export abstract class ContainerImage {
  /**
   * An AWS Deep Learning Container, from the account that serves it in the stack's Region.
   *
   * @param repositoryName such as `vllm`, `sglang` or `djl-inference`
   * @param tagOrDigest such as `0.27.1-gpu-py312-cu130-ubuntu24.04-sagemaker`, or a digest that begins with `sha256:`
   * @param accountId the serving account: by default the one that AWS CDK knows for the Region
   */
  public static fromDlc(repositoryName: string, tagOrDigest: string, accountId?: string): ContainerImage {
    return new DlcImage(repositoryName, tagOrDigest, accountId);
  }

  /**
   * An image in an ECR repository of one's own, in any account.
   *
   * @param repository the repository; an imported one must let this account pull
   * @param tagOrDigest a tag, or a digest that begins with `sha256:`; by default `latest`, of which CloudFormation notices no new push
   */
  public static fromEcrRepository(repository: ecr.IRepository, tagOrDigest: string = 'latest'): ContainerImage {
    return new RepositoryImage(repository, tagOrDigest);
  }

  /**
   * An image that is built from a directory with a Dockerfile when the app is deployed.
   *
   * @param directory the directory
   * @param options how it is built
   */
  public static fromAsset(directory: string, options: ecr_assets.DockerImageAssetOptions = {}): ContainerImage {
    return new AssetImage(directory, options);
  }

  /**
   * The tag, where it tells what is inside.
   * @internal
   */
  public get _tag(): string | undefined {
    return undefined;
  }

  /**
   * Called when the image is used: names it and grants the pull.
   *
   * @param scope where constructs that the image needs are made
   * @param grantee who pulls, when known
   */
  public abstract bind(scope: Construct, grantee?: iam.IGrantable): ContainerImageConfig;
}

class DlcImage extends ContainerImage {
  public constructor(private readonly repositoryName: string, private readonly tagOrDigest: string, private readonly accountId?: string) {
    super();
  }

  /** @internal */
  public get _tag(): string | undefined {
    return this.tagOrDigest;
  }

  public bind(scope: Construct, grantee?: iam.IGrantable): ContainerImageConfig {
    const stack = Stack.of(scope);
    const separator = this.tagOrDigest.startsWith('sha256:') ? '@' : ':';
    const account = this.accountId ?? dlcAccount(scope);
    const repository = ecr.Repository.fromRepositoryAttributes(scope, 'DlcRepository', {
      repositoryName: this.repositoryName,
      repositoryArn: stack.formatArn({
        service: 'ecr', resource: 'repository', account, resourceName: this.repositoryName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      }),
    });
    if (grantee) {
      repository.grantPull(grantee);
    }
    return { imageUri: `${account}.dkr.ecr.${stack.region}.${stack.urlSuffix}/${this.repositoryName}${separator}${this.tagOrDigest}` };
  }
}

class RepositoryImage extends ContainerImage {
  public constructor(private readonly repository: ecr.IRepository, private readonly tagOrDigest: string) {
    super();
  }

  public bind(_scope: Construct, grantee?: iam.IGrantable): ContainerImageConfig {
    if (grantee) {
      this.repository.grantPull(grantee);
    }
    return { imageUri: this.repository.repositoryUriForTagOrDigest(this.tagOrDigest) };
  }
}

class AssetImage extends ContainerImage {
  private asset?: ecr_assets.DockerImageAsset;

  public constructor(private readonly directory: string, private readonly options: ecr_assets.DockerImageAssetOptions) {
    super();
  }

  public bind(scope: Construct, grantee?: iam.IGrantable): ContainerImageConfig {
    if (!this.asset || Stack.of(this.asset) !== Stack.of(scope)) {
      this.asset = new ecr_assets.DockerImageAsset(scope, 'Image', { directory: this.directory, ...this.options });
    }
    if (grantee) {
      this.asset.repository.grantPull(grantee);
    }
    return { imageUri: this.asset.imageUri };
  }
}
