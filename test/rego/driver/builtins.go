package main

import (
	trivy "github.com/aquasecurity/trivy-checks/pkg/rego"
	"github.com/distribution/reference"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/types"
)

// registerBuiltins gives OPA what scanners add to it: Trivy's own built-ins, the two that are inside its scanner and
// not in its library, and Kubescape's, for which no registry is ever reached.
func registerBuiltins() {
	trivy.RegisterBuiltins()
	rego.RegisterBuiltin2(function("result.new", types.A, types.S, types.A), newResult)
	rego.RegisterBuiltin1(function("isManaged", types.B, types.A), isManaged)
	rego.RegisterBuiltin2(function("cosign.verify", types.B, types.S, types.S), noSignature2)
	rego.RegisterBuiltin1(function("cosign.has_signature", types.B, types.S), noSignature1)
	rego.RegisterBuiltin1(function("image.parse_normalized_name", types.S, types.S), normalizedName)
}

func function(name string, result types.Type, operands ...types.Type) *rego.Function {
	return &rego.Function{Name: name, Decl: types.NewFunction(operands, result)}
}

// What Trivy says about where a cause stands, with what it says when the cause does not know.
var resultDefaults = map[string]*ast.Term{
	"startline":    ast.InternedTerm(0),
	"endline":      ast.InternedTerm(0),
	"sourceprefix": ast.StringTerm(""),
	"filepath":     ast.StringTerm(""),
	"explicit":     ast.BooleanTerm(false),
	"managed":      ast.BooleanTerm(true),
	"fskey":        ast.StringTerm(""),
	"resource":     ast.StringTerm(""),
	"parent":       ast.NullTerm(),
}

// Dockerfile instructions write two members of Trivy's metadata with other names.
var otherNames = map[string]string{"startline": "StartLine", "endline": "EndLine", "filepath": "Path"}

func newResult(_ rego.BuiltinContext, message, cause *ast.Term) (*ast.Term, error) {
	result := resultOf(cause)
	result.Insert(ast.StringTerm("msg"), message)
	return ast.NewTerm(result), nil
}

func isManaged(_ rego.BuiltinContext, cause *ast.Term) (*ast.Term, error) {
	return resultOf(cause).Get(ast.StringTerm("managed")), nil
}

func resultOf(cause *ast.Term) ast.Object {
	metadata := cause
	if inner := cause.Get(ast.StringTerm("__defsec_metadata")); inner != nil {
		metadata = inner
	}
	result := ast.NewObject()
	for name, value := range resultDefaults {
		if found := metadata.Get(ast.StringTerm(name)); found != nil {
			value = found
		}
		if found := metadata.Get(ast.StringTerm(otherNames[name])); found != nil {
			value = found
		}
		result.Insert(ast.StringTerm(name), value)
	}
	if parent := metadata.Get(ast.StringTerm("parent")); parent != nil {
		result.Insert(ast.StringTerm("parent"), ast.NewTerm(resultOf(parent)))
	}
	return result
}

func noSignature1(rego.BuiltinContext, *ast.Term) (*ast.Term, error) {
	return ast.BooleanTerm(false), nil
}

func noSignature2(rego.BuiltinContext, *ast.Term, *ast.Term) (*ast.Term, error) {
	return ast.BooleanTerm(false), nil
}

func normalizedName(_ rego.BuiltinContext, image *ast.Term) (*ast.Term, error) {
	text, _ := image.Value.(ast.String)
	name, err := reference.ParseNormalizedNamed(string(text))
	if err != nil {
		return nil, err
	}
	return ast.StringTerm(name.String()), nil
}
