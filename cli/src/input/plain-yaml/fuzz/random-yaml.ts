import type { Choices } from "@sortie/rego/choices";

const words = [
  "a",
  "b c",
  "name",
  "items",
  "x-y",
  "v1",
  "true",
  "yes",
  "No",
  "null",
  "~",
  "on",
  "0644",
  "1",
  "-3",
  "1.5",
  "0x1f",
  "1_000",
  "1e3",
  "e5",
  ".5",
  "5.",
  ".inf",
  "12:30",
  "2024-01-01",
  "100m",
  "1Gi",
  "=",
  "<<",
  "é",
  "日本",
  "😀",
  "a:b",
  "http://x:80/y",
  "a#b",
  "--flag=1",
  "-x",
  "-",
  "- y",
  "? z",
  ".",
  "..",
  "...",
  "---",
  "{{ .Values.a }}",
  "a\tb",
  "*all",
  "&b",
  "%c",
  "@d",
  "`e",
  "!f",
  "|",
  ">",
  "it's",
  'say "hi"',
  "[a",
  "b]",
  "{c",
  "d}",
  "e,f",
  ":g",
  "h:",
  "i :j",
  "__proto__",
  "toString",
  "\u00a0k",
  "l\u2028m",
  "\u0085n",
];
const escapes = [
  "\\n",
  "\\t",
  '\\"',
  "\\\\",
  "\\u00e9",
  "\\x41",
  "\\ ",
  "\\/",
  "\\0",
  "\\N",
  "\\_",
  "\\q",
  "\\ud83d\\ude00",
  "\\\n    ",
];
const parts = [
  " ",
  "  ",
  "\n",
  "\n\n",
  "\t",
  ":",
  ": ",
  "- ",
  "-",
  "#",
  " #",
  " # c\n",
  "'",
  '"',
  "|",
  ">",
  "|-\n",
  ">+\n",
  "{",
  "}",
  "[",
  "]",
  ",",
  "&a ",
  "*a",
  "!!str ",
  "? ",
  "\r\n",
  "\r",
  "~",
  "1_0",
  "\\",
  "\n---\n",
  "\n...\n",
  "%YAML 1.2\n",
  "\ufeff",
  "\u2028",
  "é",
  "<<: ",
  "0",
  "@",
  "`",
];
const mostLevels = 4;

/** A text that is mostly YAML, written in many ways. */
export function randomYaml(choices: Choices): string {
  const lead = choices.pick(["", "", "---\n", "# c\n", "--- # c\n\n", "\n  # c\n---\n", "--- "]);
  return lead + block(choices, choices.pick([0, 0, 0, 2]), 1) + choices.pick(["", "", "\n", "# end", "  \n"]);
}

/** Lines that all start at a column. */
function block(choices: Choices, indent: number, level: number): string {
  const pad = " ".repeat(indent);
  const isSequence = choices.below(3) === 0;
  const lines = choices.list(1, 4, () => {
    const mark = isSequence ? "-" : `${key(choices)}${choices.pick([":", ":", ":", " :"])}`;
    const noise = choices.pick(["", "", "", "", "", "\n", `${pad}# c\n`, "# c\n", "   \n"]);
    return `${noise}${pad}${mark}${node(choices, indent, level, isSequence)}`;
  });
  return lines.join("");
}

function key(choices: Choices): string {
  const word = choices.pick([...words.slice(0, 5), choices.pick(words)]);
  return choices.pick([word, word, word, single(word), double(choices, word)]);
}

