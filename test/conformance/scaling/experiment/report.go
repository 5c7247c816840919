package experiment

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// Print writes the grids of the training load, the table of the other loads, and which checks are not met.
func (c *Comparison) Print(to io.Writer) {
	fmt.Fprintf(to, "\nSettings on the %s load; the best of each kind is marked\n", c.Training)
	for _, choice := range c.Choices {
		fmt.Fprintf(to, "%s may use %.1f copy-hours\n", choice.Best.Kind, choice.Budget)
	}
	table := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "\tpolicy\tsetting\tlate s\tcopy-hours\treversals")
	for _, choice := range c.Choices {
		for _, outcome := range choice.Grid {
			mark := ""
			if outcome.Setting == choice.Best.Setting {
				mark = "*"
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%d\t%.1f\t%d\n", mark, outcome.Kind, outcome.Setting, outcome.Late, outcome.CopyHours, outcome.Reversals)
		}
	}
	_ = table.Flush()

	fmt.Fprintln(to, "\nThe best of each kind")
	table = tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "load\tpolicy\tvariant\tdecision s\tlate s\tcopy-hours\tactions\treversals an hour")
	for _, outcome := range c.Outcomes {
		variant := ""
		if outcome.Kind == Pressure {
			variant = outcome.Variant.String()
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%d\t%.1f\t%d\t%.1f\n", outcome.Load, outcome.Kind, variant, c.decision(outcome),
			outcome.Late, outcome.CopyHours, outcome.Actions, outcome.ReversalsPerHour())
	}
	_ = table.Flush()

	checks := c.Checks()
	met := 0
	for _, check := range checks {
		if check.Met {
			met++
		} else {
			fmt.Fprintf(to, "not met: %s\n", check)
		}
	}
	fmt.Fprintf(to, "%d of %d checks met\n", met, len(checks))
}

// String tells a check.
func (c Check) String() string { return fmt.Sprintf("%s (%s): %s", c.Load, c.Variant, c.What) }
