package simulator

import (
	"slices"

	"github.com/prometheus/prometheus/model/histogram"
)

// The bounds of the engines' buckets in seconds, from the sources of vLLM 0.32 and SGLang 0.5.
var (
	vllmFirstTokenBounds = []float64{
		0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640, 2560,
	}
	vllmInterTokenBounds = []float64{
		0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80,
	}
	vllmRequestBounds = []float64{
		0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680,
	}

	sglangFirstTokenBounds = []float64{0.1, 0.2, 0.4, 0.6, 0.8, 1, 2, 4, 6, 8, 10, 20, 40, 60, 80, 100, 200, 400}
	sglangInterTokenBounds = []float64{
		0.002, 0.004, 0.006, 0.008, 0.01, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04, 0.06, 0.08, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 2, 4, 6, 8,
	}
	sglangRequestBounds = []float64{
		0.1, 0.2, 0.4, 0.6, 0.8, 1, 2, 4, 6, 8, 10, 20, 40, 60, 80, 100, 200, 400, 600, 1200, 1800, 2400,
	}
	sglangQueueBounds = []float64{
		0, 0.001, 0.005, 0.01, 0.05, 0.1, 0.2, 0.5, 1, 2, 3, 4, 5, 10, 15, 20, 30, 40, 50, 60, 70, 80, 90, 100, 200, 300, 400,
		500, 600, 700, 800, 900, 1000, 1200, 1400, 1600, 1800, 2000, 2500, 3000,
	}
)

// distribution is a cumulative histogram with an engine's own buckets.
type distribution struct {
	bounds []float64
	counts []int64
	count  uint64
	sum    float64
}

func newDistribution(bounds []float64) distribution {
	return distribution{bounds: bounds, counts: make([]int64, len(bounds)+1)}
}

// observe takes a value so many times.
func (d *distribution) observe(value float64, times int) {
	bucket, _ := slices.BinarySearch(d.bounds, value)
	d.counts[bucket] += int64(times)
	d.count += uint64(times)
	d.sum += value * float64(times)
}

// native is the native histogram that the collector of SageMaker makes of it.
func (d *distribution) native() *histogram.Histogram {
	buckets := make([]int64, len(d.counts))
	previous := int64(0)
	for i, count := range d.counts {
		buckets[i] = count - previous
		previous = count
	}
	return &histogram.Histogram{
		Schema: histogram.CustomBucketsSchema, CustomValues: d.bounds, Count: d.count, Sum: d.sum,
		PositiveSpans:   []histogram.Span{{Offset: 0, Length: uint32(len(buckets))}},
		PositiveBuckets: buckets,
	}
}
