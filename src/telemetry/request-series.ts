/** The request series that tell, for all of them, whether and in which form they arrive in OpenTelemetry. */
export const RequestSeries = {
  INVOCATIONS: 'Invocations',
  MODEL_LATENCY: 'ModelLatency',
} as const;

/** The ending of a request series that is about one inference component. */
export const OF_COMPONENT = 'ForIc';
