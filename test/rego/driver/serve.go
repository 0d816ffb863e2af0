package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/util"
)

// A request is one policy, and queries that are each asked with every input. Input and data keep the text of their
// numbers. Without inputs the queries are asked once, without one.
type request struct {
	Modules      map[string]string `json:"modules"`
	Queries      []string          `json:"queries"`
	Inputs       []json.RawMessage `json:"inputs"`
	Data         json.RawMessage   `json:"data"`
	V0           bool              `json:"v0"`
	StrictErrors bool              `json:"strictErrors"`
}

// A response is the errors of the policy, or the answers to every query: those of the first input first.
type response struct {
	Errors  []problem `json:"errors,omitempty"`
	Answers []answer  `json:"answers,omitempty"`
}

// An answer is the solutions of a query, each as JSON text, which keeps how numbers are written; or the errors that kept
// OPA from finding them.
type answer struct {
	Solutions []string  `json:"solutions,omitempty"`
	Errors    []problem `json:"errors,omitempty"`
}

func serve(in io.Reader, out io.Writer) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 256<<20)
	writer := bufio.NewWriter(out)
	encoder := json.NewEncoder(writer)
	encoder.SetEscapeHTML(false)
	for lines.Scan() {
		var asked request
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			return err
		}
		if err := encoder.Encode(respond(asked)); err != nil {
			return err
		}
		if err := writer.Flush(); err != nil {
			return err
		}
	}
	return lines.Err()
}

func respond(asked request) (found response) {
	// The compiler panics at some programs, such as one whose head has a call in it: `p.set().q if true`.
	defer func() {
		if cause := recover(); cause != nil {
			found = response{Errors: []problem{panicked(cause)}}
		}
	}()
	compiler, err := compile(asked)
	if err != nil {
		return response{Errors: problems(err)}
	}
	store, err := storeOf(asked.Data)
	if err != nil {
		return response{Errors: problems(err)}
	}
	inputs, err := inputsOf(asked.Inputs)
	if err != nil {
		return response{Errors: problems(err)}
	}
	answers := make([]answer, len(asked.Queries)*len(inputs))
	for q, query := range asked.Queries {
		for i, found := range answersTo(asked, compiler, store, query, inputs) {
			answers[i*len(asked.Queries)+q] = found
		}
	}
	return response{Answers: answers}
}

func compile(asked request) (*ast.Compiler, error) {
	options := ast.CompileOpts{ParserOptions: ast.ParserOptions{RegoVersion: version(asked), ProcessAnnotation: true}}
	return ast.CompileModulesWithOpt(asked.Modules, options)
}

func version(asked request) ast.RegoVersion {
	if asked.V0 {
		return ast.RegoV0
	}
	return ast.RegoV1
}

func storeOf(text json.RawMessage) (storage.Store, error) {
	data := map[string]any{}
	if len(text) > 0 {
		if err := util.UnmarshalJSON(text, &data); err != nil {
			return nil, err
		}
	}
	return inmem.NewFromObject(data), nil
}

// Inputs as evaluation options: those of a request without inputs are one without an input.
func inputsOf(texts []json.RawMessage) ([][]rego.EvalOption, error) {
	if len(texts) == 0 {
		return [][]rego.EvalOption{nil}, nil
	}
	inputs := make([][]rego.EvalOption, len(texts))
	for i, text := range texts {
		var input any
		if err := util.UnmarshalJSON(text, &input); err != nil {
			return nil, err
		}
		value, err := ast.InterfaceToValue(input)
		if err != nil {
			return nil, err
		}
		inputs[i] = []rego.EvalOption{rego.EvalParsedInput(value)}
	}
	return inputs, nil
}

func answersTo(
	asked request, compiler *ast.Compiler, store storage.Store, query string, inputs [][]rego.EvalOption,
) []answer {
	answers := make([]answer, len(inputs))
	prepared, err := rego.New(
		rego.Compiler(compiler),
		rego.Store(store),
		rego.Query(query),
		rego.SetRegoVersion(version(asked)),
		rego.StrictBuiltinErrors(asked.StrictErrors),
	).PrepareForEval(context.Background())
	for i, options := range inputs {
		if err != nil {
			answers[i] = answer{Errors: problems(err)}
			continue
		}
		answers[i] = evaluate(prepared, options)
	}
	return answers
}

func evaluate(prepared rego.PreparedEvalQuery, options []rego.EvalOption) (found answer) {
	// Some built-ins panic: net.cidr_merge does where networks of IPv4 and IPv6 meet.
	defer func() {
		if cause := recover(); cause != nil {
			found = answer{Errors: []problem{panicked(cause)}}
		}
	}()
	results, err := prepared.Eval(context.Background(), options...)
	if err != nil {
		return answer{Errors: problems(err)}
	}
	solutions := make([]string, 0, len(results))
	for _, result := range results {
		text, err := jsonText(result.Bindings)
		if err != nil {
			return answer{Errors: problems(err)}
		}
		solutions = append(solutions, text)
	}
	return answer{Solutions: solutions}
}

func panicked(cause any) problem {
	return problem{Code: topdown.InternalErr, Message: fmt.Sprint(cause)}
}

func jsonText(value any) (string, error) {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return strings.TrimSuffix(text.String(), "\n"), err
}
