import { App } from 'aws-cdk-lib';
import { GrafanaReaderStack } from './grafana-reader-stack';

const app = new App();
new GrafanaReaderStack(app, 'GrafanaReader', { env: { region: 'eu-central-1' } });
