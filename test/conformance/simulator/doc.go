// Package simulator plays large language models that SageMaker serves, in virtual time, and emits the series that
// CloudWatch would hold of them, a log of all requests and the classic metrics that follow from the log.
//
// It models, per copy of a model, continuous batching: a queue, admission by free KV cache and room in the
// batch, prompts computed in slices beside running answers, steps that last longer the more answers run,
// preemption of the youngest when the KV cache is full, and a prefix cache that saves a share of each prompt.
// Around it: instances in zones, GPUs whose memory the engine reserves, routing, copies that start, drain and
// restart, scaling operations, and faults. What an alarm sees follows from these: a full cache lets requests
// wait, and waiting requests see their first token late.
//
// It leaves out: what a model answers; blocks of the KV cache (it counts tokens); which prompts share a
// prefix; speculative decoding, adapters, parallelism over several engines; clients that give up or try
// again; an autoscaler (copies come and go as configured, or as the caller of a Simulation decides); the delay until
// CloudWatch has a sample; the labels __type__, __temporality__ and __monotonicity__.
//
// A run depends on its configuration alone. Random numbers come from the configured seed, and a request's
// numbers are drawn whether or not a fault uses them: two runs that differ in a fault serve the same requests.
package simulator
