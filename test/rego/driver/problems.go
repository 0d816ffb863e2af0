package main

import (
	"errors"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// A problem is one error of OPA, of its compiler or of an evaluation.
type problem struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	File    string `json:"file,omitempty"`
	Row     int    `json:"row,omitempty"`
	Col     int    `json:"col,omitempty"`
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
			found = append(found, problemAt(each.Code, each.Message, each.Location))
		}
		return found
	case errors.As(err, &single):
		return []problem{problemAt(single.Code, single.Message, single.Location)}
	case errors.As(err, &evaluation):
		return []problem{problemAt(evaluation.Code, evaluation.Message, evaluation.Location)}
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

func problemAt(code, message string, at *ast.Location) problem {
	found := problem{Code: code, Message: message}
	if at != nil {
		found.File, found.Row, found.Col = at.File, at.Row, at.Col
	}
	return found
}
