import { AlarmRule } from '../alarm-rule';
import { kvBound } from './engine/kv-bound';
import { kvCacheFull } from './engine/kv-cache-full';
import { kvCachePressure } from './engine/kv-cache-pressure';
import { preemptions } from './engine/preemptions';
import { throughputBelowExpected } from './engine/throughput-below-expected';
import { throughputStalled } from './engine/throughput-stalled';
import { waitingRequests } from './engine/waiting-requests';
import { gpuMemoryDrop } from './gpu/gpu-memory-drop';
import { gpuMemoryExhausted } from './gpu/gpu-memory-exhausted';
import { gpuMemoryTrend } from './gpu/gpu-memory-trend';
import { gpuTemperature } from './gpu/gpu-temperature';
import { xidErrors } from './gpu/xid-errors';
import { cpu } from './host/cpu';
import { disk } from './host/disk';
import { memory } from './host/memory';
import { latencyBaseline } from './objectives/latency-baseline';
import { capacityErrors } from './reliability/capacity-errors';
import { copiesInOneZone } from './reliability/copies-in-one-zone';
import { copiesOnOneInstance } from './reliability/copies-on-one-instance';
import { slowColdStart } from './reliability/slow-cold-start';
import { zoneSkew } from './reliability/zone-skew';
import { zoneTrafficShare } from './reliability/zone-traffic-share';
import { zoneWithoutInstances } from './reliability/zone-without-instances';
import { callsWithoutCopy } from './requests/calls-without-copy';
import { componentErrors } from './requests/component-errors';
import { errors4xx } from './requests/errors-4xx';
import { errors5xx } from './requests/errors-5xx';
import { midStreamErrors } from './requests/mid-stream-errors';
import { modelErrors } from './requests/model-errors';
import { scalingAtMaximum } from './scaling/at-maximum';
import { scalingNotTriggered } from './scaling/not-triggered';
import { componentStopped } from './telemetry/component-stopped';
import { componentsMissing } from './telemetry/components-missing';
import { endpointSilent } from './telemetry/endpoint-silent';
import { engineSilent } from './telemetry/engine-silent';

/** Every rule, by topic. */
export const RULES: Record<string, AlarmRule> = {
  KV_CACHE_PRESSURE: kvCachePressure,
  KV_CACHE_FULL: kvCacheFull,
  WAITING_REQUESTS: waitingRequests,
  PREEMPTIONS: preemptions,
  KV_BOUND: kvBound,
  THROUGHPUT_STALLED: throughputStalled,
  THROUGHPUT_BELOW_EXPECTED: throughputBelowExpected,
  LATENCY_BASELINE: latencyBaseline,
  GPU_MEMORY_DROP: gpuMemoryDrop,
  GPU_MEMORY_EXHAUSTED: gpuMemoryExhausted,
  GPU_MEMORY_TREND: gpuMemoryTrend,
  GPU_TEMPERATURE: gpuTemperature,
  XID_ERRORS: xidErrors,
  DISK: disk,
  MEMORY: memory,
  CPU: cpu,
  ERRORS_5XX: errors5xx,
  ERRORS_4XX: errors4xx,
  MODEL_ERRORS: modelErrors,
  MID_STREAM_ERRORS: midStreamErrors,
  COMPONENT_ERRORS: componentErrors,
  CALLS_WITHOUT_COPY: callsWithoutCopy,
  ZONE_WITHOUT_INSTANCES: zoneWithoutInstances,
  ZONE_TRAFFIC_SHARE: zoneTrafficShare,
  COPIES_IN_ONE_ZONE: copiesInOneZone,
  COPIES_ON_ONE_INSTANCE: copiesOnOneInstance,
  ZONE_SKEW: zoneSkew,
  CAPACITY_ERRORS: capacityErrors,
  SLOW_COLD_START: slowColdStart,
  SCALING_NOT_TRIGGERED: scalingNotTriggered,
  SCALING_AT_MAXIMUM: scalingAtMaximum,
  ENDPOINT_SILENT: endpointSilent,
  COMPONENT_STOPPED: componentStopped,
  ENGINE_SILENT: engineSilent,
  COMPONENTS_MISSING: componentsMissing,
};
