import type { RuleSummary } from "@sortie/rego";
import type { OutputError } from "../output/errors.ts";
import type { Documents } from "./documents.ts";
import { isDocuments } from "./documents.ts";

/** Rules whose place under `data` a data file has taken, as OPA reports them. */
export function pathConflicts(rules: readonly RuleSummary[], data: Documents): OutputError[] {
  const code = "rego_compile_error";
  return rules
    .filter(({ path }) => isTaken(data, path))
    .toSorted((a, b) => order(a.location.file, b.location.file) || a.location.row - b.location.row)
    .map(({ path, location }) => {
      const message = `conflicting rule for data path ${path.join("/")} found`;
      const line = `${location.file}:${location.row}: ${code}: ${message}`;
      return { json: { message, code, location }, line, traceback: [] };
    });
}

/** Whether there is data at a path, or something on the way that is no object. */
function isTaken(data: Documents, path: readonly string[]): boolean {
  let value: Documents[string] = data;
  for (const part of path) {
    if (!isDocuments(value)) return true;
    const next: Documents[string] | undefined = Object.hasOwn(value, part) ? value[part] : undefined;
    if (next === undefined) return false;
    value = next;
  }
  return true;
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
