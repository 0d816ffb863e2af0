import type { Comment, Head, Import, Module, Rule } from "../ast.ts";
import { experimentalKeywords, futureKeywords, reservedWords } from "../keywords.ts";
import { printExpr, printTerm, printTerms } from "./print-term.ts";
import { pathText, variableText } from "./text.ts";

type Keywords = ReadonlySet<string>;

/**
 * A module as Rego source: parsed again, in the same language version, it has the same statements, and the comments that
 * have a line for themselves. These stand before the statement that follows them.
 */
export function printModule(module: Module): string {
  const blocks = [`${commentLines(module.comments, 0, module.loc.row)}package ${pathText(module.path)}`];
  const keywords = new Set(module.regoVersion === 1 ? futureKeywords : []);
  let row = module.loc.row;
  for (const statement of inSourceOrder(module)) {
    if (statement.kind === "import") addKeywords(statement, keywords);
    const text = statement.kind === "import" ? importText(statement) : ruleText(statement, keywords);
    blocks.push(commentLines(module.comments, row, statement.loc.row) + text);
    row = statement.loc.row;
  }
  const trailing = commentLines(module.comments, row, Number.POSITIVE_INFINITY);
  return trailing === "" ? `${blocks.join("\n\n")}\n` : `${blocks.join("\n\n")}\n\n${trailing}`;
}

/** An import counts for the statements after it. */
function inSourceOrder({ imports, rules }: Module): readonly (Import | Rule)[] {
  return [...imports, ...rules].toSorted(
    ({ loc: left }, { loc: right }) => left.row - right.row || left.col - right.col,
  );
}

/** Comments of the given rows, with an empty line where lines of code were between them. */
function commentLines(comments: readonly Comment[], after: number, until: number): string {
  let last: number | undefined;
  let lines = "";
  for (const { row, text, isAlone } of comments) {
    if (row <= after || row > until || !isAlone) continue;
    lines += `${last !== undefined && row > last + 1 ? "\n" : ""}#${text}\n`;
    last = row;
  }
  return last !== undefined && until > last + 1 && Number.isFinite(until) ? `${lines}\n` : lines;
}

function addKeywords({ path: [root, name, keyword] }: Import, keywords: Set<string>): void {
  if (root !== "rego" && root !== "future") return;
  if (root === "future" && keyword !== undefined) keywords.add(keyword);
  else
    for (const word of name === "v1" ? futureKeywords : [...futureKeywords, ...experimentalKeywords])
      keywords.add(word);
  if (keyword === "every") keywords.add("in");
}

function importText({ path, alias }: Import): string {
  return `import ${pathText(path)}${alias === undefined ? "" : ` as ${alias}`}`;
}

/** A rule with its else branches. `keywords`: those that the source may use. */
function ruleText(rule: Rule, keywords: Keywords): string {
  const isSet = rule.head.contains !== undefined && mustUseBrackets(rule.head, keywords);
  const head = `${rule.isDefault ? "default " : ""}${isSet ? bracketHead(rule.head) : headText(rule.head)}`;
  return `${head}${bodyText(rule, isSet ? new Set() : keywords)}${elseText(rule.orElse, keywords)}`;
}

/** `p[x] { … }` is `p contains x` where there is no word for it, or where the rule's name would be taken for a word. */
function mustUseBrackets({ name, path }: Head, keywords: Keywords): boolean {
  return path.length === 0 && (!keywords.has("contains") || keywords.has(name.name) || reservedWords.has(name.name));
}

function bracketHead({ name, contains, loc }: Head): string {
  return printTerm({ kind: "ref", head: name, path: contains === undefined ? [] : [contains], loc });
}

function headText({ name, path, args, contains, value, assigned, loc }: Head): string {
  const ref = path.length === 0 ? variableText(name.name) : printTerm({ kind: "ref", head: name, path, loc });
  const parameters = args === undefined ? "" : `(${printTerms(args)})`;
  const member = contains === undefined ? "" : ` contains ${printTerm(contains)}`;
  const result = value === undefined ? "" : ` ${assigned ? ":=" : "="} ${printTerm(value)}`;
  return ref + parameters + member + result;
}

function bodyText({ body }: Rule, keywords: Keywords): string {
  if (body.length === 0) return "";
  const lines = body.map(printExpr);
  // A line that starts with a sign would go on with the line before it.
  const ends = lines.map((_, i) => (lines[i + 1]?.startsWith("-") ? ";" : ""));
  return `${keywords.has("if") ? " if" : ""} {\n${lines.map((line, i) => `\t${line}${ends[i]}\n`).join("")}}`;
}

function elseText(rule: Rule | undefined, keywords: Keywords): string {
  let text = "";
  for (let branch = rule; branch !== undefined; branch = branch.orElse) {
    const { value, assigned } = branch.head;
    const result = value === undefined ? "" : ` ${assigned ? ":=" : "="} ${printTerm(value)}`;
    text += ` else${result}${bodyText(branch, keywords)}`;
  }
  return text;
}
