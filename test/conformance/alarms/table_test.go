package alarms

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// table gathers the cells of the matrix. Tests that run at the same time add to it.
type table struct {
	mutex sync.Mutex
	cells []cell
}

// cell is what a rule or cause made of a trace.
type cell struct {
	row, column place
	// every is the publish interval, or zero for classic metrics, which have none.
	every        time.Duration
	contributors []string
	wrong        bool
}

// place is the name of a row or column, and where it stands.
type place struct {
	order int
	name  string
}

func (t *table) add(one cell) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.cells = append(t.cells, one)
}

// print writes the matrix and how many cells there are.
func (t *table) print(to io.Writer) {
	t.printMatrix(to)
	t.printDiagnoses(to)
	for _, every := range append([]time.Duration{0}, frequencies...) {
		cells := slices.DeleteFunc(slices.Clone(t.cells), func(c cell) bool { return c.every != every })
		if len(cells) > 0 {
			fmt.Fprintf(to, "%d rules and causes x %d traces, %s: %d cells, %d in ALARM, %d wrong\n",
				len(places(cells, cell.inRow)), len(places(cells, cell.inColumn)), source(every), len(cells),
				count(cells, func(c cell) bool { return len(c.contributors) > 0 }), count(cells, func(c cell) bool { return c.wrong }))
		}
	}
}

func source(every time.Duration) string {
	if every == 0 {
		return "classic metrics"
	}
	return fmt.Sprintf("published every %.0f s", every.Seconds())
}

// printMatrix writes a row per rule and cause and a numbered column per trace.
func (t *table) printMatrix(to io.Writer) {
	rows, columns := places(t.cells, cell.inRow), places(t.cells, cell.inColumn)
	for i, column := range columns {
		fmt.Fprintf(to, "  trace %2d: %s\n", i+1, column.name)
	}
	line := func(head string, symbol func(i int) string) {
		var text strings.Builder
		fmt.Fprintf(&text, "  %-32s", head)
		for i := range columns {
			text.WriteString(symbol(i))
		}
		fmt.Fprintln(to, text.String())
	}
	line("trace", func(i int) string { return fmt.Sprintf("%3d", i+1) })
	for _, row := range rows {
		line(row.name, func(i int) string {
			return "  " + symbol(slices.DeleteFunc(slices.Clone(t.cells), func(c cell) bool { return c.row != row || c.column != columns[i] }))
		})
	}
	fmt.Fprintln(to, "  #: in ALARM, +: in ALARM at some publish intervals only, .: quiet, !: wrong")
}

// causes are the rows that name why answers are late.
var causes = []string{
	"zone-imbalance", "gpu-memory-pressure", "scaling-stuck", "kv-cache-saturated", "queueing", "telemetry-missing", "platform-overhead",
}

// printDiagnoses writes for each trace with a cause what is named for which component, at any publish interval.
func (t *table) printDiagnoses(to io.Writer) {
	const width = 22
	fmt.Fprintf(to, "  %-*s%s\n", width, "named of", columnsOf(width, causes))
	for _, trace := range places(t.cells, cell.inColumn) {
		named := make([]string, len(causes))
		for i, cause := range causes {
			found := map[string]bool{}
			for _, one := range t.cells {
				if one.row.name == cause && one.column == trace {
					for _, component := range one.contributors {
						found[component] = true
					}
				}
			}
			named[i] = cmp.Or(strings.Join(slices.Sorted(maps.Keys(found)), "+"), ".")
		}
		if slices.ContainsFunc(named, func(one string) bool { return one != "." }) {
			fmt.Fprintf(to, "  %-*s%s\n", width, trace.name, columnsOf(width, named))
		}
	}
}

func columnsOf(width int, texts []string) string {
	var line strings.Builder
	for _, text := range texts {
		fmt.Fprintf(&line, "%-*s", width, text)
	}
	return strings.TrimRight(line.String(), " ")
}

func symbol(cells []cell) string {
	fired := count(cells, func(c cell) bool { return len(c.contributors) > 0 })
	switch {
	case len(cells) == 0:
		return " "
	case count(cells, func(c cell) bool { return c.wrong }) > 0:
		return "!"
	case fired == len(cells):
		return "#"
	case fired > 0:
		return "+"
	}
	return "."
}

func (c cell) inRow() place    { return c.row }
func (c cell) inColumn() place { return c.column }

func places(cells []cell, of func(cell) place) []place {
	var found []place
	for _, one := range cells {
		found = append(found, of(one))
	}
	slices.SortFunc(found, func(left, right place) int { return cmp.Compare(left.order, right.order) })
	return slices.Compact(found)
}

func count(cells []cell, is func(cell) bool) int {
	n := 0
	for _, one := range cells {
		if is(one) {
			n++
		}
	}
	return n
}
