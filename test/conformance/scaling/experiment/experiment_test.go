package experiment

import (
	"fmt"
	"os"
	"testing"

	"cdk-sagemaker-insights/conformance/scaling/loads"
)

// compared is printed at the end.
var compared *Comparison

func TestMain(m *testing.M) {
	code := m.Run()
	if compared != nil {
		compared.Print(os.Stdout)
		fmt.Printf("%d loads of scaling: engine pressure in %d variants beside 3 others\n", len(loads.Generated()), len(Variants()))
	}
	os.Exit(code)
}

// TestGeneratedLoads compares the policies under the generated loads. What is not met is known and listed, and nothing else is.
func TestGeneratedLoads(t *testing.T) {
	templates, err := Templates("../../build/scaling")
	if err != nil {
		t.Fatal(err)
	}
	compared, err = Compare(t.Context(), templates, loads.Generated())
	if err != nil {
		t.Fatal(err)
	}
	for _, check := range compared.Checks() {
		t.Run(fmt.Sprintf("%s/%s/%s", check.Load, check.Variant, check.What), func(t *testing.T) {
			if falls := isShortfall(check); check.Met == falls {
				t.Errorf("%s: met %v, listed as a shortfall %v", check, check.Met, falls)
			}
		})
	}
}
