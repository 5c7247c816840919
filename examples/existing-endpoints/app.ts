import { App } from 'aws-cdk-lib';
import { ExistingEndpointsStack } from './existing-endpoints-stack';

const app = new App();
new ExistingEndpointsStack(app, 'ExistingEndpoints', { env: { region: 'eu-central-1' } });
