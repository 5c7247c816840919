// Command samples writes what the dashboards show as an example.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"

	"cdk-sagemaker-insights/conformance/samples"
)

func main() {
	requests := flag.String("requests", "build/sample-queries.json", "what is asked")
	out := flag.String("out", "build/sample-data.json", "where the answers go")
	flag.Parse()
	if err := write(*requests, *out); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(requests, out string) error {
	text, err := os.ReadFile(requests)
	if err != nil {
		return err
	}
	var request samples.Request
	if err := json.Unmarshal(text, &request); err != nil {
		return fmt.Errorf("%s: %w", requests, err)
	}
	store, err := samples.Collect(context.Background(), request)
	if err != nil {
		return err
	}
	written, err := json.Marshal(store)
	if err != nil {
		return err
	}
	return os.WriteFile(out, written, 0o644)
}
