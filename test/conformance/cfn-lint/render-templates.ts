/* Writes templates that hold everything that the library can render to a folder. */
import { App } from 'aws-cdk-lib';
import {
  accountSettings, everyAlarm, maximalComponentEndpoint, maximalSingleModelEndpoint, optIns, promQlDashboard, scaled, watchedImports,
} from '../../maximal-stacks';

const [, , folder] = process.argv;
const app = new App({ outdir: folder });
maximalComponentEndpoint(app);
maximalSingleModelEndpoint(app);
watchedImports(app);
promQlDashboard(app);
scaled(app);
everyAlarm(app);
accountSettings(app);
optIns(app);
app.synth();
