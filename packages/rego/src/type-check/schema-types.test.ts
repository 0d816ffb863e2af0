import { expect, it } from "vitest";
import { compile } from "../compile.ts";
import { errorsOf } from "../errors-of.ts";

// What OPA 1.22 answers with `opa check --schema`, word for word.
it.each<[what: string, inputSchema: unknown, rules: string, errors: string[]]>([
  [
    "a property that is not there",
    { type: "object", properties: { a: { type: "string" } } },
    "p := input.b\nq := input.a",
    ["3:6 rego_type_error undefined ref: input.b"],
  ],
  [
    "a property of a property",
    { type: "object", properties: { a: { type: "object", properties: { b: { type: "string" } } } } },
    "p := input.a.b.c\nq := input.a.c",
    ["3:6 rego_type_error undefined ref: input.a.b.c", "4:6 rego_type_error undefined ref: input.a.c"],
  ],
  [
    "any further properties",
    { type: "object", properties: { a: { type: "string" } }, additionalProperties: true },
    "p := input.b",
    ["3:6 rego_type_error undefined ref: input.b"],
  ],
  ["an object of anything", { type: "object" }, "p := input.b.c", []],
  [
    "no type",
    { properties: { a: { type: "string" } } },
    "p := input.b",
    ["3:6 rego_type_error undefined ref: input.b"],
  ],
  ["null", { type: "object", properties: { a: { type: "null" } } }, "p := input.a.b", []],
  ["one of some values", { type: "object", properties: { a: { enum: [1] } } }, "p := input.a.b", []],
  [
    "several types",
    { type: "object", properties: { a: { type: ["null", "string"] } } },
    "p := input.a.b",
    ["3:6 rego_type_error undefined ref: input.a.b"],
  ],
  [
    "numbers",
    { type: "object", properties: { a: { type: "integer" }, b: { type: "number" }, c: { type: "boolean" } } },
    'p if input.a == "x"\nq if startswith(input.b, "x")\nr if input.c == 1',
    [
      "3:6 rego_type_error match error",
      "4:6 rego_type_error startswith: invalid argument(s)",
      "5:6 rego_type_error match error",
    ],
  ],
  [
    "a list",
    {
      type: "object",
      properties: { a: { type: "array", items: { type: "object", properties: { b: { type: "string" } } } } },
    },
    "p if input.a[_].c\nq if input.a[0].b == 1\nr if input.a.x",
    [
      "3:6 rego_type_error undefined ref: input.a[_].c",
      "4:6 rego_type_error match error",
      "5:6 rego_type_error undefined ref: input.a.x",
    ],
  ],
  [
    "a list of anything",
    { type: "object", properties: { a: { type: "array" } } },
    "p if input.a[_].c\nq if input.a.x",
    ["4:6 rego_type_error undefined ref: input.a.x"],
  ],
  [
    "a list of so many",
    { type: "object", properties: { a: { type: "array", items: [{ type: "string" }, { type: "number" }] } } },
    'p if input.a[2]\nq if input.a[1] == "x"',
    ["3:6 rego_type_error undefined ref: input.a[2]", "4:6 rego_type_error match error"],
  ],
  [
    "a definition",
    {
      type: "object",
      properties: { a: { $ref: "#/definitions/x" } },
      definitions: { x: { type: "object", properties: { y: { type: "string" } } } },
    },
    "p := input.a.y.z\nq := input.a.z",
    ["3:6 rego_type_error undefined ref: input.a.y.z", "4:6 rego_type_error undefined ref: input.a.z"],
  ],
  [
    "a definition that contains itself",
    {
      type: "object",
      properties: { a: { $ref: "#/definitions/x" } },
      definitions: { x: { type: "object", properties: { y: { $ref: "#/definitions/x" }, v: { type: "string" } } } },
    },
    "p := input.a.y.y.z\nq := input.a.y.y.y.v",
    ["3:6 rego_type_error undefined ref: input.a.y.y.z"],
  ],
  [
    "no definition",
    { type: "object", properties: { a: { $ref: "#/definitions/z" } } },
    "p := 1",
    ["0:0 rego_type_error unable to compile the schema: Object has no key 'definitions'"],
  ],
  [
    "all of",
    { allOf: [{ properties: { a: { type: "string" } } }, { properties: { b: { type: "string" } } }] },
    "p := input.a.b\nq := input.b\nr := input.c",
    ["3:6 rego_type_error undefined ref: input.a.b", "5:6 rego_type_error undefined ref: input.c"],
  ],
  [
    "all of and more",
    {
      type: "object",
      properties: { z: { type: "string" } },
      allOf: [{ properties: { a: { type: "string" } } }, { properties: { b: { type: "string" } } }],
    },
    "p := input.z\nq := input.b\nr := input.c",
    ["5:6 rego_type_error undefined ref: input.c"],
  ],
  [
    "all of different types",
    { allOf: [{ type: "string" }, { type: "number" }] },
    "p := 1",
    ["0:0 rego_type_error type checking: unable to merge these schemas: type mismatch: string and number"],
  ],
  [
    "all of one that is any",
    { allOf: [{ anyOf: [{ type: "string" }] }, { type: "object", properties: { a: { type: "string" } } }] },
    "p := input.b",
    ["3:6 rego_type_error undefined ref: input.b"],
  ],
  [
    "any of",
    { anyOf: [{ properties: { a: { type: "string" } } }, { properties: { b: { type: "string" } } }] },
    "p := input.a\nq := input.b\nr := input.c",
    ["5:6 rego_type_error undefined ref: input.c"],
  ],
  [
    "any of and more",
    {
      type: "object",
      properties: { z: { type: "string" } },
      anyOf: [{ properties: { a: { type: "string" } } }, { properties: { b: { type: "string" } } }],
    },
    "p := input.z\nq := input.b\nr := input.c",
    ["5:6 rego_type_error undefined ref: input.c"],
  ],
  [
    "any of several types",
    { type: "object", properties: { a: { anyOf: [{ type: "string" }, { type: "number" }] } } },
    "p if input.a == true\nq if input.a == 1",
    ["3:6 rego_type_error match error"],
  ],
  ["one of", { oneOf: [{ properties: { a: { type: "string" } } }] }, "p := input.b", []],
  ["anything", true, "p := input.b", []],
  ["a list as schema", [1], "p := 1", ["0:0 rego_type_error unable to compile the schema: schema is invalid"]],
  ["a text as schema", "x", "p := 1", ["0:0 rego_type_error unable to compile the schema: schema is invalid"]],
  [
    "an unknown type",
    { type: "foo" },
    "p := 1",
    [
      "0:0 rego_type_error unable to compile the schema: has a primitive type that is NOT VALID -- given: /foo/ Expected valid values are:[array boolean integer number null object string]",
    ],
  ],
  [
    "a number as type",
    { type: 1 },
    "p := 1",
    ["0:0 rego_type_error unable to compile the schema: Invalid type. Expected: type, given: string/Array Of Strings"],
  ],
  [
    "properties that are none",
    { properties: 1 },
    "p := 1",
    ["0:0 rego_type_error unable to compile the schema: Properties must be of type object"],
  ],
  [
    "a replaced input",
    { type: "object", properties: { a: { type: "string" } } },
    'p if data.t.q with input as {"b": 1}\nq if input.a',
    [],
  ],
  [
    "a schema beside the policy",
    { type: "object", properties: { a: { type: "string" } } },
    "# METADATA\n# schemas:\n#   - input.b: schema\np := input.b.c\nq := input.b",
    ["6:6 rego_type_error undefined ref: input.b.c", "7:6 rego_type_error undefined ref: input.b"],
  ],
  [
    "an unknown schema",
    { type: "object", properties: { a: { type: "string" } } },
    "# METADATA\n# schemas:\n#   - input.b: schema.x\np := input.b.c",
    ["6:1 rego_type_error undefined schema: schema.x", "6:6 rego_type_error undefined ref: input.b.c"],
  ],
  [
    "a definition of a part",
    { type: "object", properties: { a: { type: "object", properties: { b: { type: "string" } } } } },
    "# METADATA\n# schemas:\n#   - input.a.b: {type: object, properties: {c: {type: string}}}\np := input.a.b.d\nq := input.a.b.d\nr := input.a.b.c",
    [
      "6:6 rego_type_error undefined ref: input.a.b.d",
      "7:6 rego_type_error undefined ref: input.a.b.d",
      "8:6 rego_type_error undefined ref: input.a.b.c",
    ],
  ],
  [
    "a schema of data",
    { type: "object", properties: { a: { type: "string" } } },
    "# METADATA\n# schemas:\n#   - data.x: {type: object, properties: {c: {type: string}}}\np := data.x.d\n\nq := data.x.d",
    ["6:6 rego_type_error undefined ref: data.x.d"],
  ],
])("checks policies against a schema of input with %s as OPA does", (_what, inputSchema, rules, errors) => {
  expect(errorsOf(`package t\n\n${rules}`, { inputSchema })).toEqual(errors);
});

