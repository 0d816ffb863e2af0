import { expect, it } from "vitest";
import { compile } from "../compile.ts";
import { RegoEvaluationError, RegoLimitError } from "../errors.ts";

const long = 2_000_000;
const text = "a".repeat(long);
/** 2^40 values, all but forty of them the same ones. */
let dag: unknown = ["x"];
for (let i = 0; i < 40; i++) dag = [dag, dag];
const digits = "9".repeat(100_000);
const items = Array.from({ length: 100_000 }, (_, i) => `item ${i}`);
const graph = Object.fromEntries(
  Array.from({ length: 40 }, (_, i) => [i, Array.from({ length: 40 }, (_x, j) => `${j}`)]),
);
const members = Object.fromEntries(items.map((name) => [name, 1]));

const input = { text, dag, digits, items, graph, members, small: "aaaa", range: 1_000_000_000 };

/** Ends by a limit, by a built-in error, or with nothing: never by itself, and never with the process. */
function outcomeOf(expression: string): unknown {
  try {
    return compile([]).evaluate(expression, {
      input,
      limits: { steps: 20_000, resultBytes: 1000 },
      strictBuiltinErrors: true,
    });
  } catch (error) {
    if (error instanceof RegoLimitError) return `limit: ${error.limit}`;
    if (error instanceof RegoEvaluationError) return error.code;
    throw error;
  }
}

const steps = "limit: steps";

it.each<[expression: string]>([
  // Texts that grow.
  [`replace(input.text, "a", input.text)`],
  [`concat(input.text, input.items)`],
  [`strings.replace_n({"a": input.text}, input.text)`],
  [`regex.replace(input.text, "a", "bbbbbbbb")`],
  [`sprintf(concat("", [sprintf("%%%d", [900000000]), "d"]), [1, input.text])`],
  [`count([sprintf("%1000000d", [x]) | some x in input.items])`],
  [`sprintf("%v", [input.dag])`],
  [
    `strings.render_template("{{range .a}}{{range $.a}}{{range $.a}}x{{end}}{{end}}{{end}}", {"a": array.slice(input.items, 0, 1000)})`,
  ],
  [`json.marshal(input.dag)`],
  [`json.marshal_with_options({"a": input.items}, {"indent": input.text})`],
  [`yaml.marshal(input.dag)`],
  // Texts that are long.
  ...[
    `upper(input.text)`,
    `base64.encode(input.text)`,
    `base64url.encode_no_pad(input.text)`,
    `hex.encode(input.text)`,
    `urlquery.encode(input.text)`,
    `crypto.sha256(input.text)`,
    `crypto.hmac.sha256("a", input.text)`,
    `trim(input.text, "a")`,
    `trim_space(input.text)`,
    `strings.reverse(input.text)`,
    `substring(input.text, 1, 2)`,
    `split(input.text, "")`,
    `split(input.text, "a")`,
    `indexof_n(input.text, "a")`,
    `strings.count(input.text, "a")`,
    `json.unmarshal(input.text)`,
    `json.is_valid(input.text)`,
    `yaml.unmarshal(input.text)`,
    `yaml.is_valid(input.text)`,
    `semver.is_valid(input.text)`,
    `units.parse(input.text)`,
    `time.parse_rfc3339_ns(input.text)`,
    `uri.parse(input.text)`,
    `io.jwt.decode(input.text)`,
    `graphql.is_valid(input.text, input.text)`,
    `crypto.x509.parse_certificates(input.text)`,
    `json.match_schema(input.text, {})`,
  ].map((expression): [string] => [expression]),
  // Patterns.
  [`regex.match("(a*)*b", input.text)`],
  [`regex.find_n("a[^b]*b|a", input.text, -1)`],
  [`regex.find_all_string_submatch_n("((((a))))", input.text, -1)`],
  [`regex.split("a", input.text)`],
  [`regex.globs_match(input.text, input.text)`],
  [`regex.template_match(input.text, input.text, "{", "}")`],
  [`glob.match("*a*a*a*b", [], input.text)`],
  // Lists and objects.
  [`numbers.range(1, input.range)`],
  [`numbers.range_step(1, input.range, 2)`],
  [`net.cidr_expand("10.0.0.0/8")`],
  [`array.concat(input.items, input.items)`],
  [`array.reverse(input.items)`],
  [`array.flatten([input.items])`],
  [`sort(input.items)`],
  [`max(input.items)`],
  [`sum([1 | some x in input.items])`],
  [`object.union(input.members, {"a": 1})`],
  [`object.union_n([input.members, input.members])`],
  [`object.keys(input.members)`],
  [`object.remove(input.members, {"a"})`],
  [`object.filter(input.members, input.items)`],
  [`object.subset(input.items, ["no"])`],
  [`json.patch(input.members, [{"op": "add", "path": "/a", "value": 1}])`],
  [`json.filter(input.members, input.items)`],
  [`json.remove(input.members, input.items)`],
  [`walk(input.items)`],
  [`graph.reachable_paths(input.graph, ["0"])`],
  [`graph.reachable({"a": input.items}, ["a"])`],
  [`strings.any_prefix_match(input.items, input.items)`],
  [`net.cidr_contains_matches(["10.0.0.0/8" | some x in input.items], ["10.0.0.1"])`],
  // Numbers.
  [`bits.lsh(1, 1000000) * bits.lsh(1, 1000000)`],
  [`product([json.unmarshal(input.digits) | some x in input.items])`],
  [`[x | some y in input.items; x := json.unmarshal("1e9999") + 1e-300]`],
])("charges %s", (expression) => {
  expect(outcomeOf(expression)).toBe(steps);
});