/** What stands behind a key or a dash, with the end of its line. */
function node(choices: Choices, indent: number, level: number, isInSequence: boolean): string {
  const anchor = choices.pick(["", "", "", "", "", "", "", " &a", " &b1"]);
  const end = choices.pick(["\n", "\n", "\n", "\n", " # c\n", "  \n", "#\n"]);
  const deeper = indent + choices.pick([1, 2, 2, 2, 4, isInSequence ? 2 : 0]);
  switch (choices.below(level < mostLevels ? 13 : 9)) {
    case 0:
      return choices.pick(["", " *a", " *b1", " !!str x", anchor]) + end;
    case 1:
      return ` ${choices.pick(["|", ">"])}${choices.pick(["", "", "", "-", "+", "2", "1-", "+ # c"])}\n${textLines(choices, deeper)}`;
    case 2:
      return `${anchor} ${choices.pick([single, (word: string) => double(choices, word)])(longText(choices, deeper))}${end}`;
    case 3:
      return `${anchor} ${longText(choices, deeper)}${end}`;
    case 4:
      return `${anchor} ${flow(choices, indent, level)}${end}`;
    case 5:
      return `\n${" ".repeat(deeper)}${choices.pick([longText(choices, deeper), single(choices.pick(words))])}${end}`;
    case 6:
    case 7:
    case 8:
      return `${anchor}${choices.pick([" ", " ", "  "])}${scalar(choices)}${end}`;
    default: {
      const isCompact = isInSequence && choices.below(2) === 0;
      const nested = block(choices, isCompact ? indent + 2 : deeper, level + 1);
      return isCompact ? ` ${nested.trimStart()}` : `${anchor}${end}${nested}`;
    }
  }
}

function scalar(choices: Choices): string {
  const word = choices.pick(words);
  return choices.pick([word, word, word, single(word), double(choices, word), "[]", "{}"]);
}

function single(word: string): string {
  return `'${word.replaceAll("'", "''")}'`;
}

function double(choices: Choices, word: string): string {
  const escaped = word.replaceAll('"', '\\"');
  return `"${escaped}${choices.below(3) === 0 ? choices.pick(escapes) : ""}${choices.pick(["", "z", " "])}"`;
}

/** Words over a few lines. */
function longText(choices: Choices, indent: number): string {
  const ends = [
    " ",
    " ",
    ` \n${" ".repeat(indent)}`,
    `\n${" ".repeat(indent)}`,
    `\n\n${" ".repeat(indent + 1)}`,
    `\n  \n${" ".repeat(indent)}`,
  ];
  return choices.list(1, 4, () => choices.pick(words)).reduce((text, word) => text + choices.pick(ends) + word);
}

function textLines(choices: Choices, indent: number): string {
  const line = () => {
    const pad = " ".repeat(indent + choices.pick([0, 0, 0, 0, 1, 2]));
    return choices.pick([
      `${pad}${choices.pick(words)}`,
      `${pad}${choices.pick(words)} `,
      "",
      pad,
      `${pad}# c`,
      `${pad}\tt`,
    ]);
  };
  return `${choices.list(0, 5, line).join("\n")}${choices.pick(["\n", "\n", "\n", "\n\n", ""])}`;
}

function flow(choices: Choices, indent: number, level: number): string {
  const gap = () => choices.pick(["", "", " ", " ", `\n${" ".repeat(indent + choices.pick([0, 1, 2]))}`]);
  const value = (): string =>
    level < mostLevels && choices.below(4) === 0 ? flow(choices, indent, level + 1) : scalar(choices);
  const member = () => `${gap()}${key(choices)}${choices.pick([": ", ":", " : ", `:${gap()}`])}${value()}${gap()}`;
  const last = choices.pick(["", "", ",", ", "]);
  if (choices.below(2) === 0) return `{${choices.list(0, 3, member).join(",")}${last}}`;
  return `[${choices.list(0, 3, () => `${gap()}${value()}${gap()}`).join(",")}${last}]`;
}

/** The text with a few small changes. */
export function damaged(text: string, choices: Choices): string {
  return choices
    .list(0, 3, () => choices.below(8))
    .reduce((changed, kind) => damagedOnce(changed, kind, choices), text);
}

function damagedOnce(text: string, kind: number, choices: Choices): string {
  const at = choices.below(text.length + 1);
  const line = text.lastIndexOf("\n", at - 1) + 1;
  switch (kind) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + choices.below(3));
    case 1:
      return text.slice(0, at) + choices.pick(parts) + text.slice(at + 1);
    case 2:
      return `${text.slice(0, line)}${" ".repeat(1 + choices.below(3))}${text.slice(line)}`;
    case 3:
      return text.slice(0, line) + text.slice(line).replace(/^ {1,2}/, "");
    case 4:
      return text.slice(0, at) + text.slice(line, at) + text.slice(at);
    case 5:
      return choices.below(4) === 0 ? text.replaceAll("\n", "\r\n") : text;
    default:
      return text.slice(0, at) + choices.pick(parts) + text.slice(at);
  }
}
