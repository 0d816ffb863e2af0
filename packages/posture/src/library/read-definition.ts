import { readFileSync } from "node:fs";
import { isNode, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import type { LibraryProblem } from "./library.ts";

type Definition<T> = { value: T } | { problems: LibraryProblem[] };

/** Reads one YAML file of the library. `shownAs` is the name in problems, which carry the line they are about. */
export function readDefinition<S extends z.ZodType>(path: string, shownAs: string, schema: S): Definition<z.infer<S>> {
  return parseDefinition(readFileSync(path, "utf8"), shownAs, schema);
}

/** The same for the text of such a file. */
export function parseDefinition<S extends z.ZodType>(text: string, shownAs: string, schema: S): Definition<z.infer<S>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number | undefined) =>
    offset === undefined ? shownAs : `${shownAs}:${lines.linePos(offset).line}`;
  if (document.errors.length > 0) {
    return { problems: document.errors.map((error) => ({ file: at(error.pos[0]), message: error.message })) };
  }
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return { value: parsed.data };
  const problems = parsed.error.issues.map((issue) => {
    const node = document.getIn(issue.path, true);
    const offset = isNode(node) ? node.range?.[0] : document.contents?.range?.[0];
    return {
      file: at(offset),
      message: [issue.path.join("."), issue.message].filter((part) => part !== "").join(": "),
    };
  });
  return { problems };
}
