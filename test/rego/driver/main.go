// Command driver lets the tests of packages/rego ask OPA itself: `driver cases <testdata>` prints OPA's conformance
// cases as JSON, `driver serve` answers one policy a line.
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 2 && args[0] == "cases":
		return printCases(os.Stdout, args[1])
	case len(args) == 1 && args[0] == "serve":
		registerBuiltins()
		return serve(os.Stdin, os.Stdout)
	default:
		return fmt.Errorf("usage: driver cases <testdata> | driver serve")
	}
}
