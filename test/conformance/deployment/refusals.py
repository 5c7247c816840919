"""Asks moto for what it refuses of SageMaker, about the model, endpoint and configuration given. Prints a JSON list of what it did take."""
import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

MODEL, ENDPOINT, CONFIGURATION = sys.argv[1:]
# No second attempt: moto answers 500 to what it does not implement.
sagemaker = boto3.client("sagemaker", config=Config(retries={"total_max_attempts": 1}))


def configuration(name, **variant):
    return {
        "EndpointConfigName": name,
        "ExecutionRoleArn": "arn:aws:iam::123456789012:role/execution",
        "ProductionVariants": [{"VariantName": "AllTraffic", "InitialInstanceCount": 1, **variant}],
    }


ASKED = {
    "UpdateEndpoint": (sagemaker.update_endpoint, {"EndpointName": ENDPOINT, "EndpointConfigName": CONFIGURATION}),
    "CreateInferenceComponent": (sagemaker.create_inference_component, {
        "InferenceComponentName": "component",
        "EndpointName": ENDPOINT,
        "VariantName": "AllTraffic",
        "Specification": {"ModelName": MODEL, "ComputeResourceRequirements": {"MinMemoryRequiredInMb": 1024}},
        "RuntimeConfig": {"CopyCount": 1},
    }),
    "a variant on ml.g6.12xlarge": (
        sagemaker.create_endpoint_config, configuration("newer-gpu", ModelName=MODEL, InstanceType="ml.g6.12xlarge")),
    "a variant without a model": (sagemaker.create_endpoint_config, configuration("no-model", InstanceType="ml.g4dn.12xlarge")),
}


def is_taken(operation, arguments):
    try:
        operation(**arguments)
        return True
    except ClientError:
        return False


print(json.dumps({what: is_taken(*asked) for what, asked in ASKED.items()}))
