import { readFileSync } from "node:fs";
import { didYouMean } from "@sortie/process/suggest";
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import type { LibraryProblem } from "./library.ts";

type Definition<T> = { value: T } | { problems: LibraryProblem[] };

/** Keys and indices that lead to a field of a definition. */
type FieldPath = readonly PropertyKey[];

/** What is wrong with one field; `placed` gives it the field's name and line. */
export type FieldProblem = LibraryProblem & { field: FieldPath };

/** Reads one YAML file of the library. `shownAs` is the name in problems, which carry the line they are about. */
export function readDefinition<S extends z.ZodType>(path: string, shownAs: string, schema: S): Definition<z.infer<S>> {
  return parseDefinition(readFileSync(path, "utf8"), shownAs, schema);
}

/** The same for the text of such a file. */
export function parseDefinition<S extends z.ZodType>(text: string, shownAs: string, schema: S): Definition<z.infer<S>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const at = (offset: number) => `${shownAs}:${lines.linePos(offset).line}`;
    return { problems: document.errors.map(({ pos, message }) => ({ file: at(pos[0]), message })) };
  }
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return { value: parsed.data };
  const problems = parsed.error.issues.flatMap((issue) => problemsOf(issue, schema));
  return { problems: problems.map((problem) => placed(text, { file: shownAs, ...problem })) };
}

/** An unknown field is named by itself, rather than the map that it is in. */
function problemsOf(issue: z.core.$ZodIssue, schema: z.ZodType): Omit<FieldProblem, "file">[] {
  const { path, message } = issue;
  if (issue.code === "invalid_type" && message.endsWith("received undefined")) {
    return [{ field: path, message: "is missing" }];
  }
  if (issue.code !== "unrecognized_keys") return [{ field: path, message }];
  const known = path.length === 0 && schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  return issue.keys.map((key) => ({ field: [...path, key], message: `unknown field.${didYouMean(key, known)}` }));
}

/** A problem with its field's name and, where the text has the field or one that it would be in, the line. */
export function placed(text: string | undefined, { file, field, message }: FieldProblem): LibraryProblem {
  const line = text === undefined ? undefined : lineOf(text, field);
  // A member of a list of definitions has no name but its line.
  const name = field.some((step) => typeof step === "string") ? `${field.join(".")}: ` : "";
  return { file: line === undefined ? file : `${file}:${line}`, message: `${name}${message}` };
}

function lineOf(text: string, field: FieldPath): number | undefined {
  const lines = new LineCounter();
  let node: unknown = parseDocument(text, { lineCounter: lines }).contents;
  let offset = startOf(node);
  for (const step of field) {
    const [key, value] = memberOf(node, step);
    offset = startOf(key) ?? offset;
    node = value;
  }
  return offset === undefined ? undefined : lines.linePos(offset).line;
}

/** What stands at the beginning of a member, and what it holds. */
function memberOf(node: unknown, step: PropertyKey): [begins: unknown, value: unknown] {
  if (isSeq(node)) return [node.items[Number(step)], node.items[Number(step)]];
  const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && String(key.value) === step) : undefined;
  return [pair?.key, pair?.value];
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
