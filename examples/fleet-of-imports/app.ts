import { App } from 'aws-cdk-lib';
import { FleetStack } from './fleet-stack';

const app = new App();
new FleetStack(app, 'Fleet', { env: { region: 'eu-central-1' } });
