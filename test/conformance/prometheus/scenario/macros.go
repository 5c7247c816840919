package scenario

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// macroLine defines a name for a text that series descriptions repeat. The brackets tell its kind:
// labels are written without their braces where they are used, bounds keep their brackets.
var macroLine = regexp.MustCompile(`^(labels)\s+(\w+)\s+\{(.*)\}$|^(bounds)\s+(\w+)\s+(\[.*\])$`)

var macroName = regexp.MustCompile(`^\w+`)

// macros holds the definitions of one scenario.
type macros struct {
	texts map[string]string
	used  map[string]bool
}

func newMacros() *macros {
	return &macros{texts: map[string]string{}, used: map[string]bool{}}
}

// define reads a line such as `labels chat {"aws.sagemaker.endpoint.name"="chat"}` or
// `bounds seconds [0.5 1 2]`. A definition may use earlier ones.
func (m *macros) define(line string) error {
	parts := macroLine.FindStringSubmatch(line)
	if parts == nil {
		return errors.New("a definition must read `labels NAME {...}` or `bounds NAME [...]`")
	}
	name, text := parts[2], parts[3]
	if parts[4] != "" {
		name, text = parts[5], parts[6]
	}
	if _, defined := m.texts[name]; defined {
		return fmt.Errorf("$%s is defined twice", name)
	}
	expanded, err := m.expand(strings.TrimSpace(text))
	if err != nil {
		return err
	}
	m.texts[name] = expanded
	return nil
}

// expand replaces each $NAME outside quotation marks.
func (m *macros) expand(line string) (string, error) {
	var expanded strings.Builder
	quoted := false
	for i := 0; i < len(line); i++ {
		switch char := line[i]; {
		case quoted && char == '\\' && i+1 < len(line):
			expanded.WriteString(line[i : i+2])
			i++
		case char == '"':
			quoted = !quoted
			expanded.WriteByte(char)
		case char == '$' && !quoted:
			name := macroName.FindString(line[i+1:])
			text, defined := m.texts[name]
			if !defined {
				return "", fmt.Errorf("$%s is not defined", name)
			}
			m.used[name] = true
			expanded.WriteString(text)
			i += len(name)
		default:
			expanded.WriteByte(char)
		}
	}
	return expanded.String(), nil
}

// unused lists the definitions that no line made use of, sorted.
func (m *macros) unused() []string {
	var names []string
	for name := range m.texts {
		if !m.used[name] {
			names = append(names, "$"+name)
		}
	}
	slices.Sort(names)
	return names
}
