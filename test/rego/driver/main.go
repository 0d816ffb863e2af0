// Command driver lets the tests of packages/rego ask OPA itself: `driver cases <testdata>` prints OPA's conformance
// cases as JSON, `driver serve` answers one policy a line.
package main

import (
	"fmt"
	"os"
	"syscall"
)

// Some built-ins make more of a short operand than any machine holds: net.cidr_expand("::/32").
const maxMemoryBytes = 2 << 30

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
		if err := syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: maxMemoryBytes, Max: maxMemoryBytes}); err != nil {
			return fmt.Errorf("bound memory: %w", err)
		}
		return serve(os.Stdin, os.Stdout)
	default:
		return fmt.Errorf("usage: driver cases <testdata> | driver serve")
	}
}