it.each<[expression: string, outcome: unknown]>([
  [`to_number("1e999999999")`, "eval_builtin_error"],
  [`bits.lsh(1, 99999999999)`, "eval_builtin_error"],
  [`json.unmarshal("1e999999999")`, "eval_builtin_error"],
  [`units.parse("1e999999999")`, "eval_builtin_error"],
  [`count(format_int(json.unmarshal("1e5000"), 2))`, 16_610],
  [`time.add_date(1, 999999999999, 1, 1)`, "eval_builtin_error"],
  [`regex.match("a{1,1000}b", input.small)`, false],
  [`regex.match("${"a{1,1000}".repeat(20)}", input.small)`, "eval_builtin_error"],
  [`regex.is_valid("${"a{1000}".repeat(20)}")`, false],
  [`sprintf("%c", [99999999999])`, "\ufffd"],
  [`count(sprintf("%.5000f", [1.5]))`, 5002],
  [`count(sprintf("%.5000e", [1.5]))`, 5006],
  [`json.unmarshal(concat("", ["1", replace(sprintf("%50000d", [0]), " ", "0")])) > 1`, true],
  [`yaml.unmarshal("a: 1\\na: 2")`, { a: 2 }],
])("ends %s at once", (expression, outcome) => {
  expect(outcomeOf(expression)).toEqual(outcome);
});

it("ends yaml whose aliases multiply", () => {
  const levels = Array.from(
    { length: 30 },
    (_, i) => `l${i + 1}: &l${i + 1} [${Array.from({ length: 9 }, () => `*l${i}`).join(", ")}]`,
  );
  const bomb = `l0: &l0 x\n${levels.join("\n")}\n`;
  const evaluate = () => compile([]).evaluate("yaml.unmarshal(input)", { input: bomb, strictBuiltinErrors: true });
  expect(evaluate).toThrow(RegoEvaluationError);
});

it("reads a mapping of many keys in one pass", () => {
  const yaml = items
    .slice(0, 2_000)
    .map((name) => `"${name}": 1`)
    .join("\n");
  expect(compile([]).evaluate("count(yaml.unmarshal(input))", { input: yaml })).toBe(2_000);
});
