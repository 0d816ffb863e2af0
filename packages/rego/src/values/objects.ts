import { memberOf } from "./member-of.ts";
import { RegoMap } from "./rego-map.ts";
import type { PlainObject, Value } from "./value.ts";

export function sizeOf(object: PlainObject | RegoMap): number {
  return object instanceof RegoMap ? object.size : Object.keys(object).length;
}

/** Builds an object key by key and ends in the representation its keys ask for. */
export class ObjectBuilder {
  private plain: Record<string, Value> = {};
  private map: RegoMap | undefined;

  get(key: Value): Value | undefined {
    return memberOf(this.map ?? this.plain, key);
  }

  set(key: Value, value: Value): this {
    if (this.map !== undefined) this.map.set(key, value);
    else if (typeof key === "string") setOwn(this.plain, key, value);
    else {
      this.map = new RegoMap();
      for (const name of Object.keys(this.plain)) this.map.set(name, this.plain[name] as Value);
      this.map.set(key, value);
    }
    return this;
  }

  build(): PlainObject | RegoMap {
    return this.map ?? this.plain;
  }
}

const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/**
 * Assigning to `__proto__` would change the prototype instead of adding a member, and assigning to any other inherited
 * name throws where the program has frozen its prototypes.
 */
export function setOwn(target: Record<string, Value>, key: string, value: Value): void {
  if (inherited.has(key)) {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else target[key] = value;
}

export function objectOf(entries: Iterable<readonly [Value, Value]>): PlainObject | RegoMap {
  const builder = new ObjectBuilder();
  for (const [key, value] of entries) builder.set(key, value);
  return builder.build();
}
