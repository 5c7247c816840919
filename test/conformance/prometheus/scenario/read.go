package scenario

import (
	"errors"
	"fmt"
	"io/fs"
	"path"

	"cdk-sagemaker-insights/conformance/prometheus/catalogue"
)

const extension = ".test"

// ReadAll reads every *.test file of a folder and of those below it. All that is wrong with any of
// them is in the error.
func ReadAll(folder fs.FS, queries *catalogue.Catalogue) ([]*Scenario, error) {
	var scenarios []*Scenario
	var problems []error
	err := fs.WalkDir(folder, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != extension {
			return err
		}
		source, err := fs.ReadFile(folder, name)
		if err != nil {
			return err
		}
		read, err := Read(name, string(source), queries)
		if err != nil {
			problems = append(problems, err)
			return nil
		}
		scenarios = append(scenarios, read)
		return nil
	})
	if err == nil && len(scenarios)+len(problems) == 0 {
		err = fmt.Errorf("no *%s file found", extension)
	}
	return scenarios, errors.Join(append(problems, err)...)
}

// Read reads one scenario. The error names every line that is wrong.
func Read(name, source string, queries *catalogue.Catalogue) (*Scenario, error) {
	reader := newReader(name, source, queries)
	for number, line := range reader.lines {
		reader.read(number, line)
	}
	reader.endBlock()
	return reader.finish()
}
