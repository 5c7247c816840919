import { EndpointCheck, isSettling, seriesFrom } from './check';
import { Source } from '../../../telemetry/catalogue';
import { DEFAULT_METRICS_PATH, ServingEngine } from '../../../telemetry/serving-engine';
import { engineOf } from '../engines';
import { Container } from '../evidence';
import { Finding, verdicts } from '../finding';

const { ok, problem } = verdicts('metrics-address');

/** The port of a container that SageMaker scrapes (ContainerMetricsConfig reference). */
const SCRAPED_PORT = '8080';
/** The port on which Triton serves metrics unless told otherwise. */
const TRITON_PORT = '8002';

/** Whether engines serve metrics on the port and path that SageMaker scrapes. */
export const metricsAddress: EndpointCheck = (endpoint) => {
  const arriving = new Set(seriesFrom(endpoint.series?.value ?? [], Source.ENGINE).map(({ series }) => series.engine));
  const findings = (endpoint.containers?.value ?? []).flatMap((container): Finding[] => {
    const engine = engineOf(container);
    if (!engine || arriving.has(engine.name)) {
      return [];
    }
    return [portProblem(container, engine), pathProblem(container, engine, isSettling(endpoint))].flatMap((found) => found ?? []);
  });
  if (!endpoint.containers?.value) {
    return [];
  }
  return findings.length > 0 ? findings : [ok(`nothing speaks against port ${SCRAPED_PORT} and the path of metrics`)];
};

function portProblem({ of, environment }: Container, engine: ServingEngine): Finding | undefined {
  if (engine === ServingEngine.TRITON) {
    return problem(`${of}: Triton serves metrics on port ${TRITON_PORT}; SageMaker scrapes port ${SCRAPED_PORT} only`,
      'Put a proxy for metrics on port 8080 into the image and name its path in `metricsPath`, or do without engine series: GPU and host series arrive anyway.');
  }
  const setting = `SM_${engine.name.toUpperCase()}_PORT`;
  const port = environment[setting];
  return port === undefined || port === SCRAPED_PORT ? undefined
    : problem(`${of}: ${setting}=${port}, but SageMaker scrapes port ${SCRAPED_PORT} only`, `Remove ${setting}, or set it to ${SCRAPED_PORT}.`);
}

function pathProblem({ of, metricsPath }: Container, { name, metricsPath: right }: ServingEngine, tooEarly: boolean): Finding | undefined {
  if (right === undefined || tooEarly || (metricsPath ?? DEFAULT_METRICS_PATH) === right) {
    return undefined;
  }
  return problem(`${of}: SageMaker scrapes ${metricsPath ?? `${DEFAULT_METRICS_PATH} (none is set)`}, ${name} serves ${right}`,
    `Set the metrics path of the container to ${right} (\`engine: ServingEngine.${name.toUpperCase()}\` does it).`);
}
