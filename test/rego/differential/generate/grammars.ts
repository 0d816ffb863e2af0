import type { Choices } from "@sortie/rego/choices";

/** Makes a text of a small language of its own, often nearly right. */
export type Grammar = (random: Choices) => string;

function several(random: Choices, least: number, most: number, make: () => string, separator = ""): string {
  return random.list(least, most, make).join(separator);
}

/** Texts put together from pieces. */
function pieces(least: number, most: number, all: readonly string[]): Grammar {
  return (random) => several(random, least, most, () => random.pick(all));
}

const classes = pieces(1, 3, [
  ..."a a-z 0-9 \\d \\w \\s [:alpha:] [:^digit:] \\pL \\p{Greek} \\x41 \\n - é \\] ^ \\- a-\\d z-a".split(" "),
  ..."\\b && [ \\Q 😀 \\x{1F600}".split(" "),
]);
const atoms = [
  ..."a b c . \\d \\w \\s \\b \\B ^ $ \\A \\z \\Z \\pN \\PL \\p{Lu} \\x61 \\x{61} \\101 \\1".split(" "),
  ..."\\Qa.b\\E \\C \\e \\. é / (?i) \\a \\< { } ] \\_ \\é {1} {,2} 😀".split(" "),
];
const counts = [
  ..."* + ? *? +? ?? {2} {1,2} {0} {1,} {2,1} {0,1}? ** {1001} {,3} {a}".split(" "),
  "",
  "",
  "",
  "",
  "{ 1}",
];
const flags = ["i", "s", "m", "U", "-i", "i-s", "im", "", "x", "i-"];

function atom(random: Choices, depth: number): string {
  if (depth === 0 || random.chance(0.5)) return random.pick(atoms);
  const inner = (): string => alternatives(random, depth - 1);
  return random.pick([
    () => `[${random.chance(0.3) ? "^" : ""}${classes(random)}]`,
    () => `(${inner()})`,
    () => `(?:${inner()})`,
    () => `(?P<n>${inner()})`,
    () => `(?<m>${inner()})`,
    () => `(?${random.pick(flags)}${random.chance(0.5) ? ":" : ")("}${inner()})`,
    () => `(?=${inner()})`,
  ])();
}

function alternatives(random: Choices, depth: number): string {
  const sequence = (): string => several(random, 0, 3, () => atom(random, depth) + random.pick(counts));
  return several(random, 1, 2, sequence, "|");
}

export const pattern: Grammar = (random) => alternatives(random, 2);

export const glob = pieces(1, 4, [
  ..."a b * ** ? {a,b} {a*,b?} [a-c] [!a] [^a] [abc] . / \\* \\ { } [ ] , - é [a- {a,{b,c}} {}".split(" "),
  ..."{,a} [] [!] {a 😀 *** [-a] [a-] \\{ !".split(" "),
]);

export const layout = pieces(1, 4, [
  ..."2006 06 01 1 Jan January 02 2 _2 002 15 03 3 04 05 .000 .999 ,000 PM pm MST Z07:00 Z0700".split(" "),
  ..."-07:00 -0700 -07 -07:00:00 Mon Monday - : T é".split(" "),
  " ",
]);

export const instant: Grammar = (random) => {
  const date = [
    random.pick(["2024", "1969", "1900", "0000", "0001", "9999", "10000", "1677", "2262", "24"]),
    random.pick(["01", "02", "12", "13", "00"]),
    random.pick(["01", "29", "30", "31", "00"]),
  ].join("-");
  const [hour, minute, second] = [
    ["00", "23", "24"],
    ["00", "59", "60"],
    ["00", "59", "60"],
  ].map((all) => random.pick(all));
  const fraction = random.pick(["", "", ".5", ".123456789", ".1234567891", ",5", "."]);
  const zone = random.pick([
    "Z",
    "z",
    "+00:00",
    "-00:00",
    "+14:00",
    "-23:59",
    "+24:00",
    "+0100",
    "+01",
    "+01:60",
    " Z",
    "",
  ]);
  return `${date}T${hour}:${minute}:${second}${fraction}${zone}`;
};

export const duration: Grammar = (random) => {
  const part = (): string =>
    random.pick(["1", "1.5", ".5", "0", "00"]) + random.pick(["h", "m", "s", "ms", "us", "µs", "ns", ""]);
  return random.pick(["", "-", "+"]) + several(random, 0, 3, part);
};

