import type { Statement } from "./parse-statements.ts";

const examples: Readonly<Record<string, string>> = { if: "p if { ... }", contains: "p contains x" };

/**
 * Advice for lines of version 0 that are no rule since nothing imports the keyword in them: it is a name there, and
 * what should be one statement is several.
 */
export function missingKeyword(statement: Statement, next: Statement | undefined): readonly string[] {
  const isOnLine = next !== undefined && next.loc.row === statement.loc.row;
  const word = wordOf(statement) ?? (isOnLine ? wordOf(next) : undefined);
  return word === undefined ? [] : [`\`import future.keywords.${word}\` for \`${examples[word]}\` rules`];
}

/** The keyword that a statement is named after, or consists of. */
function wordOf(statement: Statement): string | undefined {
  const name = nameOf(statement);
  return name !== undefined && Object.hasOwn(examples, name) ? name : undefined;
}

function nameOf(statement: Statement): string | undefined {
  if (statement.kind === "rules") return statement.rules[0]?.head.name.name;
  if (statement.kind !== "lines" || statement.lines.length !== 1) return undefined;
  const [line] = statement.lines;
  return line?.kind === "term" && line.term.kind === "var" ? line.term.name : undefined;
}
