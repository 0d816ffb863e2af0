package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/util"
)

// A request is one policy with one query. Input and data keep the text of their numbers.
type request struct {
	Modules      map[string]string `json:"modules"`
	Query        string            `json:"query"`
	Input        json.RawMessage   `json:"input"`
	Data         json.RawMessage   `json:"data"`
	V0           bool              `json:"v0"`
	StrictErrors bool              `json:"strictErrors"`
}

// A response is the solutions of the query, or the errors that kept OPA from finding them.
type response struct {
	Bindings []map[string]any `json:"bindings,omitempty"`
	Errors   []problem        `json:"errors,omitempty"`
}

type problem struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	File    string `json:"file,omitempty"`
	Row     int    `json:"row,omitempty"`
	Col     int    `json:"col,omitempty"`
}

func serve(in io.Reader, out io.Writer) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 64<<20)
	writer := bufio.NewWriter(out)
	for lines.Scan() {
		var asked request
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			return err
		}
		if err := json.NewEncoder(writer).Encode(answer(asked)); err != nil {
			return err
		}
		if err := writer.Flush(); err != nil {
			return err
		}
	}
	return lines.Err()
}

func answer(asked request) response {
	options, err := optionsOf(asked)
	if err != nil {
		return response{Errors: problems(err)}
	}
	results, err := rego.New(options...).Eval(context.Background())
	if err != nil {
		return response{Errors: problems(err)}
	}
	bindings := make([]map[string]any, 0, len(results))
	for _, result := range results {
		bindings = append(bindings, result.Bindings)
	}
	return response{Bindings: bindings}
}

func optionsOf(asked request) ([]func(*rego.Rego), error) {
	version := ast.RegoV1
	if asked.V0 {
		version = ast.RegoV0
	}
	options := []func(*rego.Rego){
		rego.Query(asked.Query),
		rego.SetRegoVersion(version),
		rego.StrictBuiltinErrors(asked.StrictErrors),
	}
	for name, source := range asked.Modules {
		options = append(options, rego.Module(name, source))
	}
	if len(asked.Data) > 0 {
		var data map[string]any
		if err := util.UnmarshalJSON(asked.Data, &data); err != nil {
			return nil, err
		}
		options = append(options, rego.Store(inmem.NewFromObject(data)))
	}
	if len(asked.Input) > 0 {
		var input any
		if err := util.UnmarshalJSON(asked.Input, &input); err != nil {
			return nil, err
		}
		options = append(options, rego.Input(input))
	}
	return options, nil
}

func problems(err error) []problem {
	var list ast.Errors
	var single *ast.Error
	var evaluation *topdown.Error
	var many rego.Errors
	switch {
	case errors.As(err, &list):
		found := make([]problem, 0, len(list))
		for _, each := range list {
			found = append(found, compileProblem(each))
		}
		return found
	case errors.As(err, &single):
		return []problem{compileProblem(single)}
	case errors.As(err, &evaluation):
		return []problem{{Code: evaluation.Code, Message: evaluation.Message}}
	case errors.As(err, &many):
		var found []problem
		for _, each := range many {
			found = append(found, problems(each)...)
		}
		return found
	default:
		return []problem{{Code: "error", Message: err.Error()}}
	}
}

func compileProblem(err *ast.Error) problem {
	found := problem{Code: err.Code, Message: err.Message}
	if err.Location != nil {
		found.File, found.Row, found.Col = err.Location.File, err.Location.Row, err.Location.Col
	}
	return found
}
