package alarms

import (
	"strings"
	"testing"
)

// seenAs reads datapoints as CloudWatch's documentation writes them, the oldest first: X breaches, 0 does not, - is missing.
func seenAs(text string) Datapoints {
	well, bad := 0.0, 2.0
	var seen Datapoints
	for _, letter := range strings.Fields(text) {
		value := map[string]*float64{"X": &bad, "0": &well, "-": nil}[letter]
		seen = append(Datapoints{value}, seen...)
	}
	return seen
}

// The examples of CloudWatch's documentation for three of three datapoints and for two of three, where missing ones do not breach
// ("How alarm state is evaluated when data is missing").
func TestMissingDatapoints(t *testing.T) {
	three := MetricAlarm{Threshold: 1, EvaluationPeriods: 3}
	two := MetricAlarm{Threshold: 1, EvaluationPeriods: 3, DatapointsToAlarm: 2}
	for _, test := range []struct {
		alarm MetricAlarm
		seen  string
		want  bool
	}{
		{three, "0 - X - X", false},
		{three, "- - - - 0", false},
		{three, "- - - - -", false},
		{three, "0 X X - X", true},
		{three, "- - X - -", false},
		{two, "0 - X - X", true},
		{two, "0 0 X 0 X", true},
		{two, "0 - X - -", false},
		{two, "- - - - 0", false},
		{two, "- - - - X", false},
	} {
		if got := test.alarm.IsInAlarm(seenAs(test.seen)); got != test.want {
			t.Errorf("%d of %d, %s: %v, want %v", test.alarm.DatapointsToAlarm, test.alarm.EvaluationPeriods, test.seen, got, test.want)
		}
	}
}

func TestMetricMath(t *testing.T) {
	number := func(n float64) *float64 { return &n }
	for _, test := range []struct {
		expression string
		a, b       *float64
		want       *float64
	}{
		{"100 * a / b", number(3), number(4), number(75)},
		{"(a + b) - 1", number(3), number(4), number(6)},
		{"a > 2", number(3), nil, number(1)},
		{"a > 3", number(3), nil, number(0)},
		{"a + b", number(3), nil, nil},
		{"FILL(b, 7)", nil, nil, number(7)},
		{"FILL(b, 7)", nil, number(1), number(1)},
		{"IF(a > 0, b)", number(1), number(5), number(5)},
		{"IF(a > 0, b)", number(0), number(5), nil},
		{"IF(a > 0, b)", nil, number(5), nil},
	} {
		got, err := calculate(test.expression, map[string]*float64{"a": test.a, "b": test.b})
		if err != nil || (got == nil) != (test.want == nil) || (got != nil && *got != *test.want) {
			t.Errorf("%s: %v %v, want %v", test.expression, got, err, test.want)
		}
	}
	for _, unknown := range []string{"c", "MAX(a, b)", "a % b", "a +", "RATE(a)", `"a"`} {
		if _, err := calculate(unknown, map[string]*float64{"a": number(1), "b": number(1)}); err == nil {
			t.Errorf("%s is not refused", unknown)
		}
	}
}

func TestWhatIsNotReplayedIsRefused(t *testing.T) {
	alarm := MetricAlarm{ComparisonOperator: greaterThan, TreatMissingData: notBreaching, Period: 60, EvaluationPeriods: 1}
	alarm.Namespace = sageMaker
	other := func(change func(*MetricAlarm)) MetricAlarm {
		changed := alarm
		change(&changed)
		return changed
	}
	for name, wrong := range map[string]MetricAlarm{
		"comparison":   other(func(a *MetricAlarm) { a.ComparisonOperator = "LessThanThreshold" }),
		"missing data": other(func(a *MetricAlarm) { a.TreatMissingData = "breaching" }),
		"unit":         other(func(a *MetricAlarm) { a.Unit = "Seconds" }),
		"namespace":    other(func(a *MetricAlarm) { a.Namespace = "AWS/EC2" }),
		"metric":       other(func(a *MetricAlarm) { a.MetricName = "Invokations" }),
	} {
		if _, err := wrong.Firings(simulate(t, short), short.Duration); err == nil {
			t.Errorf("another %s is not refused", name)
		}
	}
}
