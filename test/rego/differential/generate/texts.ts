import type { Choices } from "@sortie/rego/choices";
import {
  base64,
  duration,
  format,
  type Grammar,
  glob,
  instant,
  json,
  layout,
  path,
  pattern,
  range,
  unit,
  url,
  version,
  yaml,
} from "./grammars.ts";

/** Strings that documents and programs share, so that they meet. */
export const words = ["a", "b", "c", "app", "web", "x/y", "é", "", "10", "A", "name", "nginx:1.2"] as const;

/** Strings that are easily taken apart wrongly: beyond the basic plane, combining, without case pairs, of odd spaces. */
const oddities = [
  "😀b",
  "e\u0301",
  "ß",
  "İ",
  "ǅ",
  "\u00a0x\u2003",
  "a\u2028b",
  "\ufeff",
  "𝒳y𝒳",
  "ﬀ",
  "Σς",
  "日本語",
  "a\u0000b",
  "<a href='x'>&amp;</a>",
  'a"b\\c',
  "line\n\ttab\r\n",
  "\u007f\u0085\u200b\ufffd",
] as const;

const patterns = [
  "a",
  "^a.*b$",
  "[a-z]+",
  "(a)(b)?",
  "\\d+",
  "(?i)APP",
  "a|b|",
  "x*",
  "[^/]+",
  "\\bapp\\b",
  "(",
  "é+",
  ".",
  "\\p{L}",
  "(?P<n>a)",
];
const layouts = [
  "2006-01-02",
  "2006-01-02T15:04:05Z07:00",
  "RFC1123",
  "Jan 2, 2006 at 3:04pm (MST)",
  "15:04:05.000",
  "02/01/06",
];
const times = [
  "2024-02-29",
  "2024-02-29T12:30:45Z",
  "1999-12-31T23:59:59+01:00",
  "12:00:01.500",
  "Mon, 02 Jan 2006 15:04:05 MST",
];
const zones = ["", "UTC", "Europe/Berlin", "America/New_York", "Local", "Nowhere/At_All"];
const versions = ["1.2.3", "1.2.3-rc.1", "1.2", "v1.0.0", "10.0.0+build.5", "1.0.0-alpha.1", "01.2.3"];
const globs = ["*", "a*", "*.com", "{a,b}*", "a?p", "[a-c]*", "**/y", "api.*.com", "\\*", "[!a]*", "a**"];
const ranges = [
  "10.0.0.0/28",
  "10.1.2.3",
  "192.168.0.0/30",
  "::1/128",
  "2001:db8::/126",
  "300.0.0.1/8",
  "10.0.0.0/33",
  "10.0.0.128/25",
  "10.0.0.0/25",
  "2001:db8::4/126",
  "::/127",
];
const jsons = [
  '{"a": 1}',
  "[1, 2, {}]",
  '"x"',
  "nul",
  "1e2",
  '{"a": {"b": [1]}}',
  "{}",
  " [ ] ",
  '{"a":1,"a":2}',
  "-0",
  "[1,]",
];
const yamls = [
  "a: 1",
  "- 1\n- x",
  "yes",
  "a: [1, {b: c}]",
  "{",
  "0x10",
  "a: |\n  text\n  more\n",
  "1_000",
  "~",
  "a: &x 1\nb: *x",
  "'q'",
  "2001-01-01",
];
const bases = ["YQ==", "YQ", "aGVsbG8=", "_-8=", "!!", "YWI=\n", "+/8="];
const hexes = ["61", "6a6B", "6", "zz", "c3a9"];
const urls = [
  "http://a.b:80/x?y=1&z=2#f",
  "a=1&b=2&a=3",
  "x%20y",
  "%zz",
  "https://[::1]/",
  "mailto:a@b",
  "/only/path",
  "a+b",
  "http://u:p@h/%41",
];
const units = ["1Ki", "10", "1.5G", "100m", "2MB", "1e3", "0.5Mi", "K", "10MiB", "-1k", "1 Ki", "1E", "1e"];
const durations = ["1h30m", "5s", "-2ms", "1.5h", "10", "1d", "1us", "µs"];
const formats = [
  "%v",
  "%s-%d",
  "%5d|%-5s|",
  "%x",
  "%f",
  "%t",
  "%%",
  "%v %v",
  "%[2]v %[1]v",
  "%T",
  "%c",
  "%U",
  "%e",
  "%+d",
  "%#x",
  "%o",
  "%b",
  "% x",
  "%!",
  "%g",
  "%q",
  "%+q|%#q",
  "%*d",
  "%-*v|",
  "%.3v|%.2f|%8.3f",
  "%05d|%-05d|%+05d",
  "%x|%X|%#x",
  "%[3]v",
  "%[1]*d",
  "%E|%G",
  "%s|%s|%s",
  "%d|%c|%q",
  "%p|%z",
];
const tokens = ["eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.c2ln", "a.b.c", "eyJhbGciOiJub25lIn0.e30."];
const uuids = ["00000000-0000-0000-0000-000000000000", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "not-one"];
const templates = ["{{.a}}", "x {{ .b }} y", "{{range .list}}{{.}}{{end}}", "{{"];
const paths = ["a", "a/b", "/a/0", "a~1b", "", "0", "/a/-"];
const queries = [
  "{ a }",
  "query Q { a(b: 1) { c } }",
  "type Query { a: Int }",
  "{",
  "schema { query: Query } type Query { b: String }",
];
const globTemplates = ["urn:foo:{.*}", "a{[a-z]}b", "{"];

/** Strings that built-ins of a family make something of, by the beginning of their names, and the grammar of such. */
const families: readonly (readonly [prefix: RegExp, pool: readonly string[], grammar?: Grammar])[] = [
  [/^regex\.template/, globTemplates],
  [/^regex\.globs/, patterns],
  [/^(regex\.|re_match)/, patterns, pattern],
  [/^time\.(parse_ns|format)/, [...layouts, ...times], layout],
  [/^time\.parse_dur/, durations, duration],
  [/^time\./, [...times, ...zones], instant],
  [/^semver/, versions, version],
  [/^glob/, globs, glob],
  [/^net\./, ranges, range],
  [/^yaml/, [...yamls, ...jsons], yaml],
  [/^json\.(patch|filter|remove)/, paths, path],
  [/^json/, jsons, json],
  [/^base64/, bases, base64],
  [/^hex/, hexes],
  [/^(uri|urlquery)/, urls, url],
  [/^units/, units, unit],
  [/^sprintf/, formats, format],
  [/^io\.jwt/, tokens],
  [/^uuid/, uuids],
  [/^strings\.render/, templates],
  [/^graphql/, queries],
];

export function pickWord(random: Choices): string {
  return random.chance(0.85) ? random.pick(words) : random.pick(oddities);
}

/** A string for a built-in: mostly one that it is made for. */
export function pickTextFor(random: Choices, builtin: string): string {
  const [, pool, grammar] = families.find(([prefix]) => prefix.test(builtin)) ?? [];
  if (pool === undefined || !random.chance(0.75)) return pickWord(random);
  return grammar !== undefined && random.chance(0.5) ? grammar(random) : random.pick(pool);
}
