import { isPlainName } from "./plain-names.ts";
import type { Site } from "./site.ts";

/** The value at a path of constant names, undefined where there is none, as one expression. */
export function readPath(site: Site, value: string, path: readonly string[]): string {
  if (path.length === 0) return value;
  const constant = pathConstant(site, path);
  const chain = path.map((name) => `?.[${site.unit.code.string(name)}]`).join("");
  if (!path.every(isPlainName)) return `deepMember(${value}, ${constant})`;
  return `(${value}${chain} ?? plainDeepMember(${value}, ${constant}))`;
}

export function pathConstant({ unit: { code } }: Site, path: readonly string[]): string {
  return code.constant("k", `[${path.map((name) => code.string(name)).join(", ")}]`);
}
