package simulator

import (
	"math"
	"strconv"
	"time"
)

// engine takes the samples of a container.
func (c *collector) engine(s *server, at time.Duration) {
	labels := append(s.labels(), LabelFramework, string(s.component.Engine))
	if s.component.Engine == SGLang {
		c.sglang(s, at, labels)
		return
	}
	c.vllm(s, at, labels)
}

func (c *collector) vllm(s *server, at time.Duration, labels []string) {
	endpoint, m, shown := c.endpoint(), s.engine.meters, s.engine.shown
	own := []string{"model_name", s.component.ModelName, "engine", "0"}
	add := func(name string, value float64, more ...string) {
		c.add(at, "vllm:"+name, value, endpoint, labels, own, more)
	}
	add("kv_cache_usage_perc", shown.kvUsage(s.component.Profile))
	add("num_requests_running", float64(shown.running))
	add("num_requests_waiting", float64(shown.waiting))
	add("num_requests_waiting_by_reason", float64(shown.waiting), "reason", "capacity")
	add("num_requests_waiting_by_reason", 0, "reason", "deferred")
	add("num_preemptions_total", float64(m.preemptions))
	add("prompt_tokens_total", float64(m.promptTokens))
	add("generation_tokens_total", float64(m.generatedTokens))
	add("prefix_cache_queries_total", float64(m.prefixQueries))
	add("prefix_cache_hits_total", float64(m.prefixHits))
	for i, reason := range finishReasons {
		add("request_success_total", float64(m.finished[i]), "finished_reason", reason)
	}
	distributions := []struct {
		name  string
		value *distribution
	}{
		{"time_to_first_token_seconds", &m.firstToken}, {"inter_token_latency_seconds", &m.interToken},
		{"e2e_request_latency_seconds", &m.endToEnd}, {"request_queue_time_seconds", &m.queue},
	}
	for _, d := range distributions {
		c.addDistribution(at, "vllm:"+d.name, d.value, endpoint, labels, own)
	}
	// A status has a series from its first response on.
	for digit, count := range m.responses {
		if count > 0 {
			c.add(at, "http_requests_total", float64(count), endpoint, labels,
				[]string{"handler", "/invocations", "method", "POST", "status", strconv.Itoa(digit) + "xx"})
		}
	}
}

// sglang has the series of the scheduler, one per rank, and those of the tokenizer. As in SGLang, tokens count when their
// request has ended.
func (c *collector) sglang(s *server, at time.Duration, labels []string) {
	endpoint, m, shown := c.endpoint(), s.engine.meters, s.engine.shown
	tokenizer := []string{"model_name", s.component.ModelName, "engine_type", "unified"}
	scheduler := append([]string{"tp_rank", "0", "pp_rank", "0", "moe_ep_rank", "0"}, tokenizer...)
	streaming := append([]string{"is_streaming", "true"}, tokenizer...)
	add := func(name string, value float64, own []string) {
		c.add(at, "sglang:"+name, value, endpoint, labels, own)
	}

	add("token_usage", math.Round(100*shown.kvUsage(s.component.Profile))/100, scheduler)
	add("num_running_reqs", float64(shown.running), scheduler)
	add("num_queue_reqs", float64(shown.waiting), scheduler)
	add("num_retracted_requests_total", float64(m.preemptions), scheduler)
	add("cache_hit_rate", ratio(m.prefixHits, m.prefixQueries), scheduler)
	add("prompt_tokens_total", float64(m.finishedPromptTokens), streaming)
	add("generation_tokens_total", float64(m.finishedGeneratedTokens), streaming)
	finished := 0
	for _, count := range m.finished {
		finished += count
	}
	add("num_requests_total", float64(finished), streaming)
	add("num_aborted_requests_total", float64(m.aborted), tokenizer)
	c.addDistribution(at, "sglang:time_to_first_token_seconds", &m.firstToken, endpoint, labels, streaming)
	c.addDistribution(at, "sglang:inter_token_latency_seconds", &m.interToken, endpoint, labels, tokenizer)
	c.addDistribution(at, "sglang:e2e_request_latency_seconds", &m.endToEnd, endpoint, labels, streaming)
	c.addDistribution(at, "sglang:queue_time_seconds", &m.queue, endpoint, labels, scheduler)
}

func ratio(part, all int) float64 {
	if all == 0 {
		return 0
	}
	return float64(part) / float64(all)
}
