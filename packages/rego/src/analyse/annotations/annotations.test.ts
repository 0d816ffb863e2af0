import { expect, it } from "vitest";
import { compile } from "../../compile.ts";
import { errorsOf } from "../../errors-of.ts";

// What OPA 1.22 answers, word for word.
it.each<[what: string, rules: string, errors: string[]]>([
  ["nothing", "# METADATA\n\np := 1\n", ["3:1 rego_parse_error expected METADATA block, found whitespace"]],
  [
    "a text",
    "# METADATA\n# hello\np := 1\n",
    ["4:1 rego_parse_error yaml: unmarshal errors:\n  line 1: cannot unmarshal !!str `hello` into ast.rawAnnotation"],
  ],
  [
    "a second colon",
    "# METADATA\n# title: a: b\n# x: 1\np := 1\n",
    ["4:1 rego_parse_error yaml: mapping values are not allowed in this context"],
  ],
  [
    "a key twice",
    "# METADATA\n# title: a\n# title: b\np := 1\n",
    ['5:1 rego_parse_error yaml: unmarshal errors:\n  line 2: mapping key "title" already defined at line 1'],
  ],
  [
    "members of wrong types",
    "# METADATA\n# title: [a]\n# entrypoint: foo\np := 1\n",
    [
      "5:1 rego_parse_error yaml: unmarshal errors:\n  line 1: cannot unmarshal !!seq into string\n  line 2: cannot unmarshal !!str `foo` into bool",
    ],
  ],
  [
    "more members of wrong types",
    "# METADATA\n# organizations: foo\n# authors: bar\n# schemas: {}\n# custom: []\n# related_resources: 1\np := 1\n",
    [
      "5:1 rego_parse_error yaml: unmarshal errors:\n  line 1: cannot unmarshal !!str `foo` into []string\n  line 2: cannot unmarshal !!str `bar` into []interface {}\n  line 3: cannot unmarshal !!map into []map[string]interface {}\n  line 4: cannot unmarshal !!seq into map[string]interface {}\n  line 5: cannot unmarshal !!int `1` into []interface {}",
    ],
  ],
  [
    "a member that goes on",
    "# METADATA\n# title: a\n#  b: c\np := 1\n",
    ["5:1 rego_parse_error yaml: line 2: mapping values are not allowed in this context"],
  ],
  [
    "an open quote",
    '# METADATA\n# title: "a\np := 1\n',
    ["4:1 rego_parse_error yaml: line 2: found unexpected end of stream"],
  ],
  [
    "a list in an object",
    "# METADATA\n# title: a\n# - b\np := 1\n",
    ["5:1 rego_parse_error yaml: line 1: did not find expected key"],
  ],
  [
    "no space",
    "# METADATA\n# title:a\np := 1\n",
    [
      "4:1 rego_parse_error yaml: unmarshal errors:\n  line 1: cannot unmarshal !!str `title:a` into ast.rawAnnotation\n  Hint: on line 4, symbol(s) ['a'] immediately following a key/value separator ':' is not a legal yaml space character",
    ],
  ],
  [
    "an open object",
    "# METADATA\n# custom: {a: b\np := 1\n",
    ["4:1 rego_parse_error yaml: line 1: did not find expected ',' or '}'"],
  ],
  [
    "an open list",
    "# METADATA\n# custom: [a\n# b: c\np := 1\n",
    ["5:1 rego_parse_error yaml: line 1: did not find expected ',' or ']'"],
  ],
  [
    "a reserved character",
    "# METADATA\n# title: @a\np := 1\n",
    ["4:1 rego_parse_error yaml: found character that cannot start any token"],
  ],
  [
    "a reserved character later",
    "# METADATA\n# x: 1\n# title: %a\np := 1\n",
    ["5:1 rego_parse_error yaml: line 2: found character that cannot start any token"],
  ],
  [
    "a tab",
    "# METADATA\n# title: a\n# \tb: c\np := 1\n",
    ["5:1 rego_parse_error yaml: line 2: found a tab character that violates indentation"],
  ],
  [
    "an unknown alias",
    "# METADATA\n# x: *foo\np := 1\n",
    ["4:1 rego_parse_error yaml: unknown anchor 'foo' referenced"],
  ],
  [
    "an indent",
    "# METADATA\n# a:\n#   b: 1\n#  c: 2\np := 1\n",
    ["6:1 rego_parse_error yaml: line 2: did not find expected key"],
  ],
  [
    "two lines of text",
    "# METADATA\n# foo\n# bar: 1\np := 1\n",
    ["5:1 rego_parse_error yaml: line 2: mapping values are not allowed in this context"],
  ],
  [
    "a number as key",
    "# METADATA\n# custom:\n#   a: {1: b}\np := 1\n",
    ["3:1 rego_parse_error invalid map key type(s): "],
  ],
  [
    "a number as key deeper",
    "# METADATA\n# authors:\n#   - {a: {1: b}}\np := 1\n",
    [
      "3:1 rego_parse_error invalid author definition map[a:map[%!s(int=1):b]]: 'name' and/or 'email' values required in object",
    ],
  ],
  [
    "a number without end",
    "# METADATA\n# custom: {a: .inf}\np := 1\n",
    ["3:1 rego_parse_error yaml: unsupported value"],
  ],
  [
    "no indent",
    "#METADATA\n#title: [1]\np := 1\n",
    ["4:1 rego_parse_error yaml: unmarshal errors:\n  line 1: cannot unmarshal !!seq into string"],
  ],
  [
    "an unknown scope",
    "# METADATA\n# scope: foo\np := 1\n",
    ["3:1 rego_parse_error invalid annotation scope 'foo'. Use one of 'rule', 'document', 'package', or 'subpackages'"],
  ],
  [
    "an import",
    "# METADATA\n# title: a\nimport data.x\np := 1\n",
    [
      "3:1 rego_parse_error invalid annotation scope 'import'. Use one of 'rule', 'document', 'package', or 'subpackages'",
    ],
  ],
  [
    "a rule's scope above an import",
    "# METADATA\n# title: a\n# scope: rule\nimport data.x\np := 1\n",
    ["3:1 rego_parse_error annotation scope 'rule' must be applied to rule (have import)"],
  ],
  [
    "a package's scope above a rule",
    "# METADATA\n# scope: package\np := 1\n",
    ["3:1 rego_parse_error annotation scope 'package' must be applied to package (have rule)"],
  ],
  [
    "a subpackages' scope above a rule",
    "# METADATA\n# scope: subpackages\np := 1\n",
    ["3:1 rego_parse_error annotation scope 'subpackages' must be applied to package (have rule)"],
  ],
  [
    "nothing below",
    "p := 1\n# METADATA\n# title: x\n",
    ["4:1 rego_parse_error invalid annotation scope ''. Use one of 'rule', 'document', 'package', or 'subpackages'"],
  ],
  [
    "a rule's scope above nothing",
    "p := 1\n# METADATA\n# scope: rule\n",
    ["4:1 rego_parse_error annotation scope 'rule' must be applied to rule"],
  ],
  [
    "an entrypoint that is a rule",
    "# METADATA\n# scope: rule\n# entrypoint: true\np := 1\n",
    ["3:1 rego_parse_error annotation entrypoint applied to non-document or package scope 'rule'"],
  ],
  [
    "an unknown scope that is an entrypoint",
    "# METADATA\n# scope: x\n# entrypoint: yes\np := 1\n",
    [
      "3:1 rego_parse_error invalid annotation scope 'x'. Use one of 'rule', 'document', 'package', or 'subpackages'",
      "3:1 rego_parse_error annotation entrypoint applied to non-document or package scope 'x'",
    ],
  ],
  [
    "a document twice",
    "# METADATA\n# entrypoint: true\np := 1\n\n# METADATA\n# scope: document\np if false\n",
    ["7:1 rego_type_error document annotation redeclared: t.rego:3"],
  ],
  [
    "an author who is a number",
    "# METADATA\n# authors: [1]\np := 1\n",
    ["3:1 rego_parse_error invalid author definition %!s(int=1): invalid value type, must be string or map"],
  ],
  [
    "an author without a name",
    '# METADATA\n# authors: [""]\np := 1\n',
    ["3:1 rego_parse_error invalid author definition : author is an empty string"],
  ],
  [
    "an author with a number as name",
    "# METADATA\n# authors: [{name: 1, x: [true, null]}]\np := 1\n",
    [
      "3:1 rego_parse_error invalid author definition map[name:%!s(int=1) x:[%!s(bool=true) <nil>]]: 'name' and/or 'email' values required in object",
    ],
  ],
  [
    "an empty resource",
    '# METADATA\n# related_resources: [""]\np := 1\n',
    ["3:1 rego_parse_error invalid related-resource definition : ref URL may not be empty string"],
  ],
  [
    "a resource without ref",
    "# METADATA\n# related_resources: [{description: x}]\np := 1\n",
    ["3:1 rego_parse_error invalid related-resource definition map[description:x]: 'ref' value required in object"],
  ],
  [
    "a resource that is a number",
    "# METADATA\n# related_resources: [2]\np := 1\n",
    ["3:1 rego_parse_error invalid related-resource definition %!s(int=2): invalid value type, must be string or map"],
  ],
  [
    "a resource with a space",
    '# METADATA\n# related_resources: ["http://a b"]\np := 1\n',
    [
      '3:1 rego_parse_error invalid related-resource definition http://a b: parse "http://a b": invalid character " " in host name',
    ],
  ],
  [
    "a resource with a bad escape",
    '# METADATA\n# related_resources: ["%zz"]\np := 1\n',
    ['3:1 rego_parse_error invalid related-resource definition %zz: parse "%zz": invalid URL escape "%zz"'],
  ],
  [
    "a resource without scheme",
    '# METADATA\n# related_resources: [":foo"]\np := 1\n',
    ['3:1 rego_parse_error invalid related-resource definition :foo: parse ":foo": missing protocol scheme'],
  ],
  [
    "a resource with a colon",
    '# METADATA\n# related_resources: ["1a:foo"]\np := 1\n',
    [
      '3:1 rego_parse_error invalid related-resource definition 1a:foo: parse "1a:foo": first path segment in URL cannot contain colon',
    ],
  ],
  [
    "a schema that is none",
    "# METADATA\n# schemas:\n#   - input: foo\np := 1\n",
    ["3:1 rego_parse_error invalid schema reference"],
  ],
  ["a schema that is not given", "# METADATA\n# schemas:\n#   - input: schema.x\np := 1\n", []],
  [
    "a schema of a number",
    "# METADATA\n# schemas:\n#   - 1: schema.x\np := 1\n",
    ["3:1 rego_parse_error invalid document reference"],
  ],
  [
    "a schema of a name",
    "# METADATA\n# schemas:\n#   - foo: schema.x\np := 1\n",
    ["3:1 rego_parse_error invalid document reference"],
  ],
  [
    "a schema that is a list",
    "# METADATA\n# schemas:\n#   - input: [1]\np := 1\n",
    ['3:1 rego_parse_error invalid schema declaration for path "input"'],
  ],
  [
    "a schema of nothing",
    "# METADATA\n# schemas:\n#   - {}\np := 1\n",
    ["3:1 rego_parse_error invalid document reference"],
  ],
  ["a comment behind a rule", "p := 1 # METADATA\n", []],
  ["an indented comment", "p if {\n  # METADATA\n  # scope: 1\n  true\n}\n", []],
  ["two blocks", "# METADATA\n# title: a\n\n# METADATA foo\n# title: b\np := 1\n", []],
  [
    "two broken blocks",
    "# METADATA\n# scope: a\n\n# METADATA\n# scope: b\np := 1\n",
    [
      "3:1 rego_parse_error invalid annotation scope 'a'. Use one of 'rule', 'document', 'package', or 'subpackages'",
      "6:1 rego_parse_error invalid annotation scope 'b'. Use one of 'rule', 'document', 'package', or 'subpackages'",
    ],
  ],
])("refuses or takes a METADATA comment with %s as OPA does", (_what, rules, errors) => {
  expect(errorsOf(`package t\n\n${rules}`)).toEqual(errors);
});

