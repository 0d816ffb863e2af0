import { expect, it } from "vitest";
import { compile } from "../../compile.ts";
import { RegoLimitError } from "../../errors.ts";

function resultOf(expression: string): unknown {
  return compile([]).evaluate(expression);
}

// What OPA 1.22 answers to the same calls.
it.each<[call: string, errors: string[]]>([
  [
    `json.match_schema({"a":1},{"properties":{"a":{"minimum":1000000}}})`,
    [`number_gte a: Must be greater than or equal to 1e+06`],
  ],
  [
    `json.match_schema({"a":1},{"properties":{"a":{"minimum":123.456}}})`,
    [`number_gte a: Must be greater than or equal to 123.456`],
  ],
  [
    `json.match_schema({"a":1},{"properties":{"a":{"minimum":1234567}}})`,
    [`number_gte a: Must be greater than or equal to 1.234567e+06`],
  ],
  [`json.match_schema({"a":1},{"properties":{"a":{"multipleOf":3}}})`, [`multiple_of a: Must be a multiple of 3`]],
  [
    `json.match_schema({"a":1.5},{"properties":{"a":{"multipleOf":0.00001, "exclusiveMaximum":0.000012}}})`,
    [`number_lt a: Must be less than 1.2e-05`],
  ],
  [
    `json.match_schema({"a":"x"},{"properties":{"a":{"pattern":"^y+$"}}})`,
    [`pattern a: Does not match pattern '^y+$'`],
  ],
  [
    `json.match_schema({"a":"x"},{"properties":{"a":{"enum":[1.0,"b<",{"z":1}]}}})`,
    [`enum a: a must be one of the following: 1, "b\\u003c", {"z":1}`],
  ],
  [
    `json.match_schema({"a":"x"},{"properties":{"a":{"const":{"b":1e21}}}})`,
    [`const a: a does not match: {"b":1e+21}`],
  ],
  [
    `json.match_schema({"a":"x"},{"properties":{"a":{"type":["integer","null"]}}})`,
    [`invalid_type a: Invalid type. Expected: [integer,null], given: string`],
  ],
  [
    `json.match_schema({"a":1},{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"a":{"if":{"const":1},"then":{"type":"string"}}}})`,
    [
      `condition_then a: Must validate "then" as "if" was valid`,
      `invalid_type a: Invalid type. Expected: string, given: integer`,
    ],
  ],
  [
    `json.match_schema({"a":1},{"properties":{"a":{"if":{"const":1},"then":{"type":"string"}}}})`,
    [
      `condition_then a: Must validate "then" as "if" was valid`,
      `invalid_type a: Invalid type. Expected: string, given: integer`,
    ],
  ],
  [
    `json.match_schema({"a":1},{"$schema":"http://json-schema.org/draft-04/schema#","properties":{"a":{"minimum":1,"exclusiveMinimum":true}}})`,
    [`number_gt a: Must be greater than 1`],
  ],
  [
    `json.match_schema({"a":1},{"properties":{"a":{"minimum":1,"exclusiveMinimum":true}}})`,
    [`number_gt a: Must be greater than 1`],
  ],
  [`json.match_schema({"a":1},{"properties":{"a":{"exclusiveMinimum":1}}})`, [`number_gt a: Must be greater than 1`]],
  [`json.match_schema({"a":1},{"minProperties":3})`, [`array_min_properties (Root): Must have at least 3 properties`]],
  [`json.match_schema({"a":1},{"maxProperties":0})`, [`array_max_properties (Root): Must have at most 0 properties`]],
  [`json.match_schema({"a":1},{"required":["b"]})`, [`required (Root): b is required`]],
  [
    `json.match_schema({"a":{"b":{}}},{"properties":{"a":{"properties":{"b":{"required":["c"]}}}}})`,
    [`required a.b: c is required`],
  ],
  [
    `json.match_schema({"a":1},{"additionalProperties":false})`,
    [`additional_property_not_allowed (Root): Additional property a is not allowed`],
  ],
  [
    `json.match_schema({"a":1},{"additionalProperties":{"type":"string"}})`,
    [`invalid_type a: Invalid type. Expected: string, given: integer`],
  ],
  [
    `json.match_schema({"a":1,"b1":2},{"properties":{"a":{}},"patternProperties":{"^b":{"type":"string"}},"additionalProperties":false})`,
    [`invalid_type b1: Invalid type. Expected: string, given: integer`],
  ],
  [
    `json.match_schema({"abc":1},{"propertyNames":{"maxLength":2}})`,
    [
      `invalid_property_name (Root): Property name of "abc" does not match`,
      `string_lte (Root): String length must be less than or equal to 2`,
    ],
  ],
  [`json.match_schema({"a":1},{"dependencies":{"a":["b"]}})`, [`missing_dependency (Root): Has a dependency on b`]],
  [`json.match_schema({"a":1},{"dependencies":{"a":{"required":["c"]}}})`, [`required (Root): c is required`]],
  [
    `json.match_schema({"a":1},{"anyOf":[{"required":["b"]},{"properties":{"a":{"type":"string"}}}]})`,
    [`number_any_of (Root): Must validate at least one schema (anyOf)`, `required (Root): b is required`],
  ],
  [
    `json.match_schema({"a":1},{"oneOf":[{"required":["a"]},{"properties":{"a":{"type":"integer"}}}]})`,
    [`number_one_of (Root): Must validate one and only one schema (oneOf)`],
  ],
  [
    `json.match_schema({"a":1},{"oneOf":[{"required":["b"]},{"properties":{"a":{"type":"string"}}}]})`,
    [`number_one_of (Root): Must validate one and only one schema (oneOf)`, `required (Root): b is required`],
  ],
  [
    `json.match_schema({"a":1},{"allOf":[{"required":["b"]},{"properties":{"a":{"type":"string"}}}]})`,
    [
      `required (Root): b is required`,
      `invalid_type a: Invalid type. Expected: string, given: integer`,
      `number_all_of (Root): Must validate all the schemas (allOf)`,
    ],
  ],
  [`json.match_schema({"a":1},{"not":{"required":["a"]}})`, [`number_not (Root): Must not validate the schema (not)`]],
  [`json.match_schema({"a":1},{"properties":{"a":false}})`, [`false a: False always fails validation`]],
  [`json.match_schema({"a":1},{"properties":{"a":true}})`, []],
  [
    `json.match_schema({"a":"héé"},{"properties":{"a":{"minLength":4}}})`,
    [`string_gte a: String length must be greater than or equal to 4`],
  ],
  [
    `json.match_schema({"a":"héé"},{"properties":{"a":{"maxLength":2}}})`,
    [`string_lte a: String length must be less than or equal to 2`],
  ],
  [
    `json.match_schema({"a":null},{"properties":{"a":{"type":"string"}}})`,
    [`invalid_type a: Invalid type. Expected: string, given: null`],
  ],
  [`json.match_schema({"a":null},{"properties":{"a":{"enum":[1]}}})`, [`enum a: a must be one of the following: 1`]],
  [`json.match_schema({"a":1},{"enum":[]})`, [`enum (Root): (Root) must be one of the following: `]],
  [
    `json.match_schema({"a":{"b":1}},{"properties":{"a":{"properties":{"b":{"$ref":"#/definitions/s"}}}},"definitions":{"s":{"type":"string"}}})`,
    [`invalid_type a.b: Invalid type. Expected: string, given: integer`],
  ],
  [
    `json.match_schema({"a":{"b":1}},{"$id":"http://e.x/root.json","properties":{"a":{"$ref":"item.json"}},"definitions":{"i":{"$id":"item.json","type":"string"}}})`,
    [`invalid_type a: Invalid type. Expected: string, given: object`],
  ],
  [
    `json.match_schema({"a":{"b":1}},{"$id":"http://e.x/root.json","properties":{"a":{"$ref":"#/definitions/i"}},"definitions":{"i":{"type":"string"}}})`,
    [`invalid_type a: Invalid type. Expected: string, given: object`],
  ],
  [
    `json.match_schema({"a":{"b":1}},{"properties":{"a":{"$ref":"#foo"}},"definitions":{"i":{"$id":"#foo","type":"string"}}})`,
    [`invalid_type a: Invalid type. Expected: string, given: object`],
  ],
  [
    `json.match_schema({"a":{"a":{"a":1}}},{"type":"object","properties":{"a":{"$ref":"#"}}})`,
    [`invalid_type a.a.a: Invalid type. Expected: object, given: integer`],
  ],
  [`json.match_schema("1",{"type":"string"})`, [`invalid_type (Root): Invalid type. Expected: string, given: integer`]],
  [`json.match_schema("\\"s\\"",{"type":"string"})`, []],
  [
    `json.match_schema({"a":{1,2}},{"properties":{"a":{"type":"string"}}})`,
    [`invalid_type a: Invalid type. Expected: string, given: array`],
  ],
  [
    `json.match_schema({1:2},{"properties":{"1":{"type":"string"}}})`,
    [`invalid_type 1: Invalid type. Expected: string, given: integer`],
  ],
  [
    `json.match_schema({"a":1},"{\\"properties\\":{\\"a\\":{\\"type\\":\\"string\\"}}}")`,
    [`invalid_type a: Invalid type. Expected: string, given: integer`],
  ],
  [`json.match_schema({"a":"a@b.c"},{"properties":{"a":{"format":"email"}}})`, []],
  [`json.match_schema({"a":"Bob <a@b>"},{"properties":{"a":{"format":"email"}}})`, []],
  [`json.match_schema({"a":"x"},{"properties":{"a":{"format":"email"}}})`, [`format a: Does not match format 'email'`]],
  [
    `json.match_schema({"a":"a@"},{"properties":{"a":{"format":"email"}}})`,
    [`format a: Does not match format 'email'`],
  ],
  [`json.match_schema({"a":"\\"q s\\"@b.c"},{"properties":{"a":{"format":"email"}}})`, []],
  [`json.match_schema({"a":"a@[1.2.3.4]"},{"properties":{"a":{"format":"email"}}})`, []],
  [`json.match_schema({"a":"\\u00e9@b"},{"properties":{"a":{"format":"email"}}})`, []],
  [`json.match_schema({"a":"1.2.3.4"},{"properties":{"a":{"format":"ipv4"}}})`, []],
  [
    `json.match_schema({"a":"1.2.3"},{"properties":{"a":{"format":"ipv4"}}})`,
    [`format a: Does not match format 'ipv4'`],
  ],
  [`json.match_schema({"a":"::1"},{"properties":{"a":{"format":"ipv4"}}})`, [`format a: Does not match format 'ipv4'`]],
  [`json.match_schema({"a":"::ffff:1.2.3.4"},{"properties":{"a":{"format":"ipv4"}}})`, []],
  [`json.match_schema({"a":"::1"},{"properties":{"a":{"format":"ipv6"}}})`, []],
  [
    `json.match_schema({"a":"1.2.3.4"},{"properties":{"a":{"format":"ipv6"}}})`,
    [`format a: Does not match format 'ipv6'`],
  ],
  [
    `json.match_schema({"a":"fe80::1%eth0"},{"properties":{"a":{"format":"ipv6"}}})`,
    [`format a: Does not match format 'ipv6'`],
  ],
  [`json.match_schema({"a":"2020-01-02"},{"properties":{"a":{"format":"date"}}})`, []],
  [
    `json.match_schema({"a":"2020-13-01"},{"properties":{"a":{"format":"date"}}})`,
    [`format a: Does not match format 'date'`],
  ],
  [
    `json.match_schema({"a":"2020-1-2"},{"properties":{"a":{"format":"date"}}})`,
    [`format a: Does not match format 'date'`],
  ],
  [`json.match_schema({"a":"10:00:00"},{"properties":{"a":{"format":"time"}}})`, []],
  [`json.match_schema({"a":"10:00:00Z"},{"properties":{"a":{"format":"time"}}})`, []],
  [`json.match_schema({"a":"10:00:00+01:00"},{"properties":{"a":{"format":"time"}}})`, []],
  [
    `json.match_schema({"a":"25:00:00"},{"properties":{"a":{"format":"time"}}})`,
    [`format a: Does not match format 'time'`],
  ],
  [`json.match_schema({"a":"10:00:00.5"},{"properties":{"a":{"format":"time"}}})`, []],
  [`json.match_schema({"a":"2020-01-02T10:00:00Z"},{"properties":{"a":{"format":"date-time"}}})`, []],
  [`json.match_schema({"a":"2020-01-02"},{"properties":{"a":{"format":"date-time"}}})`, []],
  [
    `json.match_schema({"a":"x"},{"properties":{"a":{"format":"date-time"}}})`,
    [`format a: Does not match format 'date-time'`],
  ],
  [`json.match_schema({"a":"2020-01-02T10:00:00.123+02:00"},{"properties":{"a":{"format":"date-time"}}})`, []],
  [`json.match_schema({"a":"http://a"},{"properties":{"a":{"format":"uri"}}})`, []],
  [`json.match_schema({"a":"a"},{"properties":{"a":{"format":"uri"}}})`, [`format a: Does not match format 'uri'`]],
  [
    `json.match_schema({"a":"http://a\\\\b"},{"properties":{"a":{"format":"uri"}}})`,
    [`format a: Does not match format 'uri'`],
  ],
  [`json.match_schema({"a":"mailto:x"},{"properties":{"a":{"format":"uri"}}})`, []],
  [`json.match_schema({"a":"a/b"},{"properties":{"a":{"format":"uri-reference"}}})`, []],
  [
    `json.match_schema({"a":"%zz"},{"properties":{"a":{"format":"uri-reference"}}})`,
    [`format a: Does not match format 'uri-reference'`],
  ],
  [`json.match_schema({"a":"a/{b}"},{"properties":{"a":{"format":"uri-template"}}})`, []],
  [
    `json.match_schema({"a":"a/{b"},{"properties":{"a":{"format":"uri-template"}}})`,
    [`format a: Does not match format 'uri-template'`],
  ],
  [`json.match_schema({"a":"http://x/{y}"},{"properties":{"a":{"format":"uri-template"}}})`, []],
  [`json.match_schema({"a":"a.b"},{"properties":{"a":{"format":"hostname"}}})`, []],
  [
    `json.match_schema({"a":"-a"},{"properties":{"a":{"format":"hostname"}}})`,
    [`format a: Does not match format 'hostname'`],
  ],
  [
    `json.match_schema({"a":"a_b"},{"properties":{"a":{"format":"hostname"}}})`,
    [`format a: Does not match format 'hostname'`],
  ],
  [
    `json.match_schema({"a":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},{"properties":{"a":{"format":"hostname"}}})`,
    [`format a: Does not match format 'hostname'`],
  ],
  [`json.match_schema({"a":"2eb8aa08-aa98-11ea-b4aa-73b441d16380"},{"properties":{"a":{"format":"uuid"}}})`, []],
  [
    `json.match_schema({"a":"2eb8aa08-aa98-11ea-b4aa-73b441d1638"},{"properties":{"a":{"format":"uuid"}}})`,
    [`format a: Does not match format 'uuid'`],
  ],
  [`json.match_schema({"a":"a+"},{"properties":{"a":{"format":"regex"}}})`, []],
  [`json.match_schema({"a":"("},{"properties":{"a":{"format":"regex"}}})`, [`format a: Does not match format 'regex'`]],
  [`json.match_schema({"a":"/a/b"},{"properties":{"a":{"format":"json-pointer"}}})`, []],
  [
    `json.match_schema({"a":"a"},{"properties":{"a":{"format":"json-pointer"}}})`,
    [`format a: Does not match format 'json-pointer'`],
  ],
  [
    `json.match_schema({"a":"/~2"},{"properties":{"a":{"format":"json-pointer"}}})`,
    [`format a: Does not match format 'json-pointer'`],
  ],
  [`json.match_schema({"a":"0"},{"properties":{"a":{"format":"relative-json-pointer"}}})`, []],
  [`json.match_schema({"a":"1/a"},{"properties":{"a":{"format":"relative-json-pointer"}}})`, []],
  [
    `json.match_schema({"a":"01"},{"properties":{"a":{"format":"relative-json-pointer"}}})`,
    [`format a: Does not match format 'relative-json-pointer'`],
  ],
  [`json.match_schema({"a":"0#"},{"properties":{"a":{"format":"relative-json-pointer"}}})`, []],
  [`json.match_schema({"a":"x"},{"properties":{"a":{"format":"nonsense"}}})`, []],
])("finds in %s what OPA finds", (call, errors) => {
  const [isValid, found] = resultOf(call) as [boolean, { error: string; type: string; field: string; desc: string }[]];
  expect(found.map(({ type, error }) => `${type} ${error}`)).toEqual(errors);
  expect(isValid).toBe(errors.length === 0);
  for (const { error, field, desc } of found) expect(error).toBe(`${field}: ${desc}`);
});

