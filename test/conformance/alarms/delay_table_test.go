package alarms

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	readme     = "../../../README.md"
	tableBegin = "<!-- delays: written by `WRITE_DELAYS=true go test -run TestDelays ./alarms/` in test/conformance -->\n"
	tableEnd   = "<!-- end of delays -->\n"
)

// TestDelays measures what passes between a threshold that is crossed and the ALARM of each rule and cause, and compares it with the table
// in the README. With WRITE_DELAYS it writes the table.
func TestDelays(t *testing.T) {
	rows := make([]string, len(delayCases))
	t.Run("measure", func(t *testing.T) {
		for i, c := range delayCases {
			t.Run(c.rule, func(t *testing.T) {
				parallel(t)
				crossed := c.crossed(t, c.config())
				cells := []string{"`" + c.rule + "`"}
				for _, every := range frequencies {
					cells = append(cells, c.cell(t, crossed, every))
				}
				rows[i] = "| " + strings.Join(cells, " | ") + " |\n"
			})
		}
	})
	if t.Failed() {
		return
	}
	table := "| rule or cause | published every 10 s | 60 s | 300 s |\n| --- | --- | --- | --- |\n" + strings.Join(rows, "")
	file, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(file), tableBegin)
	old, after, ended := strings.Cut(rest, tableEnd)
	if !found || !ended {
		t.Fatalf("no table in %s between %q and %q", readme, tableBegin, tableEnd)
	}
	if os.Getenv("WRITE_DELAYS") != "" {
		if err := os.WriteFile(readme, []byte(before+tableBegin+"\n"+table+"\n"+tableEnd+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if strings.TrimSpace(old) != strings.TrimSpace(table) {
		t.Errorf("the table in the README is out of date: write it anew with WRITE_DELAYS=true. It must be\n%s", table)
	}
}

// cell is a delay in words.
func (c delayCase) cell(t *testing.T, crossed, every time.Duration) string {
	t.Helper()
	measured, fires := c.measure(t, crossed, every)
	if fires == slices.Contains(overtaken, overtaking{c.rule, every}) {
		t.Errorf("%s every %s: in ALARM %v", c.rule, every, fires)
	}
	if !fires {
		return "a deeper cause is named first"
	}
	return fmt.Sprint(measured)
}

// overtaking is a cause that gives way to a deeper one while it is pending.
type overtaking struct {
	rule  string
	every time.Duration
}

// A full cache and a queue are seen at once, and that scaling does not come after ten minutes: as long as they are pending.
var overtaken = []overtaking{{"queueing", fiveMinutes}, {"kv-cache-saturated", fiveMinutes}}

// TestEveryRuleHasItsDelay fails for a rule or cause that is not measured.
func TestEveryRuleHasItsDelay(t *testing.T) {
	for i, r := range loadRules(t, "", time.Minute) {
		if i >= len(delayCases) || delayCases[i].rule != r.Rule {
			t.Fatalf("%s must be measured in this place", r.Rule)
		}
	}
}
