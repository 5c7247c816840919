import { Color } from 'aws-cdk-lib/aws-cloudwatch';
import { PanelThreshold } from './panel';
import { InferenceSignal } from '../telemetry';

/*
 * Values that matter without an alarm. They are what practitioners and the engines' makers name, and lines on charts only: an alarm on
 * the same signal, handed to the dashboard, takes the place of the line.
 */

interface DefaultThreshold {
  readonly value: number;
  readonly label: string;
}

const DEFAULTS = new Map<InferenceSignal, DefaultThreshold>([
  // vLLM: llm-d calls 80 % saturated, practitioners warn at 85 to 90 %. SGLang's makers call more than 90 % good.
  [InferenceSignal.KV_CACHE_UTILIZATION, { value: 90, label: 'requests soon wait (vLLM)' }],
  // 5 to 10 per copy for interactive use.
  [InferenceSignal.WAITING_REQUESTS, { value: 10, label: 'too many per copy' }],
  [InferenceSignal.CPU_UTILIZATION, { value: 90, label: 'busy' }],
  [InferenceSignal.MEMORY_UTILIZATION, { value: 90, label: 'nearly full' }],
  [InferenceSignal.DISK_UTILIZATION, { value: 90, label: 'nearly full' }],
  // Engines reserve 85 to 95 %, so a lower line would always be crossed.
  [InferenceSignal.GPU_MEMORY_UTILIZATION, { value: 98, label: 'above what engines reserve' }],
]);

/** What engines reserve of the memory of a GPU: vLLM 0.9 to 0.92, SGLang 0.85 and more. */
const RESERVED_GPU_MEMORY = 85;

/** The value up to which a signal is as good as it gets, below the one at which it is bad. */
export function goodValue(signal: InferenceSignal, bad: number): number {
  return signal === InferenceSignal.GPU_MEMORY_UTILIZATION && bad > RESERVED_GPU_MEMORY ? RESERVED_GPU_MEMORY : 0;
}

/** The value at which a signal is bad, as long as no alarm says otherwise. */
export function defaultThreshold(signal: InferenceSignal): PanelThreshold | undefined {
  const found = DEFAULTS.get(signal);
  return found && { ...found, color: Color.ORANGE };
}
