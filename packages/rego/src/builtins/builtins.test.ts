import { expect, it } from "vitest";
import { compile } from "../compile.ts";

function resultOf(expression: string): unknown {
  return compile([{ name: "t.rego", source: `package t\np := ${expression}` }]).evaluate("data.t.p");
}

it.each<[expression: string, value: unknown]>([
  [`object.get({"a": null}, "a", 1)`, null],
  [`object.get({"a": {"b": [7]}}, ["a", "b", 0], 1)`, 7],
  [`object.get({}, ["a", "b"], "none")`, "none"],
  [`sprintf("%d|%5.2f|%-4s|%v|%q", [3, 1.5, "x", {"a": {1}}, "q"])`, '3| 1.50|x   |{"a": {1}}|"q"'],
  [`sprintf("%s %d", [1])`, "%!s(int64=1) %!d(MISSING)"],
  [`sprintf("%v", ["a", "b"])`, "a%!(EXTRA string=b)"],
  [
    `[sprintf("%.1f|%.1f|%.0f|%.2f|%.1e|%.2g", [x, x + 0.5, x * 2, x / 2, x, 2.25]) | some x in [0.25, 0.75, 1.25]]`,
    ["0.2|0.8|0|0.12|2.5e-01|2.2", "0.8|1.2|2|0.38|7.5e-01|2.2", "1.2|1.8|2|0.62|1.2e+00|2.2"],
  ],
  [
    `sprintf("%#O|%#o|%#U|%#O|%-03.X|", [8, 8, 55296, 9223372036854775808, "a"])`,
    "0o010|010|U+D800|0o1000000000000000000000|   |",
  ],
  [`time.parse_ns("RFC3339Nano", "2006-01-02T15:04:05.123456789999Z") == 1136214245123456789`, true],
  [
    `[time.format([0, zone, "MST"]) | some zone in ["Asia/Tokyo", "Japan", "Asia/Dubai", "Europe/Berlin"]]`,
    ["JST", "JST", "+04", "CET"],
  ],
  [
    `yaml.unmarshal("a: {b: 1}# c\\nd: [1,# e\\n  2]\\nf: \\"g\\"#h\\ni: >-#j\\n  k")`,
    { a: { b: 1 }, d: [1, 2], f: "g", i: "k" },
  ],
  [`[yaml.is_valid(text) | some text in ["a: {}#b", "a: {} b", "a: x#y"]]`, [true, false, true]],
  [
    `[yaml.unmarshal(text) | some text in ["|\\n  b", "a: >\\n  b\\n  c", "a: |\\n  b\\n", "a: |\\n  b\\n# c", "- - |+\\n    c"]]`,
    ["b", { a: "b c" }, { a: "b\n" }, { a: "b\n" }, [["c"]]],
  ],
  [`[to_number("05"), to_number("+5"), to_number("1e3")]`, [5, 5, 1000]],
  [`to_number("0x10")`, undefined],
  [`[0.1 + 0.2, 1 / 3, 7 / 2, 10 % 3, -7 % 3]`, [0.3, 0.3333333333333333, 3.5, 1, -1]],
  [`1 / 0`, undefined],
  [`[round(-2.5), ceil(-2.5), floor(-2.5), abs(-3)]`, [-3, -2, -3, 3]],
  [`sort({2, "a", null, [1], true, {"k": 1}, {1}})`, [null, true, 2, "a", [1], { k: 1 }, [1]]],
  [`[count("é𝄞"), substring("é𝄞x", 1, 1), indexof("é𝄞x", "x"), upper("é")]`, [2, "𝄞", 2, "É"]],
  [`[trim("xxaxx", "x"), trim_prefix("ab", "a"), trim_space(" a\\t")]`, ["a", "b", "a"]],
  [`split("a,b", ",")`, ["a", "b"]],
  [`[regex.split("", ""), regex.split("a", "aba"), regex.split("a*", "")]`, [[], ["", "b", ""], [""]]],
  [
    `regex.find_all_string_submatch_n("(a)(b)?", "ab a", -1)`,
    [
      ["ab", "a", "b"],
      ["a", "a", ""],
    ],
  ],
  [`regex.replace("x1y2", "([0-9])", "<$1>")`, "x<1>y<2>"],
  [
    `[glob.match("*.com", ["."], "a.b.com"), glob.match("**.com", ["."], "a.b.com"), glob.match("{a,b}?", [], "bx")]`,
    [false, true, true],
  ],
  [`yaml.unmarshal("a: yes\\nb: 010\\nc: 2020-01-01\\n")`, { a: "yes", b: 8, c: "2020-01-01" }],
  [`yaml.unmarshal("~: a")`, undefined],
  [`json.marshal({"b": {1, 2}, "a": "<"})`, '{"a":"\\u003c","b":[1,2]}'],
  [
    `json.patch({"a": [1, 2]}, [{"op": "add", "path": "a/1", "value": null}, {"op": "remove", "path": "/a/0"}])`,
    { a: [null, 2] },
  ],
  [`json.filter({"a": {"b": 1, "c": 2}}, ["a/b"])`, { a: { b: 1 } }],
  [`json.remove({"a": [1, 2, 3]}, ["a/1"])`, { a: [1, 3] }],
  [`[base64.decode("aGk="), base64url.decode("aGk"), hex.encode("hi")]`, ["hi", "hi", "6869"]],
  [`base64.decode("aGk")`, undefined],
  [`[upper("ß\u1f80ǆ"), lower("İΣ")]`, ["ß\u1f88Ǆ", "iσ"]],
  [`[array.slice([1, 2], 1, 9007199254740993), array.slice([1], 0, 9223372036854775808)]`, undefined],
  [`array.slice([1, 2], 1, 9007199254740993)`, [2]],
  [`json.remove({}, {[-9223372036854775808]})`, {}],
  [`[replace("ab", "", "-"), replace("é", "", "-"), replace("é", "", "")]`, ["-a-b-", "-\ufffd-\ufffd-", "é"]],
  [`net.cidr_contains_matches([[1]], [])`, []],
  [`[sprintf("%#x", ["a"]), trim_space("\\ufeff \u0085")]`, ["0x61", "\ufeff"]],
  [`{"a": input.missing, "a": 1}`, { a: 1 }],
  [`sprintf("%5d|%-5s|%.1f|% x", ["abc", 3, "abc", "ab"])`, "%!d(string=  abc)|%!s(int64=3    )|%!f(string=a)|61 62"],
  [`[object.subset([], set()), object.subset([1], set())]`, [false, true]],
  [`[semver.compare("1.2.3-rc.1", "1.2.3"), semver.is_valid("v1.0.0")]`, [-1, true]],
  [`[product([1.1, 1.1]), product([0.1, 0.1, 0.1]), product([2, 0.1])]`, [1.2100000000000002, 0.001, 0.2]],
  [`["\\ud83d\\ud83d\\ude00", json.unmarshal(\`{"\\udc00": ["\\ud83d", 1.5]}\`)]`, ["�😀", { "�": ["�", 1.5] }]],
  [`[uri.parse("a#b\\u0001"), uri.is_valid("a\\u0001#b")]`, [{ path: "a", raw_path: "a", fragment: "b\u0001" }, false]],
  [`[x | some d in ["1d1\u00b5s", "1d1\u03bcs", "1\u03bcs"]; x := time.parse_duration_ns(d)]`, [86400000001000, 1000]],
  [
    `yaml.unmarshal("[18446744073709551616, 12345678901234567890123]") == [1.8446744073709552e19, 1.2345678901234568e22]`,
    true,
  ],
  [`[semver.is_valid("9223372036854775807.0.0"), semver.is_valid("9223372036854775808.0.0")]`, [true, false]],
  [`[g | some g in ["[]a]", "[!]a]", "[a-]", "[z-a]", "[-a", "[a\\\\]]"]; glob.match(g, [], "a")]`, ["[a\\]]"]],
  [`[glob.match("[\\\\]]", [], "]"), glob.match("[-a]", [], "-"), glob.match("[!!]", [], "!")]`, [true, true, false]],
  [`regex.split("(?#c)", "")`, undefined],
  [`[regex.match("^(?P<a>x)|(?P<a>y)$", "y"), regex.is_valid("[(?P<n>](?P<n>a)")]`, [true, true]],
  [`regex.replace("-", "-", "<$é>")`, "<>"],
  [`[sprintf("x%5.", [1]), sprintf("%.", [])]`, ["x%!.(int64=    1)", "%!.(MISSING)"]],
  [
    `[yaml.is_valid(text) | some text in ["a: *b", "...\\na", "%YAML 1.1\\n", "!!binary YQ"]]`,
    [false, false, false, false],
  ],
  [`[yaml.unmarshal("!!binary YQ=="), yaml.unmarshal("%YAML 1.1\\n---\\na: 1")]`, ["a", { a: 1 }]],
  [`[units.parse("100m"), units.parse("1Ki"), units.parse_bytes("1.5MiB")]`, [0.1, 1024, 1_572_864]],
  [`[net.cidr_contains("10.0.0.0/8", "10.2.3.4"), net.cidr_contains("::/0", "10.2.3.4")]`, [true, false]],
  [
    `[net.cidr_is_valid(x) | some x in ["::1/0128", "10.0.0.0/00032", "::1/129", "::1/ 8"]]`,
    [true, true, false, false],
  ],
  [`net.cidr_expand("192.168.0.0/30")`, ["192.168.0.0", "192.168.0.1", "192.168.0.2", "192.168.0.3"]],
  [`graph.reachable({"a": ["b"], "b": ["c"], "c": [], "d": []}, ["a"])`, ["a", "b", "c"]],
  [`time.format([1577836800000000000, "Europe/Berlin", "RFC1123"])`, "Wed, 01 Jan 2020 01:00:00 CET"],
  [`time.parse_rfc3339_ns("2020-01-01T00:00:00.5Z")`, 1577836800500000000],
  [`time.parse_duration_ns("1d2h")`, 93_600_000_000_000],
  [`[bits.and(6, 3), bits.rsh(8, 2), bits.negate(1)]`, [2, 2, -2]],
  [`[or({1}, {2}), and({1, 2}, {2}), minus({1, 2}, {2})]`, [[1, 2], [2], [1]]],
  [
    `sprintf("%t|%*d|%+q|%#x|%08.3f|%U|%", [1, 4, 1, "é", "a", -1.5, 8364])`,
    `%!t(int64=1)|   1|"\\u00e9"|0x61|-001.500|U+20AC|%!(NOVERB)`,
  ],
  [
    `sprintf("%v|%x|%d|%*d|%!", [1234567.5, 0.5, 18446744073709551616, -4, 1])`,
    "1.2345675e+06|0x1p-01|18446744073709551616|1   |%!!(MISSING)",
  ],
  [
    `yaml.marshal({"b": ["x: y", "1", "a\\nb"], "a10": {}, "a2": 1.5})`,
    `a2: 1.5\na10: {}\nb:\n  - 'x: y'\n  - "1"\n  - |-\n    a\n    b\n`,
  ],
  [
    `yaml.marshal({"a": {"b": [": x\\u2028y", "x\\n\\u2028y"]}})`,
    "a:\n  b:\n    - ': x\u2028      y'\n    - |-\n      x\n\u2028      y\n",
  ],
  [
    `yaml.marshal({"9007199254740995": 1, "18446744073709551616": 2})`,
    `"18446744073709551616": 2\n"9007199254740995": 1\n`,
  ],
  [`to_number("1e400")`, undefined],
  [`[net.cidr_contains(x, "10.1.2.3") | some x in ["::ffff:10.0.0.0/104", "::/0"]]`, [true, false]],
  [`net.cidr_merge(["::/64", "10.0.0.0/8", "2001:db8::/33", "2001:db8:8000::/33"])`, ["2001:db8::/32", "::/64"]],
  [`net.cidr_merge(["10.1.2.3", "192.168.0.0/25", "192.168.0.128/25"])`, ["10.1.2.3/8", "192.168.0.0/24"]],
  [`[regex.globs_match("a*", "aa"), regex.globs_match("x*", "")]`, [true, false]],
  [`strings.replace_n({"": "-", "b": "c"}, "abé")`, "-a-c-\ufffd-\ufffd-"],
  [`graphql.is_valid(graphql.parse_query("{ a }"), "type Query { a: Int }")`, true],
])("%s", (expression, value) => {
  expect(resultOf(expression)).toEqual(value);
});

