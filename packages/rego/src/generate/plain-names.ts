import { Decimal } from "../values/decimal.ts";
import { RegoMap } from "../values/rego-map.ts";
import { RegoSet } from "../values/rego-set.ts";

/**
 * Names that some value has as a JavaScript property without having it as a Rego member: they are looked up with an
 * own-property check. Reading any other name of any value is exact, and V8 makes it one load.
 */
const names = new Set<string>();
for (const start of [{}, [], "", 0, 0n, true, new RegoSet(), new RegoMap(), Decimal.of(1n, -1)] as const) {
  for (let holder: unknown = Object(start); holder !== null; holder = Object.getPrototypeOf(holder)) {
    for (const name of Object.getOwnPropertyNames(holder)) names.add(name);
  }
}

/** Digits would index arrays and strings. */
export function isPlainName(name: string): boolean {
  return !names.has(name) && !/^\d+$/.test(name);
}