export const format: Grammar = (random) => {
  const directive = (): string =>
    [
      random.pick(["", "", "x", "é"]),
      "%",
      several(random, 0, 2, () => random.pick(["+", "-", "#", "0", " "])),
      random.pick(["", "", "", "5", "10", "*", "[1]", "[2]", "[3]*", "[0]", "[x]", "1000001"]),
      random.pick(["", "", "", ".2", ".0", ".", "..", ".*", ".[1]*", ".-1", ".20"]),
      random.pick(["", "", "", "[2]", "[1]"]),
      random.pick([..."v d s q x X o O b e E f F g G t T c U p w z % ! é".split(" "), ""]),
    ].join("");
  return several(random, 1, 3, directive);
};

export const version: Grammar = (random) =>
  [
    random.pick(["", "", "", "v", "V", "="]),
    random.pick(["1", "0", "01", "10", "9223372036854775807", "9223372036854775808", "-1", "a", ""]),
    random.pick([".2", ".0", ".02", "", ".x"]),
    random.pick([".3", ".0", "", ".00", ".1.2"]),
    random.pick(["", "", "-rc.1", "-alpha", "-1", "-01", "-a.b.c", "-", "-é", "--", "-1a", "-a..b", "-9"]),
    random.pick(["", "", "+b", "+b.01", "+", "+é"]),
  ].join("");

const four: Grammar = (random) =>
  [
    ["10", "192", "0", "255", "256", "010"],
    ["0", "168", "255"],
    ["0", "1", "255", "02"],
    ["0", "1", "127", "128", ""],
  ]
    .map((all) => random.pick(all))
    .join(".");
const six = ["::", "::1", "2001:db8::", "fe80::1%eth0", "1:2:3:4:5:6:7:8", "::g", "1::2::3"];
const noLengths = ["", "", "/129", "/-1", "/", "/ 8"];

/** None has more than four addresses: `net.cidr_expand` lists them, and OPA does so without a limit. */
export const range: Grammar = (random) =>
  random.chance(0.6)
    ? four(random) + random.pick([...noLengths, "/32", "/31", "/30", "/33", "/032", "/128"])
    : random.pick(six) + random.pick([...noLengths, "/128", "/127", "/126", "/0128"]);

export const unit: Grammar = (random) =>
  [
    random.pick(["", "-", "+", " "]),
    random.pick(["1", "10", "1.5", "0.1", ".5", "1.", "1e3", "1E3", "1e", "1e-3", "00", "0x10", "1_000", "Inf"]),
    random.pick(["", " ", "\t"]),
    random.pick([
      "",
      "K",
      "k",
      "Ki",
      "ki",
      "KI",
      "M",
      "m",
      "Mi",
      "MiB",
      "MB",
      "mb",
      "G",
      "Gi",
      "T",
      "P",
      "E",
      "Ei",
      "e",
      "B",
    ]),
  ].join("");

export const yaml = pieces(1, 4, [
  ..."yes no ~ Null 0o17 017 0b11 0x1F 1_000 1. +1 .5 12:30:45 2001-01-01 {} [".split(" "),
  "a: 1\n",
  "b: [1, 2]\n",
  "- x\n",
  "- 1\n  2\n",
  "? k\n: v\n",
  "&a x\n",
  "*a\n",
  "a: *b\n",
  "|\n  x\n",
  "> \n x\n y\n",
  "'it''s'\n",
  '"a\\x41\\u00e9"\n',
  "!!str 1\n",
  '!!int "3"\n',
  "!!binary YQ==\n",
  "--- \n",
  "...\n",
  " # c\n",
  "a: {b: c}\n",
  "<<: {a: 1}\n",
  "a:b\n",
  "%YAML 1.1\n",
  "- - - 1\n",
  "a: 'x\n",
  "1: 2\n",
  "true: 1\n",
  "é: ü\n",
]);

export const json = pieces(1, 4, [
  ...'{ } [ ] , : "a" 1 -0 - 01 1. 1e 1E+2 .5 true nul \'a\' "\\u00e9" "\\ud83d"'.split(" "),
  ...'"\\ud83d\\ude00" "\\x" {"a":1} [1,2] {"a":1,"a":2} "\\/" NaN'.split(" "),
  " ",
  "\n",
  '"\t"',
]);

export const base64 = pieces(0, 4, [
  "YQ==",
  "YQ",
  "YWI=",
  "YWJj",
  "_-8",
  "+/8=",
  "=",
  "\n",
  " ",
  "!",
  "é",
  "Y",
  "YR==",
  "//",
]);

export const url = pieces(1, 5, [
  ..."a = & ; %41 % %zz + é %C3%A9 %ff ? # / a=1 [ ] http:// : @ u:p@ [::1] // .. \\ ^ | mailto:".split(" "),
  ..."%2f ~ ! * h h:80".split(" "),
  " ",
]);

export const path = pieces(0, 3, ["/a", "/b", "/0", "/1", "/-", "/~0", "/~1", "/~2", "/", "/01", "a", "x/y", "/é"]);