it("says which operand is wrong where errors are strict", () => {
  const policy = compile([{ name: "t.rego", source: `package t\np := count(input.x)` }]);
  expect(policy.evaluate("data.t.p", { input: { x: 1 } })).toBeUndefined();
  expect(() => policy.evaluate("data.t.p", { input: { x: 1 }, strictBuiltinErrors: true })).toThrow(
    "count: operand 1 must be one of {array, object, set, string} but got number",
  );
});

it.each<[expression: string, message: string]>([
  [`json.unmarshal("[1,]")`, "json.unmarshal: invalid character ']' looking for beginning of value"],
  [`json.unmarshal("{\\"a\\" 1}")`, "json.unmarshal: invalid character '1' after object key"],
  [`json.unmarshal("1 x")`, "json.unmarshal: invalid character 'x' looking for beginning of value"],
  [`json.unmarshal("nul")`, "json.unmarshal: unexpected EOF"],
  [`to_number("a\\u0001\\u2028")`, `strconv.ParseFloat: parsing "a\\x01\\u2028": invalid syntax`],
  [`regex.find_n("(", "", 1.5)`, "regex.find_n: operand 3 must be integer number but got floating-point number"],
  [`base64.decode("YQ=")`, "base64.decode: illegal base64 data at input byte 3"],
  [`time.parse_ns("2006-01-02", "2020-13-01")`, `time.parse_ns: parsing time "2020-13-01": month out of range`],
  [`units.parse("2X")`, "units.parse: units.parse: unit X not recognized"],
  [`bits.and(1.5, 1)`, "bits.and: operand 1 must be integer number but got floating-point number"],
  [
    `glob.match("a", ["ab"], [input][0])`,
    "glob.match: operand 2 must be array of runes but got array containing string",
  ],
  [`time.clock([0, "europe/berlin"])`, "time.clock: unknown time zone europe/berlin"],
  [`time.clock([0, "us/Eastern"])`, "time.clock: unknown time zone us/Eastern"],
  [`time.parse_duration_ns("1h5.5.")`, `time.parse_duration_ns: time: missing unit in duration "1h5.5."`],
  [`time.parse_duration_ns("1h.")`, `time.parse_duration_ns: time: invalid duration "1h."`],
  [`time.parse_duration_ns("1e3")`, `time.parse_duration_ns: time: unknown unit "e" in duration "1e3"`],
  [
    "time.clock([input][0])",
    "time.clock: operand 1 must be either number (ns) or [number (ns), string (tz)] but got null",
  ],
  [`time.clock([0, "../UTC"])`, "time.clock: time: invalid location name"],
  [`time.clock([9223372036854775808, "Nowhere"])`, "time.clock: unknown time zone Nowhere"],
  ["time.diff(9223372036854775808, [input][0])", "time.diff: timestamp too big"],
  ["time.add_date(0, 9007199254740993, 0, 0)", "time.add_date: time outside of valid range"],
  ["time.add_date(9223372036854775808, [input][0], 0, 0)", "time.add_date: timestamp too big"],
  [`json.patch({}, [{"path": [input][0]}])`, "json.patch: missing required attribute 'op'"],
  [`json.patch({}, [{"op": [input][0], "path": 1}])`, "json.patch: attribute 'op' must be a string but found: null"],
  [`semver.compare("1.0.0", "\u2028")`, `semver.compare: operand 2: string "\\u2028" is not a valid SemVer`],
  [`json.unmarshal("1e999999999")`, "json.unmarshal: invalid number: number too big"],
  [`yaml.unmarshal("a: &x [*x]")`, "yaml.unmarshal: yaml: an anchor's value contains itself"],
  [`concat("", [input])`, "concat: operand 2 must be array of strings but got array containing null"],
])("words the error of %s as OPA does", (expression, message) => {
  const policy = compile([{ name: "t.rego", source: `package t\np := ${expression}` }]);
  expect(() => policy.evaluate("data.t.p", { input: null, strictBuiltinErrors: true })).toThrow(message);
});

it("refuses digits that would be too many before it makes them", () => {
  const policy = compile([{ name: "t", source: "package t\nh := hex.encode(input)\nb := base64.encode(input)" }]);
  const evaluate = (rule: string, input: string) =>
    policy.evaluate(`data.t.${rule}`, { input, strictBuiltinErrors: true });
  expect(() => evaluate("h", "é".repeat(2 ** 26 + 1))).toThrow("result too large");
  expect(() => evaluate("b", "é".repeat(2 ** 27))).toThrow("result too large");
});

it("keeps every digit in the text of a solution", () => {
  const policy = compile([{ name: "t", source: `package t\np := 12345678901234567890 + 1` }]);
  expect(policy.prepare("x := data.t.p").bindingsText()).toEqual(['{"x":12345678901234567891}']);
});