it("does not look at METADATA comments of modules that are not to be checked", () => {
  expect(errorsOf("package t\n\n# METADATA\n# hello\np := 1", { unchecked: true })).toEqual([]);
});

it("answers what METADATA comments say of a rule and of what is around it", () => {
  const policy = compile([
    { name: "a.rego", source: "# METADATA\n# scope: subpackages\n# title: all\npackage a" },
    {
      name: "b.rego",
      source: `# METADATA
# title: package
# unknown: left out
package a.b

# METADATA
# scope: document
# title: 1
# authors: ["Jane Doe <jane@example.org>", {name: Jo}]

# METADATA
# description: the first
# entrypoint: false
# related_resources: ["https://example.org"]
# schemas:
#   - input: schema.x
# custom: {b: [1, {c: null}]}
r := rego.metadata.rule() if input

chain := rego.metadata.chain() if input
p := data.a.b.q
# METADATA
# title: near
q.r := rego.metadata.chain() if input`,
    },
  ]);
  expect(policy.evaluate("data.a.b.r", { input: 1 })).toEqual({
    scope: "rule",
    description: "the first",
    related_resources: [{ ref: "https://example.org" }],
    schemas: [{ path: ["input"], schema: ["schema", "x"] }],
    custom: { b: [1, { c: null }] },
  });
  const around = [
    { path: ["a", "b"], annotations: { scope: "package", title: "package" } },
    { path: ["a"], annotations: { scope: "subpackages", title: "all" } },
  ];
  expect(policy.evaluate("data.a.b.chain", { input: 1 })).toEqual([{ path: ["a", "b", "chain"] }, ...around]);
  expect(policy.evaluate("data.a.b.q.r", { input: 1 })).toEqual([
    { path: ["a", "b", "q", "r"], annotations: { scope: "rule", title: "near" } },
    ...around,
  ]);
});
