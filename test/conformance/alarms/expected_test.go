package alarms

// expected tells for each trace which contributors of which rules and causes go into ALARM: what the trace is about, and nothing else.
// Rules that are not named stay quiet. A component is late where requests wait, so its objective burns, too.
var expected = map[string]map[string][]string{
	"healthy":       {},
	"reserved-only": {},
	"sglang-busy":   {},
	"scrape-gap":    {},
	"instance-gap":  {},
	"counter-reset": {},
	// Classic metrics tell of these, whose alarms are no PromQL.
	"error-burst":       {},
	"refusals":          {},
	"platform-overhead": {},
	// The rule for XID errors has to be asked for.
	"xid": {},

	// A minute is shorter than every pending period. But the objective burns slowly: the endpoint is an hour old, so that more than 6 % of
	// all requests there were, of six hours and of half an hour, were late, and 1 % may be.
	"spike": {"time-to-first-token-slow-burn": qwen},

	// The cache is named first, and scaling once requests have waited for ten minutes without a new copy.
	"kv-saturation": late(qwen, "kv-cache-pressure", "kv-cache-full", "waiting-requests", "preemptions", "kv-bound", "kv-cache-saturated",
		"scaling-not-triggered", "scaling-stuck"),
	// Llama is slow, but not by the cache of Qwen: nothing is named for it.
	"two-crossed": late(qwen, "kv-cache-pressure", "kv-cache-full", "waiting-requests", "preemptions", "kv-bound", "kv-cache-saturated",
		"scaling-not-triggered", "scaling-stuck"),
	// Each has a cause of its own, and scaling is the deeper one of both.
	"two-causes": {
		"kv-cache-pressure": qwen, "kv-cache-full": qwen, "preemptions": qwen, "kv-bound": qwen, "kv-cache-saturated": qwen, "queueing": llama,
		"waiting-requests": both, "scaling-not-triggered": both, "scaling-stuck": both,
		"latency-baseline": both, "time-to-first-token-fast-burn": both, "time-to-first-token-slow-burn": both,
	},
	// Preemptions make some requests late before the objective burns.
	"kv-leak": {"kv-cache-pressure": qwen, "kv-cache-full": qwen, "preemptions": qwen, "kv-cache-saturated": qwen},
	// The level of SGLang's cache tells nothing, its retractions do.
	"sglang-saturated": late(llama, "waiting-requests", "preemptions", "kv-cache-saturated", "scaling-not-triggered", "scaling-stuck"),
	"queueing":         late(qwen, "waiting-requests", "queueing", "scaling-not-triggered", "scaling-stuck"),

	// The batch has room for twelve, which take all the time there is: nothing is wrong with the cache.
	"slow-engine": with(late(qwen, "waiting-requests", "queueing", "scaling-not-triggered", "scaling-stuck"),
		"throughput-below-expected", []string{"i-1", "i-2"}),

	// The copy that hangs is the only one in its zone, which therefore finishes nothing. The same holds of the one that crashes.
	"stalled":            {"throughput-stalled": {"c-2"}, "zone-traffic-share": zoneB, "zone-imbalance": qwen},
	"model-crash":        {"gpu-memory-drop": {"i-2"}, "zone-traffic-share": zoneB, "zone-imbalance": qwen},
	"silent-model-crash": {"gpu-memory-drop": {"i-2"}},
	"container-restart":  {"gpu-memory-drop": {"i-2"}},
	"scaled-in":          {"gpu-memory-drop": {"i-2"}},
	"gpu-memory-leak":    {"gpu-memory-exhausted": {"i-2"}},
	"gpu-memory-creep":   {"gpu-memory-trend": {"i-2"}},
	// Memory is the deeper cause, so that neither queueing nor scaling is named.
	"gpu-memory-short": with(late(qwen, "waiting-requests", "scaling-not-triggered", "gpu-memory-pressure"), "gpu-memory-exhausted", []string{"i-2"}),
	"temperature":      {"gpu-temperature": {"i-2"}},
	"disk-fill":        {"disk": {"i-2"}},
	"host-memory":      {"memory": {"i-2"}},
	"host-cpu":         {"cpu": {"i-2"}},

	"zone-starved": with(late(qwen, "waiting-requests", "scaling-not-triggered", "zone-imbalance"), "zone-traffic-share", zoneB),
	"zone-lost":    {"zone-without-instances": zoneB},

	// Three of five instances are in zone A. Where a copy was, memory is released.
	"copies-gathered": {"copies-in-one-zone": qwen, "zone-skew": {"chat"}, "gpu-memory-drop": {"i-2"}},
	// Two instances are in the zones A and C, one is in B.
	"copies-stacked": {"copies-in-one-zone": qwen, "copies-on-one-instance": qwen, "gpu-memory-drop": {"i-1", "i-2"}},

	"scaling-not-triggered": late(qwen, "waiting-requests", "queueing", "scaling-not-triggered", "scaling-stuck"),
	"scaling-ceiling":       late(qwen, "waiting-requests", "queueing", "scaling-at-maximum", "scaling-stuck"),
	"scaling-helps":         late(qwen, "waiting-requests", "queueing"),
	"slow-cold-start":       {"slow-cold-start": qwen},
	"capacity-errors":       {"capacity-errors": {"eu-west-1a", "eu-west-1b", "eu-west-1c"}},

	"engine-silent":   {"component-stopped": qwen, "engine-silent": qwen, "telemetry-missing": qwen},
	"never-reported":  {"components-missing": {"chat"}, "engine-silent": qwen, "telemetry-missing": qwen},
	"endpoint-silent": {"endpoint-silent": {"chat"}, "component-stopped": both, "telemetry-missing": both},
}

var (
	qwen, llama = []string{"qwen"}, []string{"llama"}
	both        = []string{"llama", "qwen"}
	zoneB       = []string{"eu-west-1b"}
)

// late adds the rules about latency to others of a component.
func late(component []string, rules ...string) map[string][]string {
	expected := map[string][]string{}
	for _, rule := range append(rules, "latency-baseline", "time-to-first-token-fast-burn", "time-to-first-token-slow-burn") {
		expected[rule] = component
	}
	return expected
}

func with(expected map[string][]string, rule string, contributors []string) map[string][]string {
	expected[rule] = contributors
	return expected
}
