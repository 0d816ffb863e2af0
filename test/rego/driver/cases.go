package main

import (
	"encoding/json"
	"io"
	"path/filepath"

	"github.com/open-policy-agent/opa/v1/test/cases"
)

// printCases writes the cases of both language versions as one JSON object, in the order of their notes.
func printCases(out io.Writer, testdata string) error {
	sets := map[string][]cases.TestCase{}
	for _, version := range []string{"v0", "v1"} {
		set, err := cases.Load(filepath.Join(testdata, version))
		if err != nil {
			return err
		}
		sets[version] = set.Sorted().Cases
	}
	return json.NewEncoder(out).Encode(sets)
}
