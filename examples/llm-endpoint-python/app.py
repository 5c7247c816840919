#!/usr/bin/env python3
from aws_cdk import App, Environment

from llm_endpoint.llm_endpoint_stack import LlmEndpointStack

app = App()
LlmEndpointStack(app, "LlmEndpoint", env=Environment(region="eu-central-1"))
app.synth()
