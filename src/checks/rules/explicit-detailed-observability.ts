import { CheckRule } from '../check-rule';
import { CheckSeverity } from '../check-severity';
import { called, languageModelEndpoints } from '../served';

/** Source: the default of EnableDetailedObservability in the API reference, "MetricsConfig". */
export const explicitDetailedObservability: CheckRule = {
  id: 'explicit-detailed-observability',
  severity: CheckSeverity.ERROR,
  why: 'Whether the metrics of engines and GPUs exist depends on the day on which the configuration was created: the default is true from ' +
    '2026-06-17 on and was false before. Alarms on metrics that do not exist stay quiet for ever.',
  fix: 'Set MetricsConfig.EnableDetailedObservability of the endpoint configuration to true, or to false where nobody looks at it.',
  limits: 'Does not see configurations outside of the app, nor those of endpoints outside of it.',
  find: (app) => languageModelEndpoints(app).flatMap((endpoint) => {
    const metrics = endpoint.configuration!.properties.MetricsConfig;
    return typeof metrics === 'string' || endpoint.detailedObservability !== undefined ? [] : [{
      resource: endpoint.configuration!,
      property: 'MetricsConfig.EnableDetailedObservability',
      message: `the configuration of the endpoint ${called(endpoint)} must say whether it has detailed observability: ` +
        'expected true or false, got none',
    }];
  }),
};
