package samples

import "time"

// Request is what is asked, as TypeScript renders it.
type Request struct {
	Worlds []World `json:"worlds"`
}

// World is an endpoint of the simulator and what is asked of it.
type World struct {
	Layout string `json:"layout"`
	Engine string `json:"engine"`
	// Every is the publish interval in seconds.
	Every   int       `json:"every"`
	PromQL  []PromQL  `json:"promQl"`
	Classic []Classic `json:"classic"`
}

// PromQL is a query, and the key that its answer is kept under.
type PromQL struct {
	Key   string `json:"key"`
	Query string `json:"query"`
}

// Classic is a metric or an expression over metrics.
type Classic struct {
	Key        string            `json:"key"`
	Metric     *Metric           `json:"metric"`
	Expression string            `json:"expression"`
	Using      map[string]Metric `json:"using"`
}

// Metric is a classic metric. A period of zero is all of the time that is shown.
type Metric struct {
	Namespace  string            `json:"namespace"`
	Name       string            `json:"metricName"`
	Dimensions map[string]string `json:"dimensions"`
	Statistic  string            `json:"statistic"`
	Period     int               `json:"period"`
}

func (m Metric) period() time.Duration { return time.Duration(m.Period) * time.Second }
