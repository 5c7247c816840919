import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3_assets from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { Problems } from '../validation';

/** Where artifacts lie once they belong to a construct. */
export interface ModelArtifactsConfig {
  /** The S3 URI. */
  readonly uri: string;
}

/** The weights of a model or adapter in S3. The execution role is granted to read just these. */
export abstract class ModelArtifacts {
  /**
   * One gzip-compressed tar archive.
   *
   * @param bucket the bucket; one of another account must let the execution role read
   * @param objectKey the key, which ends in `.tar.gz`
   */
  public static archive(bucket: s3.IBucket, objectKey: string): ModelArtifacts {
    return new BucketArtifacts(bucket, objectKey, true);
  }

  /**
   * Uncompressed files under a prefix: nothing to unpack, so large models start sooner. An inference component gets a model
   * of its own for them, because its container takes archives only; it then has no metrics path and frequency of its own.
   *
   * @param bucket the bucket
   * @param prefix the prefix, which ends in `/`
   */
  public static uncompressed(bucket: s3.IBucket, prefix: string): ModelArtifacts {
    return new BucketArtifacts(bucket, prefix, false);
  }

  /**
   * A local archive that is uploaded when the app is deployed. AWS CDK gives the object a key that ends in `.gz`.
   *
   * @param path the file, which ends in `.tar.gz`
   */
  public static fromAsset(path: string): ModelArtifacts {
    return new AssetArtifacts(path);
  }

  /** Whether the artifacts are one archive. */
  public abstract readonly isArchive: boolean;

  /**
   * Called when the artifacts are used: names them and grants reading.
   *
   * @param scope where constructs that the artifacts need are made
   * @param grantee who reads, when known
   */
  public abstract bind(scope: Construct, grantee?: iam.IGrantable): ModelArtifactsConfig;

  /** @internal */
  public abstract _check(problems: Problems, what: string): void;
}

const ARCHIVE = /^[^/*?][^*?]*\.tar\.gz$/;
const LOCAL_ARCHIVE = /\.tar\.gz$/;
const EXPECTED_ARCHIVE = "a gzip-compressed tar archive (its name ends in '.tar.gz')";
const EXPECTED_KEY = `${EXPECTED_ARCHIVE} without a slash in front and without * or ?`;

class BucketArtifacts extends ModelArtifacts {
  public constructor(private readonly bucket: s3.IBucket, private readonly key: string, public readonly isArchive: boolean) {
    super();
  }

  public bind(_scope: Construct, grantee?: iam.IGrantable): ModelArtifactsConfig {
    if (grantee) {
      this.grantRead(grantee);
    }
    return { uri: this.bucket.s3UrlForObject(this.key) };
  }

  /** @internal */
  public _check(problems: Problems, what: string): void {
    if (this.isArchive) {
      problems.pattern(`${what}: the object key`, this.key, ARCHIVE, EXPECTED_KEY);
    } else {
      problems.pattern(`${what}: the prefix`, this.key, /^[^/*?][^*?]*\/$/, "a prefix that ends in '/' and does not begin with it, without * or ?");
    }
  }

  /** Narrower than `bucket.grantRead`, whose actions have wildcards and whose listing covers the whole bucket. */
  private grantRead(grantee: iam.IGrantable): void {
    iam.Grant.addToPrincipal({
      grantee,
      actions: ['s3:GetObject'],
      resourceArns: [this.bucket.arnForObjects(this.isArchive ? this.key : `${this.key}*`)],
    });
    grantee.grantPrincipal.addToPrincipalPolicy(new iam.PolicyStatement({
      actions: ['s3:ListBucket'],
      resources: [this.bucket.bucketArn],
      conditions: { StringLike: { 's3:prefix': this.isArchive ? this.key : `${this.key}*` } },
    }));
    this.bucket.encryptionKey?.grantDecrypt(grantee);
  }
}

class AssetArtifacts extends ModelArtifacts {
  public readonly isArchive = true;
  private asset?: s3_assets.Asset;

  public constructor(private readonly path: string) {
    super();
  }

  public bind(scope: Construct, grantee?: iam.IGrantable): ModelArtifactsConfig {
    if (!this.asset || Stack.of(this.asset) !== Stack.of(scope)) {
      this.asset = new s3_assets.Asset(scope, 'Artifacts', { path: this.path });
    }
    if (grantee) {
      const artifacts = new BucketArtifacts(this.asset.bucket, this.asset.s3ObjectKey, true);
      artifacts.bind(scope, grantee);
    }
    return { uri: this.asset.s3ObjectUrl };
  }

  /** @internal */
  public _check(problems: Problems, what: string): void {
    problems.pattern(`${what}: the path`, this.path, LOCAL_ARCHIVE, EXPECTED_ARCHIVE);
  }
}
