import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { Construct, IDependable } from 'constructs';
import { ContainerModelOptions } from './served-model';

/** The settings of a model besides its container. */
export interface ModelSettings {
  readonly role: iam.IRole;
  /** Who takes the permissions to pull the image and to read the artifacts. */
  readonly grantee: iam.IGrantable;
  /** The role and its policies, which must outlive the model. */
  readonly outliving: readonly IDependable[];
  /** Complete at synth only. */
  readonly environment: { [key: string]: string };
  readonly vpcConfig?: CfnModel.VpcConfigProperty;
  readonly enableNetworkIsolation?: boolean;
}

/**
 * Creates a model. It has no name of its own: every change replaces it, and a fixed name would collide with the model that it
 * replaces (github.com/aws/sagemaker-python-sdk/issues/987).
 */
export function createModel(scope: Construct, container: ContainerModelOptions, settings: ModelSettings): CfnModel {
  const model = new Construct(scope, 'Model');
  const { imageUri } = container.image.bind(model, settings.grantee);
  const uri = container.artifacts?.bind(model, settings.grantee).uri;
  const resource = new CfnModel(model, 'Resource', {
    executionRoleArn: settings.role.roleArn,
    vpcConfig: settings.vpcConfig,
    enableNetworkIsolation: settings.enableNetworkIsolation,
    primaryContainer: {
      image: imageUri,
      environment: settings.environment,
      ...container.artifacts?.isArchive === false
        ? { modelDataSource: { s3DataSource: { s3Uri: uri!, s3DataType: 'S3Prefix', compressionType: 'None' } } }
        : { modelDataUrl: uri },
    },
  });
  resource.node.addDependency(...settings.outliving);
  return resource;
}
