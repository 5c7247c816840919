import { EndpointCheck } from './check';
import { engineOf } from '../engines';
import { verdicts } from '../finding';

const { ok, problem, unknown } = verdicts('metrics-flag');

/** Whether engines that serve no metrics by themselves are told to. */
export const metricsFlag: EndpointCheck = ({ containers }) => {
  if (!containers) {
    return [];
  }
  if (containers.failure) {
    return [unknown(containers.failure.message, containers.failure.advice)];
  }
  const findings = containers.value.flatMap((container) => {
    const engine = engineOf(container);
    return Object.entries(engine?.metricsEnvironment ?? {}).map(([key, value]) => {
      const given = container.environment[key];
      return given?.toLowerCase() === value.toLowerCase()
        ? ok(`${container.of}: ${engine!.name} has ${key}=${given}`)
        : problem(`${container.of}: ${engine!.name} serves no metrics: ${key} is ${given === undefined ? 'not set' : `'${given}'`}`,
          `Set ${key}=${value} in the container's environment and deploy (\`engine: ServingEngine.${engine!.name.toUpperCase()}\` does it).`);
    });
  });
  return findings.length > 0 ? findings : [ok('no engine here needs a flag to serve metrics')];
};
