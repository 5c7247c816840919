import { App } from 'aws-cdk-lib';
import { LlmEndpointStack } from './llm-endpoint-stack';

const app = new App();
new LlmEndpointStack(app, 'LlmEndpoint', { env: { region: 'eu-central-1' } });
