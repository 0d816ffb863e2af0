import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, parse } from "node:path";
import type { CompileOptions } from "@sortie/rego";
import { describeProblem, naming } from "./load-paths.ts";
import type { Loaded } from "./loaded.ts";
import { readDocument } from "./read-document.ts";

type SchemaOptions = Pick<CompileOptions, "inputSchema" | "schemas">;

/**
 * Reads what `--schema` names: a file is the schema of the input; the files of a folder are for METADATA comments, which
 * call them by their paths.
 */
export function loadSchemas(path: string | undefined, into: Loaded): SchemaOptions {
  if (path === undefined) return {};
  try {
    if (!statSync(path).isDirectory()) return { inputSchema: readSchema(path) };
    return { schemas: readFolder(path, "") };
  } catch (error) {
    into.problems.push({ message: describeProblem(path, error) });
    return {};
  }
}

function readFolder(root: string, below: string): Record<string, unknown> {
  const schemas: Record<string, unknown> = {};
  for (const entry of readdirSync(join(root, below), { withFileTypes: true })) {
    const file = join(below, entry.name);
    if (entry.isDirectory()) Object.assign(schemas, readFolder(root, file));
    else schemas[join(below, parse(entry.name).name)] = readSchema(join(root, file));
  }
  return schemas;
}

function readSchema(file: string): unknown {
  return naming(file, () => readDocument(readFileSync(file)));
}
