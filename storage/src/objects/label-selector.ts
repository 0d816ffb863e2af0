import { badRequest } from "../meta/status.ts";
import { labelValueProblem, qualifiedNameProblem } from "./names.ts";

type LabelTest = (labels: Record<string, string>) => boolean;

/**
 * What labels an object has to have: `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b,c)`, `a`, `!a`, `a>1`, `a<1`, with
 * commas between. Kubernetes, "Labels and Selectors". What is wrong is said as kube-apiserver says it.
 *
 * @throws StatusError 400 for what is no selector.
 */
export function parseLabelSelector(text: string): LabelTest[] {
  const tokens = createTokens(text);
  const tests: LabelTest[] = [];
  while (tokens.peek() !== end) {
    if (!isWord(tokens.peek()) && tokens.peek() !== "!")
      throw badRequest(`found '${tokens.peek()}', expected: !, identifier, or 'end of string'`);
    tests.push(requirement(tokens));
    const next = tokens.take();
    if (next === end) break;
    if (next !== ",") throw badRequest(`found '${next}', expected: ',' or 'end of string'`);
    if (!isWord(tokens.peek()) && tokens.peek() !== "!")
      throw badRequest(`found '${tokens.peek()}', expected: identifier after ','`);
  }
  return tests;
}

/** What stands behind the last token. */
const end = "";
const token = /[ \t\r\n]*(==|!=|[=!<>(),]|[^ \t\r\n=!<>(),]+)/y;

type Tokens = { peek(): string; take(): string };

function createTokens(text: string): Tokens {
  token.lastIndex = 0;
  const found: string[] = [];
  for (let match = token.exec(text); match !== null; match = token.exec(text)) found.push(match[1] ?? end);
  let at = 0;
  return {
    peek: () => found[at] ?? end,
    take: () => found[at++] ?? end,
  };
}

function isWord(text: string): boolean {
  return text !== end && !/^[=!<>(),]/.test(text);
}

function requirement(tokens: Tokens): LabelTest {
  const isAbsent = tokens.peek() === "!";
  if (isAbsent) tokens.take();
  const key = tokens.take();
  if (!isWord(key)) throw unparsed(`found '${key}', expected: identifier`);
  const problem = qualifiedNameProblem(key);
  if (problem !== undefined) throw unparsed(`Invalid value: ${JSON.stringify(key)}: ${problem}`);
  if (isAbsent) return (labels) => !Object.hasOwn(labels, key);
  if (tokens.peek() === end || tokens.peek() === ",") return (labels) => Object.hasOwn(labels, key);
  return comparison(key, tokens.take(), tokens);
}

function comparison(key: string, operator: string, tokens: Tokens): LabelTest {
  switch (operator) {
    case "in":
    case "notin": {
      const values: ReadonlySet<string | undefined> = valuesOf(key, tokens);
      return operator === "in" ? (labels) => values.has(labels[key]) : (labels) => !values.has(labels[key]);
    }
    case "=":
    case "==":
    case "!=": {
      const wanted = exactValue(key, tokens);
      return operator === "!=" ? (labels) => labels[key] !== wanted : (labels) => labels[key] === wanted;
    }
    case ">":
    case "<":
      return order(key, operator, exactValue(key, tokens));
    default:
      throw unparsed(`found '${operator}', expected: in, notin, =, ==, !=, gt, lt`);
  }
}

/** A label whose value is no whole number is neither more nor less than one. */
function order(key: string, operator: "<" | ">", wanted: string): LabelTest {
  if (!isWhole(wanted))
    throw unparsed(`values[0]: Invalid value: "${wanted}": for 'Gt', 'Lt' operators, the value must be an integer`);
  const bound = BigInt(wanted);
  return (labels) => {
    const value = labels[key];
    // What all objects have is no text.
    if (typeof value !== "string" || !isWhole(value)) return false;
    return operator === ">" ? BigInt(value) > bound : BigInt(value) < bound;
  };
}

/** As Go reads it: 64 bits. */
function isWhole(text: string): boolean {
  return /^-?\d+$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}

/** Nothing is a value too: `a=`. */
function exactValue(key: string, tokens: Tokens): string {
  if (tokens.peek() === end || tokens.peek() === ",") return "";
  const value = tokens.take();
  if (!isWord(value)) throw unparsed(`found '${value}', expected: identifier`);
  return checkedValue(key, value);
}

/** In brackets with commas between; before, between and behind commas nothing is a value. */
function valuesOf(key: string, tokens: Tokens): Set<string> {
  if (tokens.peek() !== "(") throw unparsed(`found '${tokens.peek()}' expected: '('`);
  tokens.take();
  const values = new Set<string>();
  for (;;) {
    values.add(isWord(tokens.peek()) ? checkedValue(key, tokens.take()) : "");
    const next = tokens.take();
    if (next === ")") return values;
    if (next !== ",") throw unparsed(`found '${next}', expected: ',' or ')'`);
  }
}

function checkedValue(key: string, value: string): string {
  const problem = labelValueProblem(value);
  if (problem === undefined) return value;
  throw unparsed(`values[0][${key}]: Invalid value: ${JSON.stringify(value)}: ${problem}`);
}

function unparsed(why: string) {
  return badRequest(`unable to parse requirement: ${why}`);
}
