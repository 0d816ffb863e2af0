import type { CompileError, Location } from "../../errors.ts";
import type { Comment, Import, Module, Rule } from "../../syntax/ast.ts";
import type { Annotation } from "./annotation.ts";
import { readMetadataYaml, type YamlProblem } from "./metadata-yaml.ts";
import { AnnotationProblem, readBlock } from "./read-block.ts";

/** An annotation and what it stands above. */
export type Attached = Annotation & { readonly target: Target | undefined };
type Target = Module | Rule | Import;
type Read = { readonly annotations: readonly Annotation[]; readonly errors: readonly CompileError[] };

/** Modules whose rules were renamed still have the same comments. */
const known = new WeakMap<readonly Comment[], Read>();

/** The METADATA comments of a module, and the errors of those that are none. */
export function annotationsOf(module: Module): { annotations: readonly Attached[]; errors: readonly CompileError[] } {
  const read = readComments(module.comments, module.loc.file);
  if (read.errors.length > 0) return { annotations: [], errors: read.errors };
  if (read.annotations.length === 0) return { annotations: [], errors: [] };
  const statements = [module, ...module.imports, ...module.rules].toSorted((a, b) => a.loc.row - b.loc.row);
  const annotations = read.annotations.map((annotation) => attached(annotation, statements));
  return { annotations, errors: annotations.flatMap(attachmentErrors) };
}

/** What is wrong with METADATA comments by themselves, whatever they stand above. */
export function problemsOfMetadata(file: string): (comments: readonly Comment[]) => readonly CompileError[] {
  return (comments) => readComments(comments, file).errors;
}

function readComments(comments: readonly Comment[], file: string): Read {
  const read = known.get(comments) ?? readAll(comments, file);
  known.set(comments, read);
  return read;
}

/** A block is comment lines in a row, from the first column, the first of which says METADATA; the rest is YAML. */
function readAll(comments: readonly Comment[], file: string): Read {
  const annotations: Annotation[] = [];
  const errors: CompileError[] = [];
  for (let i = 0; i < comments.length; i++) {
    const first = comments[i] as Comment;
    if (!isMetadata(first)) continue;
    const lines: Comment[] = [];
    for (
      let line = comments[i + 1];
      line !== undefined && goesOn(line, comments[i] as Comment);
      line = comments[i + 1]
    ) {
      lines.push(line);
      i += 1;
    }
    const read = readLines(first, lines, file);
    if ("scope" in read) annotations.push(read);
    else errors.push(read);
  }
  return { annotations, errors };
}

function isMetadata({ col, text }: Comment): boolean {
  return col === 1 && text.trim().startsWith("METADATA");
}

function goesOn(line: Comment, before: Comment): boolean {
  return line.col === 1 && line.row === before.row + 1 && !isMetadata(line);
}

function readLines(first: Comment, lines: readonly Comment[], file: string): Annotation | CompileError {
  const at = ({ row, col }: Comment): Location => ({ file, row, col });
  const error = (message: string, comment: Comment): CompileError => {
    return { code: "rego_parse_error", message, location: at(comment) };
  };
  const text = lines.map((line) => `${line.text.replace(/^ /, "")}\n`).join("");
  if (text.trim() === "") return error("expected METADATA block, found whitespace", first);
  const raw = readMetadataYaml(text);
  if ("message" in raw) return error(`${raw.message}${hintsOf(lines)}`, lineOf(raw, lines));
  try {
    return readBlock(raw, at(first));
  } catch (problem) {
    if (problem instanceof AnnotationProblem) return error(problem.message, first);
    throw problem;
  }
}

/** OPA points at the line after the one that is named, where there is one. */
function lineOf({ line = 0 }: YamlProblem, lines: readonly Comment[]): Comment {
  return lines[Math.min(line, lines.length - 1)] as Comment;
}

/** YAML wants a space behind the colon. */
function hintsOf(lines: readonly Comment[]): string {
  return lines
    .map(({ row, text }) => {
      const odd: string[] = [];
      const parts = text.split(":").slice(1);
      for (const [i, part] of parts.entries()) {
        if (/^[ \t]/.test(part) || (part === "" && i === parts.length - 1)) break;
        odd.push(part === "" ? "'\\ufffd'" : `'${Array.from(part)[0] ?? ""}'`);
      }
      if (odd.length === 0) return "";
      return `\n  Hint: on line ${row}, symbol(s) [${odd.join(" ")}] immediately following a key/value separator ':' is not a legal yaml space character`;
    })
    .join("");
}

/** `statements`: in the order of their rows. */
function attached(annotation: Annotation, statements: readonly Target[]): Attached {
  const target = firstBelow(annotation.loc.row, statements);
  if (annotation.scope !== "") return { ...annotation, target };
  const scope = { module: "package", import: "import", rule: annotation.entrypoint ? "document" : "rule" };
  return { ...annotation, target, scope: target === undefined ? "" : scope[target.kind] };
}

function firstBelow(row: number, statements: readonly Target[]): Target | undefined {
  let low = 0;
  let high = statements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((statements[middle] as Target).loc.row > row) high = middle;
    else low = middle + 1;
  }
  return statements[low];
}

const targets: Readonly<Record<string, "rule" | "module">> = {
  rule: "rule",
  document: "rule",
  package: "module",
  subpackages: "module",
};

function attachmentErrors({ scope, entrypoint, target, loc }: Attached): CompileError[] {
  const errors: CompileError[] = [];
  const add = (message: string) => errors.push({ code: "rego_parse_error", message, location: loc });
  const wanted = Object.hasOwn(targets, scope) ? targets[scope] : undefined;
  if (wanted === undefined) {
    add(`invalid annotation scope '${scope}'. Use one of 'rule', 'document', 'package', or 'subpackages'`);
  } else if (target?.kind !== wanted) {
    const have = target === undefined ? "" : ` (have ${kindName(target.kind)})`;
    add(`annotation scope '${scope}' must be applied to ${kindName(wanted)}${have}`);
  }
  if (entrypoint && scope !== "document" && scope !== "package") {
    add(`annotation entrypoint applied to non-document or package scope '${scope}'`);
  }
  return errors;
}

function kindName(kind: "module" | "rule" | "import"): string {
  return kind === "module" ? "package" : kind;
}