it("knows of a document that contains itself, of which OPA's checks do not end", () => {
  const inputSchema = { properties: { a: { $ref: "#" }, v: { type: "string" } } };
  expect(errorsOf("package t\n\np := input.a.a.v\nq := input.a.a.z", { inputSchema })).toEqual([
    "4:6 rego_type_error undefined ref: input.a.a.z",
  ]);
});

it("knows of data what its schema says, beside the rules", () => {
  const dataSchema = { properties: { roles: { type: "array", items: { properties: { name: { type: "string" } } } } } };
  const rules = "p if data.roles[_].nam\nq if data.roles[_].name\nr if data.t.q\ns if data.other";
  expect(errorsOf(`package t\n\n${rules}`, { dataSchema })).toEqual([
    "3:6 rego_type_error undefined ref: data.roles[_].nam",
  ]);
});

it("checks queries against the schemas of their policy", () => {
  const policy = compile([], { inputSchema: { properties: { a: { type: "string" } } } });
  expect(() => policy.prepare("input.b")).toThrow("undefined ref: input.b");
  expect(policy.evaluate("input.a", { input: { a: "x" } })).toBe("x");
});

it.each<[what: string, schema: unknown]>([
  [
    "a ref that leads back to itself",
    { $ref: "#/definitions/a", definitions: { a: { allOf: [{ $ref: "#/definitions/a" }] } } },
  ],
  ["refs that double", doubling(40)],
  ["deep nesting", nested(5000)],
  ["a ref to the network", { $ref: "http://127.0.0.1:1/schema.json" }],
])("ends reading a schema with %s", (_what, inputSchema) => {
  expect(errorsOf("package t\n\np := 1", { inputSchema })).toEqual([
    expect.stringMatching(/^0:0 rego_type_error unable to compile/),
  ]);
});

function doubling(length: number): unknown {
  const definitions = Object.fromEntries(
    Array.from({ length }, (_, i) => {
      const next = { $ref: `#/definitions/d${i + 1}` };
      return [`d${i}`, { properties: { p: { allOf: [next, next] } } }];
    }),
  );
  return { $ref: "#/definitions/d0", definitions: { ...definitions, [`d${length}`]: { properties: { p: {} } } } };
}

function nested(depth: number): unknown {
  let schema: unknown = {};
  for (let i = 0; i < depth; i++) schema = { properties: { p: schema } };
  return schema;
}
