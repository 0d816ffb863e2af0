import type { Position } from "./position.ts";
import { GraphqlError } from "./position.ts";
import { Positions } from "./positions.ts";

/** A lexical token of GraphQL (https://spec.graphql.org/October2021, section 2.1). */
export type Token = {
  readonly kind: "Name" | "Int" | "Float" | "String" | "BlockString" | "<EOF>" | "<Invalid>" | Punctuator;
  readonly value: string;
  readonly position: Position;
};
type Punctuator = (typeof punctuators)[number];

const punctuators = ["...", "!", "$", "&", "(", ")", ":", "=", "@", "[", "]", "{", "|", "}"] as const;
const ignored = /[\ufeff \t\r\n,]+|#[^\n\r]*/y;
const name = /[A-Za-z_][A-Za-z0-9_]*/y;
const number = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;

export function describe({ kind, value }: Token): string {
  return ["Name", "Int", "Float", "String", "BlockString"].includes(kind) ? `${kind} "${value}"` : kind;
}

export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  const positions = new Positions(source);
  for (let offset = 0; ; ) {
    const { token, end } = next(source, positions, offset);
    tokens.push(token);
    if (token.kind === "<EOF>") return tokens;
    offset = end;
  }
}

function matchAt(pattern: RegExp, source: string, offset: number): RegExpExecArray | null {
  pattern.lastIndex = offset;
  return pattern.exec(source);
}

function next(source: string, positions: Positions, from: number): { token: Token; end: number } {
  let start = from;
  for (let match = matchAt(ignored, source, start); match !== null; match = matchAt(ignored, source, start)) {
    start += match[0].length;
  }
  const position = positions.at(start);
  const make = (kind: Token["kind"], value: string, end: number) => ({ token: { kind, value, position }, end });
  if (start >= source.length) return make("<EOF>", "", start);
  const punctuator = punctuators.find((text) => source.startsWith(text, start));
  if (punctuator !== undefined) return make(punctuator, punctuator, start + punctuator.length);
  const word = matchAt(name, source, start)?.[0];
  if (word !== undefined) return make("Name", word, start + word.length);
  const digits = matchAt(number, source, start);
  if (digits !== null) return make((digits[1] ?? digits[2]) ? "Float" : "Int", digits[0], start + digits[0].length);
  if (source.startsWith('"""', start)) return blockString(source, positions, start);
  if (source[start] === '"') return plainString(source, positions, start);
  throw new GraphqlError("Unexpected <Invalid>", position);
}

function plainString(source: string, positions: Positions, start: number): { token: Token; end: number } {
  const match = /^"((?:[^"\\\n\r]|\\.)*)"/.exec(source.slice(start));
  if (match === null) throw new GraphqlError("Unexpected <Invalid>", positions.at(start));
  const position = positions.at(start + 1);
  try {
    const value = JSON.parse(match[0].replace(/\t/g, "\\t")) as string;
    return { token: { kind: "String", value, position }, end: start + match[0].length };
  } catch {
    throw new GraphqlError("Unexpected <Invalid>", position);
  }
}

function blockString(source: string, positions: Positions, start: number): { token: Token; end: number } {
  const match = /^"""((?:\\"""|[\s\S])*?)"""/.exec(source.slice(start));
  if (match === null) throw new GraphqlError("Unexpected <Invalid>", positions.at(source.length));
  const value = dedented((match[1] as string).replaceAll('\\"""', '"""'));
  return {
    token: { kind: "BlockString", value, position: positions.at(start + 3) },
    end: start + match[0].length,
  };
}

/** Section 2.9.4: common indentation goes, blank lines at both ends too. */
function dedented(raw: string): string {
  const lines = raw.split(/\r\n|\r|\n/);
  const indents = lines
    .slice(1)
    .filter((line) => line.trim() !== "")
    .map((line) => line.length - line.trimStart().length);
  const common = Math.min(...indents, Number.MAX_SAFE_INTEGER);
  const cut = lines.map((line, i) => (i === 0 ? line : line.slice(Math.min(common, line.length))));
  while (cut.length > 0 && cut[0]?.trim() === "") cut.shift();
  while (cut.length > 0 && cut.at(-1)?.trim() === "") cut.pop();
  return cut.join("\n");
}
