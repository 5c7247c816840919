// Command experiment compares policies under a recorded hour of traffic.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"cdk-sagemaker-insights/conformance/scaling/experiment"
	"cdk-sagemaker-insights/conformance/scaling/loads"
)

func main() {
	trace := flag.String("trace", "", "a CSV file: time of arrival, context tokens, generated tokens, below a line of titles")
	share := flag.Float64("share", 0.7, "which share of the requests arrives, so that the load fits four to eight copies")
	module := flag.String("module", ".", "the folder of the conformance suite")
	flag.Parse()
	if err := run(*trace, *share, *module); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(trace string, share float64, module string) error {
	file, err := os.Open(trace)
	if err != nil {
		return fmt.Errorf("--trace: %w", err)
	}
	defer file.Close()
	recorded, err := loads.Recorded(file, share)
	if err != nil {
		return fmt.Errorf("%s: %w", trace, err)
	}
	templates, err := experiment.Templates(filepath.Join(module, "build", "scaling"))
	if err != nil {
		return err
	}
	comparison, err := experiment.Compare(context.Background(), templates, []loads.Load{recorded})
	if err != nil {
		return err
	}
	comparison.Print(os.Stdout)
	return nil
}
