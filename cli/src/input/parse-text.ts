import type { ParsedText } from "./placed-value.ts";
import { readJson } from "./read-json.ts";
import { readYaml } from "./read-yaml.ts";

/** JSON is also YAML, so only a name that promises JSON, or JSON that parses, is read as such. */
export function parseText(text: string, isJson: boolean): ParsedText {
  if (!isJson && !/^\s*[{[]/.test(text)) return withHint(readYaml(text), text);
  const json = readJson(text);
  if (isJson || json.problems.length === 0) return json;
  return withHint(readYaml(text), text);
}

/** The usual reason why a manifest is not YAML. */
function withHint(parsed: ParsedText, text: string): ParsedText {
  if (parsed.problems.length === 0 || !/\{\{.*\}\}/.test(text)) return parsed;
  const hint = "; a Helm template? Scan the folder of its chart";
  return { ...parsed, problems: parsed.problems.map(({ line, message }) => ({ line, message: message + hint })) };
}
