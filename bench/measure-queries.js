/* Prints the time and memory to build every query of the catalogue for one endpoint with the given number of components. */
const { App, Stack } = require('aws-cdk-lib');
const { InferenceEndpoint, InferenceSignal, PublishFrequency, ServingEngine, SignalGrouping, TelemetryScope } = require('..');

const components = Number(process.argv[2]);
const stack = new Stack(new App(), 'Stack');
const endpoint = InferenceEndpoint.fromEndpointAttributes(stack, 'Endpoint', {
  endpointName: 'chat',
  engines: [ServingEngine.VLLM],
  publishFrequency: PublishFrequency.ONE_MINUTE,
  inferenceComponentNames: Array.from({ length: components }, (_, index) => `component-${index}`),
});
const signals = InferenceSignal.all();

function build() {
  const queries = [];
  const ask = (signal, options) => {
    try {
      queries.push(signal.promQl(options));
    } catch {
      // The signal cannot be asked for this scope.
    }
  };
  const scopes = endpoint.inferenceComponents.map((component) => TelemetryScope.component(component));
  for (const signal of signals) {
    ask(signal, { scope: TelemetryScope.endpoint(endpoint), groupBy: signal.groupings.includes(SignalGrouping.COMPONENT) ? [SignalGrouping.COMPONENT] : [] });
    for (const scope of scopes) {
      ask(signal, { scope });
    }
  }
  return queries;
}

global.gc();
const before = process.memoryUsage().heapUsed;
const start = process.hrtime.bigint();
const queries = build();
const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
global.gc();
console.log(JSON.stringify({ milliseconds, megabytes: (process.memoryUsage().heapUsed - before) / 1048576, queries: queries.length }));
