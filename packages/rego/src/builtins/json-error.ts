/** Why a text is no JSON value, in the words of OPA and Go's `encoding/json`; undefined for one that Go reads. */
export function jsonError(text: string): string | undefined {
  const scan: Scan = { text, at: 0 };
  return readValue(scan) ?? trailing(scan);
}

type Scan = { readonly text: string; at: number };
/** What is wrong, or undefined. */
type Problem = string | undefined;
/** What may come next; `first`: the composite may end at once. */
type Expected = "value" | "first value" | "key" | "first key" | "colon" | "end of member";

/** By a list of what is open and not by recursion: a text may be nested deeper than JavaScript's stack is. */
function readValue(scan: Scan): Problem {
  const open: ("]" | "}")[] = [];
  let expected: Expected = "value";
  do {
    skipSpace(scan);
    const char = scan.text[scan.at];
    if (char === undefined) return scan.text.trim() === "" ? "EOF" : "unexpected EOF";
    const next = bracket(open, expected, char);
    if (next === undefined) {
      const problem: Problem = readPlain(scan, expected, open.at(-1));
      if (problem !== undefined) return problem;
    } else scan.at += 1;
    expected = next ?? following(expected, open.at(-1));
  } while (open.length > 0);
  return undefined;
}

/** What is expected behind a character that opens or closes a composite. */
function bracket(open: ("]" | "}")[], expected: Expected, char: string): Expected | undefined {
  if (mayEnd(expected) && char === open.at(-1)) {
    open.pop();
    return "end of member";
  }
  if (!mayOpen(expected, char)) return undefined;
  open.push(char === "[" ? "]" : "}");
  return char === "[" ? "first value" : "first key";
}

function mayEnd(expected: Expected): boolean {
  return expected.startsWith("first") || expected === "end of member";
}

function mayOpen(expected: Expected, char: string): boolean {
  return expected.endsWith("value") && (char === "[" || char === "{");
}

function following(expected: Expected, closing: string | undefined): Expected {
  if (expected.endsWith("key")) return "colon";
  if (expected === "colon") return "value";
  if (expected === "end of member") return closing === "]" ? "value" : "key";
  return "end of member";
}

/** Anything but the begin and end of a composite. */
function readPlain(scan: Scan, expected: Expected, closing: string | undefined): Problem {
  const char = scan.text[scan.at];
  if (expected.endsWith("value")) return readScalar(scan);
  if (expected.endsWith("key"))
    return char === '"' ? readString(scan) : invalid(scan, "looking for beginning of object key string");
  const wanted = expected === "colon" ? ":" : ",";
  if (char !== wanted) {
    if (expected === "colon") return invalid(scan, "after object key");
    return invalid(scan, closing === "]" ? "after array element" : "after object key:value pair");
  }
  scan.at += 1;
  return undefined;
}

function readScalar(scan: Scan): Problem {
  const char = scan.text[scan.at] as string;
  if (char === '"') return readString(scan);
  if (/[-\d]/.test(char)) return readNumber(scan);
  const word = ["true", "false", "null"].find((known) => known.startsWith(char));
  if (word === undefined) return invalid(scan, "looking for beginning of value");
  for (const letter of word) {
    if (scan.text[scan.at] !== letter) return invalid(scan, `in literal ${word} (expecting '${letter}')`);
    scan.at += 1;
  }
  return undefined;
}

function readNumber(scan: Scan): Problem {
  if (scan.text[scan.at] === "-") scan.at += 1;
  if (!/^\d/.test(scan.text.slice(scan.at, scan.at + 1))) return invalid(scan, "in numeric literal");
  if (scan.text[scan.at] === "0") scan.at += 1;
  else digits(scan);
  if (scan.text[scan.at] === ".") {
    scan.at += 1;
    if (digits(scan) === 0) return invalid(scan, "after decimal point in numeric literal");
  }
  if (!/^[eE]/.test(scan.text.slice(scan.at, scan.at + 1))) return undefined;
  scan.at += /^[eE][+-]/.test(scan.text.slice(scan.at, scan.at + 2)) ? 2 : 1;
  return digits(scan) === 0 ? invalid(scan, "in exponent of numeric literal") : undefined;
}

function digits(scan: Scan): number {
  return run(scan, /\d*/y);
}

/** How many characters a sticky pattern takes. */
function run(scan: Scan, pattern: RegExp): number {
  pattern.lastIndex = scan.at;
  const taken = pattern.exec(scan.text)?.[0].length ?? 0;
  scan.at += taken;
  return taken;
}

function readString(scan: Scan): Problem {
  scan.at += 1;
  for (;;) {
    run(scan, /[ !#-[\]-\uffff]*/y);
    const char = scan.text[scan.at];
    if (char !== "\\") {
      if (char !== '"') return invalid(scan, "in string literal");
      scan.at += 1;
      return undefined;
    }
    scan.at += 1;
    const isCode = scan.text[scan.at] === "u";
    if (run(scan, /["\\/bfnrtu]/y) === 0) return invalid(scan, "in string escape code");
    if (isCode && run(scan, /[0-9a-fA-F]{0,4}/y) < 4) return invalid(scan, "in \\u hexadecimal character escape");
  }
}

/** OPA looks at one more token, and takes it into its message however it is printed; `null` is none. */
function trailing(scan: Scan): Problem {
  skipSpace(scan);
  const begin = scan.at;
  const char = scan.text[begin];
  if (char === undefined) return undefined;
  if (char === "{" || char === "[") return after(char);
  const problem = readScalar(scan);
  if (problem !== undefined) return problem;
  const token = scan.text.slice(begin, scan.at);
  if (token === "null") return undefined;
  if (char === '"') return after(JSON.parse(token) as string);
  return after(/^[tf]/.test(token) ? `%!s(bool=${token})` : token);
}

function after(token: string): string {
  return `error: invalid character '${token}' after top-level value`;
}

function skipSpace(scan: Scan): void {
  run(scan, /[ \t\r\n]*/y);
}

const named: Readonly<Record<string, string>> = {
  "'": "\\'",
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  "\x07": "\\a",
};

/** Go looks at bytes, and shows one as the character of that number. */
function invalid({ text, at }: Scan, where: string): string {
  const point = text.codePointAt(at);
  if (point === undefined) return "unexpected EOF";
  const [byte = 0] = Buffer.from(String.fromCodePoint(point));
  const char = String.fromCharCode(byte);
  const isControl = byte < 0x20 || byte === 0x7f;
  const shown = named[char] ?? (isControl ? `\\x${byte.toString(16).padStart(2, "0")}` : char);
  return `invalid character '${shown}' ${where}`;
}