it.each<[call: string, problem: string | null]>([
  [
    `json.verify_schema({"type":"foo"})`,
    `jsonschema: has a primitive type that is NOT VALID -- given: /foo/ Expected valid values are:[array boolean integer number null object string]`,
  ],
  [`json.verify_schema({"properties":1})`, `jsonschema: Properties must be of type object`],
  [`json.verify_schema({"minLength":1.5})`, `jsonschema: minLength must be of an integer`],
  [`json.verify_schema({"minLength":-1})`, `jsonschema: minLength must be greater than or equal to 0`],
  [`json.verify_schema({"minLength":"a"})`, `jsonschema: minLength must be of an integer`],
  [`json.verify_schema("{")`, `jsonschema: invalid JSON string`],
  [`json.verify_schema("{}")`, null],
  [`json.verify_schema("[]")`, `jsonschema: schema is invalid`],
  [`json.verify_schema({"$ref":1})`, `jsonschema: Invalid type. Expected: string, given: $ref`],
  [`json.verify_schema({"$ref":"#/a/b"})`, `jsonschema: Object has no key 'a'`],
  [`json.verify_schema({"$schema":1})`, `jsonschema: $schema must be of type string`],
  [`json.verify_schema({"type":["string","string"]})`, `jsonschema: string type is duplicated`],
  [`json.verify_schema({"type":[1]})`, `jsonschema: Invalid type. Expected: type, given: string/Array Of Strings`],
  [`json.verify_schema({"type":1})`, `jsonschema: Invalid type. Expected: type, given: string/Array Of Strings`],
  [`json.verify_schema({"required":["a","a"]})`, `jsonschema: required items must be unique`],
  [`json.verify_schema({"required":[1]})`, `jsonschema: Invalid type. Expected: string, given: required`],
  [`json.verify_schema({"required":1})`, `jsonschema: required must be of an array`],
  [`json.verify_schema({"multipleOf":0})`, `jsonschema: multipleOf must be strictly greater than 0`],
  [`json.verify_schema({"multipleOf":"a"})`, `jsonschema: Invalid type. Expected: Number, given: multipleOf`],
  [`json.verify_schema({"minimum":"a"})`, `jsonschema: minimum must be of a Number`],
  [`json.verify_schema({"exclusiveMinimum":true})`, `jsonschema: exclusiveMinimum cannot be used without minimum`],
  [
    `json.verify_schema({"exclusiveMinimum":"x"})`,
    `jsonschema: Invalid type. Expected: boolean/number, given: exclusiveMinimum`,
  ],
  [`json.verify_schema({"exclusiveMaximum":true})`, `jsonschema: exclusiveMaximum cannot be used without maximum`],
  [`json.verify_schema({"pattern":"("})`, `jsonschema: pattern must be a valid regex`],
  [`json.verify_schema({"pattern":1})`, `jsonschema: Invalid type. Expected: string, given: pattern`],
  [`json.verify_schema({"patternProperties":{"(":{}}})`, `jsonschema: Invalid regex pattern '('`],
  [
    `json.verify_schema({"patternProperties":1})`,
    `jsonschema: Invalid type. Expected: Valid Schema, given: patternProperties`,
  ],
  [
    `json.verify_schema({"items":1})`,
    `jsonschema: Invalid type. Expected: Valid Schema/Array Of Schemas, given: items`,
  ],
  [
    `json.verify_schema({"items":[1]})`,
    `jsonschema: Invalid type. Expected: Valid Schema/Array Of Schemas, given: items`,
  ],
  [
    `json.verify_schema({"additionalItems":1})`,
    `jsonschema: Invalid type. Expected: boolean/Valid Schema, given: additionalItems`,
  ],
  [
    `json.verify_schema({"additionalProperties":1})`,
    `jsonschema: Invalid type. Expected: boolean/Valid Schema, given: additionalProperties`,
  ],
  [`json.verify_schema({"minLength":2,"maxLength":1})`, `jsonschema: minLength cannot be greater than maxLength`],
  [`json.verify_schema({"minItems":2,"maxItems":1})`, null],
  [
    `json.verify_schema({"minProperties":2,"maxProperties":1})`,
    `jsonschema: minProperties cannot be greater than maxProperties`,
  ],
  [`json.verify_schema("true")`, null],
  [`json.verify_schema("false")`, null],
  [
    `json.verify_schema({"id":"http://a.b/c","definitions":{"x":{"id":"http://a.b/c"}}})`,
    `jsonschema: Reference already exists: "http://a.b/c"`,
  ],
  [`json.verify_schema({"definitions":1})`, `jsonschema: Invalid type. Expected: Array Of Schemas, given: definitions`],
  [
    `json.verify_schema({"definitions":{"a":1}})`,
    `jsonschema: Invalid type. Expected: Array Of Schemas, given: definitions`,
  ],
  [`json.verify_schema({"title":1})`, `jsonschema: Invalid type. Expected: string, given: title`],
  [`json.verify_schema({"description":1})`, `jsonschema: Invalid type. Expected: string, given: description`],
  [`json.verify_schema({"format":1})`, `jsonschema: Invalid type. Expected: string, given: format`],
  [`json.verify_schema({"uniqueItems":1})`, `jsonschema: uniqueItems must be of a boolean`],
  [`json.verify_schema({"enum":1})`, `jsonschema: enum must be of an array`],
  [`json.verify_schema({"enum":[1,1.0]})`, `jsonschema: enum items must be unique`],
  [`json.verify_schema({"oneOf":1})`, `jsonschema: oneOf must be of an array`],
  [`json.verify_schema({"anyOf":[1]})`, `jsonschema: Expected: Valid Schema, given: Invalid JSON`],
  [`json.verify_schema({"allOf":{}})`, `jsonschema: allOf must be of an array`],
  [`json.verify_schema({"not":1})`, `jsonschema: not must be of an object`],
  [`json.verify_schema({"dependencies":1})`, `jsonschema: dependencies must be of type object`],
  [`json.verify_schema({"dependencies":{"a":1}})`, `jsonschema: Dependency must be of type Schema Or Array Of Strings`],
  [
    `json.verify_schema({"dependencies":{"a":[1]}})`,
    `jsonschema: Dependency must be of type Schema Or Array Of Strings`,
  ],
  [
    `json.verify_schema({"propertyNames":1})`,
    `jsonschema: Invalid type. Expected: Valid Schema, given: patternProperties`,
  ],
  [
    `json.verify_schema({"$schema":"http://json-schema.org/draft-07/schema#","if":1})`,
    `jsonschema: if must be of an object`,
  ],
  [`json.verify_schema({"contains":1})`, `jsonschema: Expected: Valid Schema, given: Invalid JSON`],
  [`json.verify_schema({"properties":{"a":1}})`, `jsonschema: Expected: Valid Schema, given: Invalid JSON`],
  [
    `json.verify_schema({"$schema":"http://json-schema.org/draft-04/schema#","exclusiveMinimum":1})`,
    `jsonschema: Invalid type. Expected: boolean, given: exclusiveMinimum`,
  ],
  [
    `json.verify_schema({"$schema":"http://json-schema.org/draft-04/schema#","properties":{"a":true}})`,
    `jsonschema: Expected: Valid Schema, given: Invalid JSON`,
  ],
])("says of %s what OPA says", (call, problem) => {
  expect(resultOf(call)).toEqual([problem === null, problem]);
});

it.each([
  `json.match_schema("x", {})`,
  `json.match_schema({}, "{")`,
  `json.match_schema({}, {"$ref": "#/nope"})`,
  `json.match_schema({}, {"$ref": "http://127.0.0.1:1/never.json"})`,
])("has no answer to %s", (call) => {
  expect(resultOf(call)).toBeUndefined();
});

it("ends a schema that refers to itself, and one that multiplies", () => {
  const policy = compile([]);
  expect(() => policy.evaluate(`json.match_schema({}, {"$ref": "#"})`)).toThrow(RegoLimitError);
  const level = (n: number): string =>
    n === 0 ? "{}" : `{"allOf": [{"$ref": "#/definitions/l${n - 1}"}, {"$ref": "#/definitions/l${n - 1}"}]}`;
  const definitions = Array.from({ length: 40 }, (_, n) => `"l${n}": ${level(n)}`).join(",");
  const call = `json.match_schema({}, {"definitions": {${definitions}}, "$ref": "#/definitions/l39"})`;
  expect(() => policy.evaluate(call, { limits: { steps: 100_000 } })).toThrow(
    expect.objectContaining({ limit: "steps" }),
  );
});
