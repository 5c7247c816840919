"""Prints as JSON what moto holds: the stack, and everything of the kinds that it can create for it."""
import json

import boto3

STACK = "Deployment"

cloudformation, cloudwatch, events, iam, logs, sagemaker, sns = (
    boto3.client(name) for name in ("cloudformation", "cloudwatch", "events", "iam", "logs", "sagemaker", "sns")
)


def every(client, operation, key, **arguments):
    return [item for page in client.get_paginator(operation).paginate(**arguments) for item in page[key]]


def described(kind):
    names = [summary[f"{kind}Name"] for summary in every(sagemaker, f"list_{snake(kind)}s", f"{kind}s")]
    answers = [getattr(sagemaker, f"describe_{snake(kind)}")(**{f"{kind}Name": name}) for name in names]
    return [{key: value for key, value in answer.items() if key != "ResponseMetadata"} for answer in answers]


def snake(kind):
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in kind)[1:]


def stack():
    found = [each for each in every(cloudformation, "describe_stacks", "Stacks") if each["StackName"] == STACK]
    if not found:
        return None
    # moto lists what it skipped, too, without a type.
    resources = every(cloudformation, "list_stack_resources", "StackResourceSummaries", StackName=STACK)
    return {
        "status": found[0]["StackStatus"],
        "template": cloudformation.get_template(StackName=STACK)["TemplateBody"],
        "resources": {
            each["LogicalResourceId"]: {"type": each["ResourceType"], "physicalId": each["PhysicalResourceId"]}
            for each in resources if each["ResourceType"]
        },
    }


def endpoint(found):
    return {**found, "Tags": every(sagemaker, "list_tags", "Tags", ResourceArn=found["EndpointArn"])}


def role(found):
    name = found["RoleName"]
    policies = every(iam, "list_role_policies", "PolicyNames", RoleName=name)
    return {**found, "Policies": [iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"] for policy in policies]}


def rule(found):
    return {**found, "Targets": events.list_targets_by_rule(Rule=found["Name"])["Targets"]}


print(json.dumps({
    "stack": stack(),
    "held": {
        "models": described("Model"),
        "configurations": described("EndpointConfig"),
        "endpoints": [endpoint(found) for found in described("Endpoint")],
        "dashboards": [
            {"name": entry["DashboardName"], "body": cloudwatch.get_dashboard(DashboardName=entry["DashboardName"])["DashboardBody"]}
            for entry in every(cloudwatch, "list_dashboards", "DashboardEntries")
        ],
        "topics": [
            sns.get_topic_attributes(TopicArn=topic["TopicArn"])["Attributes"] for topic in every(sns, "list_topics", "Topics")
        ],
        "roles": sorted((role(found) for found in every(iam, "list_roles", "Roles")), key=lambda found: found["RoleName"]),
        "logGroups": every(logs, "describe_log_groups", "logGroups"),
        "logPolicies": every(logs, "describe_resource_policies", "resourcePolicies"),
        "rules": [rule(found) for found in events.list_rules()["Rules"]],
    },
}, default=str))
