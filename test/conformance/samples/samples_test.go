package samples

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"cdk-sagemaker-insights/conformance/simulator"
	"cdk-sagemaker-insights/conformance/simulator/traces"
)

func TestPack(t *testing.T) {
	for want, values := range map[string][]float64{
		"1,0.333,1230,-0.0000457": {1, 1.0 / 3, 1234.5, -0.0000456789},
		"2,,3":                    {2, math.NaN(), 3, math.NaN()},
		",0":                      {math.Inf(1), 0},
		"":                        {math.NaN()},
	} {
		if got := pack(values); got != want {
			t.Errorf("%v: %q, want %q", values, got, want)
		}
	}
}

func TestStoreKeepsEachRowOnce(t *testing.T) {
	store := newStore()
	row := Series{map[string]string{"a": "1"}, []float64{1, 2}}
	store.add("one", []Series{row})
	store.add("two", []Series{{map[string]string{"a": "2"}, []float64{1, 2}}, row})
	store.add("two", nil)
	if want := map[string][][]int{"one": {{0, 0}}, "two": {{1, 0, 0, 0}, {}}}; !reflect.DeepEqual(store.Answers, want) {
		t.Errorf("%v, want %v", store.Answers, want)
	}
	store.add("many", slices.Repeat([]Series{row}, MaxSeries+1))
	if got := len(store.Answers["many"][0]) / 2; got != MaxSeries {
		t.Errorf("%d rows, want %d", got, MaxSeries)
	}
}

// handWritten is a log of three requests in the first minute that is shown and one in the second.
func handWritten() []run {
	config := traces.World()
	config.Variant = variant
	config.Duration, config.PublishInterval = end, time.Hour
	for i := range config.Components {
		config.Components[i].Load = nil
	}
	trace, err := simulator.Run(config)
	if err != nil {
		panic(err)
	}
	request := func(instance, zone string, finished, latency time.Duration, status simulator.Status) simulator.Request {
		return simulator.Request{
			Component: traces.Qwen, Container: "c-" + instance, Instance: instance, InstanceType: "ml.p5.4xlarge", Zone: zone,
			Arrival: From + finished - latency, FirstToken: From + finished, Finished: From + finished, Status: status,
			Overhead: 10 * time.Millisecond,
		}
	}
	trace.Log = simulator.Log{
		request("i-1", "a", 10*time.Second, 2*time.Second, simulator.Answered),
		request("i-1", "a", 20*time.Second, 4*time.Second, simulator.Answered),
		request("i-2", "b", 30*time.Second, time.Second, simulator.Failed),
		request("i-2", "b", 70*time.Second, 6*time.Second, simulator.Answered),
	}
	return []run{{config, trace}}
}

func TestExpressions(t *testing.T) {
	using := map[string]Metric{
		"m1": {invocations, "ModelLatency", map[string]string{"InferenceComponentName": traces.Qwen}, "p50", 60},
		"m2": {invocations, "OverheadLatency", map[string]string{"InferenceComponentName": traces.Qwen}, "Average", 60},
	}
	byInstance := `SEARCH('{AWS/SageMaker,EndpointName,VariantName,InstanceId} MetricName="Invocations" EndpointName="chat"', 'Sum', 60)`
	for expression, want := range map[string][]string{
		"m1 / 1000":                              {"2000,6000"},
		"(m1 + m2) / 1000":                       {"2010,6010"},
		"m1 - m2 * 2":                            {"1980000,5980000"},
		byInstance:                               {"2", "1,1"},
		"SUM(" + byInstance + ") / 2":            {"1.5,0.5"},
		"SORT(" + byInstance + ", MAX, DESC, 1)": {"2"},
		strings.Replace(byInstance, `"chat"`, `("code" OR "chat")`, 1): {"2", "1,1"},
		strings.Replace(byInstance, `"chat"`, `"code"`, 1):             nil,
	} {
		rows, err := calculate(handWritten(), Classic{Expression: expression, Using: using})
		var got []string
		for _, row := range rows {
			got = append(got, pack(row.Values))
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q, %v; want %q", expression, got, err, want)
		}
	}
}

func TestExpressionsThatAreNotKnown(t *testing.T) {
	for expression, says := range map[string]string{
		"RATE(m1)":              "not known",
		"1 +":                   "too early",
		"(1":                    `expected ")"`,
		"1 ! 2":                 "cannot read",
		"1 2":                   "does not end",
		"'a' + 1":               "a text stands",
		"SEARCH('', 'Sum', 60)": "is not known",
	} {
		if _, err := calculate(handWritten(), Classic{Expression: expression}); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v; want %q", expression, err, says)
		}
	}
}

func TestSumOverAllOfTheTime(t *testing.T) {
	asked := Metric{invocations, "Invocations", map[string]string{"EndpointName": "chat", "VariantName": variant}, "Sum", 0}
	rows, err := metric(handWritten(), asked)
	if err != nil || len(rows) != 1 || pack(rows[0].Values) != "4" {
		t.Errorf("%v, %v", rows, err)
	}
	asked.Statistic = "Average"
	if _, err := metric(handWritten(), asked); err == nil {
		t.Error("an average over all of the time")
	}
}

// The copy that is lost makes the other one busy, and the third one is asked for in the cold start: what the texts of the situations say.
func TestSituationsAreWhatTheySay(t *testing.T) {
	for _, situation := range Situations() {
		all, err := configs(World{Layout: single, Engine: "vllm", Every: 60}, situation)
		if err != nil || len(all) != 1 {
			t.Fatalf("%s: %d endpoints, %v", situation.ID, len(all), err)
		}
		trace, err := simulator.Run(all[0])
		if err != nil {
			t.Fatal(err)
		}
		for _, series := range trace.Series {
			if series.Labels.Has(simulator.LabelComponent) {
				t.Fatalf("%s: %s has a component", situation.ID, series.Labels)
			}
		}
		waiting := 0.0
		for _, series := range trace.Find("vllm:num_requests_waiting") {
			sample, _ := series.At(traces.Breach + 10*time.Minute)
			waiting = max(waiting, sample.Value)
		}
		if calm := situation.ID == "healthy-day" || situation.ID == "zone-loss"; (waiting < 10) != calm {
			t.Errorf("%s: %v requests wait", situation.ID, waiting)
		}
	}
	served := coldStart().Components[0].Copies[2]
	if ready := served.From + slowStart.ModelDownload + slowStart.GPULoad + slowStart.ContainerStart; ready-From != 45*time.Minute {
		t.Errorf("the third copy serves after %s", ready-From)
	}
}
