package samples

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// The functions of metric math that the dashboards use.
const (
	functionSearch = "SEARCH"
	functionSort   = "SORT"
	functionSum    = "SUM"
)

var (
	token       = regexp.MustCompile(`^(?:'([^']*)'|([A-Za-z_]\w*)|(\d+(?:\.\d+)?)|([-+*/(),]))\s*`)
	schemaText  = regexp.MustCompile(`^\{([^}]*)\}\s*(.*)$`)
	searchTerm  = regexp.MustCompile(`(\w+)=(?:"([^"]*)"|\(([^)]*)\))`)
	quotedValue = regexp.MustCompile(`"([^"]*)"`)
)

// operand is a number, a text or rows.
type operand struct {
	rows   []Series
	number *float64
	text   *string
}

// reader reads an expression of metric math and calculates it on the way.
type reader struct {
	runs   []run
	using  map[string]Metric
	tokens [][]string
}

// calculate answers an expression.
func calculate(runs []run, asked Classic) ([]Series, error) {
	r := &reader{runs: runs, using: asked.Using}
	for rest := strings.TrimSpace(asked.Expression); rest != ""; {
		found := token.FindStringSubmatch(rest)
		if found == nil {
			return nil, fmt.Errorf("cannot read %q", rest)
		}
		r.tokens = append(r.tokens, found)
		rest = rest[len(found[0]):]
	}
	result, err := r.sum()
	if err == nil && len(r.tokens) > 0 {
		err = fmt.Errorf("does not end before %q", r.tokens[0][0])
	}
	return result.rows, err
}

func (r *reader) sum() (operand, error) { return r.chain("+-", r.product) }

func (r *reader) product() (operand, error) { return r.chain("*/", r.atom) }

// chain reads operands with operators of one rank between them.
func (r *reader) chain(operators string, next func() (operand, error)) (operand, error) {
	left, err := next()
	for err == nil && len(r.tokens) > 0 && r.tokens[0][4] != "" && strings.Contains(operators, r.tokens[0][4]) {
		operator := r.take()[4]
		var right operand
		if right, err = next(); err == nil {
			left, err = combine(operator, left, right)
		}
	}
	return left, err
}

func (r *reader) take() []string {
	first := r.tokens[0]
	r.tokens = r.tokens[1:]
	return first
}

func (r *reader) expect(sign string) error {
	if len(r.tokens) == 0 || r.tokens[0][4] != sign {
		return fmt.Errorf("expected %q", sign)
	}
	r.take()
	return nil
}

func (r *reader) atom() (operand, error) {
	if len(r.tokens) == 0 {
		return operand{}, fmt.Errorf("ends too early")
	}
	switch one := r.take(); {
	case one[3] != "":
		number, err := strconv.ParseFloat(one[3], 64)
		return operand{number: &number}, err
	case one[4] == "(":
		inner, err := r.sum()
		if err != nil {
			return inner, err
		}
		return inner, r.expect(")")
	case one[2] != "":
		return r.named(one[2])
	case strings.HasPrefix(one[0], "'"):
		return operand{text: &one[1]}, nil
	default:
		return operand{}, fmt.Errorf("unexpected %q", one[0])
	}
}

// named is a metric, a function or a word that functions take.
func (r *reader) named(name string) (operand, error) {
	if wanted, known := r.using[name]; known {
		rows, err := metric(r.runs, wanted)
		return operand{rows: rows}, err
	}
	if len(r.tokens) == 0 || r.tokens[0][4] != "(" {
		return operand{text: &name}, nil
	}
	r.take()
	var arguments []operand
	for {
		argument, err := r.sum()
		if err != nil {
			return argument, err
		}
		arguments = append(arguments, argument)
		if len(r.tokens) > 0 && r.tokens[0][4] == "," {
			r.take()
			continue
		}
		if err := r.expect(")"); err != nil {
			return operand{}, err
		}
		return r.call(name, arguments)
	}
}

func (r *reader) call(name string, arguments []operand) (operand, error) {
	switch {
	case name == functionSearch && len(arguments) == 3 && arguments[0].text != nil && arguments[1].text != nil && arguments[2].number != nil:
		rows, err := r.search(*arguments[0].text, *arguments[1].text, int(*arguments[2].number))
		return operand{rows: rows}, err
	case name == functionSum && len(arguments) == 1:
		return operand{rows: added(arguments[0].rows)}, nil
	case name == functionSort && len(arguments) == 4 && arguments[1].text != nil && *arguments[1].text == "MAX" &&
		arguments[2].text != nil && *arguments[2].text == "DESC" && arguments[3].number != nil:
		return operand{rows: highestFirst(arguments[0].rows, int(*arguments[3].number))}, nil
	}
	return operand{}, fmt.Errorf("the function %s with %d arguments is not known", name, len(arguments))
}

func (r *reader) search(text, statistic string, period int) ([]Series, error) {
	parts := schemaText.FindStringSubmatch(text)
	if parts == nil {
		return nil, fmt.Errorf("the search %q is not known", text)
	}
	schema := strings.Split(parts[1], ",")
	wanted := Metric{Namespace: schema[0], Statistic: statistic, Period: period}
	terms := map[string][]string{}
	for _, term := range searchTerm.FindAllStringSubmatch(parts[2], -1) {
		var values []string
		for _, value := range quotedValue.FindAllStringSubmatch(term[0], -1) {
			values = append(values, value[1])
		}
		if term[1] == labelMetric {
			wanted.Name = values[0]
		} else {
			terms[term[1]] = values
		}
	}
	return search(r.runs, wanted, schema[1:], terms)
}

// added adds rows up: a point has a value where one of them has.
func added(rows []Series) []Series {
	if len(rows) == 0 {
		return nil
	}
	values := blank()
	for _, row := range rows {
		for i, value := range row.Values {
			switch {
			case math.IsNaN(values[i]):
				values[i] = value
			case !math.IsNaN(value):
				values[i] += value
			}
		}
	}
	return []Series{{map[string]string{}, values}}
}

// combine calculates with two operands, of which at most one has several rows.
func combine(operator string, left, right operand) (operand, error) {
	apply := func(l, r float64) float64 {
		switch operator {
		case "+":
			return l + r
		case "-":
			return l - r
		case "*":
			return l * r
		}
		return l / r
	}
	switch {
	case left.text != nil || right.text != nil:
		return operand{}, fmt.Errorf("a text stands beside %q", operator)
	case left.number != nil && right.number != nil:
		number := apply(*left.number, *right.number)
		return operand{number: &number}, nil
	case right.number != nil:
		return operand{rows: each(left.rows, func(_ int, value float64) float64 { return apply(value, *right.number) })}, nil
	case left.number != nil:
		return operand{rows: each(right.rows, func(_ int, value float64) float64 { return apply(*left.number, value) })}, nil
	case len(left.rows) == 0 || len(right.rows) == 0:
		return operand{}, nil
	case len(right.rows) == 1:
		return operand{rows: each(left.rows, func(i int, value float64) float64 { return apply(value, right.rows[0].Values[i]) })}, nil
	}
	return operand{}, fmt.Errorf("%q stands between %d and %d rows", operator, len(left.rows), len(right.rows))
}

func each(rows []Series, change func(i int, value float64) float64) []Series {
	changed := make([]Series, len(rows))
	for i, row := range rows {
		values := make([]float64, len(row.Values))
		for j, value := range row.Values {
			values[j] = change(j, value)
		}
		changed[i] = Series{row.Labels, values}
	}
	return changed
}
