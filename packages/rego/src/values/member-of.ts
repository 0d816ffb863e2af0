import { RegoMap } from "./rego-map.ts";
import type { PlainObject, Value } from "./value.ts";

/** A member by key, own properties only: a policy sees no prototype. */
export function memberOf(object: PlainObject | RegoMap, key: Value): Value | undefined {
  if (object instanceof RegoMap) return object.get(key);
  return typeof key === "string" && Object.hasOwn(object, key) ? object[key] : undefined;
}
