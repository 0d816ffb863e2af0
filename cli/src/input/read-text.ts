import { skipSpace, take } from "./json-cursor.ts";
import type { During, FoundObjects } from "./kubernetes-objects.ts";
import { readJson } from "./read-json.ts";

/** Finds the objects of a text in UTF-8. JSON is also YAML, so only a name that promises JSON, or JSON that parses, is read as such. */
export async function readText(bytes: Buffer, isJson: boolean, during: During): Promise<FoundObjects> {
  if (isJson || looksLikeJson(bytes)) {
    const found = await readJson(bytes, during);
    if (isJson || found.problems.length === 0) return found;
  }
  const { readYaml } = await import("./read-yaml.ts");
  const text = bytes.toString();
  return withHint(await readYaml(text, during), text);
}

function looksLikeJson(bytes: Buffer): boolean {
  const cursor = { bytes, at: 0, line: 1 };
  skipSpace(cursor);
  return take(cursor, "{") || take(cursor, "[");
}

/** The usual reason why a manifest is not YAML. */
function withHint(found: FoundObjects, text: string): FoundObjects {
  if (found.problems.length === 0 || !/\{\{.*\}\}/.test(text)) return found;
  const hint = "; a Helm template? Scan the folder of its chart";
  return { ...found, problems: found.problems.map(({ line, message }) => ({ line, message: message + hint })) };
}
