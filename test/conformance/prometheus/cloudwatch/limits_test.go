package cloudwatch

import (
	"strings"
	"testing"
)

func TestCheckAccepts(t *testing.T) {
	for _, query := range []string{
		`max by ("aws.sagemaker.endpoint.name") (vllm:kv_cache_usage_perc{"aws.sagemaker.endpoint.name"="chat"})`,
		`{"vllm:kv_cache_usage_perc", "@resource.host.id"="i-1"} > 0.9`,
		`{__name__="vllm:kv_cache_usage_perc"}`,
		`histogram_fraction(0, 2, sum(rate(vllm:time_to_first_token_seconds[7d])))`,
		`max_over_time(ice_count[3d] offset 4d)`,
		`vector(1)`,
	} {
		if err := Check(query); err != nil {
			t.Errorf("%s: %v", query, err)
		}
	}
}

func TestCheckRefuses(t *testing.T) {
	for query, want := range map[string]string{
		`sum(`: "parse error",
		`max by (aws.sagemaker.endpoint.name) (up)`:    "unexpected character",
		`{"aws.sagemaker.endpoint.name"="chat"}`:       "needs an exact metric name",
		`up or {__name__=~"vllm:.*"}`:                  "needs an exact metric name",
		`rate(up[8d])`:                                 "looks back 192h0m0s",
		`max_over_time(rate(up[1d])[6d:1h] offset 1h)`: "looks back 169h0m0s",
		`up[5m]`:     "yields a matrix",
		`scalar(up)`: "yields a scalar",
		`up{a="` + strings.Repeat("b", 10_000) + `"}`:    "10008 characters",
		`sort_by_label(up, "a")`:                         "is not enabled",
		`max_over_time(up[5m]) + {job="chat"} offset 8d`: "needs an exact metric name",
	} {
		if err := Check(query); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.80s: got %v; want %q", query, err, want)
		}
	}
}
