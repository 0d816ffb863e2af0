import { implementedBuiltins } from "../builtins/signatures.ts";
import type { Capabilities } from "./capabilities.ts";
import { isRecord } from "./is-record.ts";

/**
 * Reads OPA's capabilities file (https://www.openpolicyagent.org/docs/deployments#capabilities), already parsed from
 * JSON: `builtins` by name, and `allow_net`, without which every host may be reached. Names that are not implemented
 * here stay undefined functions. `features`, `future_keywords` and `wasm_abi_versions` say what an older parser knows;
 * they are checked and change nothing.
 *
 * @throws TypeError when a member has another shape.
 */
export function parseCapabilities(json: unknown): Capabilities {
  if (!isRecord(json)) throw new TypeError("capabilities must be an object");
  const names = listOf(json, "builtins", isNamed).map(({ name }) => name);
  for (const key of ["features", "future_keywords"]) listOf(json, key, isText);
  const builtins = implementedBuiltins.intersection(new Set(names));
  return { builtins, allowNet: json.allow_net === undefined ? "any" : listOf(json, "allow_net", isText) };
}

function listOf<Item>(json: Record<string, unknown>, key: string, isItem: (item: unknown) => item is Item): Item[] {
  const list = json[key] ?? [];
  if (!Array.isArray(list) || !list.every(isItem)) throw new TypeError(`capabilities: ${key} has an unexpected shape`);
  return list;
}

function isNamed(item: unknown): item is { name: string } {
  return isRecord(item) && isText(item.name);
}

function isText(item: unknown): item is string {
  return typeof item === "string";
}
